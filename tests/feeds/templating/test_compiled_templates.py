"""Compiled templates: taken up by the next process, by this version of the package alone, and never in the way."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from feeds.templating import compiled_templates
from feeds.templating.compiled_templates import CompiledTemplates

PAGE = {"page": "Since {{ day }}."}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def rendered(kept: CompiledTemplates | None) -> str:
    environment = Environment(loader=DictLoader(PAGE), bytecode_cache=kept, autoescape=True)
    return environment.get_template("page").render(day="3 May")


def test_a_template_is_compiled_once_for_all_processes_of_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(CompiledTemplates.of_this_user()) == "Since 3 May."
    monkeypatch.setattr(Environment, "_generate", lambda *_, **__: pytest.fail("compiled again"))
    assert rendered(CompiledTemplates.of_this_user()) == "Since 3 May."


def test_another_version_of_the_package_compiles_its_own(monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    rendered(CompiledTemplates.of_this_user())
    monkeypatch.setattr(compiled_templates, "source_fingerprint", lambda package: f"another {package}")
    rendered(CompiledTemplates.of_this_user())
    assert len([path for path in temporary.rglob("*") if path.is_file()]) == 2


@pytest.mark.parametrize("bytes_kept", [0, 20, 60, -1], ids=["empty", "cut in the head", "cut", "short of a byte"])
def test_a_damaged_one_is_compiled_again(temporary: Path, bytes_kept: int) -> None:
    rendered(CompiledTemplates.of_this_user())
    (file,) = [path for path in temporary.rglob("*") if path.is_file()]
    file.write_bytes(file.read_bytes()[:bytes_kept])
    assert rendered(CompiledTemplates.of_this_user()) == "Since 3 May."


def test_a_page_is_made_where_nothing_can_be_kept(temporary: Path) -> None:
    kept = CompiledTemplates.of_this_user()
    (folder,) = temporary.iterdir()
    folder.rmdir()
    assert rendered(kept) == "Since 3 May."
    folder.write_text("in the way")
    assert CompiledTemplates.of_this_user() is None
    assert rendered(None) == "Since 3 May."


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to somebody else")
def test_a_folder_of_somebody_else_is_not_used(temporary: Path) -> None:
    CompiledTemplates.of_this_user()
    (folder,) = temporary.iterdir()
    os.chown(folder, 65534, 65534)
    assert CompiledTemplates.of_this_user() is None
