"""Readers who asked for mail, in a database. What is deleted here is overwritten, not only let go of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from snapshots.deliveries import SUBSCRIBED, DeliveryContent, Subscription
from snapshots.sql import schema
from snapshots.sql.database import Database
from snapshots.sql.moments import microseconds, moment, moment_or_none


class SubscriptionRows:
    """The part of the `Outbox` contract that is about subscriptions; their targets and deliveries go with them."""

    def __init__(
        self,
        database: Database,
        *,
        begin: Callable[[Connection, str, datetime], None],
        post: Callable[[Connection, str, DeliveryContent, datetime], None],
    ) -> None:
        """`begin` lets a target begin now, `post` writes a delivery; both within a transaction."""
        self._database = database
        self._begin = begin
        self._post = post

    def subscribe(self, subscription: Subscription, content: DeliveryContent) -> None:
        at = subscription.created_at
        with self._database.writing() as connection:
            connection.execute(
                schema.subscription.insert().values(
                    id=subscription.id,
                    address=subscription.address,
                    wish=subscription.wish,
                    created_at=microseconds(at),
                )
            )
            self._begin(connection, subscription.target, at)
            self._post(connection, subscription.target, content, at)

    def confirm(self, subscription_id: str, now: datetime) -> Subscription | None:
        column = schema.subscription.c
        with self._database.overwriting() as connection:
            found = _one(connection, subscription_id)
            if found is None or found.confirmed_at:
                return found
            connection.execute(
                schema.subscription.update().where(column.id == found.id).values(confirmed_at=microseconds(now))
            )
            self._begin(connection, found.target, now)
            others = select(column.id).where(column.address == found.address, column.id != found.id)
            _delete(connection, list(connection.execute(others).scalars()))
            return _one(connection, subscription_id)

    def subscription(self, subscription_id: str) -> Subscription | None:
        with self._database.reading() as connection:
            return _one(connection, subscription_id)

    def subscriptions(self, address: str | None = None) -> list[Subscription]:
        column = schema.subscription.c
        query = select(schema.subscription).order_by(column.created_at, column.id)
        if address is not None:
            query = query.where(column.address == address)
        with self._database.reading() as connection:
            return [_subscription(row) for row in connection.execute(query)]

    def change_wish(self, subscription_id: str, wish: str) -> bool:
        update = schema.subscription.update().where(schema.subscription.c.id == subscription_id)
        with self._database.writing() as connection:
            return bool(connection.execute(update.values(wish=wish)).rowcount)

    def forget_unconfirmed(self, before: datetime) -> int:
        column = schema.subscription.c
        old = select(column.id).where(column.confirmed_at.is_(None), column.created_at < microseconds(before))
        with self._database.reading() as connection:
            ids = list(connection.execute(old).scalars())
        return self._forget(ids)

    def unsubscribe(self, subscription_id: str) -> bool:
        return self._forget([subscription_id]) > 0

    def _forget(self, ids: Sequence[str]) -> int:
        """Delete subscriptions, and return how many there were."""
        if not ids:
            return 0
        with self._database.overwriting() as connection:
            return _delete(connection, ids)


def _delete(connection: Connection, ids: Sequence[str]) -> int:
    names = [f"{SUBSCRIBED}{one}" for one in ids]
    done = connection.execute(schema.subscription.delete().where(schema.subscription.c.id.in_(ids)))
    connection.execute(schema.delivery.delete().where(schema.delivery.c.target.in_(names)))
    connection.execute(schema.target.delete().where(schema.target.c.name.in_(names)))
    return done.rowcount


def _one(connection: Connection, subscription_id: str) -> Subscription | None:
    row = connection.execute(select(schema.subscription).where(schema.subscription.c.id == subscription_id)).first()
    return _subscription(row) if row else None


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        address=row.address,
        wish=row.wish,
        created_at=moment(row.created_at),
        confirmed_at=moment_or_none(row.confirmed_at),
    )
