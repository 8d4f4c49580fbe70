"""The one-process schedule: looks at what is due, each minute, until stopped. Due times live in the archive.

A tick that comes late (sleep, a long crawl) looks at everything that fell due meanwhile, once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from monitor.pipeline import Judged
from monitor.watch import Watch
from snapshots.errors import PolicywatchError

log = logging.getLogger(__name__)


class Clock:
    """Ticks until stopped; `told` gets each judged attempt, `looked` is called after a pass that looked at any."""

    def __init__(
        self, watch: Watch, *, told: Callable[[Judged], None], looked: Callable[[], None], seconds: float = 60
    ) -> None:
        self._watch = watch
        self._told = told
        self._looked = looked
        self._scheduler = BackgroundScheduler(timezone=UTC)
        # One tick at a time, and none to catch up for: what is due is in the archive.
        self._scheduler.add_job(
            self._tick,
            "interval",
            seconds=seconds,
            next_run_time=datetime.now(UTC),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """End after the page that is being judged."""
        self._scheduler.shutdown(wait=False)

    def _tick(self) -> None:
        try:
            due = self._watch.due()
            for judged in self._watch.check(due):
                self._told(judged)
            if due:
                self._looked()
        except PolicywatchError as error:  # a full disk or a busy archive: the next tick tries again
            log.error("%s", error)
