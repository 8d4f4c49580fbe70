"""What `verify` checks in the memories of documents: content, what was learned, and that they count all looks.

A memory that can't be read is named and the next one is read. Mends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain, groupby
from typing import Any

from sqlalchemy import Connection, Row, func, select

from snapshots.errors import ArchiveDamaged
from snapshots.records import Fault
from snapshots.sql import schema
from snapshots.sql.blobs import unpack
from snapshots.sql.memory_rows import has_faults
from snapshots.sql.sound_rows import SoundRows


def memory_faults(connection: Connection) -> Iterator[Fault]:
    """Yield what is wrong with the memories, with what they learned and with their counters."""
    yield from _memory_content_faults(connection)
    yield from _memory_row_faults(connection)
    yield from _counter_faults(connection)


def _memory_content_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the memories that are not as they were written, and those of which only what they learned is left."""
    parts = SoundRows(connection, schema.memory_learned)
    learned = {name: list(ones) for name, ones in groupby(parts, key=lambda part: str(part.document_id))}
    yield from parts.faults
    yield from _learned_faults(chain.from_iterable(learned.values()))
    rows = SoundRows(connection, schema.memory_content)
    for row in rows:
        of_it = learned.pop(row.document_id, [])
        if has_faults(of_it) or sum(len(part.content) for part in of_it) != row.learned:
            yield Fault(subject=f"memory of {row.document_id}", problem="what it learned is not as it was written")
        try:
            content = unpack(row.content, length=row.length)
        except ArchiveDamaged as error:
            yield Fault(subject=f"memory of {row.document_id}", problem=str(error))
        else:
            if sha256(content).hexdigest() != row.checksum:
                yield Fault(subject=f"memory of {row.document_id}", problem="does not match its checksum")
    yield from rows.faults
    for document_id in learned:
        yield Fault(subject=f"memory of {document_id}", problem="has lost all but what it learned")


def _memory_row_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the memories of which one of two rows is gone: its content, or the counters beside it."""
    known = select(schema.memory.c.document_id)
    kept = select(schema.memory_content.c.document_id)
    orphans = kept.where(schema.memory_content.c.document_id.not_in(known))
    for document_id in connection.execute(orphans).scalars():
        yield Fault(subject=f"memory of {document_id}", problem="has lost its counters")
    for document_id in connection.execute(known.where(schema.memory.c.document_id.not_in(kept))).scalars():
        yield Fault(subject=f"memory of {document_id}", problem="has lost its content")


def _counter_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the memories that count otherwise than there are observations, and the looks that lack theirs."""
    judged = (
        select(schema.observation.c.document_id, func.max(schema.observation.c.attempt).label("newest"))
        .group_by(schema.observation.c.document_id)
        .subquery()
    )
    counters = select(schema.memory.c.document_id, schema.memory.c.judged_attempt, judged.c.newest).join(
        judged, judged.c.document_id == schema.memory.c.document_id, isouter=True
    )
    for document_id, counted, newest in connection.execute(counters):
        if counted != newest:
            problem = f"says that attempt {counted} was judged last, and it was attempt {newest or 'none'}"
            yield Fault(subject=f"memory of {document_id}", problem=problem)
    # In one transaction with the memory: what was judged has an observation, and one that is gone hides a look.
    unobserved = (
        select(schema.attempt.c.sequence)
        .join(schema.memory, schema.memory.c.document_id == schema.attempt.c.document_id)
        .where(schema.attempt.c.sequence <= schema.memory.c.judged_attempt)
        .where(schema.attempt.c.sequence.not_in(select(schema.observation.c.attempt)))
    )
    for sequence in connection.execute(unobserved).scalars():
        yield Fault(subject=f"attempt {sequence}", problem="was judged, and what was made of it is missing")


def _learned_faults(parts: Iterable[Row[Any]]) -> Iterator[Fault]:
    for part in parts:
        if sha256(part.content).hexdigest() != part.checksum:
            place = f"memory of {part.document_id} in {part.name} at {part.start}"
            yield Fault(subject=place, problem="does not match its checksum")
