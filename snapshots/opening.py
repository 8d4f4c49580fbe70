"""The archive: what was seen, written once, never edited. Knows no fetching, judging or publishing."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock

from snapshots.archive import Archive
from snapshots.errors import ArchiveError, ArchiveExists, ArchiveLost, ArchiveMissing
from snapshots.sql.sql_archive import FILE, LOCKS, SqlArchive

__all__ = ["Archive", "create_archive", "open_archive", "open_to_read"]

_OPENING = ".opening.lock"


def create_archive(folder: Path) -> Archive:
    """Make the archive of a folder, and the folder if need be.

    Raises `ArchiveExists` where there is one already, `ArchiveError` where the folder can't be written.
    """
    try:
        (folder / LOCKS).mkdir(parents=True, exist_ok=True)
        if looked_at_before(folder):
            _require(folder)
        with FileLock(folder / LOCKS / _OPENING):
            if (folder / FILE).exists():
                raise ArchiveExists(f"{folder} holds an archive already; use it, or name another folder")
            return SqlArchive(folder)
    except OSError as error:
        raise ArchiveError(f"no archive can be made in {folder}: {error.strerror or error}") from error


def open_archive(folder: Path) -> Archive:
    """Open the archive of a folder, to read it only where it lies on a disk that can't be written to.

    Raises `ArchiveMissing` where there is none, `ArchiveLost` where there was one.
    """
    _require(folder)
    if not os.access(folder, os.W_OK) or not os.access(folder / FILE, os.W_OK):
        return open_to_read(folder)
    try:
        (folder / LOCKS).mkdir(exist_ok=True)
        with FileLock(folder / LOCKS / _OPENING):  # two first starts at once would both set up the file
            return SqlArchive(folder)
    except OSError as error:
        raise ArchiveError(f"the archive in {folder} can't be opened: {error.strerror or error}") from error


def open_to_read(folder: Path) -> Archive:
    """Open the archive of a folder to read it only: no file is made or changed, whoever else writes to it.

    Raises `ArchiveMissing` where there is none, `ArchiveError` where its schema is not this program's.
    """
    _require(folder)
    return SqlArchive(folder, is_read_only=True)


def looked_at_before(folder: Path) -> bool:
    """Return whether documents were ever looked at from a folder: that leaves locks, which nobody takes away."""
    return any(not found.name.startswith(".") for found in (folder / LOCKS).glob("*.lock"))


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
