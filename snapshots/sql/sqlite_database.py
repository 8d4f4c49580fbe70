"""A SQLite file under SQLAlchemy: transactions, and faults told by their error code. Knows no table."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from snapshots.errors import ArchiveBusy, ArchiveDamaged, ArchiveError, ArchiveFull
from snapshots.sql.database import PATIENCE, Database

_NO_ROOM = 1 << 20  # bytes; with less free than this a failed write means a full disk


class SqliteDatabase(Database):
    """One SQLite file in WAL mode whose commits are on the disk when they return; shared between threads."""

    def __init__(self, path: Path) -> None:
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": PATIENCE, "isolation_level": None})
        super().__init__(engine)
        self._path = path
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", begin)
        self._writers = engine.execution_options(is_writing=True)

    @contextmanager
    def inspecting(self) -> Iterator[Connection]:
        """Yield a connection that hands out damaged texts, too, with halves of surrogates in them."""
        with self.faults(), self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
            state = connection.begin()
            try:
                yield connection
            finally:
                raw.text_factory = str
                state.rollback()  # of a damaged file not even a look can be committed

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection that holds the write lock; what it did is durable at the end, or undone."""
        with self.faults(), self._writers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def overwriting(self) -> Iterator[Connection]:
        """Yield a connection like `writing`; what it deletes is gone from the file and from the log of writes too.

        A reader that is at work keeps its old pages in that log until it ends.
        """
        with self.writing() as connection:
            before = connection.exec_driver_sql("PRAGMA secure_delete").scalar()
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            yield connection
            connection.exec_driver_sql(f"PRAGMA secure_delete = {before}")
        with self.faults(), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()

    def copy_to(self, path: Path) -> None:
        """Write a copy of the file as one state of it."""
        path.touch(mode=0o600, exist_ok=False)
        address = self._path.absolute().as_uri() + self._mode()
        with (
            self.faults(),
            closing(sqlite3.connect(address, uri=True)) as source,
            closing(sqlite3.connect(path)) as copy,
        ):
            source.backup(copy)  # all pages in one step, under one reading lock
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it

    def _mode(self) -> str:
        return "?mode=rw"

    @contextmanager
    def faults(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._fault(error.orig) from error
        except sqlite3.Error as error:
            raise self._fault(error) from error
        except UnicodeDecodeError as error:  # a damaged name of a table, in what SQLite has to say about it
            raise ArchiveDamaged(f"{self._path} is damaged ({error.reason}); restore it from a backup") from error
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise self._full() from error
            raise

    def _full(self) -> ArchiveFull:
        return ArchiveFull(
            f"the disk holding {self._path} is full: what was acknowledged is kept; make room and start again"
        )

    def _fault(self, error: BaseException | None) -> ArchiveError:
        """Classify by SQLite's primary error code (sqlite.org/rescode.html)."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and self._has_no_room()):
            return self._full()
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return ArchiveBusy(f"another process has held {self._path} for {PATIENCE:.0f} s; try again")
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return ArchiveDamaged(f"{self._path} is damaged ({error}); restore it from a backup")
        return ArchiveError(f"{self._path}: {error}; nothing was half-written")

    def _has_no_room(self) -> bool:
        return shutil.disk_usage(self._path.parent).free < _NO_ROOM


def _set_up(connection: Any, _: object) -> None:
    """Set what SQLite forgets with each connection."""
    try:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cell_size_check = ON"):
            connection.execute(f"PRAGMA {pragma}")
    except (sqlite3.Error, UnicodeDecodeError):
        connection.close()  # nobody else knows of it yet
        raise


def begin(connection: Connection) -> None:
    """Begin a transaction for SQLAlchemy, to write where its options say so."""
    # A deferred transaction that turns into a writer can fail at once instead of waiting.
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
