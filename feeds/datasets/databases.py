"""Rows as one SQLite database, the same bytes for the same rows. Opens no file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from feeds.datasets.tables import TABLES, Row, Table
from feeds.record_fields import ColumnType

_TYPES = {
    ColumnType.TEXT: "TEXT",
    ColumnType.NUMBER: "INTEGER",
    ColumnType.DECIMAL: "REAL",
    ColumnType.TRUTH: "INTEGER",
    ColumnType.TIME: "TEXT",
    ColumnType.LIST: "TEXT",
}


def sqlite_bytes(rows: Mapping[str, Iterable[Row]]) -> bytes:
    """Return a database with all tables, filled with the rows that are given by a table's name.

    Texts are verbatim, times are ISO 8601 in UTC, lists are JSON.
    """
    connection = sqlite3.connect(":memory:")
    try:
        fill(connection, rows)
        return connection.serialize()
    finally:
        connection.close()


def fill(connection: sqlite3.Connection, rows: Mapping[str, Iterable[Row]]) -> None:
    """Make all tables in an empty database and write the rows."""
    connection.execute("PRAGMA page_size = 4096")
    with connection:
        for table in TABLES:
            connection.execute(_definition(table))
            marks = ", ".join("?" * len(table.columns))
            found = (_values(table, row) for row in rows.get(table.name, ()))
            connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", found)  # noqa: S608 - names of ours


def _definition(table: Table[Any]) -> str:
    lines = [f"{column.name} {_TYPES[column.kind]}" for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    lines += [f"FOREIGN KEY ({column}) REFERENCES {other} ({there})" for column, (other, there) in table.refers.items()]
    without = " WITHOUT ROWID" if len(table.key) > 1 and table.name != "segments" else ""
    return f"CREATE TABLE {table.name} ({', '.join(lines)}){without}"


def _values(table: Table[Any], row: Row) -> Sequence[Any]:
    return [_value(value, column.kind) for value, column in zip(row, table.columns, strict=True)]


def _value(value: Any, kind: ColumnType) -> Any:
    if kind is ColumnType.LIST and value is not None:
        return json.dumps(value, ensure_ascii=True)
    if isinstance(value, str):  # broken pages bring halves of surrogate pairs, which UTF-8 can't hold
        return value.encode("utf-8", "replace").decode()
    return value
