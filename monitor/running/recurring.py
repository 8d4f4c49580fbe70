"""The recurring work of a process: named jobs on one scheduler, each alone and at its own pace.

What is due stands in the archive. A job that comes late (sleep, a long crawl) runs once and takes up all that
fell due meanwhile. The scheduler plans by the clock of the wall; where that is set, every job is planned anew, so
that no wrong time stops one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Thread
from time import monotonic, time

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from monitor.running.pulse import JobPulse
from snapshots.archive import Archive
from snapshots.errors import PolicywatchError

log = logging.getLogger(__name__)

AFTER_A_FAULT = timedelta(seconds=10)
"""How long a job rests after a full disk, an archive that is busy, or a fault of the program."""

PATIENCE = timedelta(minutes=30)
"""How long a run of a job may take before it is said to hang, where the job says nothing else."""

LATE = timedelta(minutes=5)
"""How long after its time a job may begin before it is said to be late: nothing plans it any more."""

_LONGEST_FAULT = 300  # characters of one that are kept
_THREADS = 10  # more than there are jobs, so that none waits for one
_LOOK_AT_CLOCK = 1.0  # seconds between two looks at whether the clock was set
_SET = 2.0  # seconds by which it then differs


@dataclass(slots=True, kw_only=True)
class _Job:
    name: str
    work: Callable[[], object]
    every: timedelta
    patience: timedelta
    is_hastened: bool = False  # while it runs: it is to run again at once
    began: float | None = None  # by `monotonic`, None while it rests
    began_at: datetime | None = None
    ended_at: datetime | None = None  # of the last run without a fault
    ended_from: tuple[float, datetime] | None = None  # when that run began, by `monotonic` and by the wall
    rests_since: float | None = None  # by `monotonic`, None before the start
    faults: int = 0  # in a row
    fault: str = ""


class RecurringWork:
    """Jobs by name, run until stopped. One that takes long looks at `stopped`, and ends early once it is set.

    No exception ends a job: it is logged, counted and told by `pulses`, and the job is done again.
    """

    def __init__(self, *, after_a_fault: timedelta = AFTER_A_FAULT) -> None:
        self.stopped = Event()
        self._after_a_fault = after_a_fault
        self._jobs: dict[str, _Job] = {}
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(_THREADS)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": self._threads},
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
        )
        self._clock = Thread(target=self._watch_clock, name="clock", daemon=True)

    def add(self, name: str, work: Callable[[], object], *, every: timedelta, patience: timedelta = PATIENCE) -> None:
        """Have a job done at the start and each so often from then on; one that takes longer than `patience` hangs."""
        self._jobs[name] = _Job(name=name, work=work, every=every, patience=patience)

    def hasten(self, name: str) -> None:
        """Have a job done now, or as soon as its present run has ended."""
        if job := self._jobs.get(name):
            with self._lock:
                job.is_hastened = job.began is not None
            if not job.is_hastened:
                self._next(name, timedelta())

    def start(self) -> None:
        """Begin; returns at once."""
        now = datetime.now(UTC)
        for job in self._jobs.values():
            job.rests_since = monotonic()
            seconds = job.every.total_seconds()
            self._scheduler.add_job(self._do, "interval", args=(job,), seconds=seconds, id=job.name, next_run_time=now)
        self._scheduler.start()
        self._clock.start()

    def stop(self) -> None:
        """End, after what is being done: the page that is judged, the message that is sent."""
        self.stopped.set()
        if self._scheduler.running:
            # It would wait with its locks held, and what is being done may need them.
            self._scheduler.shutdown(wait=False)
        self._threads.shutdown(wait=True)

    def pulses(self) -> tuple[JobPulse, ...]:
        """Return how each job stands."""
        with self._lock:
            return tuple(map(_pulse_of, self._jobs.values()))

    def problems(self) -> list[str]:
        """Return what is wrong with the jobs, one line each."""
        return [job.problem for job in self.pulses() if job.problem]

    def _do(self, job: _Job) -> None:
        """Do a job once, and plan its next run where that is not the usual one."""
        with self._lock:
            job.began, job.began_at = monotonic(), datetime.now(UTC)
        fault = ""
        try:
            job.work()
        except PolicywatchError as error:
            fault = str(error)
            log.error("%s", error)
        # A boundary: whatever ends one run of a job, be it a call to exit, must not end the job in silence.
        except BaseException as error:
            fault = f"a fault of the program: {type(error).__name__}"
            log.error("the job %s failed by a fault of the program", job.name, exc_info=error)
        with self._lock:
            if not fault and job.began is not None and job.began_at is not None:
                job.ended_at, job.ended_from = datetime.now(UTC), (job.began, job.began_at)
            job.began, job.rests_since = None, monotonic()
            job.faults, job.fault = (job.faults + 1, fault[:_LONGEST_FAULT]) if fault else (0, "")
            is_hastened, job.is_hastened = job.is_hastened, False
        if (fault or is_hastened) and not self.stopped.is_set():
            wait = self._after_a_fault if fault else timedelta()
            # By a job of its own: the scheduler may still be planning one that ends at once, and overwrite this.
            with suppress(RuntimeError):  # the threads were shut down meanwhile
                self._scheduler.add_job(self._next, args=(job.name, wait))

    def _next(self, name: str, wait: timedelta) -> None:
        with suppress(JobLookupError):  # not begun yet, or stopped meanwhile
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC) + wait)

    def _watch_clock(self) -> None:
        """Plan every job anew where the clock was set: set back, it would let them wait for what is far away."""
        offset = time() - monotonic()
        while not self.stopped.wait(_LOOK_AT_CLOCK):
            now = time() - monotonic()
            if abs(now - offset) > _SET:
                log.warning("the clock was set by %+.0f s; every job is planned anew", now - offset)
                for name in self._jobs:
                    self._next(name, timedelta())
            offset = now


def _pulse_of(job: _Job) -> JobPulse:
    return JobPulse(
        name=job.name,
        began_at=job.began_at,
        ended_at=job.ended_at,
        ended_from=_by_the_present_clock(*job.ended_from) if job.ended_from else None,
        faults=job.faults,
        fault=job.fault,
        is_hanging=job.began is not None and monotonic() - job.began > job.patience.total_seconds(),
        is_late=_is_late(job),
    )


def _by_the_present_clock(moment: float, at: datetime) -> datetime:
    """Return when something happened as the clock of the wall now counts, from both clocks as they stood then.

    Where the wall's was set back, what it said then would lie ahead; the other one stands still while a machine sleeps.
    """
    return min(at, datetime.now(UTC) - timedelta(seconds=monotonic() - moment))


def _is_late(job: _Job) -> bool:
    """Whether a job rests for longer than its pace allows: what plans it has ended, and no run is there to fail."""
    if job.began is not None or job.rests_since is None:
        return False
    return monotonic() - job.rests_since > (job.every + LATE).total_seconds()


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
