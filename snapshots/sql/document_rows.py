"""Records of all documents, one document after the other: a query for a page of rows, where one for each document would
be thousands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Row, Select, Table, select, tuple_

from snapshots.codec import decode
from snapshots.sql.database import Database

_Record = TypeVar("_Record")
_PAGE = 2_000


def by_document(
    database: Database, table: Table, order: str, kind: type[_Record]
) -> Iterator[tuple[str, list[_Record]]]:
    """Yield the records of each document that has any, by its id; those of one by the column `order`."""
    for document_id, rows in groupby(_rows(database, table, order), attrgetter("document_id")):
        yield document_id, [decode(kind, row.content) for row in rows]


def _rows(database: Database, table: Table, order: str) -> Iterator[Row[Any]]:
    key = (table.c.document_id, table.c[order])
    query: Select[Any] = select(*key, table.c.content).order_by(*key).limit(_PAGE)
    with database.reading() as connection:
        rows: Sequence[Row[Any]] = connection.execute(query).all()
    while rows:
        yield from rows
        last = tuple_(*rows[-1][:2], types=[column.type for column in key])
        with database.reading() as connection:
            rows = connection.execute(query.where(tuple_(*key) > last)).all()
