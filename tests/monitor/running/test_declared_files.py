"""A program that runs says when what is declared changed since it began."""

from __future__ import annotations

from pathlib import Path

from monitor.running.declared_files import CHANGED, DeclaredFiles


def test_each_change_of_the_declarations_is_told_once(tmp_path: Path) -> None:
    first = tmp_path / "first.toml"
    first.write_text("[[document]]")
    declared = DeclaredFiles(tmp_path)
    assert declared.news() == ""
    (tmp_path / "second.toml").write_text("[[document]]")
    assert [declared.news(), declared.news()] == [CHANGED, ""]
    first.unlink()
    assert declared.news() == CHANGED
    (tmp_path / "notes.txt").write_text("no declaration")
    assert declared.news() == ""


def test_an_archive_without_declarations_has_no_news(tmp_path: Path) -> None:
    assert DeclaredFiles(tmp_path / "none").news() == ""
