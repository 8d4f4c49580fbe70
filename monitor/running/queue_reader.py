"""How the workers of an archive stand, for those who are no workers themselves. Puts nothing into the queue."""

from __future__ import annotations

from threading import Lock

from monitor.queue.queue_state import QueueState
from monitor.queue.work_queue import WorkQueue, open_queue
from snapshots.errors import ArchiveError
from snapshots.sql.postgres_address import PostgresAddress


class QueueReader:
    """Asks the queue of an archive again and again; shared between threads."""

    def __init__(self, address: PostgresAddress | None) -> None:
        """`address` is None where the archive lies in a folder, and has no workers."""
        self._address = address
        self._queue: WorkQueue | None = None
        self._opening = Lock()

    def read(self) -> QueueState | None:
        """Return how workers and queues stand, None where no worker ever was or the server can't be asked."""
        if self._address is None:
            return None
        try:
            with self._opening:
                self._queue = self._queue or open_queue(self._address)
            return self._queue.state() if self._queue else None
        except ArchiveError:  # who asks for the archive itself is told
            return None

    def close(self) -> None:
        """Let go of the connections."""
        if self._queue:
            self._queue.close()


def queue_lines(state: QueueState | None) -> list[str]:
    """Return how workers and queues stand, in lines for people."""
    if state is None:
        return []
    alive = [worker for worker in state.workers if not worker.is_silent]
    at_once = sum(worker.concurrency for worker in alive)
    lines = [f"workers: {len(alive)}, which do up to {at_once} jobs at a time"]
    for queue in state.queues:
        if queue.waiting or queue.doing:
            since = f", the oldest since {queue.oldest_at:%Y-%m-%d %H:%M:%S} UTC" if queue.oldest_at else ""
            lines.append(f"  queue {queue.name}: {queue.doing} under way, {queue.waiting} waiting{since}")
    lines += [f"  {worker.name}: {worker.faults} faults, the last: {worker.fault}" for worker in alive if worker.faults]
    return [*lines, *(f"WORKERS: {problem}" for problem in state.problems)]
