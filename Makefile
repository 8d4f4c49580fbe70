# Two commands on a machine that has python3 and make:  make watch   make test
# Everything is installed into .venv; `make clean` removes it again, and never touches an archive.

PYTHON ?= python3
VENV ?= .venv
ARCHIVE ?= policywatch-archive
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install -c constraints.txt
FUZZ ?= 100000
PYTHONS ?= python3.11 python3.12 python3.13
SOURCES := snapshots spiders feeds monitor tests benchmarks
PYWB := pywb==2.10.0
AXE := axe-core@4.14.1

.DEFAULT_GOAL := help
.PHONY: help watch test demo lint format types imports check slow fuzz bench docs wheel pywb axe browser test-all clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

watch: $(VENV)/.run ## start watching, with the site on http://127.0.0.1:8080
	@test -e $(ARCHIVE)/policywatch.toml || $(BIN)/policywatch init $(ARCHIVE)
	@$(BIN)/policywatch run --archive $(ARCHIVE)

test: $(VENV)/.test ## run the tests
	$(BIN)/python -m pytest -m "not slow" -n auto

demo: $(VENV)/.run ## watch the whole way on a bundled story, without a network
	@$(BIN)/policywatch demo

lint: $(VENV)/.dev ## check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev ## format the code, and mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev ## check the types
	$(BIN)/mypy

imports: $(VENV)/.dev ## check that imports run one way
	$(BIN)/lint-imports

check: lint types imports test ## everything above that checks

slow: $(VENV)/.test ## the slow tests: loops of kill -9, large pages, recorded captures against their labels
	$(BIN)/python -m pytest -m slow --timeout 1800

fuzz: $(VENV)/.test ## 100,000 hostile pages, declarations and WARC files; FUZZ=1000 for fewer
	POLICYWATCH_FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/fuzz

bench: $(VENV)/.run ## measure: time, memory and disk of a replay, time of judging, agreement with labels
	$(BIN)/python benchmarks/replay.py
	$(BIN)/python benchmarks/judging.py
	$(BIN)/python benchmarks/meaning.py
	$(BIN)/python benchmarks/research.py
	$(BIN)/python -m benchmarks.feed_costs
	$(BIN)/python benchmarks/publishing.py

docs: $(VENV)/.run ## make docs/severity.md from the rules and docs/json.md from the fields
	$(BIN)/policywatch rules document --pack monitor/rules --out docs/severity.md
	$(BIN)/python -m monitor.command_line.json_reference > docs/json.md

wheel: $(VENV)/.dev ## build the wheel and the source archive into dist/
	rm -rf dist
	$(BIN)/python -m build --outdir dist .

pywb: $(VENV)/pywb/.done ## install pywb, the web archive that tests run against, in an environment of its own

axe: $(VENV)/node/.done ## install axe-core, which looks for what bars people from pages

browser: $(VENV)/.test axe ## the site in a real browser at three widths, light and dark, with and without scripts
	$(BIN)/python -m pytest --timeout 1800 tests/browser

test-all: ## run the tests under every Python in PYTHONS that this machine has
	@for python in $(PYTHONS); do \
	  if "$$python" -c '' >/dev/null 2>&1; then \
	    echo "== $$("$$python" --version)"; \
	    $(MAKE) --no-print-directory test PYTHON="$$python" VENV="$(VENV)/test-all/$$(basename "$$python")" || exit 1; \
	  else echo "== $$python: not on this machine, skipped"; fi; \
	done

clean: ## remove what was built and installed here; archives stay
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# Installation. A stamp is newer than pyproject.toml and constraints.txt, or the step runs again.

$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo 'Policywatch needs Python 3.11 or newer. Name one: make PYTHON=python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo 'This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv' >&2; exit 1; }
	@echo 'Making $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.pip pyproject.toml constraints.txt
	@echo 'Installing policywatch into $(VENV)'
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	@echo 'Installing what the tests need'
	@$(INSTALL) -e '.[test]'
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	@echo 'Installing what the checks need'
	@$(INSTALL) -e '.[dev]'
	@touch $@

# A test tool only, and GPL: it never shares an environment with the program.
$(VENV)/pywb/.done: $(VENV)/.pip
	@echo 'Installing $(PYWB) into $(VENV)/pywb'
	@$(PYTHON) -m venv $(VENV)/pywb
	@$(VENV)/pywb/bin/python -m pip --disable-pip-version-check --quiet install '$(PYWB)'
	@touch $@

# A test tool only, under the MPL: fetched, not copied into the repository.
$(VENV)/node/.done: $(VENV)/.pip
	@command -v npm >/dev/null || { echo 'axe-core comes through npm. On Debian and Ubuntu: sudo apt-get install npm' >&2; exit 1; }
	@echo 'Installing $(AXE) into $(VENV)/node'
	@npm install --silent --no-save --prefix $(VENV)/node '$(AXE)'
	@touch $@
