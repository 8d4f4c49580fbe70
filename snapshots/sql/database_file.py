"""What `verify` checks in the database file itself: its pages, its indexes, its triggers. Knows no record.

Rows that change have no checksum of their own. An index over all of their columns holds everything a second time,
and SQLite keeps it; where the two differ, a row was altered behind SQLite's back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, create_engine, text

from snapshots.records import Fault
from snapshots.sql import schema
from snapshots.sql.migrations import migrate

Look = Callable[[Connection], Iterator[Fault]]
"""Yields what is wrong with one part of an archive."""

FILE = "the database file"
_MAX_PAGE_FAULTS = 20  # one damaged page can be named a hundred times
_TREE = re.compile(r"\bTree (\d+) ")
_INDEXED = re.compile(r"row (\d+) missing from index (\S+)")


def page_faults(connection: Connection) -> Iterator[Fault]:
    """Yield what is wrong with pages and indexes, each named by its table and row where it has one."""
    names = _names(connection)
    for found in connection.execute(text(f"PRAGMA integrity_check({_MAX_PAGE_FAULTS})")).scalars():
        for line in str(found).splitlines():
            if line != "ok" and not line.startswith("***"):
                yield Fault(subject=_subject(connection, line, names), problem=line)


def reference_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the rows that refer to a row that is not there."""
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Fault(subject=f"{row[0]} row {row[1]}", problem=f"refers to a missing {row[2]}")


def file_looks() -> list[tuple[str, Look]]:
    """Return what is looked at in the file, each with what it is told as where it can't be read at all."""
    return [
        (f"pages of {FILE}", page_faults),
        (f"references in {FILE}", reference_faults),
        (f"schema of {FILE}", schema_faults),
    ]


def guard_looks() -> list[tuple[str, Look]]:
    """Return the looks at each table whose rows change."""
    return [(f"table {table.name}", _guard_faults(table)) for table in schema.GUARDED]


def _guard_faults(table: Table) -> Look:
    def look(connection: Connection) -> Iterator[Fault]:
        for key in unguarded(connection, table):
            subject = " ".join([table.name, *map(str, key)])
            yield Fault(subject=subject, problem="is not what its copy in the index says; one of them was altered")

    return look


def unguarded(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Yield the keys of rows that differ from what the index over all columns holds of them."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    index = f"{table.name}{schema.GUARD}"
    rows, copies = (
        set(map(tuple, connection.execute(text(f'SELECT {columns} FROM "{table.name}" {how}'))))  # noqa: S608
        for how in ("NOT INDEXED", f'INDEXED BY "{index}"')
    )
    width = len(table.primary_key)
    yield from sorted({row[:width] for row in rows ^ copies}, key=repr)


def _names(connection: Connection) -> dict[int, str]:
    """Return the tables by the root pages of their own trees and of those of their indexes."""
    found = connection.execute(text("SELECT rootpage, tbl_name FROM sqlite_master WHERE rootpage > 0"))
    return {int(page): str(name) for page, name in found}


def _subject(connection: Connection, line: str, names: dict[int, str]) -> str:
    if match := _TREE.search(line):
        return f"table {names.get(int(match[1]), 'of the schema')} in {FILE}"
    if match := _INDEXED.search(line):
        return _row_name(connection, int(match[1]), match[2]) or FILE
    return FILE


def _row_name(connection: Connection, number: int, index: str) -> str:
    """Return the table and the key of the row that an index lacks, "" where neither can be told."""
    query = text("SELECT tbl_name FROM sqlite_master WHERE name = :name")
    table = schema.metadata.tables.get(str(connection.execute(query, {"name": index}).scalar()))
    if table is None:
        return ""
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    query = text(f'SELECT {keys} FROM "{table.name}" NOT INDEXED WHERE rowid = :number')  # noqa: S608
    row = connection.execute(query, {"number": number}).first()
    return " ".join([table.name, *map(str, row)]) if row else ""


def schema_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the tables, indexes and triggers that are not as migrations make them: what protects rows is among them."""
    found = dict(_schema(connection))
    for (kind, name), made in _expected().items():
        if found.get((kind, name)) != made:
            lacks = "is missing" if (kind, name) not in found else "is not as it was made"
            yield Fault(subject=f"{kind} {name} in {FILE}", problem=f"{lacks}; restore it from a backup")


def _schema(connection: Connection) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    for kind, name, table, made in connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master")):
        yield (str(kind), str(name)), (str(table), str(made))


@cache
def _expected() -> dict[tuple[str, str], tuple[str, str]]:
    """Return the schema of an archive that is made today; an old one has gone through the same migrations."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            migrate(connection)
            return dict(_schema(connection))
    finally:
        engine.dispose()
