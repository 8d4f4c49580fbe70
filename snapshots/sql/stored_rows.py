"""How records stand in rows: plain or packed, with the checksum that `verify` holds them against. Knows no table."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, Table, Update, bindparam, func, select

from snapshots.codec import decode, encode
from snapshots.records import LinkCheck, Observation, Version, require_utc
from snapshots.sql.blobs import LEVEL, compress, unpack
from snapshots.sql.moments import microseconds

_Record = TypeVar("_Record")


def plain_columns(record: object) -> dict[str, str]:
    """Return the columns of a record that is stored as JSON."""
    content = encode(record)
    return {"content": content.decode("ascii"), "checksum": sha256(content).hexdigest()}


def packed_columns(content: bytes, *, level: int = LEVEL) -> dict[str, int | bytes | str]:
    """Return the columns of bytes that are packed alone, at a `level` of zstd."""
    return {"length": len(content), "content": compress(content, level=level), "checksum": sha256(content).hexdigest()}


def unpacked(kind: type[_Record], row: Row[Any]) -> _Record:
    """Return the record of a row of packed JSON; raises `ArchiveDamaged`."""
    return decode(kind, unpack(row.content, length=row.length))


def put_row(connection: Connection, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    """Insert a row, or change the one of that key."""
    of_key = {f"of_{name}": value for name, value in key.items()}  # no name of a column, of which each is set
    if not connection.execute(_update_of(table, tuple(key)), {**of_key, **values}).rowcount:
        connection.execute(table.insert(), {**key, **values})


@cache
def _update_of(table: Table, key: tuple[str, ...]) -> Update:
    return table.update().where(*(table.c[name] == bindparam(f"of_{name}") for name in key))


def newest_number(connection: Connection, table: Table, document_id: str | None = None) -> int:
    """Return the highest number in a table, of one document where it is named; 0 for none."""
    if document_id is None:
        return connection.execute(_newest(table)).scalar() or 0
    return connection.execute(_newest_of_document(table), {"document": document_id}).scalar() or 0


@cache
def _newest(table: Table) -> Select[Any]:
    return select(func.max(table.c.number))


@cache
def _newest_of_document(table: Table) -> Select[Any]:
    return _newest(table).where(table.c.document_id == bindparam("document"))


def insert_record(
    connection: Connection, table: Table, record: Observation | Version | LinkCheck, **key: int | str
) -> None:
    """Insert a record that is stored as JSON."""
    connection.execute(table.insert(), {"document_id": record.document_id, **plain_columns(record), **key})


def about(query: Any, table: Table, document_id: str | None, since: datetime | None) -> Any:
    """Return a query that asks for one document's rows alone, or for those decided upon since a time."""
    if document_id is not None:
        query = query.where(table.c.document_id == document_id)
    if since is not None:
        query = query.where(table.c.decided_at >= microseconds(require_utc(since, "since")))
    return query
