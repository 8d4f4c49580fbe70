"""What later rules made of recorded changes, in a database. Decides nothing about what is told."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from snapshots.codec import decode
from snapshots.errors import ArchiveBusy, ArchiveError
from snapshots.records import Rejudgement, Rejudging
from snapshots.sql import schema
from snapshots.sql.judgement_rows import write_alert
from snapshots.sql.notices import write_notice
from snapshots.sql.record_chain import seal
from snapshots.sql.stored_rows import newest_number, plain_columns


def write_rejudging(connection: Connection, rejudging: Rejudging) -> tuple[Rejudgement, ...]:
    """Write all of a rejudging, in the transaction of whoever calls, and return its rows as numbered."""
    newest = newest_number(connection, schema.rejudgement)
    if newest != rejudging.expected:
        raise ArchiveBusy("another process judged the archive again meanwhile; try once more")
    numbered = tuple(replace(one, number=number) for number, one in enumerate(rejudging.rejudgements, start=newest + 1))
    for alert in rejudging.alerts:
        write_alert(connection, alert)
    for notice in rejudging.notices:
        write_notice(connection, notice)
    for one in numbered:
        _write(connection, one)
    return numbered


def _write(connection: Connection, one: Rejudgement) -> None:
    column = schema.change.c
    about = connection.execute(select(column.document_id).where(column.number == one.change)).scalar()
    if about != one.document_id:
        raise ArchiveError(f"no change {one.change} of {one.document_id!r} in the archive")
    content = plain_columns(one)
    connection.execute(
        schema.rejudgement.insert().values(number=one.number, change=one.change, document_id=one.document_id, **content)
    )
    seal(connection, schema.rejudgement, one.number, content["checksum"])


def read_rejudgements(connection: Connection, document_id: str | None) -> list[Rejudgement]:
    """Return the rows of one document, or of all, oldest first."""
    column = schema.rejudgement.c
    query = select(column.content).order_by(column.number)
    if document_id is not None:
        query = query.where(column.document_id == document_id)
    return [decode(Rejudgement, content) for content in connection.execute(query).scalars()]
