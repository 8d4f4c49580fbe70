"""The archive: what was seen, written once, never edited. Knows no fetching, judging or publishing."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from snapshots.archive import Archive
from snapshots.errors import ArchiveError, ArchiveExists, ArchiveMissing
from snapshots.sql.sql_archive import FILE, LOCKS, SqlArchive

__all__ = ["Archive", "create_archive", "open_archive", "open_to_read"]

_OPENING = ".opening.lock"


def create_archive(folder: Path) -> Archive:
    """Make the archive of a folder, and the folder if need be.

    Raises `ArchiveExists` where there is one already, `ArchiveError` where the folder can't be written.
    """
    try:
        (folder / LOCKS).mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCKS / _OPENING):
            if (folder / FILE).exists():
                raise ArchiveExists(f"{folder} holds an archive already; use it, or name another folder")
            return SqlArchive(folder)
    except OSError as error:
        raise ArchiveError(f"no archive can be made in {folder}: {error.strerror or error}") from error


def open_archive(folder: Path) -> Archive:
    """Open the archive of a folder; raises `ArchiveMissing` where there is none."""
    _require(folder)
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


def _require(folder: Path) -> None:
    if not (folder / FILE).is_file():
        raise ArchiveMissing(f"there is no archive in {folder}; make one with `policywatch init {folder}`")
