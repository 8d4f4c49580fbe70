"""What is watched: TOML files of `[[document]]` tables, checked wholly before anything runs.

Fetches nothing and keeps nothing. Every fault of every file is told at once. The keys and what they
may hold are in `spiders.declarations.values`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from snapshots.errors import TomlError, TomlFault
from snapshots.frozen_class import frozen
from snapshots.records import Document
from snapshots.toml_tables import RecordReader, TomlFile, strict_converter
from snapshots.toml_values import array_of, instant, table
from spiders.declarations.declaration import Declaration, PastSelectors
from spiders.declarations.values import DECLARATION, DOCUMENT, HOLDS, SELECTORS, wants_of_each_other
from spiders.errors import DeclarationError


def load_declarations(folder: Path) -> tuple[Declaration, ...]:
    """Read every `*.toml` of a folder, or one file, in the order of names and tables.

    Raises `DeclarationError` with all faults of all files.
    """
    files: list[TomlFile] = []
    declarations: list[Declaration] = []
    faults: list[TomlFault] = []
    for path in _files(folder):
        try:
            files.append(TomlFile.load(path))
            declarations += files[-1].read(_FILE).document
        except TomlError as error:
            faults += [replace(fault, key=fault.key.removeprefix("document.")) for fault in error.faults]
    faults += _declared_twice(files)
    if faults:
        raise DeclarationError(tuple(sorted(faults, key=lambda fault: (fault.file, fault.line))))
    return tuple(declarations)


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not files:
        expected = "expected a folder with *.toml files that declare documents, or one such file"
        raise DeclarationError((TomlFault(file=str(folder), line=1, key="file", expected=expected),))
    return files


def _declared_twice(files: list[TomlFile]) -> Iterator[TomlFault]:
    """Yield a fault for each id that was declared before, wherever else its table is at fault too."""
    places: dict[str, tuple[TomlFile, int]] = {}
    for file in files:
        documents = file.table.get("document")
        for index, document in enumerate(documents if isinstance(documents, list) else ()):
            name = document.get("id") if isinstance(document, dict) else None
            if not isinstance(name, str):
                continue
            first, number = places.setdefault(name, (file, index))
            if (first, number) != (file, index):
                where = f"{first.name}:{first.line_of(('document', number, 'id'))}"
                expected = f'expected an id of its own: "{name}" is declared at {where}'
                line = file.line_of(("document", index, "id"))
                yield TomlFault(file=file.name, line=line, key="id", expected=expected)


@frozen
class _DeclarationFile:
    document: tuple[Declaration, ...]


def _declaration(value: Any) -> Declaration:
    declared = _DECLARATION({"addresses": [], **table(value)})
    document = declared.document
    return replace(
        declared,
        past=tuple(sorted(declared.past, key=lambda selectors: selectors.until)),
        addresses=tuple(dict.fromkeys((document.url, *declared.addresses))),
        accept_language=declared.accept_language or document.language or "en",
    )


_CONVERTER = strict_converter()
_PAST = RecordReader(
    PastSelectors,
    _CONVERTER,
    readers={"until": instant, **SELECTORS},
    holds={"until": "the last time of which captures are read so, like 2020-10-29T21:30:00Z"},
)
_DECLARATION = RecordReader(
    Declaration,
    _CONVERTER,
    readers={**DECLARATION, "past": array_of("document.past", _PAST)},
    flat={"document": RecordReader(Document, _CONVERTER, readers=DOCUMENT)},
    holds=HOLDS,
    check=wants_of_each_other,
)
_FILE = RecordReader(
    _DeclarationFile,
    _CONVERTER,
    readers={"document": array_of("document", _declaration)},
    holds={"document": "at least one [[document]] table"},
)
