"""procrastinate's register of workers with a lease in a row of its own, by which jobs are taken up. Does no job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import LiteralString

from procrastinate.connector import BaseAsyncConnector
from procrastinate.manager import JobManager

from monitor.workers.lease import Lease

_REGISTER: LiteralString = """
INSERT INTO policywatch_worker (worker_id, process, name, queues, concurrency, lease, lease_until)
VALUES (%(worker_id)s, %(process)s, %(name)s, %(queues)s, %(concurrency)s,
        make_interval(secs => %(seconds)s), now() + make_interval(secs => %(seconds)s))"""
_STRIKE: LiteralString = "DELETE FROM policywatch_worker WHERE worker_id = %(worker_id)s"


class LeasedWorkers(JobManager):
    """Keeps the lease of a worker beside its row, and strikes off no other worker."""

    def __init__(self, connector: BaseAsyncConnector, lease: Lease, *, queues: Sequence[str], concurrency: int) -> None:
        super().__init__(connector)
        self._lease = lease
        self._queues = list(queues)
        self._concurrency = concurrency

    async def register_worker(self) -> int:
        """Register, and begin to renew the lease."""
        worker_id = await super().register_worker()
        await self.connector.execute_query_async(
            _REGISTER,
            worker_id=worker_id,
            process=self._lease.process,
            name=self._lease.name,
            queues=self._queues,
            concurrency=self._concurrency,
            seconds=self._lease.length.total_seconds(),
        )
        self._lease.start()
        return worker_id

    async def unregister_worker(self, worker_id: int) -> None:
        """Say that this worker is gone; its jobs are done."""
        self._lease.stop()
        await self.connector.execute_query_async(_STRIKE, worker_id=worker_id)
        await super().unregister_worker(worker_id)

    async def update_heartbeat(self, worker_id: int) -> None:
        """Leave the sign of life to the lease: it is given by a thread of its own, through jobs and lost servers."""

    async def prune_stalled_workers(self, seconds_since_heartbeat: float) -> list[int]:
        """Strike off nobody: of a server that was down all workers seem to be gone."""
        return []
