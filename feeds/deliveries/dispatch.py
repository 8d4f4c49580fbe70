"""Enqueuing and delivering put together, as the product runs them. Starts no thread."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event

from feeds.deliveries.deliverer import LEASE, Deliverer
from feeds.deliveries.dispatcher import Dispatcher
from feeds.deliveries.enqueuing import TargetProgress, post_news, steps
from feeds.deliveries.message import TargetAnswer
from feeds.deliveries.tokens import CONFIRM_WITHIN
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.deliveries import Delivery
from snapshots.errors import PolicywatchError

log = logging.getLogger(__name__)

_AFTER_A_FAULT = 10.0  # seconds until work goes on after a full disk, or an archive that another process holds


def utc_now() -> datetime:
    return datetime.now(UTC)


class Dispatch:
    """Brings what an archive tells to an office's targets."""

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
        self._quiet_until: tuple[int, datetime] | None = None
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
        return post_news(self._archive, self._site, self._dispatcher.listeners(), now)

    def deliver(self) -> int:
        """Post, send until nothing is due, and return how many attempts that took."""
        self.post()
        return self._deliverer.deliver()

    def run(self, stopped: Event, *, seconds: float = 1.0, publish: Callable[[], object] = lambda: None) -> None:
        """Deliver what is told, as it is told, until stopped.

        `publish` is called when something was told and before it is sent, so that its links lead somewhere; what can't
        be published is sent nevertheless.
        """
        while not stopped.is_set():
            try:
                self._deliverer.run(stopped, lambda: self._post_news_alone(publish), seconds=seconds)
            except PolicywatchError as error:
                log.error("%s", error)
                stopped.wait(_AFTER_A_FAULT)

    def _post_news_alone(self, publish: Callable[[], object]) -> None:
        """Post where the journal has grown or a minute has gone by: digests end by the clock."""
        now = self._now()
        newest = self._archive.outbox.end(now).notice
        is_news = self._quiet_until is not None and newest != self._quiet_until[0]
        if is_news:
            try:
                publish()
            except PolicywatchError as error:
                log.error("%s", error)
        if is_news or self._quiet_until is None or now >= self._quiet_until[1]:
            self.post()
            self._quiet_until = (newest, now + timedelta(minutes=1))
