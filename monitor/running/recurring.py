"""The recurring work of a process: named jobs on one scheduler, each alone and at its own pace.

What is due stands in the archive. A job that comes late (sleep, a long crawl) runs once and takes up all that
fell due meanwhile; runs that were missed are not made up for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Event, Lock
from typing import TYPE_CHECKING

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from feeds.deliveries.dispatch import Dispatch
from monitor.running.log_timestamps import sign_if_due
from monitor.running.pipeline import Judged
from monitor.running.watch import Watch
from snapshots.archive import Archive
from snapshots.errors import PolicywatchError
from spiders.crawling.process import stopped_by

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

log = logging.getLogger(__name__)

AFTER_A_FAULT = timedelta(seconds=10)
"""How long a job rests after a full disk, or an archive that is busy."""

_JOBS = 10  # more than there are, so that none waits for a thread


class RecurringWork:
    """Jobs by name, run until stopped. One that takes long looks at `stopped`, and ends early once it is set."""

    def __init__(
        self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC), after_a_fault: timedelta = AFTER_A_FAULT
    ) -> None:
        """`now` says when jobs are due for the first time; the scheduler keeps its own time."""
        self.stopped = Event()
        self._now = now
        self._after_a_fault = after_a_fault
        self._threads = ThreadPoolExecutor(_JOBS)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": self._threads},
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
        )
        self._scheduler.add_listener(self._report, EVENT_JOB_ERROR)

    def add(self, name: str, work: Callable[[], object], *, every: timedelta) -> None:
        """Have a job done at the start and each so often from then on."""
        self._scheduler.add_job(work, "interval", seconds=every.total_seconds(), id=name, next_run_time=self._now())

    def hasten(self, name: str) -> None:
        """Have a job done now, or as soon as its present run has ended."""
        self._next(name, timedelta())

    def start(self) -> None:
        """Begin; returns at once."""
        self._scheduler.start()

    def stop(self) -> None:
        """End, after what is being done: the page that is judged, the message that is sent."""
        self.stopped.set()
        if self._scheduler.running:
            # It would wait with its locks held, and what is being done may need them.
            self._scheduler.shutdown(wait=False)
        self._threads.shutdown(wait=True)

    def _report(self, event: JobExecutionEvent) -> None:
        """Tell of a job that failed. It is done again: a disk may have room again, an archive be free."""
        if isinstance(event.exception, PolicywatchError):
            log.error("%s", event.exception)
        else:
            log.error("the job %s failed by a fault of the program", event.job_id, exc_info=event.exception)
        # By a job of its own: the scheduler may still be planning one that fails at once, and overwrite this.
        self._scheduler.add_job(self._next, args=(event.job_id, self._after_a_fault))

    def _next(self, name: str, wait: timedelta) -> None:
        with suppress(JobLookupError):  # stopped meanwhile
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC) + wait)


class SiteFollower:
    """Publishes again whenever something was written to an archive, by whichever process."""

    def __init__(self, archive: Archive, publish: Callable[[], object]) -> None:
        self._archive = archive
        self._publish = publish
        self._published = ""
        self._alone = Lock()

    def publish(self) -> None:
        """Publish if there is something new; one thread at a time."""
        with self._alone:
            state = self._archive.state()
            if state != self._published:
                self._publish()
                self._published = state


def add_looks(work: RecurringWork, watch: Watch, report: Callable[[Judged], object]) -> None:
    """Add the looks at documents and at what their watched links lead to; `report` gets each judged attempt.

    A second look is due like any other: the first one sets its time.
    """

    def look() -> None:
        due = watch.due()
        with stopped_by(work.stopped):
            for judged in watch.check(due):
                report(judged)
                if work.stopped.is_set():
                    return
        if due:
            work.hasten("site")

    def look_at_links() -> None:
        with stopped_by(work.stopped):
            watch.check_links()

    work.add("looks", look, every=timedelta(minutes=1))
    work.add("links", look_at_links, every=timedelta(minutes=15))


def add_publishing(work: RecurringWork, follower: SiteFollower, *, every: timedelta) -> None:
    """Add the rebuilding of the site."""
    work.add("site", follower.publish, every=every)


def add_deliveries(work: RecurringWork, dispatch: Dispatch, publish: Callable[[], object]) -> None:
    """Add what brings news to targets; `publish` makes the links of news lead somewhere before it is sent."""
    work.add("news", lambda: dispatch.enqueue_news(publish), every=timedelta(seconds=1))
    work.add("digests", dispatch.post, every=timedelta(minutes=1))
    work.add("deliveries", lambda: dispatch.send(work.stopped), every=timedelta(seconds=1))


def add_timestamps(work: RecurringWork, archive: Archive, authority: str, roots: Sequence[Certificate]) -> None:
    """Add the signing of the log, once a day."""
    work.add("timestamps", lambda: sign_if_due(archive, authority, roots), every=timedelta(minutes=15))
