"""A worker: takes jobs from the queue with procrastinate, some at a time, until it is told to end.

It outlives the server: where that starts again, or its lease ended, the worker registers anew.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from monitor.queue.queue_state import CAPTURE, CLOCK, DELIVER, JUDGE, PUBLISH
from monitor.queue.work_queue import WorkQueue
from monitor.workers.host_jobs import HostJobs, told_of
from monitor.workers.lease import Lease
from monitor.workers.registry import LeasedWorkers
from snapshots.errors import ArchiveError, PolicywatchError

log = logging.getLogger(__name__)

FINISH_WITHIN = timedelta(seconds=45)
"""How long the job at hand may go on once a worker is told to end; then it stops after the page it is at."""

_TICKS = "* * * * * */10"  # of the clock, as cron writes it with seconds at the end
_AGAIN = 2.0  # seconds until a worker that lost the server comes back
_POLLED = 2.0  # seconds between two looks for jobs, where no word of them comes
_CONNECTIONS = 3  # of the part that takes jobs


def _tell_unheard(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say in a line what nobody waited for: a job's end that a lost server didn't take is taken up with its lease."""
    error = context.get("exception")
    if isinstance(error, (ConnectorException, psycopg.Error)):
        log.warning("the queue did not take the end of a job: %s", " ".join(str(error).split()))
    else:
        loop.default_exception_handler(context)


class Worker:
    """One process that works."""

    def __init__(
        self,
        queue: WorkQueue,
        jobs: HostJobs,
        *,
        queues: Sequence[str],
        concurrency: int,
        lease: timedelta,
        hurried: Event,
    ) -> None:
        """`hurried` is set where jobs have to end soon."""
        self._queue = queue
        self._jobs = jobs
        self._queues = tuple(queues)
        self._concurrency = concurrency
        self._length = lease
        self._hurried = hurried
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="job")
        self._is_told_to_end = False
        self._is_leaving = False
        self._lease: Lease | None = None
        self._run: asyncio.Task[None] | None = None

    def work(self) -> None:
        """Work until told to end by SIGINT or SIGTERM, and return once the job at hand is done."""
        asyncio.run(self._work())

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_tell_unheard)
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, self._end)
        while not self._is_told_to_end:
            self._is_leaving = False
            self._run = asyncio.ensure_future(self._take_jobs())
            try:
                await self._run
            except asyncio.CancelledError:
                log.debug("the worker was stopped")
            except (ConnectorException, psycopg.Error) as error:
                log.warning("the worker lost the queue, and comes back: %s", " ".join(str(error).split()))
            if not self._is_told_to_end:
                self._hurried.clear()
                await asyncio.sleep(_AGAIN)

    async def _take_jobs(self) -> None:
        """Take jobs until told to end, or until the server is lost."""
        loop = asyncio.get_running_loop()
        lease = self._lease = Lease(self._queue, self._length, lambda: loop.call_soon_threadsafe(self._leave))
        connector = PsycopgConnector(
            conninfo=self._queue.connection_string, min_size=1, max_size=_CONNECTIONS, name="jobs"
        )
        app = App(connector=connector)
        app.job_manager = LeasedWorkers(connector, lease, queues=self._queues, concurrency=self._concurrency)
        self._add_tasks(app)
        try:
            async with app.open_async():
                await app.run_worker_async(
                    queues=[*self._queues, CLOCK],
                    concurrency=self._concurrency,
                    name=lease.name,
                    fetch_job_polling_interval=_POLLED,
                    delete_jobs="always",
                    install_signal_handlers=False,
                )
        finally:
            lease.stop()

    def _add_tasks(self, app: App) -> None:
        """Tell procrastinate the jobs by name; each is done in a thread of its own."""

        async def tick(timestamp: int) -> None:
            await self._done(partial(self._jobs.tick, timestamp))

        async def capture(host: str) -> None:
            await self._done(partial(self._jobs.capture, host))

        async def judge(document: str, tries: int = 0) -> None:
            await self._done(partial(self._jobs.judge, document, tries))

        async def publish() -> None:
            await self._done(self._jobs.publish)

        async def deliver(post: bool) -> None:
            await self._done(partial(self._jobs.deliver, post=post))

        app.periodic(cron=_TICKS)(app.task(name=CLOCK, queue=CLOCK, lock=CLOCK, priority=3)(tick))
        for name, task in ((CAPTURE, capture), (JUDGE, judge), (PUBLISH, publish), (DELIVER, deliver)):
            app.task(name=name, queue=name)(task)

    async def _done(self, job: Callable[[], None]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._threads, self._guarded, job)

    def _guarded(self, job: Callable[[], None]) -> None:
        """Do a job; whatever goes wrong in it is logged and kept for whoever looks, and ends no worker."""
        try:
            job()
        except PolicywatchError as error:
            log.error("%s", error)
            self._note(error)
        except Exception as error:
            log.error("a job failed by a fault of the program", exc_info=error)
            self._note(error)

    def _note(self, error: Exception) -> None:
        try:
            if self._lease:
                self._queue.note_fault(self._lease.process, told_of(error)[:300])
        except ArchiveError:
            log.debug("the fault could not be kept either")

    def _end(self) -> None:
        """End after the job at hand."""
        if not self._is_told_to_end:
            asyncio.get_running_loop().call_later(FINISH_WITHIN.total_seconds(), self._hurried.set)
        self._is_told_to_end = True
        self._stop_taking()

    def _leave(self) -> None:
        """Leave the jobs at hand to others, and begin anew."""
        self._hurried.set()
        self._stop_taking()

    def _stop_taking(self) -> None:
        if self._run and not self._is_leaving:  # a second time would end the jobs at hand, too
            self._is_leaving = True
            self._run.cancel()
