"""What `verify` checks in an archive on a database: every hash, the chain, every reference. Mends nothing.

A row that can't be read ends no look: it is named and the next one is read. Rows that change have no checksum; on
SQLite an index holds a copy of them. What is searched by is made once more and held against what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, func, select
from sqlalchemy.exc import DBAPIError

from snapshots.chain import GENESIS, ChainedRow, chain_faults
from snapshots.codec import decode
from snapshots.errors import ArchiveDamaged, ArchiveError, StoreUnreachable
from snapshots.head_proofs import HeadProof, ProofKind
from snapshots.records import (
    Alert,
    Attempt,
    Change,
    Document,
    Fault,
    Hold,
    LinkCheck,
    Notice,
    Observation,
    Rejudgement,
    Timestamp,
    VerifyReport,
    Version,
)
from snapshots.sql import schema
from snapshots.sql.blobs import unpack
from snapshots.sql.bodies import Bodies
from snapshots.sql.database_file import Look, file_looks, guard_looks
from snapshots.sql.database_server import server_looks
from snapshots.sql.memory_checks import memory_faults
from snapshots.sql.moments import microseconds
from snapshots.sql.proof_rows import head_proof_faults
from snapshots.sql.record_chain import record_chain_faults
from snapshots.sql.sound_rows import SoundRows, name_of
from snapshots.sql.text_checks import search_faults
from snapshots.witnesses import WitnessStep

_MISFILED = "is filed under something else than it says"


def verify(connection: Connection, bodies: Bodies) -> VerifyReport:
    """Return what is there and every fault found, in the order they were looked for."""
    is_file = connection.dialect.name == "sqlite"
    looks: list[tuple[str, Look]] = [
        *(file_looks() if is_file else server_looks()),
        ("table attempt", _log_faults),
        ("table body", _body_faults(bodies)),
        *((f"table {checked[0].name}", _record_faults(checked)) for checked in _RECORDS),
        ("table record_chain", record_chain_faults),
        ("table timestamp", _timestamp_faults),
        ("table head_proof", head_proof_faults),
        ("table memory_content", memory_faults),
        *(guard_looks() if is_file else ()),
        ("texts, passages and the search index", search_faults),
    ]
    faults: list[Fault] = []
    for subject, look in looks:
        try:
            # An error ends a whole transaction of PostgreSQL, or the part of it that is named so.
            with nullcontext() if is_file else connection.begin_nested():
                faults += look(connection)
        except DBAPIError as error:  # a damaged page ends one look, not the others
            faults.append(Fault(subject=subject, problem=f"can't be read: {error.orig}; restore it from a backup"))
    return VerifyReport(
        attempts=_count(connection, schema.attempt),
        bodies=_count(connection, schema.body),
        versions=_count(connection, schema.version),
        alerts=_count(connection, schema.alert),
        notices=_count(connection, schema.notice),
        chain_head=_head(connection, schema.attempt, schema.attempt.c.sequence),
        timestamps=_count(connection, schema.timestamp),
        signed_heads=_count(connection, schema.head_proof, schema.head_proof.c.kind == ProofKind.SIGNATURE.value),
        records_head=_head(connection, schema.record_chain, schema.record_chain.c.number),
        faults=tuple(dict.fromkeys(faults)),
    )


def _count(connection: Connection, table: Table, *which: ColumnElement[bool]) -> int:
    """Return how many rows there are, 0 where the database is too damaged to tell; then there is a fault, too."""
    try:
        return connection.execute(select(func.count()).select_from(table).where(*which)).scalar_one()
    except DBAPIError:
        return 0


def _head(connection: Connection, table: Table, number: Column[Any]) -> str:
    try:
        return connection.execute(select(table.c.hash).order_by(number.desc()).limit(1)).scalar() or GENESIS
    except DBAPIError:
        return GENESIS


def _log_faults(connection: Connection) -> Iterator[Fault]:
    rows = SoundRows(connection, schema.attempt)
    kept: list[Fault] = []

    def links() -> Iterator[ChainedRow]:
        for row in rows:
            kept.extend(_attempt_faults(row, connection))
            yield ChainedRow(
                sequence=row.sequence,
                content=row.content.encode(),
                previous_hash=row.previous_hash,
                hash=row.hash,
            )

    yield from chain_faults(links())
    yield from rows.faults
    yield from kept


def _attempt_faults(row: Row[Any], connection: Connection) -> Iterator[Fault]:
    subject = f"attempt {row.sequence}"
    try:
        attempt = decode(Attempt, row.content, previous_hash=row.previous_hash, hash=row.hash)
    except ArchiveDamaged as error:
        yield Fault(subject=subject, problem=str(error))
        return
    told = (attempt.sequence, attempt.exchange.document_id, attempt.body_sha256, attempt.exchange.source)
    if told != (row.sequence, row.document_id, row.body_sha256 or "", row.source or ""):
        yield Fault(subject=subject, problem=_MISFILED)
    picture = attempt.screenshot_sha256  # in the chained row alone, so that no foreign key holds it
    if picture and not connection.execute(select(schema.body.c.sha256).where(schema.body.c.sha256 == picture)).first():
        yield Fault(subject=subject, problem=f"its screenshot {picture} is not kept")


def _body_faults(bodies: Bodies) -> Look:
    def look(connection: Connection) -> Iterator[Fault]:
        column = schema.body.c
        rows = SoundRows(connection, schema.body, column.sha256, column.anchor, column.length)
        # Those of one anchor after each other, so that it is unpacked once.
        for row in sorted(rows, key=lambda row: (row.anchor or row.sha256, row.anchor or "")):
            try:
                bodies.load(connection, row.sha256)
            except StoreUnreachable as error:  # nor is it for the others, and each would be waited for
                yield Fault(subject="bodies in a store", problem=f"{error}; none of the rest was looked at")
                break
            except ArchiveError as error:
                yield Fault(subject=f"body {row.sha256}", problem=str(error))
        yield from rows.faults

    return look


_Record = tuple[Table, type[Any], Callable[[Any], dict[str, object]]]
_RECORDS: tuple[_Record, ...] = (
    (schema.document, Document, lambda d: {"id": d.id}),
    (schema.observation, Observation, lambda s: {"attempt": s.attempt, "document_id": s.document_id}),
    (schema.version, Version, lambda v: {"number": v.number, "document_id": v.document_id}),
    (
        schema.change,
        Change,
        lambda c: {"number": c.number, "document_id": c.document_id, "decided_at": microseconds(c.decided_at)},
    ),
    (
        schema.alert,
        Alert,
        lambda a: {
            "id": a.id,
            "change": a.change,
            "document_id": a.document_id,
            "decided_at": microseconds(a.decided_at),
            "pack": a.pack,
        },
    ),
    (
        schema.notice,
        Notice,
        lambda t: {
            "sequence": t.sequence,
            "id": t.id,
            "document_id": t.document_id,
            "alert_id": t.alert_id or None,
        },
    ),
    (schema.timestamp, Timestamp, lambda t: {"sequence": t.sequence}),
    (schema.head_proof, HeadProof, lambda p: {"sequence": p.sequence, "kind": p.kind.value}),
    (schema.hold, Hold, lambda h: {"alert_id": h.alert_id, "document_id": h.document_id}),
    (schema.rejudgement, Rejudgement, lambda r: {"change": r.change, "document_id": r.document_id}),
    (schema.link_check, LinkCheck, lambda look: {"document_id": look.document_id, "url": look.url}),
    (
        schema.witness_step,
        WitnessStep,
        lambda step: {
            "witness": step.witness,
            "document_id": step.document_id,
            "stage": step.stage.value,
            "at": microseconds(step.at),
        },
    ),
)
"""Each table of records with its kind, and what its columns have to say of one."""


def _record_faults(checked: _Record) -> Look:
    table, kind, filed = checked

    def look(connection: Connection) -> Iterator[Fault]:
        rows = SoundRows(connection, table)
        for row in rows:
            subject = name_of(table, row)
            try:
                stored = row.content
                content = stored.encode() if isinstance(stored, str) else unpack(stored, length=row.length)
                record = decode(kind, content)
            except ArchiveDamaged as error:
                yield Fault(subject=subject, problem=str(error))
                continue
            if "checksum" in table.c and sha256(content).hexdigest() != row.checksum:
                yield Fault(subject=subject, problem="does not match its checksum")
            if any(row._mapping[name] != value for name, value in filed(record).items()):
                yield Fault(subject=subject, problem=_MISFILED)
        yield from rows.faults

    return look


def _timestamp_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the tokens that are not over the hash of the attempt they are filed under."""
    query = (
        select(schema.timestamp.c.content, schema.attempt.c.hash)
        .join(schema.attempt, schema.attempt.c.sequence == schema.timestamp.c.sequence)
        .order_by(schema.timestamp.c.sequence)
    )
    kept = connection.execute(query).all()
    if not kept:
        return
    from snapshots.timestamps import timestamp_problem  # cryptography takes its time to load

    for content, digest in kept:
        try:
            timestamp = decode(Timestamp, content)
        except ArchiveDamaged:
            continue  # named with its checksum
        problem = timestamp_problem(timestamp) if timestamp.head == digest else "it is over another head"
        if problem:
            yield Fault(subject=f"timestamp {timestamp.sequence}", problem=problem)
