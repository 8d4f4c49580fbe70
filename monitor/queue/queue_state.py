"""How the workers of an archive and their queues stand at one moment. Reads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from snapshots.frozen_class import frozen

CAPTURE, JUDGE, PUBLISH, DELIVER = QUEUES = ("capture", "judge", "publish", "deliver")
"""The queues that a worker may take jobs from."""

CLOCK = "clock"
"""The queue of the one job that has the others made; every worker takes from it."""

TOO_LONG = timedelta(minutes=30)
"""How long a job may wait until somebody should look why."""


@frozen
class WorkerState:
    """One worker."""

    name: str  # machine and process id
    queues: tuple[str, ...]
    concurrency: int
    jobs: int  # that it is at
    started_at: datetime
    renewed_at: datetime  # when it last gave a sign of life
    is_silent: bool  # its lease has ended: others take its jobs up
    faults: int  # since it was started
    fault: str  # the last one, "" for none

    @property
    def problem(self) -> str:
        """Return what is wrong with it, in a line that anybody may read; "" for nothing."""
        if not self.is_silent:
            return ""
        return f"the worker {self.name} gave no sign of life since {self.renewed_at:%Y-%m-%d %H:%M} UTC"


@frozen
class QueueLength:
    """One queue."""

    name: str
    waiting: int  # jobs that nobody is at
    doing: int
    oldest_at: datetime | None  # since when the oldest of those that wait could be begun


@frozen
class QueueState:
    """All workers and queues."""

    at: datetime
    workers: tuple[WorkerState, ...]  # those that began first before
    queues: tuple[QueueLength, ...]  # in the order of `QUEUES`

    @property
    def problems(self) -> Iterator[str]:
        """Yield what is wrong, one line each."""
        yield from (worker.problem for worker in self.workers if worker.problem)
        taken = {name for worker in self.workers if not worker.is_silent for name in worker.queues}
        for queue in self.queues:
            if queue.name not in taken and queue.waiting:
                yield f"no worker takes jobs from the queue {queue.name}, where {queue.waiting} wait"
            elif queue.oldest_at and self.at - queue.oldest_at > TOO_LONG:
                yield f"a job in the queue {queue.name} waits since {queue.oldest_at:%Y-%m-%d %H:%M} UTC"
