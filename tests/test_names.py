"""Names: a class, a file, a word of the glossary stands for one thing, and the paths that the docs name exist."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("snapshots", "spiders", "feeds", "monitor")
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
SHARED_FILE_NAMES = 10
"""How many names may be borne by two files: two packages can have their own `errors.py`, and little else."""

PATH = re.compile(r"(?:[\w.*-]+/)+[\w.*-]*|[\w-]+\.(?:py|toml|md|jsonl|json|txt)")
"""What can only be a path between backticks: words parted by slashes, or the name of a file."""


def test_class_names_are_unique_over_the_packages() -> None:
    classes = (
        node.name
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    )
    assert repeated(classes) == []


def test_hardly_any_file_name_is_borne_by_two_files() -> None:
    shared = repeated(path.name for path in SOURCES if path.name != "__init__.py")
    assert len(shared) <= SHARED_FILE_NAMES, shared


def test_the_glossary_has_one_row_for_each_term() -> None:
    rows = re.findall(r"(?m)^\| (.+?) \|", (ROOT / "docs/glossary.md").read_text())[1:]
    terms = [term for row in rows for term in row.split(", ")]
    assert len(terms) > 50
    assert repeated(terms) == []


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/glossary.md", "CONTRIBUTING.md"])
def test_the_paths_that_a_page_names_exist(page: str) -> None:
    paragraphs = re.split(r"\n\n|\n(?=[|-] )", (ROOT / page).read_text())
    assert [path for paragraph in paragraphs for path in missing_paths(paragraph)] == []


def test_a_path_that_leads_nowhere_is_found() -> None:
    assert list(missing_paths("`snapshots/records.py`, `errors.py` beside it, `feeds/` | `wire/`")) == ["wire/"]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_commands_that_a_page_names_are_in_the_makefile(page: str) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text()))
    commands = set(re.findall(r"(?:^|`)make\s+([a-z-]+)", (ROOT / page).read_text(), re.MULTILINE))
    assert commands
    assert commands <= targets


def missing_paths(paragraph: str) -> Iterator[str]:
    """Yield what leads nowhere: from the root, or from a folder on the way to a path that stands before it."""
    folders = [ROOT]
    for path in re.findall(r"`([^`]+)`", paragraph):
        if not PATH.fullmatch(path):
            continue
        found = next((place for folder in folders for place in folder.glob(path)), None)
        if found is None:
            yield path
        else:
            folders += [place for place in (found, *found.parents) if place.is_dir() and ROOT in place.parents]


def repeated(names: Iterable[str]) -> list[str]:
    """Return the names that come more than once."""
    return sorted(name for name, times in Counter(names).items() if times > 1)
