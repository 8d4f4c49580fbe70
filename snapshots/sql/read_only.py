"""A SQLite file that is only read: nothing is made or locked for it, and its writers go on meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, event

from snapshots.errors import ArchiveBusy, ArchiveReadOnly
from snapshots.sql.database import PATIENCE, Database
from snapshots.sql.sqlite_database import SqliteDatabase, begin


class ReadOnlyDatabase(SqliteDatabase):
    """The reading half of `SqliteDatabase`, on folders too that nobody may write to."""

    is_read_only = True

    def __init__(self, path: Path) -> None:
        engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool)
        Database.__init__(self, engine)
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        event.listen(engine, "begin", begin)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the archive.

        Raises `ArchiveBusy` where a writer began just then and may have changed what was being read.
        """
        is_written_to, before = self._log.exists(), self._path.stat()
        with super().reading() as connection:
            yield connection
        after = self._path.stat()
        if not is_written_to and (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
            raise ArchiveBusy(f"{self._path} was written to while it was read; read it again")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        raise ArchiveReadOnly(f"{self._path} was opened to be read, and can't be written to")
        yield  # a context manager has one

    def _mode(self) -> str:
        # Beside a log of writes the file is read as its writers leave it. Without one nobody writes, and what is said
        # to be immutable is read without making that log (sqlite.org/wal.html, "Read-Only Databases").
        return "?mode=ro" if self._log.exists() else "?mode=ro&immutable=1"

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(
            self._path.absolute().as_uri() + self._mode(), uri=True, timeout=PATIENCE, isolation_level=None
        )
