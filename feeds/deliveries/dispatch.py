"""Enqueuing and delivering put together, as the product runs them. Starts no thread."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event

from feeds.deliveries.deliverer import LEASE, Deliverer
from feeds.deliveries.dispatcher import Dispatcher
from feeds.deliveries.enqueuing import TargetProgress, enqueue_news, steps
from feeds.deliveries.message import TargetAnswer
from feeds.deliveries.tokens import CONFIRM_WITHIN
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.deliveries import Delivery
from snapshots.errors import PolicywatchError

log = logging.getLogger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Dispatch:
    """Brings what an archive tells to a dispatcher's targets."""

    def __init__(
        self,
        archive: Archive,
        site: Site,
        dispatcher: Dispatcher,
        *,
        now: Callable[[], datetime] = utc_now,
        chance: Callable[[], float] = random.random,
        lease: timedelta = LEASE,
        settled: Callable[[Delivery, TargetAnswer], None] = lambda delivery, answer: None,
    ) -> None:
        """`settled` is called after each attempt."""
        self._archive = archive
        self._site = site
        self._dispatcher = dispatcher
        self._now = now
        self._posted: int | None = None  # the sequence of the journal up to which it was
        self._deliverer = Deliverer(
            archive.outbox,
            dispatcher.send,
            is_known=dispatcher.is_known,
            now=now,
            chance=chance,
            lease=lease,
            settled=settled,
        )

    def begin(self) -> tuple[str, ...]:
        """Make the targets known, so that what is told from now on is theirs, and return the new ones."""
        return self._dispatcher.register()

    def plan(self) -> list[TargetProgress]:
        """Return what would be posted now; writes nothing."""
        return list(steps(self._archive, self._site, self._dispatcher.listeners(), self._now()))

    def post(self) -> int:
        """Write the deliveries of what was told, and return how many; forget who never confirmed."""
        now = self._now()
        self._archive.outbox.forget_unconfirmed(now - CONFIRM_WITHIN)
        return enqueue_news(self._archive, self._site, self._dispatcher.listeners(), now)

    def deliver(self) -> int:
        """Post, send until nothing is due, and return how many attempts that took."""
        self.post()
        return self._deliverer.deliver()

    def send(self, stopped: Event) -> int:
        """Send what was posted until nothing is due, or until stopped, and return how many attempts that took."""
        return self._deliverer.deliver(stopped)

    def enqueue_news(self, publish: Callable[[], object]) -> None:
        """Post where the journal has grown since the last call.

        `publish` is called before, so that the links of news lead somewhere; what can't be published is sent
        nevertheless. What was told before the first call is posted, and taken to be published.
        """
        newest = self._archive.outbox.end(self._now()).notice
        if newest == self._posted:
            return
        if self._posted is not None:
            try:
                publish()
            except PolicywatchError as error:
                log.error("%s", error)
        self.post()
        self._posted = newest
