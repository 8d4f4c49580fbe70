"""The index that passages are searched by; each database has its own kind, and both name the same passages.

An index names candidates; whether one holds the phrase is decided on its text. SQLite has FTS5. On PostgreSQL a row of
`passage_search` lists the words of a passage and its pairs of neighbouring words, under a GIN index: pairs make a
phrase of common words as rare as it is. An array serves better than a tsvector, whose positions end at 16,383 and
whose size ends at 1 MB, both of which a passage that is a whole page can pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import Any, Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from snapshots.consistency import words
from snapshots.records import Fault
from snapshots.sql import schema
from snapshots.sql.sound_rows import SoundRows

_INDEX = "the search index"
_NOT_ITS_OWN = Fault(subject=_INDEX, problem="is not that of the passages; restore it from a backup")
_AGAIN = "policywatch_search_again"


class SearchIndex(Protocol):
    """What names the passages that may hold a phrase."""

    def add(self, connection: Connection, passages: Sequence[tuple[int, str]]) -> None:
        """Open passages to search, each by its id."""

    def candidates(self, connection: Connection, wanted: list[str]) -> Sequence[int]:
        """Return the ids, in order, of all passages that hold some words one after the other, and maybe of others."""

    def faults(self, connection: Connection) -> Iterator[Fault]:
        """Make the index once more, and yield whether it differs from the one that is there."""


def search_index(connection: Connection) -> SearchIndex:
    """Return the index of the database at the other end of a connection."""
    return _Fts5() if connection.dialect.name == "sqlite" else _WordLists()


class _Fts5:
    def add(self, connection: Connection, passages: Sequence[tuple[int, str]]) -> None:
        query = text(f"INSERT INTO {schema.SEARCH} (rowid, words) VALUES (:id, :words)")  # noqa: S608
        connection.execute(query, [{"id": key, "words": " ".join(words(said))} for key, said in passages])

    def candidates(self, connection: Connection, wanted: list[str]) -> Sequence[int]:
        query = text(f"SELECT rowid FROM {schema.SEARCH} WHERE {schema.SEARCH} MATCH :phrase ORDER BY rowid")  # noqa: S608
        return connection.execute(query, {"phrase": f'"{" ".join(wanted)}"'}).scalars().all()

    def faults(self, connection: Connection) -> Iterator[Fault]:
        connection.execute(text(f"CREATE VIRTUAL TABLE temp.{_AGAIN} {_MAKE_FTS5}"))
        try:
            for row in list(SoundRows(connection, schema.passage, schema.passage.c.id, schema.passage.c.text)):
                made = {"id": row.id, "words": " ".join(words(row.text))}
                connection.execute(text(f"INSERT INTO temp.{_AGAIN} (rowid, words) VALUES (:id, :words)"), made)  # noqa: S608
            if not all(_is_same(connection, part) for part in ("docsize", "config")) or not _are_terms_same(connection):
                yield _NOT_ITS_OWN
        finally:
            connection.execute(text(f"DROP TABLE temp.{_AGAIN}"))


_MAKE_FTS5 = "USING fts5(words, content='', tokenize=\"unicode61 remove_diacritics 0\")"
"""How the index is made on SQLite: without content, because the texts stand in `passage`."""


def fts5_is_whole(connection: Connection) -> Iterator[Fault]:
    """Let SQLite check the full-text index; it asks for a connection that may write, though nothing is written."""
    try:
        connection.execute(text(f"INSERT INTO {schema.SEARCH} ({schema.SEARCH}) VALUES ('integrity-check')"))  # noqa: S608
    except DBAPIError as error:
        yield Fault(subject=_INDEX, problem=f"is damaged ({error.orig}); restore it from a backup")


def _is_same(connection: Connection, part: str) -> bool:
    return _are_equal(
        connection,
        f"SELECT * FROM main.{schema.SEARCH}_{part} ORDER BY 1",  # noqa: S608
        f"SELECT * FROM temp.{_AGAIN}_{part} ORDER BY 1",  # noqa: S608
    )


def _are_terms_same(connection: Connection) -> bool:
    names = {"policywatch_terms": f"main, {schema.SEARCH}", "policywatch_again": f"temp, {_AGAIN}"}
    for name, of in names.items():
        connection.execute(text(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab({of}, instance)"))
    try:
        queries = [f'SELECT term, doc, "offset" FROM temp.{name}' for name in names]  # noqa: S608
        return _are_equal(connection, *queries)
    finally:
        for name in names:
            connection.execute(text(f"DROP TABLE temp.{name}"))


def _are_equal(connection: Connection, one: str, other: str) -> bool:
    found, made = connection.execute(text(one)), connection.execute(text(other))
    try:
        return all(left == right for left, right in zip_longest(found, made))
    finally:
        found.close()
        made.close()


_LONGEST = 200
"""Characters of a word that are listed; a row of a GIN index holds no more than a third of a page, 2.7 kB."""


class _WordLists:
    def add(self, connection: Connection, passages: Sequence[tuple[int, str]]) -> None:
        query = text(f"INSERT INTO {schema.SEARCH} (id, words) VALUES (:id, :words)")  # noqa: S608
        connection.execute(query, [{"id": key, "words": _listed(words(said))} for key, said in passages])

    def candidates(self, connection: Connection, wanted: list[str]) -> Sequence[int]:
        query = text(f"SELECT id FROM {schema.SEARCH} WHERE words @> CAST(:wanted AS text[]) ORDER BY id")  # noqa: S608
        listed = _pairs(wanted) if len(wanted) > 1 else _listed(wanted)
        return connection.execute(query, {"wanted": listed}).scalars().all()

    def faults(self, connection: Connection) -> Iterator[Fault]:
        made: dict[int, list[str]] = {}
        for row in SoundRows(connection, schema.passage, schema.passage.c.id, schema.passage.c.text):
            made[row.id] = _listed(words(row.text))
        rows: Any = connection.execute(text(f"SELECT id, words FROM {schema.SEARCH}").execution_options(yield_per=500))  # noqa: S608
        differing = sum(made.pop(row.id, None) != row.words for row in rows)
        if differing or made:
            yield _NOT_ITS_OWN


def _listed(found: list[str]) -> list[str]:
    return sorted({word[:_LONGEST] for word in found} | set(_pairs(found)))


def _pairs(found: list[str]) -> list[str]:
    return [f"{one[:_LONGEST]} {other[:_LONGEST]}" for one, other in pairwise(found)]
