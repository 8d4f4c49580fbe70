"""How the newest look at each document ended, read for all of them in one query. Says nothing of the looks before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from snapshots.records import NewestLook, NoticeKind, Outcome
from snapshots.sql import schema
from snapshots.sql.moments import moment_or_none


def read_newest_looks(connection: Connection) -> list[NewestLook]:
    """Return the newest look at every document that is kept, by id.

    Of the record itself no more is read than is asked for: there may be thousands.
    """
    document, memory, look = schema.document.c, schema.memory.c, schema.observation.c
    asked = [
        _json_field(connection, look.content, name).label(name)
        for name in ("outcome", "captured_at", "looked_at", "channel")
    ]
    query: Select[Any] = (
        select(document.id, *asked, schema.schedule.c.next_check_at)
        .join_from(schema.document, schema.memory, memory.document_id == document.id, isouter=True)
        .join(schema.observation, look.attempt == memory.judged_attempt, isouter=True)
        .join(schema.schedule, schema.schedule.c.document_id == document.id, isouter=True)
        .order_by(document.id)
    )
    return [_newest_look(row) for row in connection.execute(query)]


def _newest_look(row: Row[Any]) -> NewestLook:
    at = row.looked_at or row.captured_at
    return NewestLook(
        document_id=row.id,
        outcome=Outcome(row.outcome) if row.outcome else None,
        at=datetime.fromisoformat(at) if at else None,
        channel=row.channel or "",
        next_check_at=moment_or_none(row.next_check_at),
    )


def read_told_documents(connection: Connection, kind: NoticeKind) -> list[str]:
    """Return the ids of documents of which the public was told anything of a kind."""
    told = schema.notice.c
    of_kind = _json_field(connection, told.content, "kind") == kind.value
    return list(connection.execute(select(told.document_id).where(of_kind).distinct()).scalars())


def _json_field(connection: Connection, content: ColumnElement[str], name: str) -> ColumnElement[Any]:
    """Return what selects a text of a record that is stored as JSON; NULL where the record leaves it out."""
    if connection.dialect.name == "postgresql":  # its JSON functions take no text that holds a NUL anywhere
        return func.substring(content, f'"{name}":"([^"]*)"')
    return func.json_extract(content, f"$.{name}")
