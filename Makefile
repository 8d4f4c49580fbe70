# Two commands on a machine that has python3 and make:  make watch   make test
# Everything is installed into .venv; `make clean` removes it again, and never touches an archive.

PYTHON ?= python3
VENV ?= .venv
ARCHIVE ?= policywatch-archive
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# What lock/ names and nothing else, each file of it held by its hash; its build tools come from there too.
INSTALL := $(PIP) install --require-hashes --no-deps --no-build-isolation
INSTALL_SELF := $(PIP) install --no-deps --no-build-isolation -e .
# The same for tests and checks, by uv, which takes a seventh of the CPU; what nobody imports is never compiled.
UV := $(BIN)/uv pip
UV_INSTALL := $(UV) install --quiet --python $(BIN)/python --require-hashes --no-deps --no-build-isolation
UV_INSTALL_SELF := $(UV) install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet \
  --custom-compile-command 'make lock'
SUBLOCK := $(LOCK) --no-annotate --constraints lock/dev.txt
FUZZ ?= 100000
PYTHONS ?= python3.11 python3.12 python3.13 python3.14
SOURCES := snapshots spiders feeds monitor tests benchmarks
PYWB := pywb==2.10.0
AXE := axe-core@4.14.1
LIGHTHOUSE := lighthouse@12.8.2
VNU := vnu-jar@26.9.27
NEEDS_NPM := command -v npm >/dev/null || { echo 'axe-core comes through npm. On Debian and Ubuntu: sudo apt-get install npm' >&2; exit 1; }

# Tests start the program some hundred times, and it is not to be compiled anew each time, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help watch test demo lint format types imports check slow fuzz bench docs wheel release lock pywb axe lighthouse validators browser \
  test-all test-lowest house clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

watch: $(VENV)/.run ## start watching, with the site on http://127.0.0.1:8080
	@test -e $(ARCHIVE)/policywatch.toml || $(BIN)/policywatch init $(ARCHIVE)
	@$(BIN)/policywatch run --archive $(ARCHIVE)

test: $(VENV)/.test ## run the tests
	$(BIN)/python -m pytest -m "not slow" -n auto --dist worksteal

demo: $(VENV)/.run ## watch the whole way on a bundled story, without a network
	@$(BIN)/policywatch demo

lint: $(VENV)/.dev ## check style, formatting and that what is imported is declared
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/deptry .

format: $(VENV)/.dev ## format the code, and mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev ## check the types
	$(BIN)/mypy

imports: $(VENV)/.dev ## check that imports run one way
	$(BIN)/lint-imports

check: lint types imports test ## everything above that checks

slow: $(VENV)/.test ## the slow tests: loops of kill -9, ten minutes of stops and wrong clocks, large pages, recorded captures
	$(BIN)/python -m pytest -m slow --timeout 1800

fuzz: $(VENV)/.test ## 100,000 hostile pages, declarations and WARC files; FUZZ=1000 for fewer
	POLICYWATCH_FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/fuzz

bench: $(VENV)/.run ## measure: what looks cost, here and in other programs, how that grows, agreement with labels
	$(BIN)/python benchmarks/replay.py
	$(BIN)/python benchmarks/judging.py
	$(BIN)/python benchmarks/meaning.py
	$(BIN)/python benchmarks/research.py
	$(BIN)/python -m benchmarks.feed_costs
	$(BIN)/python benchmarks/publishing.py
	$(BIN)/python -m benchmarks.peers
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.many_documents
	$(BIN)/python -m benchmarks.capacity

docs: $(VENV)/.run ## make docs/severity.md from the rules and docs/json.md from the fields
	$(BIN)/policywatch rules document --pack monitor/rules --out docs/severity.md
	$(BIN)/python -m monitor.command_line.json_reference > docs/json.md

wheel: $(VENV)/.dev ## build the wheel and the source archive into dist/
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .

release: $(VENV)/.dev ## close a version, with VERSION=x.y.z: changelog, version, commit, tag, wheel
	@$(BIN)/python .ci/release.py '$(VERSION)'
	@$(MAKE) --no-print-directory wheel

lock: $(VENV)/.dev ## make lock/ again; UPGRADE=--upgrade for the newest versions of everything
	$(BIN)/uv pip compile $(LOCK) $(UPGRADE) --extra dev --output-file lock/dev.txt pyproject.toml >/dev/null
	$(BIN)/uv pip compile $(SUBLOCK) $(UPGRADE) --extra test --output-file lock/test.txt pyproject.toml >/dev/null
	$(BIN)/uv pip compile $(SUBLOCK) $(UPGRADE) --output-file lock/run.txt pyproject.toml >/dev/null
	$(BIN)/uv pip compile $(SUBLOCK) $(UPGRADE) --extra workers --extra s3 --output-file lock/workers.txt pyproject.toml >/dev/null
	$(BIN)/uv pip compile $(SUBLOCK) $(UPGRADE) --group build --output-file lock/build.txt >/dev/null
	$(BIN)/uv pip compile $(SUBLOCK) $(UPGRADE) --group install --output-file lock/install.txt >/dev/null

