"""Deliveries in a database: the `Outbox` contract over the tables of `snapshots.sql.schema`. Sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from snapshots.codec import decode, encode
from snapshots.deliveries import (
    LONGEST_WAIT,
    SUBSCRIBED,
    Delivery,
    DeliveryContent,
    DeliveryState,
    Mark,
    Settlement,
    Subscription,
    TargetRecord,
)
from snapshots.sql import schema
from snapshots.sql.database import Database
from snapshots.sql.moments import microseconds, moment, moment_or_none
from snapshots.sql.subscriptions import SubscriptionRows
from snapshots.witnesses import WITNESSED

_WAITING = DeliveryState.WAITING.value


class SqlOutbox(SubscriptionRows):
    """The `Outbox` contract over one database; safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, begin=_begin, post=_post)

    def register(self, names: Collection[str], now: datetime, *, kind: str = "") -> tuple[str, ...]:
        with self._database.writing() as connection:
            known = {name for name in _names(connection) if _kind_of(name) == kind}
            for gone in known - set(names):
                _end(connection, gone)
            new = tuple(name for name in dict.fromkeys(names) if name not in known)
            for name in new:
                _begin(connection, name, now)
        return new

    def targets(self) -> list[TargetRecord]:
        with self._database.reading() as connection:
            return [_target(row) for row in connection.execute(select(schema.target).order_by(schema.target.c.name))]

    def end(self, now: datetime) -> Mark:
        with self._database.reading() as connection:
            return _newest(connection, now)

    def post(self, target: str, *, begin: Mark, end: Mark, contents: Sequence[DeliveryContent], now: datetime) -> bool:
        column = schema.target.c
        with self._database.writing() as connection:
            moved = connection.execute(
                schema.target.update()
                .where(
                    column.name == target,
                    column.telling == begin.notice,
                    column.change == begin.change,
                    column.at == microseconds(begin.at),
                )
                .values(telling=end.notice, change=end.change, at=microseconds(end.at))
            )
            if not moved.rowcount:
                return False
            for content in contents:
                _post(connection, target, content, now)
        return True

    def lease(
        self, *, now: datetime, until: datetime, is_wanted: Callable[[str], bool], limit: int = 64
    ) -> list[Delivery]:
        column, at = schema.delivery.c, microseconds(now)
        first = (
            select(func.min(column.number).label("number"))
            .where(column.state == _WAITING)
            .group_by(column.target)
            .subquery()
        )
        query = (
            select(schema.delivery)
            .join(first, column.number == first.c.number)
            .join(schema.target, schema.target.c.name == column.target)
            .where(
                schema.target.c.dead_at.is_(None),
                # A time further away than any is set was set by a clock that was ahead.
                or_(column.next_at <= at, column.next_at > microseconds(now + LONGEST_WAIT)),
                or_(
                    func.coalesce(column.lease_until, 0) <= at,
                    column.lease_until > microseconds(until + LONGEST_WAIT),
                ),
            )
            .order_by(column.next_at, column.number)
        )
        with self._database.reading() as connection:  # most of the time nothing is due: no write lock for that
            if not any(is_wanted(row.target) for row in connection.execute(query)):
                return []
        with self._database.writing() as connection:
            due = list(islice((row for row in connection.execute(query) if is_wanted(row.target)), limit))
            for row in due:
                _set(connection, row.number, lease_until=microseconds(until))
            return [_delivery(row, lease_until=until) for row in due]

    def settle(self, delivery: Delivery, settlement: Settlement) -> bool:
        column = schema.delivery.c
        conditions = [column.number == delivery.number, column.target == delivery.target, column.state == _WAITING]
        if settlement.state is not DeliveryState.ACCEPTED:
            held = None if delivery.lease_until is None else microseconds(delivery.lease_until)
            conditions.append(column.lease_until == held)
        values: dict[str, Any] = {
            "state": settlement.state.value,
            "attempts": column.attempts + 1,
            "lease_until": None,
            "last_at": microseconds(settlement.at),
            "last_status": settlement.status,
            "last_error": settlement.error,
        }
        if settlement.next_at is not None:
            values["next_at"] = microseconds(settlement.next_at)
        with self._database.writing() as connection:
            is_ours = bool(connection.execute(schema.delivery.update().where(*conditions).values(**values)).rowcount)
            if is_ours and settlement.dead:
                _bury(connection, delivery.target, settlement.dead, settlement.at)
        return is_ours

    def deliveries(self, target: str | None = None, state: DeliveryState | None = None) -> list[Delivery]:
        column = schema.delivery.c
        query = select(schema.delivery).order_by(column.number)
        if target is not None:
            query = query.where(column.target == target)
        if state is not None:
            query = query.where(column.state == state.value)
        with self._database.reading() as connection:
            return [_delivery(row) for row in connection.execute(query)]

    def waiting(self) -> dict[str, int]:
        column = schema.delivery.c
        query = select(column.target, func.count()).where(column.state == _WAITING).group_by(column.target)
        with self._database.reading() as connection:
            return {str(name): int(count) for name, count in connection.execute(query)}

    def last_accepted_at(self) -> datetime | None:
        column = schema.delivery.c
        query = select(func.max(column.last_at)).where(column.state == DeliveryState.ACCEPTED.value)
        with self._database.reading() as connection:
            return moment_or_none(connection.execute(query).scalar())

    def bury(self, target: str, reason: str, now: datetime) -> bool:
        with self._database.writing() as connection:
            return _bury(connection, target, reason, now)

    def revive(self, target: str, now: datetime, *, skip: bool = False) -> int:
        column = schema.delivery.c
        failed = schema.delivery.update().where(column.target == target, column.state == DeliveryState.FAILED.value)
        waiting = schema.delivery.update().where(column.target == target, column.state == _WAITING)
        with self._database.writing() as connection:
            connection.execute(
                schema.target.update().where(schema.target.c.name == target).values(dead_at=None, dead_reason="")
            )
            connection.execute(failed.values(state=DeliveryState.DROPPED.value if skip else _WAITING))
            done = connection.execute(waiting.values(attempts=0, next_at=microseconds(now), lease_until=None))
            return done.rowcount

    def remind(self, subscription: Subscription, content: DeliveryContent, now: datetime) -> None:
        with self._database.writing() as connection:
            _post(connection, subscription.target, content, now)


