"""The rows of a table as the schema has them; one that is of another kind is named and left out. Judges no content.

A flipped bit can make a number of a text, or a text that is no UTF-8; SQLite hands both out without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, select

from snapshots.records import Fault
from snapshots.sql import schema

_PAGE = 500
_HALVES = re.compile("[\ud800-\udfff]")  # what bytes that are no UTF-8 are read as


class SoundRows:
    """The sound rows of a table by its primary key; `faults` names the others once all were read."""

    def __init__(self, connection: Connection, table: Table, *columns: Column[Any]) -> None:
        self._connection = connection
        self._table = table
        self._columns = columns or tuple(table.columns)
        self.faults: list[Fault] = []

    def __iter__(self) -> Iterator[Row[Any]]:
        query = select(*self._columns).order_by(*self._table.primary_key)
        with self._connection.execute(query.execution_options(yield_per=_PAGE)) as rows:
            for row in rows:
                wrong = [c.name for c in self._columns if not _is_of_kind(row._mapping[c], c)]
                if wrong:
                    problem = f"its {', '.join(wrong)} can't be read; restore it from a backup"
                    self.faults.append(Fault(subject=name_of(self._table, row), problem=problem))
                else:
                    yield row


def name_of(table: Table, row: Row[Any]) -> str:
    """Return how a row is named in a fault: by its table and key, as far as they can be read."""
    keys = [_HALVES.sub("\ufffd", str(row._mapping[c])) for c in table.primary_key if c in row._mapping]
    return " ".join([_NAMES.get(table.name, table.name), *keys])


_NAMES = {
    schema.extraction.name: "text of",
    schema.memory_content.name: "memory of",
    schema.memory_learned.name: "memory of",
}


def _is_of_kind(value: object, column: Column[Any]) -> bool:
    if value is None:
        return bool(column.nullable)
    return isinstance(value, column.type.python_type) and not (isinstance(value, str) and _HALVES.search(value))
