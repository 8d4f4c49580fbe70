"""The journal of tellings and the holds before it, in a database. Decides nothing about what is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from snapshots.codec import decode
from snapshots.errors import AlreadyPublished, ArchiveError
from snapshots.records import Alert, Hold, Notice
from snapshots.sql import schema
from snapshots.sql.record_chain import seal
from snapshots.sql.stored_rows import newest_number, plain_columns, unpacked


def _held() -> Select[Any]:
    """Return the query for the alerts that no telling is of, each with its newest hold."""
    alert, hold, told = schema.alert.c, schema.hold.c, schema.notice.c
    newest = select(func.max(hold.number).label("number")).group_by(hold.alert_id).subquery()
    return (
        select(schema.alert, hold.content.label("held"))
        .join(schema.hold, hold.alert_id == alert.id)
        .join(newest, newest.c.number == hold.number)
        .where(~select(told.id).where(told.id == alert.id).exists())
        .order_by(alert.decided_at, alert.change)
    )


_HELD = _held()
_HELD_OF_DOCUMENT = _HELD.where(schema.alert.c.document_id == bindparam("document"))
_ALERT = select(schema.alert.c.id).where(schema.alert.c.id == bindparam("alert"))
_TOLD = select(schema.notice.c.id).where(schema.notice.c.id == bindparam("notice"))
_NEWEST_NOTICE = select(func.max(schema.notice.c.sequence))
_NEWEST_ATTEMPT = select(func.max(schema.attempt.c.sequence))


def write_notice(connection: Connection, notice: Notice) -> Notice:
    """Append a row, and return it with the sequence it was given."""
    if connection.execute(_TOLD, {"notice": notice.id}).first():
        raise AlreadyPublished(f"{notice.id} is told already")
    if notice.alert_id:
        _require_alert(connection, notice.alert_id)
    told = replace(
        notice,
        sequence=(connection.execute(_NEWEST_NOTICE).scalar() or 0) + 1,
        attempt=notice.attempt or connection.execute(_NEWEST_ATTEMPT).scalar() or 0,
    )
    content = plain_columns(told)
    row = {
        "sequence": told.sequence,
        "id": told.id,
        "document_id": told.document_id,
        "alert_id": told.alert_id or None,
        **content,
    }
    connection.execute(schema.notice.insert(), row)
    seal(connection, schema.notice, told.sequence, content["checksum"])
    return told


def write_hold(connection: Connection, hold: Hold) -> None:
    """Hold an alert that isn't told yet."""
    _require_alert(connection, hold.alert_id)
    if connection.execute(_TOLD, {"notice": hold.alert_id}).first():
        raise AlreadyPublished(f"{hold.alert_id} is told already and can't be held any more; correct or withdraw it")
    number, content = newest_number(connection, schema.hold) + 1, plain_columns(hold)
    row = {"number": number, "alert_id": hold.alert_id, "document_id": hold.document_id, **content}
    connection.execute(schema.hold.insert(), row)
    seal(connection, schema.hold, number, content["checksum"])


def read_notices(connection: Connection, document_id: str | None, after: int) -> list[Notice]:
    """Return rows of the journal in sequence."""
    column = schema.notice.c
    query = select(column.content).where(column.sequence > after).order_by(column.sequence)
    if document_id is not None:
        query = query.where(column.document_id == document_id)
    return [decode(Notice, content) for content in connection.execute(query).scalars()]


def read_held(connection: Connection, document_id: str | None) -> list[tuple[Alert, Hold]]:
    """Return the alerts that no telling is of, each with its newest hold."""
    if document_id is None:
        rows = connection.execute(_HELD)
    else:
        rows = connection.execute(_HELD_OF_DOCUMENT, {"document": document_id})
    return [(unpacked(Alert, row), decode(Hold, row.held)) for row in rows]


def _require_alert(connection: Connection, alert_id: str) -> None:
    if not connection.execute(_ALERT, {"alert": alert_id}).first():
        raise ArchiveError(f"no alert {alert_id} in the archive")
