"""The queue as processes use it: they put jobs into it, renew leases, take up what was left, ask how it stands.

Which job does what is not known here. procrastinate keeps the jobs. Two things of it are not used: its `queueing_lock`,
which strands rows that are tried again, and its sweep, which forgets the jobs of workers that it has struck off.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, LiteralString

from monitor.queue.queue_state import CLOCK, QUEUES, QueueLength, QueueState, WorkerState
from snapshots.errors import ArchiveBusy, ArchiveError
from snapshots.sql.postgres_address import PostgresAddress

if TYPE_CHECKING:
    from procrastinate import App

_REACH = 10.0  # seconds to wait for a connection
_AT_ONCE = 4  # connections of a process


class WorkQueue:
    """The queue beside the archive in a database; shared between threads."""

    def __init__(self, address: PostgresAddress, *, is_to_be_made: bool = False) -> None:
        """Reach the queue, and make it if need be; raises `ArchiveError` where that can't be."""
        import psycopg
        from procrastinate import App, SyncPsycopgConnector

        from monitor.queue.queue_schema import make_queue

        self._address = address
        self.schema = _schema(address)
        self.connection_string = address.connection_string(self.schema)
        if is_to_be_made:
            with self._faults(), psycopg.connect(self.connection_string) as connection:
                make_queue(connection, self.schema)
        self._connector = SyncPsycopgConnector(
            conninfo=self.connection_string, min_size=1, max_size=_AT_ONCE, timeout=_REACH, name="queue"
        )
        self._app: App = App(connector=self._connector)
        with self._faults():
            self._app.open()

    def close(self) -> None:
        """Let go of the connections."""
        self._app.close()

    def put(
        self, queue: str, *, lock: str, priority: int = 0, after: timedelta | None = None, **arguments: str | int | bool
    ) -> None:
        """Put a job into a queue; of jobs with one lock a single one is done at a time, over all workers."""
        schedule_in = {"seconds": int(after.total_seconds())} if after else None
        with self._faults():
            job = self._app.configure_task(queue, queue=queue, lock=lock, priority=priority, schedule_in=schedule_in)
            job.defer(**arguments)

    def locks(self) -> set[str]:
        """Return the locks of the jobs that wait or are being done."""
        return {str(row["lock"]) for row in self._all(_LOCKS)}

    def is_waiting(self, queue: str) -> bool:
        """Return whether a job of a queue waits."""
        return bool(self._all(_WAITING, queue=queue))

    def take_up(self) -> int:
        """Let the jobs of workers whose lease has ended be done by others, and return how many those were."""
        taken = len(self._all(_TAKE_UP))
        self._all(_FORGET)
        return taken

    def renew(self, process: str) -> bool:
        """Renew the lease of a worker; return whether it was still its own."""
        return bool(self._all(_RENEW, process=process))

    def note_fault(self, process: str, fault: str) -> None:
        """Keep what went wrong in a worker, for whoever looks."""
        self._all(_FAULT, process=process, fault=fault)

    def is_published(self) -> bool:
        """Return whether a living worker publishes."""
        return bool(self._all(_PUBLISHERS))

    def state(self) -> QueueState:
        """Return how workers and queues stand."""
        found = {row["queue_name"]: row for row in self._all(_LENGTHS)}
        lengths = [_length(name, found.get(name)) for name in (*QUEUES, CLOCK) if name in QUEUES or name in found]
        return QueueState(at=datetime.now(UTC), workers=tuple(map(_worker, self._all(_WORKERS))), queues=tuple(lengths))

    def _all(self, query: LiteralString, **arguments: Any) -> list[dict[str, Any]]:
        with self._faults():
            return self._connector.execute_query_all(query, **arguments)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Tell what goes wrong within as a fault of the archive's database."""
        import psycopg
        from procrastinate.exceptions import ConnectorException

        try:
            yield
        except psycopg.OperationalError as error:
            raise ArchiveBusy(
                f"{self._address} ended the connection to the queue, or is not there; try again"
            ) from error
        except ConnectorException as error:
            cause = error.__cause__
            if isinstance(cause, psycopg.OperationalError):
                told = f"{self._address} ended the connection to the queue, or is not there; try again"
                raise ArchiveBusy(told) from error
            raise ArchiveError(f"the queue in {self._address}: {cause or error}") from error


