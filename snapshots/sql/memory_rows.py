"""What the decider remembers of a document, in a database: counters, a content that each judgement replaces, and parts
of what is only added to.

Parts are joined as in a binary counter: a new one takes in those before it that are no longer than itself. So few of
them are read, and over a history each byte is written again as often as its length can be halved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from snapshots.errors import ArchiveDamaged
from snapshots.records import Judgement, Learned, Memory
from snapshots.sql import schema
from snapshots.sql.blobs import unpack
from snapshots.sql.stored_rows import packed_columns, put_row

_PASSING = 1  # the level at which a memory is packed: the next capture replaces it

_COUNTERS = select(schema.memory).where(schema.memory.c.document_id == bindparam("document"))
_WHOLE = (
    select(schema.memory, schema.memory_content)
    .join(schema.memory_content, schema.memory.c.document_id == schema.memory_content.c.document_id, isouter=True)
    .where(schema.memory.c.document_id == bindparam("document"))
)
_KEPT = select(schema.memory_content.c.checksum, schema.memory_content.c.learned).where(
    schema.memory_content.c.document_id == bindparam("document")
)
_LEARNED = (
    select(schema.memory_learned)
    .where(schema.memory_learned.c.document_id == bindparam("document"))
    .order_by(schema.memory_learned.c.name, schema.memory_learned.c.start)
)
_OF_NAME = (
    schema.memory_learned.c.document_id == bindparam("document"),
    schema.memory_learned.c.name == bindparam("of"),
)
_SIZES = (
    select(schema.memory_learned.c.start, func.length(schema.memory_learned.c.content))
    .where(*_OF_NAME)
    .order_by(schema.memory_learned.c.start.desc())
)
_SINCE = (*_OF_NAME, schema.memory_learned.c.start >= bindparam("since"))
_PARTS = select(schema.memory_learned.c.content).where(*_SINCE).order_by(schema.memory_learned.c.start)
_TAKE_OUT = schema.memory_learned.delete().where(*_SINCE)


def read_memory(connection: Connection, document_id: str) -> Memory:
    """Return a document's memory, empty for one never judged; raises `ArchiveDamaged`."""
    row = connection.execute(_WHOLE, {"document": document_id}).first()
    if row is None:
        return Memory(document_id=document_id)
    if row.content is None:  # judged without it, the next capture would be a first version, and nothing in it news
        raise ArchiveDamaged(f"the memory of {document_id} has lost its content; restore it from a backup")
    content = unpack(row.content, length=row.length)
    learned = _read_learned(connection, document_id)
    is_whole = learned is not None and sum(len(one.content) for one in learned) == row.learned
    if not is_whole or sha256(content).hexdigest() != row.checksum:
        raise ArchiveDamaged(f"the memory of {document_id} does not match its checksum; restore it from a backup")
    return Memory(
        document_id=document_id,
        revision=row.revision,
        judged_attempt=row.judged_attempt,
        content=content,
        learned=learned or (),
    )


def read_counters(connection: Connection, document_id: str) -> Memory:
    """Return a document's memory without its content, which need not be unpacked to be compared."""
    row = connection.execute(_COUNTERS, {"document": document_id}).first()
    if row is None:
        return Memory(document_id=document_id)
    return Memory(document_id=document_id, revision=row.revision, judged_attempt=row.judged_attempt)


def write_memory(connection: Connection, judgement: Judgement, before: Memory) -> None:
    """Write what a judgement leaves to be remembered after `before`."""
    key = {"document_id": judgement.document_id}
    counters = {"revision": before.revision + 1, "judged_attempt": judgement.attempt}
    put_row(connection, schema.memory, key, counters)
    checksum = sha256(judgement.memory).hexdigest()
    kept = connection.execute(_KEPT, {"document": judgement.document_id}).first()
    added = sum(len(one.content) for one in judgement.learned)
    if kept is None or kept.checksum != checksum or added:
        columns = packed_columns(judgement.memory, level=_PASSING)
        learned = (kept.learned if kept else 0) + added
        put_row(connection, schema.memory_content, key, {**columns, "learned": learned})
    for one in judgement.learned:
        _add(connection, judgement.document_id, one)


def has_faults(parts: Iterable[Row[Any]]) -> bool:
    """Return whether parts of one memory, in order, are not what was written, or one of them is not there."""
    for _, ones in groupby(parts, key=lambda part: part.name):
        end = 0
        for part in ones:
            if part.start != end or sha256(part.content).hexdigest() != part.checksum:
                return True
            end += len(part.content)
    return False


def _read_learned(connection: Connection, document_id: str) -> tuple[Learned, ...] | None:
    """Return what was learned, None where it is not as it was written."""
    parts = connection.execute(_LEARNED, {"document": document_id}).all()
    return None if has_faults(parts) else tuple(_joined(parts))


def _joined(parts: Iterable[Row[Any]]) -> Iterator[Learned]:
    for name, ones in groupby(parts, key=lambda part: part.name):
        yield Learned(name=name, content=b"".join(part.content for part in ones))


def _add(connection: Connection, document_id: str, learned: Learned) -> None:
    """Write a part, joined with the ones before it that are no longer than what it has become."""
    content, key = learned.content, {"document": document_id, "of": learned.name}
    start, joined, length = None, None, len(content)
    for begin, size in connection.execute(_SIZES, key).all():
        start = begin + size if start is None else start
        if size > length:
            break
        joined, length = begin, length + size
    if joined is not None:
        parts = connection.execute(_PARTS, {**key, "since": joined}).scalars()
        content = b"".join([*parts, content])
        connection.execute(_TAKE_OUT, {**key, "since": joined})
        start = joined
    row = {"document_id": document_id, "name": learned.name, "start": start or 0, "content": content}
    connection.execute(schema.memory_learned.insert(), {**row, "checksum": sha256(content).hexdigest()})
