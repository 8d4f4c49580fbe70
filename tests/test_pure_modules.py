"""What is called pure is pure when it runs: it loads no database, no socket, no crawler and no file lock."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IMPURE = {"alembic", "filelock", "httpcore", "httpx", "scrapy", "smtplib", "socket", "sqlalchemy", "sqlite3", "twisted"}


def pure_modules() -> list[str]:
    """Return the modules that the import contract holds to be pure."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (names,) = (contract["source_modules"] for contract in contracts if contract["type"] == "forbidden")
    return sorted(names)


def files_of(name: str) -> list[str]:
    """Return a module, or all modules of a package."""
    folder = ROOT / name.replace(".", "/")
    inside = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    parts = (path.relative_to(ROOT).with_suffix("").parts for path in inside)
    return [".".join(part for part in names if part != "__init__") for names in parts]


def loaded_by(modules: list[str]) -> set[str]:
    """Return what a new process has loaded once it has loaded some modules."""
    script = f"import importlib, sys; [importlib.import_module(m) for m in {modules}]; print(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(loaded.stdout.split())


@pytest.fixture(scope="module")
def loaded_by_all() -> set[str]:
    """Return what all pure modules load together: what isn't in it is loaded by none of them."""
    return loaded_by([module for name in pure_modules() for module in files_of(name)])


@pytest.mark.parametrize("name", pure_modules())
def test_a_pure_module_loads_nothing_that_touches_the_world(name: str, loaded_by_all: set[str]) -> None:
    modules = files_of(name)
    assert set(modules) <= loaded_by_all
    assert not loaded_by_all & IMPURE or not loaded_by(modules) & IMPURE


def test_the_archive_package_loads_nothing_by_itself() -> None:
    script = "import sys; before = set(sys.modules); import snapshots; print(*(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == ["snapshots"]


def test_building_a_site_loads_no_web_server() -> None:
    script = "import sys; import feeds.publication.site_build; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"starlette", "uvicorn", "anyio", "http.server"}.isdisjoint(loaded.stdout.split())
