"""Who looks at a document now. A lock ends with its process, however that ends. Knows no table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from filelock import FileLock, Timeout

from snapshots.errors import ArchiveReadOnly


class DocumentLocks(Protocol):
    """What holds documents for a process."""

    def held(self, document_id: str) -> AbstractContextManager[bool]:
        """Hold a document within; yields False at once if another holder has it."""

    def close(self) -> None:
        """Release what locks need."""


class LockFiles:
    """A locked file for each document: the system lets go of it when its process ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def held(self, document_id: str) -> Iterator[bool]:
        lock = FileLock(self._folder / f"{quote(document_id, safe='')}.lock")
        try:
            lock.acquire(blocking=False)
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def close(self) -> None:
        return


class NoLocks:
    """Of an archive that was opened to be read."""

    def __init__(self, place: str) -> None:
        self._place = place

    def held(self, document_id: str) -> AbstractContextManager[bool]:
        raise ArchiveReadOnly(f"{self._place} was opened to be read, and nothing in it can be claimed")

    def close(self) -> None:
        return
