"""A database on a PostgreSQL server under SQLAlchemy: transactions, and faults told by their SQLSTATE. Knows no table.

psycopg is loaded when such a database is asked for, and is an extra of its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from snapshots.errors import ArchiveBusy, ArchiveDamaged, ArchiveError, ArchiveFull, ArchiveReadOnly
from snapshots.sql.database import PATIENCE, Database
from snapshots.sql.postgres_address import PostgresAddress

_AGAIN = 0.5  # seconds between two tries to reach a server that starts again
_REACH = 10  # seconds for one such try
_FORGOTTEN = ("subscription", "delivery", "target")
"""Tables out of which readers are deleted who want to be forgotten."""


class PostgresDatabase(Database):
    """One database on a server, whose commits are durable when they return; shared between threads.

    One transaction writes at a time, in the whole database: the chain has one newest link.
    """

    def __init__(self, address: PostgresAddress, *, is_read_only: bool = False) -> None:
        """Reach the server; raises `ArchiveError` where it can't be reached."""
        super().__init__(_engine(address))
        self.is_read_only = is_read_only
        self._place = str(address)
        self._readers = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._alone = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._is_reached = False
        try:
            self._schema = self._looked_at()
        except BaseException:
            self._engine.dispose()
            raise

    def _looked_at(self) -> str:
        """Reach the server, and return the schema in which the archive is or will be."""
        with self.session() as connection:
            encoding = connection.execute(text("SHOW server_encoding")).scalar()
            found = connection.execute(text("SELECT current_schema()")).scalar()
        self._is_reached = True
        if encoding != "UTF8":
            raise ArchiveError(f"{self._place} holds texts as {encoding}: make one with ENCODING 'UTF8'")
        if not found:
            raise ArchiveError(f"{self._place} has no schema that this role may look into; set its search_path")
        return str(found)

    @contextmanager
    def _reader(self) -> Iterator[Connection]:
        with self._reached(self._readers) as connection:
            yield connection

    @contextmanager
    def inspecting(self) -> Iterator[Connection]:
        """Yield a connection like `reading`; the server hands out no damaged text."""
        with self.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection that holds the write lock; what it did is durable at the end, or undone."""
        if self.is_read_only:
            raise ArchiveReadOnly(f"{self._place} was opened to be read, and can't be written to")
        with self.faults(), self._reached(self._engine) as connection, connection.begin():
            # Each statement sees what was committed when it began, so after the wait all that others wrote.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": self.lock_key("the writer")})
            yield connection

    @contextmanager
    def overwriting(self) -> Iterator[Connection]:
        """Yield a connection like `writing`; what it deletes is taken out of the tables at the end.

        The server's log of writes and its backups keep it for as long as they are kept.
        """
        with self.writing() as connection:
            yield connection
        with self.session() as alone:
            alone.execute(text(f"VACUUM {', '.join(_FORGOTTEN)}"))

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """Yield a connection on which each statement is a transaction of its own."""
        with self.faults(), self._reached(self._alone) as connection:
            yield connection

    def lock_key(self, name: str) -> int:
        """Return the number that a lock has; each schema of a database may hold an archive."""
        return int.from_bytes(sha256(f"policywatch {self._schema} {name}".encode()).digest()[:8], "big", signed=True)

    def copy_to(self, path: Path) -> None:
        raise ArchiveError(
            f"{self._place} is backed up with PostgreSQL's own tools, such as `pg_dump --format=custom`;"
            " for a copy in a folder use `policywatch archive copy`"
        )

    @contextmanager
    def _reached(self, engine: Engine) -> Iterator[Connection]:
        """Yield a connection, and wait for a server that is starting again if it was reached before."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                connection = engine.connect()
                break
            except DBAPIError as error:
                if not self._is_reached or not _is_gone(error.orig) or time.monotonic() > until:
                    raise
            time.sleep(_AGAIN)
        with connection:
            yield connection

    @contextmanager
    def faults(self) -> Iterator[None]:
        try:
            with super().faults():
                yield
        except PoolTimeout as error:
            raise ArchiveBusy(f"all connections to {self._place} have been in use for {PATIENCE:.0f} s") from error

    def _fault(self, error: BaseException | None) -> ArchiveError:
        """Classify by SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html)."""
        code, said = _state(error), " ".join(str(error).split())
        if _is_gone(error) and not self._is_reached:
            return ArchiveError(f"{self._place} can't be reached: {said}")
        if _is_gone(error):
            return ArchiveBusy(f"{self._place} ended the connection: {said}; nothing was half-written; try again")
        for start, kind, told in _KINDS:
            if code.startswith(start):
                return kind(f"{self._place}: {told} ({said})")
        return ArchiveError(f"{self._place}: {said}; nothing was half-written")


_KINDS: tuple[tuple[str, type[ArchiveError], str], ...] = (
    ("53100", ArchiveFull, "the disk of the server is full: what was acknowledged is kept; make room and start again"),
    ("53", ArchiveBusy, "the server has no connection or memory left; try again"),
    ("55P03", ArchiveBusy, f"another process has been writing for {PATIENCE:.0f} s; try again"),
    ("57014", ArchiveBusy, "the server ended a statement that took too long; try again"),
    ("40", ArchiveBusy, "another process wrote at the same time; try again"),
    ("XX", ArchiveDamaged, "it is damaged; restore it from a backup"),
    ("42P01", ArchiveDamaged, "a table of it is gone; restore it from a backup"),
    ("42501", ArchiveError, "this role may not do that; grant it the rights of the owner of the tables"),
    ("25006", ArchiveError, "this server can only be read; name the one that is written to"),
)
"""What a SQLSTATE that begins so means, the first that fits."""


def _engine(address: PostgresAddress) -> Engine:
    try:
        engine = create_engine(
            address.url(), pool_pre_ping=True, pool_timeout=PATIENCE, connect_args={"connect_timeout": _REACH}
        )
    except ImportError as error:
        raise ArchiveError("PostgreSQL needs psycopg: pip install 'policywatch[postgresql]'") from error
    event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: Any, _: object) -> None:
    """Set what holds for each connection: writers wait so long, and what is acknowledged is on the disk."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{PATIENCE:.0f}s'")
        cursor.execute(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        )
    connection.commit()


def _state(error: BaseException | None) -> str:
    return getattr(error, "sqlstate", None) or ""


def _is_gone(error: BaseException | None) -> bool:
    """Return whether there is no connection any more, or none was made."""
    code = _state(error)
    kinds = [kind.__name__ for kind in type(error).__mro__]
    return code.startswith(("08", "57P")) or (not code and "OperationalError" in kinds)
