"""What each job of a worker does, with the functions that the embedded clock uses. Knows neither queue nor thread.

A job may be done twice, or by two workers: what it finds done it leaves alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Protocol

from monitor.queue.queue_state import CAPTURE, CLOCK, DELIVER, JUDGE, PUBLISH
from monitor.running.due_hosts import DueHost, enqueue_due, shared_hosts
from monitor.running.pipeline import Judged
from monitor.running.watch import Watch
from snapshots.archive import Archive
from snapshots.errors import PolicywatchError
from spiders.crawling.process import stopped_by
from spiders.declarations.declaration import Declaration
from spiders.jobs.declared_pages import politeness_towards

log = logging.getLogger(__name__)

SITE, POST = "site", "post"
"""The locks of the jobs of which there is only one at a time in an archive."""

_URGENT, _SOON = 2, 1  # priorities: what is judged goes before what is captured, what is told before both
_LOOK_EVERY = 0.5  # seconds between two looks at whether a shared host is free
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)  # before a judgement is tried again


class JobQueue(Protocol):
    """What jobs need of the queue."""

    def put(
        self, queue: str, *, lock: str, priority: int = 0, after: timedelta | None = None, **arguments: str | int | bool
    ) -> None:
        """Put a job into a queue."""

    def locks(self) -> set[str]:
        """Return the locks of the jobs that wait or are being done."""

    def is_waiting(self, queue: str) -> bool:
        """Return whether a job of a queue waits."""

    def take_up(self) -> int:
        """Let the jobs of workers that are gone be done by others."""

    def is_published(self) -> bool:
        """Return whether a living worker publishes."""


class HostJobs:
    """The jobs over one archive."""

    def __init__(
        self,
        archive: Archive,
        watch: Watch,
        declarations: Sequence[Declaration],
        queue: JobQueue,
        *,
        gap: timedelta | None,
        stopped: Event,
        report: Callable[[Judged], object] = lambda judged: None,
        site: Callable[[], object] = lambda: None,
        send: Callable[[bool], object] = lambda post: None,
        beat: Callable[[], object] = lambda: None,
    ) -> None:
        """`stopped` ends soon what is under way; `report` gets each judged attempt.

        `site` brings the site up to date, `send` sends what waits and, where it is said to, what was told since;
        `beat` is called once a minute.
        """
        self._archive = archive
        self._watch = watch
        self._declarations = declarations
        self._queue = queue
        self._gap = gap
        self._stopped = stopped
        self._report = report
        self._site = site
        self._send = send
        self._beat = beat

    def tick(self, timestamp: int) -> None:
        """Have done what is due: at each host one job, one for the deliveries, and once a minute one for the site."""
        if self._queue.is_waiting(CLOCK):  # this one comes late, and the next does it all
            return
        if taken := self._queue.take_up():
            log.warning("%d jobs of workers that are gone are taken up", taken)
        at_hand = self._queue.locks()

        def enqueue(due: DueHost) -> None:
            if _host_lock(due.host) not in at_hand:
                self._queue.put(CAPTURE, lock=_host_lock(due.host), host=due.host)

        enqueue_due(self._watch.due(), self._watch.hosts, enqueue)
        if POST not in at_hand:
            self._queue.put(DELIVER, lock=POST, priority=_URGENT, post=not self._queue.is_published())
        if timestamp % 60 == 0:
            if SITE not in at_hand:
                self._queue.put(PUBLISH, lock=SITE, priority=_URGENT)
            self._beat()

    def capture(self, host: str) -> None:
        """Look at what is due at a host, keep it, and have it judged."""
        mine = [d for d in self._declarations if self._watch.hosts[d.document.id] == host]
        with self._archive.claim(_host_lock(host)) as is_free:
            if not is_free:  # a worker that was taken for gone is still at it
                log.warning("%s is being looked at already", host)
                return
            for declaration in mine:  # kept by a worker that was killed before it could have it judged
                if self._is_unjudged(declaration.document.id):
                    self._have_judged(declaration.document.id)
            with stopped_by(self._stopped):
                self._rest(mine)
                for attempt in self._watch.capture(mine, self._turn):
                    self._have_judged(attempt.exchange.document_id)
                    if self._stopped.is_set():
                        return
                if linked := [d for d in mine if d.watch_links]:
                    self._watch.check_links(linked)

    def judge(self, document: str, tries: int = 0) -> None:
        """Judge what was kept of a document; where that fails it is tried again, ever later."""
        told = False
        try:
            for judged in self._watch.judge(document):
                self._report(judged)
                told = told or bool(judged.notices)
        except BaseException:
            wait = min(_FIRST_WAIT * 2 ** min(tries, 12), _LONGEST_WAIT)
            self._have_judged(document, after=wait, tries=tries + 1)
            raise
        finally:
            if told:
                self._queue.put(PUBLISH, lock=SITE, priority=_URGENT)

    def publish(self) -> None:
        """Bring the site up to date, then have sent what was told; where it can't be, that is sent all the same."""
        try:
            self._site()
        finally:
            self._queue.put(DELIVER, lock=POST, priority=_URGENT, post=True)

    def deliver(self, *, post: bool) -> None:
        """Send what is to be sent; `post` says that what was told since is to be, too: its pages stand on the site."""
        self._send(post)

    def _have_judged(self, document_id: str, *, after: timedelta | None = None, tries: int = 0) -> None:
        lock = f"document {document_id}"
        self._queue.put(JUDGE, lock=lock, priority=_SOON, after=after, document=document_id, tries=tries)

    def _is_unjudged(self, document_id: str) -> bool:
        last = self._archive.last_attempt(document_id)
        return last is not None and last.sequence > self._archive.progress(document_id).judged_attempt

    def _rest(self, mine: Sequence[Declaration]) -> None:
        """Wait until a host may be asked again after its last job, whichever worker did that."""
        asked = [last.exchange.captured_at for d in mine if (last := self._archive.last_attempt(d.document.id))]
        if asked:
            since = datetime.now(UTC) - max(asked)
            self._stopped.wait(max(0.0, (self._gap_towards(mine) - max(since, timedelta())).total_seconds()))

    def _gap_towards(self, mine: Sequence[Declaration]) -> timedelta:
        urls = [url for declaration in mine for url in declaration.addresses]
        return timedelta(seconds=politeness_towards(urls, self._gap).delay_seconds)

    @contextmanager
    def _turn(self, channel: str, declarations: Sequence[Declaration]) -> Iterator[None]:
        """Wait until no other worker asks an archive that many documents are looked for in."""
        shared = shared_hosts(declarations, channel)
        with ExitStack() as turns:
            for host in shared:
                while not turns.enter_context(self._archive.claim(_host_lock(host))):
                    if self._stopped.wait(_LOOK_EVERY):
                        break
            yield
            if shared:
                self._stopped.wait(self._gap_towards(declarations).total_seconds())


def told_of(error: BaseException) -> str:
    """Return what a fault of a job is told as; the text of one that nobody knows may hold anything, a secret too."""
    return str(error) if isinstance(error, PolicywatchError) else f"a fault of the program: {type(error).__name__}"


def _host_lock(host: str) -> str:
    return f"host {host}"
