"""Declarations written by the desk: a document more, a pause and its end. A fault leaves every file as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from snapshots.atomic_files import replace_file
from snapshots.toml_tables import TomlFile
from spiders.declarations.declarations import load_declarations
from spiders.errors import DeclarationError

FILE = "desk.toml"
"""The file that documents added at the desk stand in; whoever edits declarations by hand may edit it too."""

KEYS = ("id", "title", "service", "kind", "url", "language", "region", "select", "landmark", "every")
"""What of a declaration the desk asks for; the rest is written by hand."""

_PAUSED = re.compile(r"^paused = (?:true|false)\n", re.MULTILINE)


def add_document(folder: Path, given: Mapping[str, str]) -> None:
    """Declare one more document; raises `DeclarationError` with all its faults, and declares nothing then."""
    lines = [f"{key} = {json.dumps(value)}" for key in KEYS if (value := given.get(key, "").strip())]
    table = "\n".join(["[[document]]", *lines, ""])
    folder.mkdir(parents=True, exist_ok=True)
    _edit(folder, folder / FILE, lambda text: f"{text}\n{table}" if text else table)


def set_paused(folder: Path, document_id: str, paused: bool) -> None:
    """Write into a document's declaration whether it is looked at; raises `DeclarationError`."""
    for path in sorted(folder.glob("*.toml")):
        file = TomlFile.load(path)
        documents = file.table.get("document", [])
        for index, document in enumerate(documents):
            if document.get("id") == document_id:
                line = file.line_of(("document", index, "id"))
                _edit(folder, path, lambda text, line=line: _with_pause(text, line, paused))  # type: ignore[misc]
                return


def _with_pause(text: str, line: int, paused: bool) -> str:
    """Return a text in which the table with its id in a line says that it is paused, or no longer does."""
    lines = text.splitlines(keepends=True)
    until = next((n for n in range(line, len(lines)) if lines[n].startswith("[")), len(lines))
    rest = _PAUSED.sub("", "".join(lines[line:until]))
    before = "".join(lines[:line])
    before += "" if before.endswith("\n") else "\n"
    return f"{before}{'paused = true' + chr(10) if paused else ''}{rest}{''.join(lines[until:])}"


def _edit(folder: Path, path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8") if path.exists() else None
    replace_file(path, change(before or "").encode(), durably=True)
    try:
        load_declarations(folder)
    except DeclarationError:
        if before is None:
            path.unlink()
        else:
            replace_file(path, before.encode(), durably=True)
        raise
