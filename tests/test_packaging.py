"""What an installation rests on: names that are ours alone, types that are found, a lock that is whole."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PACKAGES = ("snapshots", "spiders", "feeds", "monitor")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
_PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[a-z,]+\])?==(\S+?)(?: ; (.+?))? \\$", re.MULTILINE)


def pins(name: str) -> dict[str, set[str]]:
    """Read a lock: the versions of each package, more than one where they differ by Python."""
    found: dict[str, set[str]] = {}
    for package, version, _ in _PIN.findall((ROOT / "lock" / name).read_text()):
        found.setdefault(package, set()).add(version)
    return found


def test_our_package_names_are_ours_alone() -> None:
    owners = packages_distributions()
    for name in PACKAGES:
        assert set(owners.get(name, ["policywatch"])) == {"policywatch"}


def test_who_imports_us_finds_our_types() -> None:
    assert all((ROOT / name / "py.typed").read_bytes() == b"" for name in PACKAGES)


@pytest.mark.parametrize("name", ["build.txt", "install.txt", "run.txt", "test.txt", "dev.txt"])
def test_a_lock_holds_every_package_by_its_hash_and_names_no_host(name: str) -> None:
    text = (ROOT / "lock" / name).read_text()
    assert "://" not in text
    assert not re.search(r"(?m)^-", text)
    entries = re.split(r"(?m)^(?=[a-zA-Z0-9])", text)[1:]
    assert len(entries) == len(_PIN.findall(text))
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_locks_agree() -> None:
    dev = pins("dev.txt")
    for name in ("run.txt", "test.txt"):
        assert {package: dev.get(package) for package in pins(name)} == pins(name)
    assert pins("run.txt").items() <= pins("test.txt").items()  # which alone is installed for tests
    for name in ("build.txt", "install.txt"):
        both = dev.keys() & pins(name).keys()
        assert {package: dev[package] for package in both} == {package: pins(name)[package] for package in both}


@pytest.mark.parametrize("name, extras", [("run.txt", []), ("test.txt", ["test"]), ("dev.txt", ["test", "dev"])])
def test_what_is_declared_is_locked(name: str, extras: list[str]) -> None:
    """Whoever changes pyproject.toml and forgets `make lock` is told here."""
    declared = [*PROJECT["project"]["dependencies"]]
    for extra in extras:
        declared += PROJECT["project"]["optional-dependencies"][extra]
    locked = pins(name)
    for requirement in map(Requirement, declared):
        package = canonicalize_name(requirement.name)
        if package != "policywatch":
            assert package in locked, f"{package}: make lock"
            assert all(Version(version) in requirement.specifier for version in locked[package]), (
                f"{package}: make lock"
            )


def test_each_python_that_is_named_is_tried() -> None:
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    assert named[0] == PROJECT["project"]["requires-python"].removeprefix(">=")
    assert " ".join(f"python{version}" for version in named) in (ROOT / "Makefile").read_text()
    assert json.dumps(named) in (ROOT / ".github" / "workflows" / "ci.yml").read_text()


def test_a_workflow_runs_what_is_run_here_and_takes_nothing_that_moves() -> None:
    for workflow in (ROOT / ".github" / "workflows").iterdir():
        text = workflow.read_text()
        assert re.findall(r"(?m)^ *- run: (.*)$", text) == [".ci/run"]
        used = re.findall(r"uses: (.*)", text)
        assert used
        assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each) for each in used)


_SMALL = """\
[tool.importlinter]
root_packages = ["snapshots"]
[[tool.importlinter.contracts]]
type = "forbidden"
source_modules = ["snapshots.frozen_class", "snapshots.phrases"]
forbidden_modules = ["socket"]
"""


def figures_of(root: Path) -> dict[str, Any]:
    command = [sys.executable, str(ROOT / "benchmarks" / "house.py"), "--json", "--root", str(root)]
    figures: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return figures


def test_a_stranger_can_look_at_a_house(tmp_path: Path) -> None:
    """One package alone; the slow form asks about the whole, whose pure modules `test_pure_modules.py` loads."""
    shutil.copytree(ROOT / "snapshots", tmp_path / "snapshots", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pyproject.toml").write_text(_SMALL)
    figures = figures_of(tmp_path)
    assert figures["packages"].keys() == {"snapshots"}
    assert figures["pure imports"].keys() == {"snapshots.frozen_class", "snapshots.phrases"}
    assert not [name for name, found in figures["pure imports"].items() if "failed" in found or found["forbidden"]]


@pytest.mark.slow
def test_a_stranger_can_look_at_the_house() -> None:
    figures = figures_of(ROOT)
    assert figures["packages"].keys() == set(PACKAGES)
    assert not [name for name, found in figures["pure imports"].items() if "failed" in found]
