"""The recurring work of a process: named jobs, each in a thread of its own, alone and at its own pace.

What is due stands in the archive. A job that comes late (sleep, a long crawl) runs once and takes up all that
fell due meanwhile. Pauses are measured by a clock that nobody sets, so that no wrong time stops a job.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Thread
from time import monotonic

from monitor.running.pulse import JobPulse
from snapshots.archive import Archive
from snapshots.errors import PolicywatchError

log = logging.getLogger(__name__)

AFTER_A_FAULT = timedelta(seconds=10)
"""How long a job rests after a full disk, an archive that is busy, or a fault of the program."""

PATIENCE = timedelta(minutes=30)
"""How long a run of a job may take before it is said to hang, where the job says nothing else."""

_LONGEST_FAULT = 300  # characters of one that are kept


@dataclass(slots=True, kw_only=True)
class _Job:
    name: str
    work: Callable[[], object]
    every: timedelta
    patience: timedelta
    woken: Event = field(default_factory=Event)
    began: float | None = None  # by `monotonic`, None while it rests
    began_at: datetime | None = None
    ended_at: datetime | None = None  # of the last run without a fault
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
        self._threads: list[Thread] = []
        self._lock = Lock()

    def add(self, name: str, work: Callable[[], object], *, every: timedelta, patience: timedelta = PATIENCE) -> None:
        """Have a job done at the start and so long after each end; one that takes longer than `patience` hangs."""
        self._jobs[name] = _Job(name=name, work=work, every=every, patience=patience)

    def hasten(self, name: str) -> None:
        """Have a job done now, or as soon as its present run has ended."""
        if job := self._jobs.get(name):
            job.woken.set()

    def start(self) -> None:
        """Begin; returns at once."""
        for job in self._jobs.values():
            thread = Thread(target=self._keep_doing, args=(job,), name=job.name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """End, after what is being done: the page that is judged, the message that is sent."""
        self.stopped.set()
        for job in self._jobs.values():
            job.woken.set()
        for thread in self._threads:
            thread.join()

    def pulses(self) -> tuple[JobPulse, ...]:
        """Return how each job stands."""
        with self._lock:
            return tuple(map(_pulse_of, self._jobs.values()))

    def _keep_doing(self, job: _Job) -> None:
        while not self.stopped.is_set():
            job.woken.clear()
            wait = job.every if self._do(job) else self._after_a_fault
            job.woken.wait(wait.total_seconds())

    def _do(self, job: _Job) -> bool:
        """Do a job once; return whether it ended without a fault."""
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
            job.began = None
            job.faults, job.fault = (job.faults + 1, fault[:_LONGEST_FAULT]) if fault else (0, "")
            job.ended_at = job.ended_at if fault else datetime.now(UTC)
        return not fault


def _pulse_of(job: _Job) -> JobPulse:
    return JobPulse(
        name=job.name,
        began_at=job.began_at,
        ended_at=job.ended_at,
        faults=job.faults,
        fault=job.fault,
        is_hanging=job.began is not None and monotonic() - job.began > job.patience.total_seconds(),
    )


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
