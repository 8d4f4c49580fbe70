"""The archive: what was seen, written once, never edited. Knows no fetching, judging or publishing.

An archive is a folder, or a database on a PostgreSQL server.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from snapshots.archive import Archive
from snapshots.errors import ArchiveError, ArchiveExists, ArchiveLost, ArchiveMissing
from snapshots.sql.document_locks import LockedBytes, NoLocks
from snapshots.sql.postgres_address import PostgresAddress
from snapshots.sql.read_only import ReadOnlyDatabase
from snapshots.sql.sql_archive import SqlArchive
from snapshots.sql.sqlite_database import SqliteDatabase

__all__ = ["Archive", "SqlArchive", "create_archive", "open_archive", "open_to_read"]

FILE = "archive.db"
LOCKS = "locks"
_OPENING = ".opening.lock"


def create_archive(place: Path | PostgresAddress) -> SqlArchive:
    """Make the archive of a folder, and the folder if need be, or that of a database which is there and empty.

    Raises `ArchiveExists` where there is one already, `ArchiveError` where the folder can't be written.
    """
    if isinstance(place, PostgresAddress):
        return _on_server(place, is_there=False)
    try:
        (place / LOCKS).mkdir(parents=True, exist_ok=True)
        if looked_at_before(place):
            _require(place)
        with FileLock(place / LOCKS / _OPENING):
            if (place / FILE).exists():
                raise ArchiveExists(f"{place} holds an archive already; use it, or name another folder")
            return _on_file(place)
    except OSError as error:
        raise ArchiveError(f"no archive can be made in {place}: {error.strerror or error}") from error


def open_archive(place: Path | PostgresAddress) -> SqlArchive:
    """Open the archive of a place, to read it only where it lies on a disk that can't be written to.

    Raises `ArchiveMissing` where there is none, `ArchiveLost` where there was one.
    """
    if isinstance(place, PostgresAddress):
        return _on_server(place, is_there=True)
    _require(place)
    if not os.access(place, os.W_OK) or not os.access(place / FILE, os.W_OK):
        return open_to_read(place)
    try:
        (place / LOCKS).mkdir(exist_ok=True)
        with FileLock(place / LOCKS / _OPENING):  # two first starts at once would both set up the file
            return _on_file(place)
    except OSError as error:
        raise ArchiveError(f"the archive in {place} can't be opened: {error.strerror or error}") from error


def open_to_read(place: Path | PostgresAddress) -> SqlArchive:
    """Open the archive of a place to read it only: nothing is made or changed, whoever else writes to it.

    Raises `ArchiveMissing` where there is none, `ArchiveError` where its schema is not this program's.
    """
    if isinstance(place, PostgresAddress):
        return _on_server(place, is_there=True, is_read_only=True)
    _require(place)
    return SqlArchive(ReadOnlyDatabase(place / FILE), NoLocks(str(place)), place)


def looked_at_before(folder: Path) -> bool:
    """Return whether documents were ever looked at from a folder: that leaves locks, which nobody takes away."""
    return any(not found.name.startswith(".") for found in (folder / LOCKS).glob("*.lock"))


def _on_file(folder: Path) -> SqlArchive:
    (folder / LOCKS).mkdir(exist_ok=True)
    _close_to_others(folder / FILE)
    return SqlArchive(SqliteDatabase(folder / FILE), LockedBytes(folder / LOCKS), folder)


def _on_server(address: PostgresAddress, *, is_there: bool, is_read_only: bool = False) -> SqlArchive:
    """Reach a database; `is_there` says whether it should hold an archive already."""
    from snapshots.sql.migrations import revision
    from snapshots.sql.postgres_database import PostgresDatabase  # who has a folder needs no part of it
    from snapshots.sql.session_locks import SessionLocks

    database = PostgresDatabase(address, is_read_only=is_read_only)
    try:
        with database.reading() as connection:
            found = revision(connection)
        if is_there and not found:
            raise ArchiveMissing(f"there is no archive in {address}; an import or `policywatch archive copy` makes one")
        if found and not is_there:
            raise ArchiveExists(f"{address} holds an archive already; use it, or name another database")
    except BaseException:
        database.close()
        raise
    return SqlArchive(database, NoLocks(str(address)) if is_read_only else SessionLocks(database))


def _close_to_others(path: Path) -> None:
    """Let nobody but its owner read a database: it holds mail addresses. The log of writes gets the same mode."""
    path.touch(mode=0o600)
    with suppress(PermissionError):  # another's file, which was opened to this user
        path.chmod(0o600)


def _require(folder: Path) -> None:
    path = folder / FILE
    if looked_at_before(folder) and not (path.is_file() and path.stat().st_size):
        state = "is empty" if path.is_file() else "is gone"
        raise ArchiveLost(
            f"{path} {state}, though documents were looked at from this folder: restore it from a backup"
            " (`policywatch archive restore`); to begin anew, take locks/, site/ and derived/ away first"
        )
    if not (folder / FILE).is_file():
        raise ArchiveMissing(f"there is no archive in {folder}; make one with `policywatch init {folder}`")
