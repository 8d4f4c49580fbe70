"""The lease of one worker: what it is at is its own as long as it gives signs of life. Does no job.

Who can't renew it stops what it is at before others may take that up.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from uuid import uuid4

from monitor.queue.work_queue import WorkQueue
from snapshots.errors import ArchiveError

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
"""How long the jobs of a worker that gives no sign of life stay its own."""

_RENEWALS = 6  # in the time of a lease
_SAFE = 0.75  # of a lease, after which a worker that could not renew it stops


class Lease:
    """Renewed by a thread of its own from `start` to `stop`; `lapsed` is set once it can't be."""

    def __init__(self, queue: WorkQueue, length: timedelta, when_lapsed: Callable[[], object]) -> None:
        """`when_lapsed` is called from the thread, once."""
        self.process = uuid4().hex
        self.name = f"{socket.gethostname()}/{os.getpid()}"
        self.length = length
        self.lapsed = Event()
        self._queue = queue
        self._when_lapsed = when_lapsed
        self._ended = Event()
        self._renewed = monotonic()
        self._thread = Thread(target=self._keep, name="lease", daemon=True)

    def start(self) -> None:
        """Begin to renew; the worker has registered itself just now."""
        self._renewed = monotonic()
        self._thread.start()

    def stop(self) -> None:
        """Renew no more."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _keep(self) -> None:
        seconds = self.length.total_seconds()
        while not self._ended.wait(seconds / _RENEWALS):
            asked = monotonic()  # the server counts from later on
            try:
                is_ours = self._queue.renew(self.process)
            except ArchiveError as error:
                log.warning("%s", error)
                is_ours = monotonic() - self._renewed < seconds * _SAFE
            else:
                self._renewed = asked
            if not is_ours:
                log.warning("the lease of %s has ended: its jobs are left to others", self.name)
                self.lapsed.set()
                self._when_lapsed()
                return
