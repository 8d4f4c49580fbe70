"""What `verify` checks in an archive on a database: every hash, the chain, every reference. Mends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from snapshots import schema
from snapshots.blobs import unpack
from snapshots.bodies import Bodies
from snapshots.chain import GENESIS, chain_faults
from snapshots.chain import Row as ChainRow
from snapshots.codec import decode
from snapshots.errors import ArchiveDamaged, ArchiveError
from snapshots.records import Alert, Attempt, Change, Fault, Hold, Sighting, Telling, VerifyReport, Version
from snapshots.texts import read_extraction

_PAGE = 500
_MAX_PAGE_FAULTS = 20  # of the file itself; one damaged page can be named a hundred times


def verify(connection: Connection, bodies: Bodies) -> VerifyReport:
    """Return what is there and every fault found, in the order they were looked for."""
    faults = list(_file_faults(connection))
    for look in (_log_faults, _body_faults(bodies), _judgement_faults, _text_faults):
        try:
            faults += look(connection)
        except DBAPIError as error:  # a damaged page ends one look, not the others
            faults.append(Fault(subject="the database file", problem=f"can't be read: {error.orig}"))
    last = connection.execute(
        select(schema.attempt.c.hash).order_by(schema.attempt.c.sequence.desc()).limit(1)
    ).scalar()
    return VerifyReport(
        attempts=_count(connection, schema.attempt),
        bodies=_count(connection, schema.body),
        versions=_count(connection, schema.version),
        alerts=_count(connection, schema.alert),
        tellings=_count(connection, schema.telling),
        chain_head=last or GENESIS,
        faults=tuple(faults),
    )


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _file_faults(connection: Connection) -> Iterator[Fault]:
    try:
        for problem in connection.execute(text(f"PRAGMA integrity_check({_MAX_PAGE_FAULTS})")).scalars():
            if problem != "ok":
                yield Fault(subject="the database file", problem=str(problem))
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield Fault(subject=f"{row[0]} row {row[1]}", problem=f"refers to a missing {row[2]}")
    except DBAPIError as error:
        yield Fault(subject="the database file", problem=f"can't be checked: {error.orig}")


def _rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    yield from connection.execute(select(table).order_by(*table.primary_key).execution_options(yield_per=_PAGE))


def _log_faults(connection: Connection) -> Iterator[Fault]:
    kept: list[Fault] = []

    def links() -> Iterator[ChainRow]:
        for row in _rows(connection, schema.attempt):
            kept.extend(_attempt_faults(row, connection))
            yield ChainRow(
                sequence=row.sequence,
                content=row.content.encode(),
                previous_hash=row.previous_hash,
                hash=row.hash,
            )

    yield from chain_faults(links())
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
        yield Fault(subject=subject, problem="is filed under something else than it says")
    picture = attempt.screenshot_sha256  # in the chained row alone, so that no foreign key holds it
    if picture and not connection.execute(select(schema.body.c.sha256).where(schema.body.c.sha256 == picture)).first():
        yield Fault(subject=subject, problem=f"its screenshot {picture} is not kept")


def _body_faults(bodies: Bodies) -> Callable[[Connection], Iterator[Fault]]:
    def look(connection: Connection) -> Iterator[Fault]:
        # Those of one anchor after each other, so that it is unpacked once.
        column = schema.body.c
        order = select(column.sha256).order_by(func.coalesce(column.anchor, column.sha256), column.anchor)
        for digest in connection.execute(order).scalars().all():
            try:
                bodies.load(connection, digest)
            except ArchiveError as error:
                yield Fault(subject=f"body {digest}", problem=str(error))

    return look


def _judgement_faults(connection: Connection) -> Iterator[Fault]:
    yield from _record_faults(
        connection, schema.sighting, Sighting, lambda s: {"attempt": s.attempt, "document_id": s.document_id}
    )
    yield from _record_faults(
        connection, schema.version, Version, lambda v: {"number": v.number, "document_id": v.document_id}
    )
    yield from _record_faults(
        connection, schema.change, Change, lambda c: {"number": c.number, "document_id": c.document_id}
    )
    yield from _record_faults(
        connection,
        schema.alert,
        Alert,
        lambda a: {"id": a.id, "change": a.change, "document_id": a.document_id, "pack": a.pack},
    )
    yield from _record_faults(
        connection,
        schema.telling,
        Telling,
        lambda t: {
            "sequence": t.sequence,
            "id": t.id,
            "document_id": t.document_id,
            "alert_id": t.alert_id or None,
        },
    )
    yield from _record_faults(
        connection, schema.hold, Hold, lambda h: {"alert_id": h.alert_id, "document_id": h.document_id}
    )
    for row in _rows(connection, schema.memory_content):
        try:
            content = unpack(row.content, length=row.length)
        except ArchiveDamaged as error:
            yield Fault(subject=f"memory of {row.document_id}", problem=str(error))
        else:
            if sha256(content).hexdigest() != row.checksum:
                yield Fault(subject=f"memory of {row.document_id}", problem="does not match its checksum")


def _record_faults(
    connection: Connection, table: Table, kind: type[Any], filed: Callable[[Any], dict[str, object]]
) -> Iterator[Fault]:
    for row in _rows(connection, table):
        subject = " ".join([table.name, *(str(row._mapping[column]) for column in table.primary_key)])
        try:
            stored = row.content
            content = stored.encode() if isinstance(stored, str) else unpack(stored, length=row.length)
            record = decode(kind, content)
        except ArchiveDamaged as error:
            yield Fault(subject=subject, problem=str(error))
            continue
        if sha256(content).hexdigest() != row.checksum:
            yield Fault(subject=subject, problem="does not match its checksum")
        if any(row._mapping[name] != value for name, value in filed(record).items()):
            yield Fault(subject=subject, problem="is filed under something else than it says")


def _text_faults(connection: Connection) -> Iterator[Fault]:
    for row in _rows(connection, schema.version):
        try:
            read_extraction(connection, row.document_id, row.number)
        except ArchiveError as error:
            yield Fault(subject=f"text of {row.document_id} version {row.number}", problem=str(error))