house: $(VENV)/.run ## count how the source is built
	$(BIN)/python benchmarks/house.py

pywb: $(VENV)/pywb/.done ## install pywb, the web archive that tests run against, in an environment of its own

axe: $(VENV)/node/.axe ## install axe-core, which looks for what bars people from pages

lighthouse: $(VENV)/.run $(VENV)/node/.done ## measure the longest page of a version as a phone gets it; ARCHIVE= names whose
	$(BIN)/python -m benchmarks.page_speed $(if $(wildcard $(ARCHIVE)/archive.db),--archive $(ARCHIVE))

validators: $(VENV)/.test $(VENV)/node/.done ## hold a built site against HTML, WCAG, feeds, data package and OpenAPI; SITE= names its folder
	$(BIN)/python -m benchmarks.site_checks $(SITE)

browser: $(VENV)/.test axe ## the site in a real browser at three widths, light and dark, with and without scripts
	$(BIN)/python -m pytest --timeout 1800 tests/browser

test-all: ## run the tests under every Python in PYTHONS that this machine has
	@for python in $(PYTHONS); do \
	  if "$$python" -c '' >/dev/null 2>&1; then \
	    echo "== $$("$$python" --version)"; \
	    $(MAKE) --no-print-directory test PYTHON="$$python" VENV="$(VENV)/test-all/$$(basename "$$python")" || exit 1; \
	  else echo "== $$python: not on this machine, skipped"; fi; \
	done

LOWEST ?= tests

test-lowest: $(VENV)/lowest/.done ## run the tests on the lowest versions that pyproject.toml allows; LOWEST= picks tests
	$(VENV)/lowest/bin/python -m pytest -m "not slow" -n auto --dist worksteal $(LOWEST)

clean: ## remove what was built and installed here; archives stay
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# Installation. A stamp is newer than pyproject.toml and its lock, or the step runs again.

$(VENV)/.pip: lock/build.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo 'Policywatch needs Python 3.11 or newer. Name one: make PYTHON=python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo 'This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv' >&2; exit 1; }
	@echo 'Making $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) -r lock/build.txt
	@touch $@

$(VENV)/.run: $(VENV)/.pip pyproject.toml lock/run.txt
	@echo 'Installing policywatch into $(VENV)'
	@$(INSTALL) -r lock/run.txt
	@$(INSTALL_SELF)
	@touch $@

$(VENV)/.uv: $(VENV)/.pip lock/install.txt
	@$(INSTALL) -r lock/install.txt
	@touch $@

# lock/test.txt holds all of lock/run.txt, so that what runs is installed with it.
$(VENV)/.test: $(VENV)/.uv pyproject.toml lock/run.txt lock/test.txt
	@echo 'Installing policywatch and what its tests need into $(VENV)'
	@$(UV_INSTALL) -r lock/test.txt
	@$(UV_INSTALL_SELF)
	@touch $(VENV)/.run $@

$(VENV)/.dev: $(VENV)/.test lock/dev.txt
	@echo 'Installing what the checks need'
	@$(UV_INSTALL) -r lock/dev.txt
	@touch $@

# The lowest versions of what is declared, beside the newest of what those need: the floors in pyproject.toml hold.
$(VENV)/lowest/.done: $(VENV)/.dev pyproject.toml
	@echo 'Installing the lowest versions into $(VENV)/lowest'
	@$(BIN)/python -m venv --without-pip $(VENV)/lowest
	@$(UV) compile --quiet --resolution lowest-direct --extra test pyproject.toml \
	  --output-file $(VENV)/lowest/versions.txt >/dev/null
	@$(UV) sync --quiet --python $(VENV)/lowest/bin/python $(VENV)/lowest/versions.txt
	@$(UV) install --quiet --python $(VENV)/lowest/bin/python --no-deps -e .
	@touch $@

# A test tool only, and GPL: it never shares an environment with the program.
$(VENV)/pywb/.done: $(VENV)/.uv
	@echo 'Installing $(PYWB) into $(VENV)/pywb'
	@$(PYTHON) -m venv --without-pip $(VENV)/pywb
	@$(UV) install --quiet --python $(VENV)/pywb/bin/python '$(PYWB)'
	@touch $@

# Tools for tests and measuring only: fetched, not copied into the repository. Chromium and Java are the machine's own.
$(VENV)/node/.axe: $(VENV)/.pip Makefile
	@$(NEEDS_NPM)
	@echo 'Installing $(AXE) into $(VENV)/node'
	@npm install --silent --no-save --prefix $(VENV)/node '$(AXE)'
	@touch $@

# All three in one: what an installation is not told of it removes.
$(VENV)/node/.done: $(VENV)/.pip Makefile
	@$(NEEDS_NPM)
	@echo 'Installing $(AXE), $(LIGHTHOUSE) and $(VNU) into $(VENV)/node'
	@npm install --silent --no-save --prefix $(VENV)/node '$(AXE)' '$(LIGHTHOUSE)' '$(VNU)'
	@touch $(VENV)/node/.axe $@