def _kind_of(name: str) -> str:
    return next((kind for kind in (SUBSCRIBED, WITNESSED) if name.startswith(kind)), "")


def _names(connection: Connection) -> list[str]:
    return list(connection.execute(select(schema.target.c.name)).scalars())


def _newest(connection: Connection, now: datetime) -> Mark:
    notice = connection.execute(select(func.max(schema.notice.c.sequence))).scalar() or 0
    change = connection.execute(select(func.max(schema.change.c.number))).scalar() or 0
    return Mark(notice=notice, change=change, at=now)


def _begin(connection: Connection, name: str, now: datetime) -> None:
    """Make a target known, or let one that is begin anew."""
    mark = _newest(connection, now)
    connection.execute(schema.target.delete().where(schema.target.c.name == name))
    connection.execute(
        schema.target.insert().values(
            name=name,
            telling=mark.notice,
            change=mark.change,
            at=microseconds(now),
            began_at=microseconds(now),
            dead_reason="",
        )
    )


def _end(connection: Connection, name: str) -> None:
    column = schema.delivery.c
    connection.execute(schema.target.delete().where(schema.target.c.name == name))
    connection.execute(
        schema.delivery.update()
        .where(column.target == name, column.state.in_([_WAITING, DeliveryState.FAILED.value]))
        .values(state=DeliveryState.DROPPED.value, lease_until=None)
    )


def _post(connection: Connection, target: str, content: DeliveryContent, now: datetime) -> None:
    column = schema.delivery.c
    known = select(column.number).where(column.target == target, column.event_id == content.event_id)
    if connection.execute(known).first():
        return
    number = (connection.execute(select(func.max(column.number))).scalar() or 0) + 1
    connection.execute(
        schema.delivery.insert().values(
            number=number,
            target=target,
            event_id=content.event_id,
            parcel=encode(content).decode("ascii"),
            state=_WAITING,
            created_at=microseconds(now),
            next_at=microseconds(now),
            attempts=0,
            last_error="",
        )
    )


def _set(connection: Connection, number: int, **values: object) -> None:
    connection.execute(schema.delivery.update().where(schema.delivery.c.number == number).values(**values))


def _bury(connection: Connection, target: str, reason: str, now: datetime) -> bool:
    column = schema.target.c
    update = schema.target.update().where(column.name == target)
    return bool(connection.execute(update.values(dead_at=microseconds(now), dead_reason=reason)).rowcount)


def _target(row: Row[Any]) -> TargetRecord:
    return TargetRecord(
        name=row.name,
        mark=Mark(notice=row.telling, change=row.change, at=moment(row.at)),
        began_at=moment(row.began_at),
        dead_at=moment_or_none(row.dead_at),
        dead_reason=row.dead_reason,
    )


def _delivery(row: Row[Any], lease_until: datetime | None = None) -> Delivery:
    return Delivery(
        number=row.number,
        target=row.target,
        content=decode(DeliveryContent, row.parcel),
        state=DeliveryState(row.state),
        created_at=moment(row.created_at),
        next_at=moment(row.next_at),
        attempts=row.attempts,
        lease_until=lease_until or moment_or_none(row.lease_until),
        last_at=moment_or_none(row.last_at),
        last_status=row.last_status,
        last_error=row.last_error,
    )
