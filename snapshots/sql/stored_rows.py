"""The columns that hold a record, plain or packed, with the checksum that `verify` holds it against. Knows no table."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import Row

from snapshots.codec import decode, encode
from snapshots.sql.blobs import LEVEL, compress, unpack

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
