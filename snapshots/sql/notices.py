"""The journal of tellings and the holds before it, in a database. Decides nothing about what is told."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, func, select

from snapshots.codec import decode
from snapshots.errors import AlreadyPublished, ArchiveError
from snapshots.records import Alert, Hold, Notice
from snapshots.sql import schema
from snapshots.sql.record_chain import seal
from snapshots.sql.stored_rows import plain_columns, unpacked


def write_notice(connection: Connection, notice: Notice) -> Notice:
    """Append a row, and return it with the sequence it was given."""
    column = schema.notice.c
    if connection.execute(select(column.id).where(column.id == notice.id)).first():
        raise AlreadyPublished(f"{notice.id} is told already")
    if notice.alert_id:
        _require_alert(connection, notice.alert_id)
    told = replace(
        notice,
        sequence=(connection.execute(select(func.max(column.sequence))).scalar() or 0) + 1,
        attempt=notice.attempt or connection.execute(select(func.max(schema.attempt.c.sequence))).scalar() or 0,
    )
    content = plain_columns(told)
    connection.execute(
        schema.notice.insert().values(
            sequence=told.sequence,
            id=told.id,
            document_id=told.document_id,
            alert_id=told.alert_id or None,
            **content,
        )
    )
    seal(connection, schema.notice, told.sequence, content["checksum"])
    return told


def write_hold(connection: Connection, hold: Hold) -> None:
    """Hold an alert that isn't told yet."""
    _require_alert(connection, hold.alert_id)
    told, column = schema.notice.c, schema.hold.c
    if connection.execute(select(told.id).where(told.id == hold.alert_id)).first():
        raise AlreadyPublished(f"{hold.alert_id} is told already and can't be held any more; correct or withdraw it")
    number, content = (connection.execute(select(func.max(column.number))).scalar() or 0) + 1, plain_columns(hold)
    connection.execute(
        schema.hold.insert().values(number=number, alert_id=hold.alert_id, document_id=hold.document_id, **content)
    )
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
    alert, hold, told = schema.alert.c, schema.hold.c, schema.notice.c
    newest = select(func.max(hold.number).label("number")).group_by(hold.alert_id).subquery()
    query = (
        select(schema.alert, hold.content.label("held"))
        .join(schema.hold, hold.alert_id == alert.id)
        .join(newest, newest.c.number == hold.number)
        .where(~select(told.id).where(told.id == alert.id).exists())
        .order_by(alert.decided_at, alert.change)
    )
    if document_id is not None:
        query = query.where(alert.document_id == document_id)
    return [(unpacked(Alert, row), decode(Hold, row.held)) for row in connection.execute(query)]


def _require_alert(connection: Connection, alert_id: str) -> None:
    if not connection.execute(select(schema.alert.c.id).where(schema.alert.c.id == alert_id)).first():
        raise ArchiveError(f"no alert {alert_id} in the archive")