def open_queue(address: PostgresAddress) -> WorkQueue | None:
    """Return the queue of an archive, None where no worker ever was."""
    if not find_spec("procrastinate") or not _is_there(address):
        return None
    return WorkQueue(address)


def _is_there(address: PostgresAddress) -> bool:
    return bool(_asked(address, "SELECT 1 FROM pg_namespace WHERE nspname = %s", [_schema(address)]))


def _schema(address: PostgresAddress) -> str:
    from monitor.queue.queue_schema import schema_of

    return schema_of(str(_asked(address, "SELECT current_schema()", [])))


def _asked(address: PostgresAddress, query: LiteralString, arguments: list[str]) -> object:
    """Return what the database of an archive answers, seen from the archive's own schema."""
    import psycopg

    try:
        with psycopg.connect(address.connection_string(), connect_timeout=int(_REACH)) as connection:
            row = connection.execute(query, arguments).fetchone()
    except psycopg.Error as error:
        raise ArchiveBusy(f"{address} can't be asked for its queue: {' '.join(str(error).split())}") from error
    return row[0] if row else None


def _worker(row: dict[str, Any]) -> WorkerState:
    return WorkerState(
        name=row["name"],
        queues=tuple(row["queues"]),
        concurrency=row["concurrency"],
        jobs=row["jobs"],
        started_at=row["started_at"].astimezone(UTC),
        renewed_at=row["renewed_at"].astimezone(UTC),
        is_silent=row["is_silent"],
        faults=row["faults"],
        fault=row["fault"],
    )


def _length(name: str, row: dict[str, Any] | None) -> QueueLength:
    if row is None:
        return QueueLength(name=name, waiting=0, doing=0, oldest_at=None)
    oldest = row["oldest_at"]
    return QueueLength(
        name=name, waiting=row["waiting"], doing=row["doing"], oldest_at=oldest.astimezone(UTC) if oldest else None
    )


_LOCKS: LiteralString = "SELECT lock FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND lock IS NOT NULL"
_WAITING: LiteralString = """
SELECT 1 FROM procrastinate_jobs WHERE queue_name = %(queue)s AND status = 'todo' LIMIT 1"""
_TAKE_UP: LiteralString = """
UPDATE procrastinate_jobs job SET status = 'todo', worker_id = NULL, attempts = attempts + 1
WHERE job.status = 'doing' AND NOT EXISTS (
    SELECT 1 FROM policywatch_worker worker
    WHERE worker.worker_id = job.worker_id AND policywatch_leased_until(worker) > now()
) RETURNING job.id"""
_FORGET: LiteralString = """
WITH forgotten AS (
    DELETE FROM policywatch_worker worker
    WHERE policywatch_leased_until(worker) < now() - interval '1 hour' RETURNING worker_id
) DELETE FROM procrastinate_workers WHERE id IN (SELECT worker_id FROM forgotten) RETURNING id"""
_RENEW: LiteralString = """
UPDATE policywatch_worker worker SET renewed_at = now(), lease_until = now() + lease
WHERE process = %(process)s AND policywatch_leased_until(worker) > now() RETURNING worker_id"""
_FAULT: LiteralString = """
UPDATE policywatch_worker SET faults = faults + 1, fault = %(fault)s WHERE process = %(process)s RETURNING worker_id"""
_PUBLISHERS: LiteralString = """
SELECT 1 FROM policywatch_worker worker
WHERE 'publish' = ANY(queues) AND policywatch_leased_until(worker) > now()"""
_WORKERS: LiteralString = """
SELECT worker.*, policywatch_leased_until(worker) <= now() AS is_silent, (
    SELECT count(*) FROM procrastinate_jobs job WHERE job.worker_id = worker.worker_id AND job.status = 'doing'
) AS jobs FROM policywatch_worker worker ORDER BY started_at, worker_id"""
_LENGTHS: LiteralString = """
SELECT job.queue_name, count(*) FILTER (WHERE status = 'todo') AS waiting,
    count(*) FILTER (WHERE status = 'doing') AS doing,
    min(greatest(event.at, job.scheduled_at))
        FILTER (WHERE status = 'todo' AND coalesce(job.scheduled_at, now()) <= now()) AS oldest_at
FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
GROUP BY job.queue_name"""
