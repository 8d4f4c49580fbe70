"""A judgement in a database: version, change, alert, tellings and holds, in the transaction of whoever calls."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, bindparam, select

from snapshots.codec import encode
from snapshots.consistency import check_judgement
from snapshots.errors import ArchiveError
from snapshots.records import Alert, Change, Judgement
from snapshots.sql import record_chain, schema
from snapshots.sql.attempt_rows import attempt_at
from snapshots.sql.memory_rows import read_counters, write_memory
from snapshots.sql.moments import microseconds
from snapshots.sql.notices import write_hold, write_notice
from snapshots.sql.stored_rows import insert_record, newest_number, packed_columns
from snapshots.sql.text_index import RecentTexts, write_extraction

_KNOWN_ALERT = select(schema.alert.c.id).where(schema.alert.c.id == bindparam("alert"))


def write_judgement(
    connection: Connection, judgement: Judgement, texts: RecentTexts
) -> tuple[Change | None, Alert | None]:
    """Write all of a judgement, and return its change and alert as numbered; raises `ArchiveBusy`."""
    document_id = judgement.document_id
    memory = read_counters(connection, document_id)
    check_judgement(
        judgement,
        attempt=attempt_at(connection, judgement.attempt),
        memory=memory,
        newest_version=newest_number(connection, schema.version, document_id),
    )
    write_memory(connection, judgement, memory)
    insert_record(connection, schema.observation, judgement.observation, attempt=judgement.attempt)
    if judgement.version and judgement.extraction:
        version = judgement.version.number
        insert_record(connection, schema.version, judgement.version, number=version)
        write_extraction(connection, document_id, version, judgement.extraction, texts)
    number = newest_number(connection, schema.change) + 1
    change = replace(judgement.change, number=number) if judgement.change else None
    alert = replace(judgement.alert, change=number) if judgement.alert else None
    if change:
        _write_change(connection, change)
    if alert:
        write_alert(connection, alert)
    for notice in judgement.notices:
        write_notice(connection, notice)
    for hold in judgement.holds:
        write_hold(connection, hold)
    return change, alert


def _write_change(connection: Connection, change: Change) -> None:
    content = packed_columns(encode(change))
    row = {
        "number": change.number,
        "document_id": change.document_id,
        "decided_at": microseconds(change.decided_at),
        **content,
    }
    connection.execute(schema.change.insert(), row)
    record_chain.seal(connection, schema.change, change.number, content["checksum"])


def write_alert(connection: Connection, alert: Alert) -> None:
    """Write an alert of a change that has none."""
    if connection.execute(_KNOWN_ALERT, {"alert": alert.id}).first():
        raise ArchiveError(f"an alert {alert.id} is recorded already; alert ids are minted once")
    row = {
        "id": alert.id,
        "change": alert.change,
        "document_id": alert.document_id,
        "decided_at": microseconds(alert.decided_at),
        **packed_columns(encode(alert)),
        "pack": alert.pack,
    }
    connection.execute(schema.alert.insert(), row)
