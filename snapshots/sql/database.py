"""A database under SQLAlchemy: transactions, and its faults told as the archive's. Knows no table and no product."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import local

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from snapshots.errors import ArchiveError

PATIENCE = 30.0
"""Seconds that a writer waits for another, and anybody for a server that starts again."""


class Database(ABC):
    """Tables whose commits are on the disk when they return; shared between threads."""

    is_read_only = False

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._shared = local()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the archive."""
        shared: Connection | None = getattr(self._shared, "connection", None)
        if shared is not None:
            with self.faults():
                yield shared
            return
        with self.faults(), self._reader() as connection, connection.begin():
            yield connection

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Let every `reading` of this thread within see the same state of the archive."""
        with self.reading() as connection:
            outer = getattr(self._shared, "connection", None)
            self._shared.connection = connection
            try:
                yield
            finally:
                self._shared.connection = outer

    def _reader(self) -> AbstractContextManager[Connection]:
        return self._engine.connect()

    @abstractmethod
    def inspecting(self) -> AbstractContextManager[Connection]:
        """Yield a connection like `reading` that hands out what is damaged, too."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """Yield a connection that holds the write lock; what it did is durable at the end, or undone."""

    @abstractmethod
    def overwriting(self) -> AbstractContextManager[Connection]:
        """Yield a connection like `writing`; of what it deletes as little stays behind as the database allows."""

    @abstractmethod
    def copy_to(self, path: Path) -> None:
        """Write a copy of all as one state of it into a file that is not there yet."""

    def close(self) -> None:
        with self.faults():
            self._engine.dispose()

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Tell what goes wrong within as a fault of the archive."""
        try:
            yield
        except DBAPIError as error:
            raise self._fault(error.orig) from error

    @abstractmethod
    def _fault(self, error: BaseException | None) -> ArchiveError:
        """Return what a fault of the database is to the archive, told so that a person can act on it."""
