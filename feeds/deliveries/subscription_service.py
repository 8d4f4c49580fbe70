"""Readers subscribe by mail, and are asked there whether they meant it (double opt-in). Speaks no HTTP, sends nothing.

Nobody learns here who is subscribed: whatever is known of an address, the same is said, and the rest is written to
the address itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto

from feeds.deliveries.preferences import Preferences, dump_preferences, load_preferences
from feeds.deliveries.subscription_limits import SubscriptionLimits, same_mailbox
from feeds.deliveries.targets import is_mail_address
from feeds.deliveries.tokens import TokenPurpose, Tokens
from snapshots.archive import Archive
from snapshots.deliveries import SUBSCRIBED, ContentKind, DeliveryContent, Subscription

_DAY = timedelta(days=1)
_PER_ADDRESS = 3  # mails a day to an address that somebody enters


class Asked(Enum):
    """What came of entering an address."""

    WRITTEN = auto()  # or not, where too much was written to it today: the same is said
    NO_ADDRESS = auto()
    TOO_OFTEN = auto()  # by one client, its network, or all together


class SubscriptionService:
    """What can be done about a subscription, by whoever holds a token for it."""

    def __init__(self, archive: Archive, tokens: Callable[[], Tokens], now: Callable[[], datetime]) -> None:
        """`tokens` is called when the first is needed: a site that nobody subscribes at makes no key."""
        self._archive = archive
        self._tokens = tokens
        self._now = now
        self._limits = SubscriptionLimits(now)

    def ask(self, address: str, preferences: Preferences, client: str) -> Asked:
        """Write to an address that somebody entered, so that its owner can confirm."""
        local, _, domain = address.strip().rpartition("@")
        wanted = f"{local}@{domain.lower()}"
        if not is_mail_address(wanted):
            return Asked.NO_ADDRESS
        if not self._limits.allow_client(client):
            return Asked.TOO_OFTEN
        every = self._archive.outbox.subscriptions()
        confirmed = next((one for one in every if one.address == wanted and one.confirmed_at), None)
        if confirmed:
            self._remind(confirmed)
            return Asked.WRITTEN
        # Those that are not confirmed are forgotten after two days.
        asked = same_mailbox(wanted, (one.address for one in every if not one.confirmed_at))
        if asked < _PER_ADDRESS and self._limits.allow_address(wanted):
            self._subscribe(wanted, preferences)
        return Asked.WRITTEN

    def to_confirm(self, token: str) -> Subscription | None:
        """Return the subscription that a token from a mail would confirm; None where it is no good any more."""
        subject = self._tokens().read(TokenPurpose.CONFIRM, token)
        return self._archive.outbox.subscription(subject) if subject else None

    def confirm(self, token: str) -> Subscription | None:
        """Let a subscription begin."""
        found = self.to_confirm(token)
        return self._archive.outbox.confirm(found.id, self._now()) if found else None

    def to_manage(self, token: str) -> Subscription | None:
        """Return the subscription that a token from a mail lets change."""
        subject = self._tokens().read(TokenPurpose.MANAGE, token)
        found = self._archive.outbox.subscription(subject) if subject else None
        return found if found and found.confirmed_at else None

    def change(self, token: str, preferences: Preferences) -> bool:
        """Set what a subscriber asks for."""
        found = self.to_manage(token)
        return bool(found and self._archive.outbox.change_wish(found.id, dump_preferences(preferences)))

    def may_end(self, token: str) -> bool:
        """Return whether a token lets mail be ended, be it ended already."""
        return self._tokens().read(TokenPurpose.UNSUBSCRIBE, token) is not None

    def end(self, token: str) -> bool:
        """End the mail to a target: a subscription is deleted, a target of the settings gets nothing more.

        True also where that was done before.
        """
        target = self._tokens().read(TokenPurpose.UNSUBSCRIBE, token)
        if target is None:
            return False
        if target.startswith(SUBSCRIBED):
            self._archive.outbox.unsubscribe(target.removeprefix(SUBSCRIBED))
        else:
            self._archive.outbox.bury(target, "its reader unsubscribed", self._now())
        return True

    def manage_token(self, subscription: Subscription) -> str:
        """Return what lets a subscription be changed."""
        return self._tokens().make(TokenPurpose.MANAGE, subscription.id)

    def unsubscribe_token(self, subscription: Subscription) -> str:
        """Return what lets a subscription be ended."""
        return self._tokens().make(TokenPurpose.UNSUBSCRIBE, subscription.target)

    def _subscribe(self, address: str, preferences: Preferences) -> None:
        made = Subscription(
            id=secrets.token_urlsafe(12), address=address, wish=dump_preferences(preferences), created_at=self._now()
        )
        self._archive.outbox.subscribe(made, DeliveryContent(event_id=f"confirm/{made.id}", kind=ContentKind.CONFIRM))

    def _remind(self, known: Subscription) -> None:
        now = self._now()
        written = [d for d in self._archive.outbox.deliveries(known.target) if d.content.kind is ContentKind.MANAGE]
        if sum(delivery.created_at > now - _DAY for delivery in written) < _PER_ADDRESS:
            content = DeliveryContent(event_id=f"manage/{known.id}/{len(written) + 1}", kind=ContentKind.MANAGE)
            self._archive.outbox.remind(known, content, now)


def preferences_of(subscription: Subscription) -> Preferences:
    """Return what a subscriber asks for."""
    return load_preferences(subscription.wish)
