"""A process of its own for each run of fetching: Scrapy's event loop never meets the program's. Keeps nothing.

It fetches at the pace of the hosts, however long the program takes over what it has fetched already.

A run that dies is told as one failure for each page it still owed; one that is stopped tells nothing of those. It
ends with the process that started it, however that ends: it holds the other end of its standard input.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from snapshots.codec import decode, encode
from snapshots.records import Outcome
from spiders.crawling.fetchers import Fetcher, take_fetcher
from spiders.crawling.reading_ahead import read_ahead
from spiders.crawling.unasked import failure_unasked
from spiders.jobs.declared_pages import politeness_towards, require_contact, user_agent
from spiders.jobs.job import Job, JobPage, JobResult, Politeness
from spiders.jobs.spared_hosts import SparedHosts

log = logging.getLogger(__name__)

_STOPPED: ContextVar[Event | None] = ContextVar("stopped", default=None)
_GAP: ContextVar[timedelta | None] = ContextVar("gap", default=None)
_SPARED: ContextVar[SparedHosts | None] = ContextVar("spared", default=None)
_LOOK_EVERY = 0.5  # seconds between two looks at whether to stop


@contextmanager
def stopped_by(stopped: Event) -> Iterator[None]:
    """Let what is fetched within end soon once an event is set, be a page as slow as it likes."""
    token = _STOPPED.set(stopped)
    try:
        yield
    finally:
        _STOPPED.reset(token)


@contextmanager
def sparing_hosts(gap: timedelta | None, spared: SparedHosts | None = None) -> Iterator[None]:
    """Let what is fetched within ask a host so seldom, on private networks too; as seldom as ever where it is None.

    Hosts that `spared` knows as asked just now rest first, and those that are asked within are noted in it.
    """
    tokens = _GAP.set(gap), _SPARED.set(spared)
    try:
        yield
    finally:
        _GAP.reset(tokens[0])
        _SPARED.reset(tokens[1])


def run_job(
    spider: str,
    pages: tuple[JobPage, ...],
    *,
    channel: str,
    asked: Sequence[str],
    contact: str,
    politeness: Politeness | None = None,
    browser: str = "",
) -> Iterator[JobResult]:
    """Fetch pages with a spider, given by the path of its class; yield the results as they come.

    Each page gets at least one, the last of them without `more`. `asked` are the addresses that decide whether a
    contact is needed and how hosts are spared.
    Raises `ContactMissing` before anything is asked, and `CaptureToolError` where the process can't start or the disk
    has no room for what waits to be taken.
    """
    require_contact(contact, asked)
    if not pages:
        return
    spared = _SPARED.get() or SparedHosts()
    politeness = politeness or politeness_towards(asked, _GAP.get())
    politeness = replace(politeness, resting=spared.resting(politeness.delay_seconds))
    job = Job(spider=spider, user_agent=user_agent(contact), pages=pages, politeness=politeness, browser=browser)
    with closing(_run(job, channel)) as items:
        for item in items:
            spared.note(item.result.exchange)
            yield item


def _run(job: Job, channel: str) -> Generator[JobResult, None, None]:
    owed = {page.key: page for page in job.pages}
    started_at = datetime.now(UTC)
    stopped = _STOPPED.get() or Event()
    if stopped.is_set():
        return
    fetcher = take_fetcher()
    try:
        with read_ahead(fetcher.says) as said, _ending(fetcher, stopped):
            yield from _results(fetcher, job, said, owed, stopped)
        if stopped.is_set():
            return
        status, lines = fetcher.wait(), fetcher.log_lines()
    finally:
        fetcher.close()
    for line in lines:
        log.debug("fetching process: %s", line)
    last = f": {lines[-1][:200]}" if lines else ""
    for page in owed.values():
        detail = f"the fetching process ended early (status {status}){last}"
        yield JobResult.of(page.key, failure_unasked(page, channel, Outcome.UNREACHABLE, detail, started_at))


def _results(
    fetcher: Fetcher, job: Job, said: Iterator[bytes], owed: dict[str, JobPage], stopped: Event
) -> Iterator[JobResult]:
    try:
        fetcher.give(encode(job) + b"\n")
    except BrokenPipeError:
        log.warning("the fetching process ended before it took its job")
    for line in said:
        if stopped.is_set():
            return
        item = decode(JobResult, line)
        if item.key in owed:
            if not item.more:
                del owed[item.key]
            yield item
    fetcher.wait()


@contextmanager
def _ending(fetcher: Fetcher, stopped: Event) -> Iterator[None]:
    """Let a process end with the block, or before it where it is stopped."""
    done = Event()

    def watch() -> None:
        while not done.wait(_LOOK_EVERY):
            if stopped.is_set():
                fetcher.kill()
                return

    watcher = Thread(target=watch, name="end of fetching", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        fetcher.kill()
        watcher.join()
