"""Who looks at a document now. A lock ends with its process, however that ends. Knows no table."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import ClassVar, Protocol

from snapshots.errors import ArchiveReadOnly


class DocumentLocks(Protocol):
    """What holds documents for a process."""

    def held(self, document_id: str) -> AbstractContextManager[bool]:
        """Hold a document within; yields False at once if another holder has it."""

    def close(self) -> None:
        """Release what locks need."""


class LockedBytes:
    """A byte of one file for each document: the system lets go of it when its process ends.

    However many are held, one file is open: most systems allow a process a thousand. The system gives all of a file's
    bytes back when a process closes it once, so all archives of a process that lie in one folder share it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "documents.lock"
        self._file: _SharedFile | None = None
        self._opening = Lock()

    @contextmanager
    def held(self, document_id: str) -> Iterator[bool]:
        byte = int.from_bytes(sha256(document_id.encode()).digest()[:8], "big") >> 2
        shared = self._opened()
        if not shared.take(byte):
            yield False
            return
        try:
            yield True
        finally:
            shared.leave(byte)

    def close(self) -> None:
        with self._opening:
            if self._file:
                self._file.close()
                self._file = None

    def _opened(self) -> _SharedFile:
        with self._opening:
            if self._file is None:
                self._file = _SharedFile.of(self._path)
            return self._file


class _SharedFile:
    """A file whose bytes this process locks, open while anybody in it needs that."""

    _open: ClassVar[dict[tuple[int, int], _SharedFile]] = {}
    _all = Lock()

    def __init__(self, file: int, key: tuple[int, int]) -> None:
        self._file = file
        self._key = key
        self._users = 0
        self._held: set[int] = set()

    @classmethod
    def of(cls, path: Path) -> _SharedFile:
        with cls._all:
            if not path.exists():  # to touch it would open and close it
                path.touch(mode=0o600)
            found = path.stat()
            key = (found.st_dev, found.st_ino)
            if key not in cls._open:  # a second opening would be a second closing, and let go of everything
                cls._open[key] = cls(os.open(path, os.O_RDWR), key)
            cls._open[key]._users += 1
            return cls._open[key]

    def take(self, byte: int) -> bool:
        with self._all:
            if byte in self._held:
                return False
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            except (BlockingIOError, PermissionError):  # POSIX allows either (fcntl, F_SETLK)
                return False
            self._held.add(byte)
            return True

    def leave(self, byte: int) -> None:
        with self._all:
            self._held.discard(byte)
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)

    def close(self) -> None:
        with self._all:
            self._users -= 1
            if not self._users:
                del self._open[self._key]
                os.close(self._file)


class NoLocks:
    """Of an archive that was opened to be read."""

    def __init__(self, place: str) -> None:
        self._place = place

    def held(self, document_id: str) -> AbstractContextManager[bool]:
        raise ArchiveReadOnly(f"{self._place} was opened to be read, and nothing in it can be claimed")

    def close(self) -> None:
        return
