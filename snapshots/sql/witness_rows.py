"""The steps of witnesses in a database: the `WitnessLog` contract. Asks nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from snapshots.codec import decode
from snapshots.sql import schema
from snapshots.sql.database import Database
from snapshots.sql.moments import microseconds, moment
from snapshots.sql.stored_rows import newest_number, plain_columns
from snapshots.witnesses import WitnessLimits, WitnessStage, WitnessStep

_SHORTEST = timedelta(seconds=1)  # of a wait, so that nobody asks again at once


class SqlWitnessLog:
    """The `WitnessLog` contract over one database; safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, step: WitnessStep, limits: WitnessLimits) -> datetime | None:
        # Counted and written under the lock of writers: two processes together keep to the limits, too.
        with self._database.writing() as connection:
            waits = (
                _free_at(connection, step, timedelta(minutes=1), limits.per_minute),
                _free_at(connection, step, timedelta(days=1), limits.per_day),
            )
            free_at = max((wait for wait in waits if wait), default=None)
            if free_at is None:
                _insert(connection, step)
        return free_at

    def keep(self, step: WitnessStep) -> None:
        with self._database.writing() as connection:
            _insert(connection, step)

    def steps(self, document_id: str | None = None) -> list[WitnessStep]:
        column = schema.witness_step.c
        query = select(column.content).order_by(column.number)
        if document_id is not None:
            query = query.where(column.document_id == document_id)
        with self._database.reading() as connection:
            return [decode(WitnessStep, content) for content in connection.execute(query).scalars()]


def _free_at(connection: Connection, step: WitnessStep, within: timedelta, most: int) -> datetime | None:
    """Return when one more may be asked by one limit, None where it may be now.

    Requests of a time to come were dated by a clock that was ahead; they count as of now.
    """
    column = schema.witness_step.c
    query = (
        select(column.at)
        .where(
            column.witness == step.witness,
            column.stage == WitnessStage.ASKED.value,
            column.at > microseconds(step.at - within),
        )
        .order_by(column.at.desc())
        .limit(most)
    )
    made = list(connection.execute(query).scalars())
    if len(made) < most:
        return None
    oldest = min(moment(made[-1]), step.at)
    return max(oldest + within, step.at + _SHORTEST)


def _insert(connection: Connection, step: WitnessStep) -> None:
    connection.execute(
        schema.witness_step.insert().values(
            number=newest_number(connection, schema.witness_step) + 1,
            witness=step.witness,
            document_id=step.document_id,
            stage=step.stage.value,
            at=microseconds(step.at),
            **plain_columns(step),
        )
    )
