"""The archive: what was seen, written once, never edited. Knows no fetching, judging or publishing."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from snapshots.archive import Archive
from snapshots.errors import ArchiveError, ArchiveMissing
from snapshots.sql import FILE, SqlArchive

__all__ = ["Archive", "create_archive", "open_archive"]


def create_archive(folder: Path) -> Archive:
    """Make the archive of a folder, and the folder if need be.

    Raises `ArchiveError` where there is one already, or the folder can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".creating.lock"):
            if (folder / FILE).exists():
                raise ArchiveError(f"{folder} holds an archive already; use it, or name another folder")
            return SqlArchive(folder)
    except OSError as error:
        raise ArchiveError(f"no archive can be made in {folder}: {error.strerror or error}") from error


def open_archive(folder: Path) -> Archive:
    """Open the archive of a folder; raises `ArchiveMissing` where there is none."""
    if not (folder / FILE).is_file():
        raise ArchiveMissing(f"there is no archive in {folder}; make one with `policywatch init {folder}`")
    try:
        return SqlArchive(folder)
    except OSError as error:
        raise ArchiveError(f"the archive in {folder} can't be opened: {error.strerror or error}") from error
