"""Which jobs the product's processes do again and again, and how often. Does none of them itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from feeds.deliveries.dispatch import Dispatch
from monitor.running.due_hosts import DueHost, enqueue_due
from monitor.running.log_timestamps import sign_if_due
from monitor.running.pipeline import Judged
from monitor.running.recurring import RecurringWork, SiteFollower
from monitor.running.watch import Watch
from snapshots.archive import Archive
from spiders.crawling.process import stopped_by

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from monitor.running.witnessing import Witnessing

LOOKS = "looks"
"""The job that looks at documents; a process without it does not watch."""

A_ROUND = timedelta(hours=3)
"""How long a round of looks at many slow pages may take, or one over all files of a large site."""


def add_looks(
    work: RecurringWork,
    watch: Watch,
    report: Callable[[Judged], object],
    after_round: Callable[[], object] = lambda: None,
) -> None:
    """Add the looks at documents and at what their watched links lead to; `report` gets each judged attempt.

    A second look is due like any other: the first one sets its time. `after_round` is called after each round of
    looks that came to its end.
    """

    def look() -> None:
        due: list[DueHost] = []
        enqueue_due(watch.due(), watch.hosts, due.append)
        with stopped_by(work.stopped):
            for judged in watch.check([declaration for host in due for declaration in host.declarations]):
                report(judged)
                if work.stopped.is_set():
                    return
        if due:
            work.hasten("site")
        if not work.stopped.is_set():
            after_round()

    def look_at_links() -> None:
        with stopped_by(work.stopped):
            watch.check_links()

    work.add(LOOKS, look, every=timedelta(minutes=1), patience=A_ROUND)
    work.add("links", look_at_links, every=timedelta(minutes=15), patience=A_ROUND)


def add_publishing(work: RecurringWork, follower: SiteFollower, *, every: timedelta) -> None:
    """Add the rebuilding of the site."""
    work.add("site", follower.publish, every=every, patience=A_ROUND)


def add_deliveries(work: RecurringWork, dispatch: Dispatch, publish: Callable[[], object]) -> None:
    """Add what brings news to targets; `publish` makes the links of news lead somewhere before it is sent."""
    work.add("news", lambda: dispatch.enqueue_news(publish), every=timedelta(seconds=1), patience=A_ROUND)
    work.add("digests", dispatch.post, every=timedelta(minutes=1))
    work.add("deliveries", lambda: dispatch.send(work.stopped), every=timedelta(seconds=1))


def add_witnesses(work: RecurringWork, witnessing: Witnessing) -> None:
    """Add the asking of independent archives to keep what was seen."""

    def witness() -> None:
        witnessing.post()
        witnessing.send(work.stopped)

    work.add("witnesses", witness, every=timedelta(seconds=10), patience=A_ROUND)


def add_timestamps(work: RecurringWork, archive: Archive, authority: str, roots: Sequence[Certificate]) -> None:
    """Add the signing of the log, once a day."""
    work.add("timestamps", lambda: sign_if_due(archive, authority, roots), every=timedelta(minutes=15))


def add_calendars(work: RecurringWork, archive: Archive, calendars: Sequence[str]) -> None:
    """Add the stamping of the log by calendars, once a day, and the asking for what became of it."""

    def stamp() -> None:
        from monitor.running.calendar_stamps import stamp_if_due

        stamp_if_due(archive, calendars)

    work.add("calendars", stamp, every=timedelta(minutes=30))
