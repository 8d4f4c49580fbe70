"""What `verify` checks of the texts of versions, and of what they are searched by. Mends nothing.

Passages and the full-text index are made of the texts, so they are made of them once more and compared.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from snapshots.errors import ArchiveError
from snapshots.records import Extraction, Fault
from snapshots.sql import schema
from snapshots.sql.search_index import search_index
from snapshots.sql.sound_rows import SoundRows
from snapshots.sql.text_index import plain, read_extraction

_SHOWN = 60  # characters of a passage in a fault

_Run = tuple[str, int, int | None]
"""A text, the version since which it stands, and the one before which it went."""


def search_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the texts that don't match their checksums, and where passages or index are not those of the texts."""
    rows = SoundRows(connection, schema.version, schema.version.c.document_id, schema.version.c.number)
    numbers: dict[str, list[int]] = {}
    for row in rows:
        numbers.setdefault(row.document_id, []).append(row.number)
    sound = SoundRows(connection, schema.extraction)
    readable = {(row.document_id, row.number) for row in sound}
    yield from sound.faults
    passages = SoundRows(connection, schema.passage)
    found: dict[str, set[_Run]] = {}
    for row in passages:
        found.setdefault(row.document_id, set()).add((row.text, row.since, row.until))
    yield from passages.faults
    for document_id in sorted(numbers.keys() | found.keys()):
        texts = _Texts(connection, document_id, readable)
        made = texts.runs(numbers.get(document_id, []))
        yield from texts.faults
        if not texts.faults:
            yield from _differing(document_id, made, found.get(document_id, set()))
    yield from search_index(connection).faults(connection)


class _Texts:
    """The texts of one document, read in order; `faults` names those that can't be."""

    def __init__(self, connection: Connection, document_id: str, readable: set[tuple[str, int]]) -> None:
        self._connection = connection
        self._document_id = document_id
        self._readable = readable
        self.faults: list[Fault] = []

    def runs(self, numbers: list[int]) -> set[_Run]:
        """Return from which version to which each text stood."""
        standing: dict[str, int] = {}
        made: set[_Run] = set()
        for number in numbers:
            extraction = self._read(number)
            texts = {plain(segment.text) for segment in extraction.segments} if extraction else set()
            made |= {(gone, standing.pop(gone), number) for gone in standing.keys() - texts}
            standing |= dict.fromkeys(texts - standing.keys(), number)
        return made | {(known, since, None) for known, since in standing.items()}

    def _read(self, number: int) -> Extraction | None:
        problem = "is not there, or can't be read; restore it from a backup"
        if (self._document_id, number) in self._readable:
            try:
                return read_extraction(self._connection, self._document_id, number)
            except ArchiveError as error:
                problem = str(error)
        self.faults.append(Fault(subject=f"text of {self._document_id} version {number}", problem=problem))
        return None


def _differing(document_id: str, made: set[_Run], found: set[_Run]) -> Iterator[Fault]:
    for words_of, since, _ in sorted(made ^ found, key=repr):
        shown = words_of if len(words_of) <= _SHOWN else f"{words_of[:_SHOWN]}…"
        problem = f"“{shown}”, since version {since}, is not what the texts say"
        yield Fault(subject=f"passage of {document_id}", problem=problem)
