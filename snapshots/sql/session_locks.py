"""Documents held by one session of a PostgreSQL server: the server lets go of them when the session ends.

All of a process are held by one connection, however many they are. The server lets a session take its own lock twice,
so a set beside it says what this process holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock

from sqlalchemy import Connection, text

from snapshots.errors import ArchiveBusy
from snapshots.sql.postgres_database import PostgresDatabase

_TAKE = text("SELECT pg_try_advisory_lock(:key)")
_LEAVE = text("SELECT pg_advisory_unlock(:key)")


class SessionLocks:
    """The documents that one process holds."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database
        self._lock = Lock()
        self._held: set[str] = set()
        self._session = ExitStack()
        self._connection: Connection | None = None

    @contextmanager
    def held(self, document_id: str) -> Iterator[bool]:
        if not self._take(document_id):
            yield False
            return
        try:
            yield True
        finally:
            self._leave(document_id)

    def close(self) -> None:
        with self._lock:
            self._end()

    def _take(self, document_id: str) -> bool:
        with self._lock:
            if document_id in self._held:
                return False
            try:
                is_free = self._locked(document_id)
            except ArchiveBusy:  # the server was started again and knows nothing of the session
                self._begin_anew()
                is_free = self._locked(document_id)
            if is_free:
                self._held.add(document_id)
            return is_free

    def _leave(self, document_id: str) -> None:
        with self._lock:
            self._held.discard(document_id)
            if self._connection is None:  # with the session went its locks
                return
            try:
                with self._database.faults():
                    self._connection.execute(_LEAVE, self._key(document_id))
            except ArchiveBusy:
                self._end()

    def _begin_anew(self) -> None:
        """Take what this process held in a new session; what another took meanwhile is that one's.

        Both may look at such a document once; only one of their judgements is recorded.
        """
        self._end()
        for document_id in self._held:
            self._locked(document_id)

    def _locked(self, document_id: str) -> bool:
        with self._database.faults():
            connection = self._connected()
            return bool(connection.execute(_TAKE, self._key(document_id)).scalar())

    def _key(self, document_id: str) -> dict[str, int]:
        return {"key": self._database.lock_key(f"document {document_id}")}

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._session.enter_context(self._database.session())
        return self._connection

    def _end(self) -> None:
        self._connection = None
        try:
            self._session.close()
        except ArchiveBusy:  # it is gone already
            self._session = ExitStack()
