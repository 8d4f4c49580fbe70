"""What the decider remembers of a document, in a database: counters, and a content that is read where it is needed."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, select

from snapshots.errors import ArchiveDamaged
from snapshots.records import Judgement, Memory
from snapshots.sql import schema
from snapshots.sql.blobs import unpack
from snapshots.sql.stored_rows import packed_columns, put_row

_PASSING = 1  # the level at which a memory is packed: the next capture replaces it, and keys can't be made shorter


def read_memory(connection: Connection, document_id: str) -> Memory:
    """Return a document's memory, empty for one never judged; raises `ArchiveDamaged`."""
    row = connection.execute(
        select(schema.memory, schema.memory_content)
        .join(schema.memory_content, schema.memory.c.document_id == schema.memory_content.c.document_id, isouter=True)
        .where(schema.memory.c.document_id == document_id)
    ).first()
    if row is None:
        return Memory(document_id=document_id)
    if row.content is None:  # judged without it, the next capture would be a first version, and nothing in it news
        raise ArchiveDamaged(f"the memory of {document_id} has lost its content; restore it from a backup")
    content = unpack(row.content, length=row.length)
    if sha256(content).hexdigest() != row.checksum:
        raise ArchiveDamaged(f"the memory of {document_id} does not match its checksum; restore it from a backup")
    return Memory(document_id=document_id, revision=row.revision, judged_attempt=row.judged_attempt, content=content)


def read_counters(connection: Connection, document_id: str) -> Memory:
    """Return a document's memory without its content, which need not be unpacked to be compared."""
    row = connection.execute(select(schema.memory).where(schema.memory.c.document_id == document_id)).first()
    if row is None:
        return Memory(document_id=document_id)
    return Memory(document_id=document_id, revision=row.revision, judged_attempt=row.judged_attempt)


def write_memory(connection: Connection, judgement: Judgement, before: Memory) -> None:
    """Write what a judgement leaves to be remembered after `before`."""
    key = {"document_id": judgement.document_id}
    counters = {"revision": before.revision + 1, "judged_attempt": judgement.attempt}
    put_row(connection, schema.memory, key, counters)
    column, checksum = schema.memory_content.c, sha256(judgement.memory).hexdigest()
    kept = connection.execute(select(column.checksum).where(column.document_id == judgement.document_id)).scalar()
    if kept != checksum:
        put_row(connection, schema.memory_content, key, packed_columns(judgement.memory, level=_PASSING))
