"""Deliveries that live in this process and end with it: for tests and rehearsals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from threading import RLock

from snapshots.deliveries import (
    SUBSCRIBED,
    Delivery,
    DeliveryContent,
    DeliveryState,
    Mark,
    Settlement,
    Subscription,
    TargetRecord,
)

_WAITING, _FAILED, _DROPPED = DeliveryState.WAITING, DeliveryState.FAILED, DeliveryState.DROPPED


class InMemoryOutbox:
    """The `Outbox` contract over dicts; safe to share between threads."""

    def __init__(self, newest: Callable[[], tuple[int, int]]) -> None:
        """`newest` gives the newest sequence of the journal and the newest number of a change."""
        self._newest = newest
        self._lock = RLock()
        self._targets: dict[str, TargetRecord] = {}
        self._deliveries: dict[int, Delivery] = {}
        self._subscriptions: dict[str, Subscription] = {}

    def register(self, names: Collection[str], now: datetime) -> tuple[str, ...]:
        with self._lock:
            known = {name for name in self._targets if not name.startswith(SUBSCRIBED)}
            for gone in known - set(names):
                del self._targets[gone]
                self._set_all(gone, (_WAITING, _FAILED), state=_DROPPED, lease_until=None)
            new = tuple(name for name in dict.fromkeys(names) if name not in known)
            for name in new:
                self._begin(name, now)
            return new

    def targets(self) -> list[TargetRecord]:
        with self._lock:
            return [self._targets[name] for name in sorted(self._targets)]

    def end(self, now: datetime) -> Mark:
        notice, change = self._newest()
        return Mark(notice=notice, change=change, at=now)

    def post(self, target: str, *, begin: Mark, end: Mark, contents: Sequence[DeliveryContent], now: datetime) -> bool:
        with self._lock:
            record = self._targets.get(target)
            if record is None or record.mark != begin:
                return False
            self._targets[target] = replace(record, mark=end)
            for content in contents:
                self._post(target, content, now)
            return True

    def lease(
        self, *, now: datetime, until: datetime, is_wanted: Callable[[str], bool], limit: int = 64
    ) -> list[Delivery]:
        with self._lock:
            first: dict[str, Delivery] = {}
            for delivery in self._deliveries.values():
                if delivery.state is _WAITING:
                    first.setdefault(delivery.target, delivery)
            due = [delivery for name, delivery in first.items() if is_wanted(name) and self._is_due(delivery, now)]
            leased = sorted(due, key=lambda d: (d.next_at, d.number))[:limit]
            for delivery in leased:
                self._deliveries[delivery.number] = replace(delivery, lease_until=until)
            return [self._deliveries[delivery.number] for delivery in leased]

    def settle(self, delivery: Delivery, settlement: Settlement) -> bool:
        with self._lock:
            kept = self._deliveries.get(delivery.number)
            if kept is None or kept.target != delivery.target or kept.state is not _WAITING:
                return False
            if settlement.state is not DeliveryState.ACCEPTED and kept.lease_until != delivery.lease_until:
                return False
            self._deliveries[kept.number] = replace(
                kept,
                state=settlement.state,
                attempts=kept.attempts + 1,
                lease_until=None,
                last_at=settlement.at,
                last_status=settlement.status,
                last_error=settlement.error,
                next_at=settlement.next_at or kept.next_at,
            )
            if settlement.dead:
                self.bury(kept.target, settlement.dead, settlement.at)
            return True

    def deliveries(self, target: str | None = None, state: DeliveryState | None = None) -> list[Delivery]:
        with self._lock:
            return [d for d in self._deliveries.values() if target in (None, d.target) and state in (None, d.state)]

    def waiting(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for delivery in self.deliveries(state=_WAITING):
            counts[delivery.target] = counts.get(delivery.target, 0) + 1
        return counts

    def bury(self, target: str, reason: str, now: datetime) -> bool:
        with self._lock:
            if target not in self._targets:
                return False
            self._targets[target] = replace(self._targets[target], dead_at=now, dead_reason=reason)
            return True

    def revive(self, target: str, now: datetime, *, skip: bool = False) -> int:
        with self._lock:
            if target in self._targets:
                self._targets[target] = replace(self._targets[target], dead_at=None, dead_reason="")
            self._set_all(target, (_FAILED,), state=_DROPPED if skip else _WAITING)
            return self._set_all(target, (_WAITING,), attempts=0, next_at=now, lease_until=None)

    def subscribe(self, subscription: Subscription, content: DeliveryContent) -> None:
        with self._lock:
            self._subscriptions[subscription.id] = subscription
            self._begin(subscription.target, subscription.created_at)
            self._post(subscription.target, content, subscription.created_at)

    def remind(self, subscription: Subscription, content: DeliveryContent, now: datetime) -> None:
        with self._lock:
            self._post(subscription.target, content, now)

    def confirm(self, subscription_id: str, now: datetime) -> Subscription | None:
        with self._lock:
            found = self._subscriptions.get(subscription_id)
            if found is None or found.confirmed_at:
                return found
            confirmed = self._subscriptions[found.id] = replace(found, confirmed_at=now)
            self._begin(found.target, now)
            for other in self.subscriptions(found.address):
                if other.id != found.id:
                    self.unsubscribe(other.id)
            return confirmed

    def subscription(self, subscription_id: str) -> Subscription | None:
        return self._subscriptions.get(subscription_id)

    def subscriptions(self, address: str | None = None) -> list[Subscription]:
        with self._lock:
            found = [one for one in self._subscriptions.values() if address in (None, one.address)]
        return sorted(found, key=lambda one: (one.created_at, one.id))

    def change_wish(self, subscription_id: str, wish: str) -> bool:
        with self._lock:
            found = self._subscriptions.get(subscription_id)
            if found is not None:
                self._subscriptions[subscription_id] = replace(found, wish=wish)
            return found is not None

    def unsubscribe(self, subscription_id: str) -> bool:
        with self._lock:
            found = self._subscriptions.pop(subscription_id, None)
            if found is not None:
                self._targets.pop(found.target, None)
                for number in [n for n, d in self._deliveries.items() if d.target == found.target]:
                    del self._deliveries[number]
            return found is not None

    def forget_unconfirmed(self, before: datetime) -> int:
        with self._lock:
            old = [one.id for one in self.subscriptions() if one.confirmed_at is None and one.created_at < before]
            return sum(self.unsubscribe(one) for one in old)

    def _begin(self, name: str, now: datetime) -> None:
        self._targets[name] = TargetRecord(name=name, mark=self.end(now), began_at=now)

    def _post(self, target: str, content: DeliveryContent, now: datetime) -> None:
        kept = self._deliveries.values()
        if any(d.target == target and d.content.event_id == content.event_id for d in kept):
            return
        number = max(self._deliveries, default=0) + 1
        self._deliveries[number] = Delivery(
            number=number, target=target, content=content, state=_WAITING, created_at=now, next_at=now
        )

    def _is_due(self, delivery: Delivery, now: datetime) -> bool:
        record = self._targets.get(delivery.target)
        is_free = delivery.lease_until is None or delivery.lease_until <= now
        return record is not None and record.dead_at is None and delivery.next_at <= now and is_free

    def _set_all(self, target: str, states: tuple[DeliveryState, ...], **values: object) -> int:
        changed = [d for d in self._deliveries.values() if d.target == target and d.state in states]
        for delivery in changed:
            self._deliveries[delivery.number] = replace(delivery, **values)  # type: ignore[arg-type]
        return len(changed)
