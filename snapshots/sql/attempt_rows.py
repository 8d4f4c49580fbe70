"""The log of attempts in a database: each row chained to the one before it, its body kept beside it. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from snapshots.chain import GENESIS, body_digest, chained, row_content
from snapshots.codec import decode
from snapshots.errors import ArchiveError
from snapshots.records import Attempt, Capture, CaptureFailure
from snapshots.sql import record_chain, schema
from snapshots.sql.bodies import Bodies, PlacedBody

_LAST = select(schema.attempt.c.sequence, schema.attempt.c.hash).order_by(schema.attempt.c.sequence.desc()).limit(1)
_WITH_BODY = (
    select(schema.attempt.c.sequence)
    .where(
        schema.attempt.c.document_id == bindparam("document"),
        schema.attempt.c.body_sha256 == bindparam("digest"),
    )
    .limit(1)
)
_AT = select(schema.attempt).where(schema.attempt.c.sequence == bindparam("sequence"))


def contents_of(seen: Capture | CaptureFailure) -> Iterator[tuple[str, str, bytes]]:
    """Yield what of an attempt is kept as a body: the document that it may be packed with, its digest, its bytes."""
    if seen.body is not None:
        yield seen.exchange.document_id, body_digest(seen), seen.body
    if seen.screenshot:
        yield "", sha256(seen.screenshot).hexdigest(), seen.screenshot


def write_attempt(
    connection: Connection, bodies: Bodies, seen: Capture | CaptureFailure, placed: Mapping[str, PlacedBody]
) -> Attempt:
    """Append an attempt of a document that is known, and return it with its place in the chain.

    Its bodies are in a store already where they were `placed`.
    """
    document_id, digest = seen.exchange.document_id, body_digest(seen)
    last = connection.execute(_LAST).first()
    known = connection.execute(_WITH_BODY, {"document": document_id, "digest": digest}).first() if digest else None
    attempt = chained(
        seen,
        sequence=last.sequence + 1 if last else 1,
        previous_hash=last.hash if last else GENESIS,
        body_sha256=digest,
        is_revisit=known is not None,
        records_head=record_chain.head(connection),
    )
    for packed_with, name, content in contents_of(seen):
        bodies.keep(connection, packed_with, name, content, placed.get(name))
    row = {
        "sequence": attempt.sequence,
        "document_id": document_id,
        "body_sha256": digest or None,
        "source": attempt.exchange.source or None,
        "content": row_content(attempt).decode("ascii"),
        "previous_hash": attempt.previous_hash,
        "hash": attempt.hash,
    }
    connection.execute(schema.attempt.insert(), row)
    return attempt


def attempt_at(connection: Connection, sequence: int) -> Attempt:
    """Return one attempt; raises `ArchiveError` where there is none."""
    row = connection.execute(_AT, {"sequence": sequence}).first()
    if row is None:
        raise ArchiveError(f"no attempt {sequence} in the archive")
    return attempt_of(row)


def attempt_of(row: Row[Any]) -> Attempt:
    """Return the attempt of a row."""
    return decode(Attempt, row.content, previous_hash=row.previous_hash, hash=row.hash)
