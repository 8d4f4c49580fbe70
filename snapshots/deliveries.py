"""What is known of deliveries: targets, parcels, their state; and who subscribed. The one mutable part of an archive.

None of it is evidence, and nothing that is told to the public is made of it. Mail addresses are personal data:
they stand in `Subscription` alone, and go with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from snapshots.frozen_class import frozen
from snapshots.records import require_utc

LONGEST_WAIT = timedelta(days=2)
"""How long a delivery waits for its next attempt at most, whatever a target asks."""

_AS_TELLING = {"stored": "telling"}
"""What archives call a notice."""


class ContentKind(StrEnum):
    """What a delivery brings."""

    NOTICE = "telling"
    DIGEST = "digest"
    CONFIRM = "confirm"  # asks whether a subscription was meant
    WITNESS = "witness"  # asks an independent archive to keep a page
    MANAGE = "manage"  # tells somebody who subscribed before how to change that


class DeliveryState(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"  # for its turn, for the next attempt, or for its target to be revived
    ACCEPTED = "accepted"
    FAILED = "failed"  # given up after the last attempt
    DROPPED = "dropped"  # its target was taken out of the settings, or a person skipped it


@frozen
class Mark:
    """How far a target has got: through the journal, through the changes, and through time."""

    notice: int = field(metadata=_AS_TELLING)
    change: int
    at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", require_utc(self.at, "at"))


@frozen
class DeliveryContent:
    """One event for one target."""

    event_id: str  # of a telling, its id; the same at every attempt
    kind: ContentKind
    notice: int = field(default=0, metadata=_AS_TELLING)  # sequence of the notice it brings
    begin: Mark | None = None  # of a digest: what is later than this,
    end: Mark | None = None  # and not later than this,
    since: datetime | None = None  # nor from before its target began: that is history
    document_id: str = ""  # for a witness: whose page,
    version: int = 0  # and which text of it
    is_update: bool = False  # of an alert: its target was told the rest of it, of another document


@frozen
class Delivery:
    """A parcel on its way to a target, or the receipt of it."""

    number: int  # from 1 over the archive; a target gets its parcels in this order
    target: str
    content: DeliveryContent
    state: DeliveryState
    created_at: datetime
    next_at: datetime  # no attempt before it
    attempts: int = 0
    lease_until: datetime | None = None  # somebody is at it until then
    last_at: datetime | None = None
    last_status: int | None = None
    last_error: str = ""


@frozen
class Settlement:
    """What an attempt came to."""

    state: DeliveryState
    at: datetime
    status: int | None = None
    error: str = ""
    next_at: datetime | None = None  # of a delivery that waits for another attempt
    dead: str = ""  # why nothing more is sent to its target, "" where more is


@frozen
class TargetRecord:
    """What is kept of a target between runs; its address is not."""

    name: str
    mark: Mark
    began_at: datetime
    dead_at: datetime | None = None
    dead_reason: str = ""


@frozen
class Subscription:
    """A reader who asked for mail. Deleted, with all that hangs on it, when that reader asks for it."""

    id: str  # random; the name of its target is `subscription/ID`
    address: str
    wish: str  # what is asked for, in the words of whoever reads it
    created_at: datetime
    confirmed_at: datetime | None = None

    @property
    def target(self) -> str:
        return f"{SUBSCRIBED}{self.id}"


SUBSCRIBED = "subscription/"
"""What the targets of subscriptions are called by; no target of the settings can be."""


class Outbox(Protocol):
    """The contract of deliveries; every write is one transaction, durable when the call returns."""

    def register(self, names: Collection[str], now: datetime, *, kind: str = "") -> tuple[str, ...]:
        """Make the targets of the settings known, and return the new ones; `kind` is what all their names begin with.

        A new one starts with what is told from now on. Of one that is there no more, what waits is dropped.
        """

    def targets(self) -> list[TargetRecord]:
        """Return every known target by name, those of confirmed subscriptions too."""

    def end(self, now: datetime) -> Mark:
        """Return the mark of a target that has had everything."""

    def post(self, target: str, *, begin: Mark, end: Mark, contents: Sequence[DeliveryContent], now: datetime) -> bool:
        """Move a target from one mark to the next, and write the deliveries between them.

        False, and nothing is written, where the target isn't at `begin` any more or is gone. A parcel that was
        posted to it before is not posted again.
        """

    def lease(
        self, *, now: datetime, until: datetime, is_wanted: Callable[[str], bool], limit: int = 64
    ) -> list[Delivery]:
        """Return what is due and hold it until then: for each wanted target the earliest that waits, if any.

        A target's later parcels wait for its earlier ones; a dead target has nothing that is due.
        """

    def settle(self, delivery: Delivery, settlement: Settlement) -> bool:
        """Write down what came of a leased delivery.

        An acceptance counts whoever holds the lease by now; anything else only while it is ours, else False.
        """

    def deliveries(self, target: str | None = None, state: DeliveryState | None = None) -> list[Delivery]:
        """Return deliveries in the order of their numbers."""

    def waiting(self) -> dict[str, int]:
        """Return how many deliveries wait, by target; none for targets that have none."""

    def last_accepted_at(self) -> datetime | None:
        """Return when a target accepted something last, None where none did."""

    def bury(self, target: str, reason: str, now: datetime) -> bool:
        """Send nothing more to a target until it is revived; False where there is none of that name."""

    def revive(self, target: str, now: datetime, *, skip: bool = False) -> int:
        """Bring a target back, what was given up first, or `skip` that; return how much waits for it."""

    def subscribe(self, subscription: Subscription, content: DeliveryContent) -> None:
        """Keep a subscription that isn't confirmed yet, with the mail that asks whether it was meant."""

    def remind(self, subscription: Subscription, content: DeliveryContent, now: datetime) -> None:
        """Post a mail to the target of a subscription that is there."""

    def confirm(self, subscription_id: str, now: datetime) -> Subscription | None:
        """Let a subscription begin now, in place of an older one of its address; None where there is none.

        Confirmed again, it is returned as it is.
        """

    def subscription(self, subscription_id: str) -> Subscription | None:
        """Return one subscription."""

    def subscriptions(self, address: str | None = None) -> list[Subscription]:
        """Return subscriptions, oldest first, confirmed or not."""

    def change_wish(self, subscription_id: str, wish: str) -> bool:
        """Set what a subscriber asks for; False where there is none."""

    def unsubscribe(self, subscription_id: str) -> bool:
        """Delete a subscription with its target and deliveries, beyond what a disk would give back."""

    def forget_unconfirmed(self, before: datetime) -> int:
        """Delete subscriptions made before then and never confirmed; return how many."""
