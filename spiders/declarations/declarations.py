"""What is watched: TOML files of `[[document]]` tables, checked wholly before anything runs.

Fetches nothing and keeps nothing. Every fault of every file is told at once. The keys and what they
may hold are in `spiders.declarations.values`.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from snapshots.records import Document
from spiders.declarations.declaration import Declaration
from spiders.declarations.toml_lines import TableLines, error_line, table_lines
from spiders.declarations.values import READERS, REQUIRED, UnfitError
from spiders.errors import DeclarationError, DeclarationFault


def load_declarations(folder: Path) -> tuple[Declaration, ...]:
    """Read every `*.toml` of a folder, or one file, in the order of names and tables.

    Raises `DeclarationError` with all faults of all files.
    """
    reading = _DeclarationReading()
    for path in _files(folder):
        reading.read_file(path)
    if reading.faults:
        raise DeclarationError(tuple(sorted(reading.faults, key=lambda fault: (fault.file, fault.line))))
    return tuple(reading.declarations)


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not files:
        expected = "expected a folder with *.toml files that declare documents, or one such file"
        raise DeclarationError((DeclarationFault(file=str(folder), line=1, key="file", expected=expected),))
    return files


@dataclass(slots=True)
class _DeclarationReading:
    """What was read so far: declarations, faults, and where each id was declared."""

    declarations: list[Declaration] = field(default_factory=list)
    faults: list[DeclarationFault] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def fault(self, path: Path, line: int, key: str, expected: str) -> None:
        self.faults.append(DeclarationFault(file=str(path), line=line, key=key, expected=expected))

    def read_file(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            line, why = _why_unreadable(error)
            self.fault(path, line, "file", f"expected a readable file in UTF-8, {why}")
            return
        try:
            parsed = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.fault(path, error_line(error, text), "syntax", f"expected TOML: {error}")
            return
        tables = table_lines(text)
        for key in [key for key in parsed if key != "document"]:
            line = _line_of(tables, key)
            self.fault(path, line, key, _unknown(key, ["document"], "a [[document]] table"))
        documents = parsed.get("document", [])
        if not isinstance(documents, list) or not all(isinstance(table, dict) for table in documents):
            expected = "expected [[document]] in double brackets, one for each document"
            self.fault(path, _line_of(tables, "document"), "document", expected)
        elif not documents:
            self.fault(path, 1, "document", "expected at least one [[document]] table")
        else:
            for table, lines in zip(documents, _document_lines(tables, len(documents)), strict=True):
                self.read_document(path, table, lines)

    def read_document(self, path: Path, table: dict[str, Any], lines: TableLines) -> None:
        before = len(self.faults)
        for key in [key for key in table if key not in READERS]:
            expected = _unknown(key, list(READERS), "one of the keys of a declaration")
            self.fault(path, lines.keys.get(key, lines.line), key, expected)
        values: dict[str, Any] = {}
        for key, reader in READERS.items():
            if key in table:
                try:
                    values[key] = reader(table[key])
                except UnfitError as unfit:
                    self.fault(path, lines.keys.get(key, lines.line), key, str(unfit))
            elif key in REQUIRED:
                self.fault(path, lines.line, key, f"expected this key: {REQUIRED[key]}")
        if values.get("robots") == "ignore" and "robots_reason" not in table:
            expected = 'expected a sentence saying why, because robots = "ignore"; status shows it'
            self.fault(path, lines.keys.get("robots", lines.line), "robots_reason", expected)
        self.place(path, lines, values.get("id"))
        if len(self.faults) == before:
            self.declarations.append(_declaration(values))

    def place(self, path: Path, lines: TableLines, document_id: str | None) -> None:
        """Remember where an id was declared; a second time is a fault."""
        if document_id is None:
            return
        line = lines.keys.get("id", lines.line)
        if document_id in self.places:
            expected = f'expected an id of its own: "{document_id}" is declared at {self.places[document_id]}'
            self.fault(path, line, "id", expected)
        else:
            self.places[document_id] = f"{path}:{line}"


def _why_unreadable(error: OSError | UnicodeDecodeError) -> tuple[int, str]:
    """Return the line at which reading a file ended, and what ended it."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        return line, f"found a byte in line {line} that is none: 0x{error.object[error.start]:02x}"
    return 1, f"and it can't be read: {error.strerror or type(error).__name__}"


def _document_lines(tables: list[TableLines], count: int) -> list[TableLines]:
    """Return where each document stands; a sub-table counts as a key of the document before it."""
    found: list[TableLines] = []
    for table in tables:
        if table.name == "document":
            found.append(table)
        elif table.name.startswith("document.") and found:
            found[-1].keys.setdefault(table.name.split(".")[1], table.line)
    if len(found) != count:  # written as one array of inline tables
        line = _line_of(tables, "document")
        return [TableLines(name="document", line=line) for _ in range(count)]
    return found


def _line_of(tables: list[TableLines], key: str) -> int:
    for table in tables:
        if table.name == "" and key in table.keys:
            return table.keys[key]
        if table.name.split(".")[0] == key:
            return table.line
    return 1


def _unknown(key: str, known: list[str], expected: str) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"unknown key, did you mean {near[0]}?" if near else f"unknown key, expected {expected}"


def _declaration(values: dict[str, Any]) -> Declaration:
    described = {field.name: values.pop(field.name) for field in fields(Document) if field.name in values}
    document = Document(**described)
    alternates = (address for address in values.pop("addresses", ()) if address != document.url)
    values.setdefault("accept_language", document.language or "en")
    return Declaration(document=document, addresses=(document.url, *dict.fromkeys(alternates)), **values)
