"""The lines of a stream, read before anybody asks for them: who writes them never waits for who takes them.

What waits to be taken lies on the disk, so that it may be much. Understands no line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from threading import Condition, Thread
from typing import IO

from spiders.errors import CaptureToolError


@contextmanager
def read_ahead(stream: IO[bytes]) -> Iterator[Iterator[bytes]]:
    """Yield an iterator over the lines of a stream, which a thread of its own reads.

    The block ends with the stream, which whoever writes it has to end. Iterating raises
    `CaptureToolError` where a line can't be read or put aside.
    """
    with TemporaryFile() as disk:
        waiting = _WaitingLines(disk)
        reader = Thread(target=waiting.fill, args=(stream,), name="reading ahead", daemon=True)
        reader.start()
        try:
            yield waiting.taken()
        finally:
            reader.join()


class _WaitingLines:
    """Lines in a file, in order; it is emptied whenever all of them are taken."""

    def __init__(self, disk: IO[bytes]) -> None:
        self._disk = disk
        self._changed = Condition()
        self._lengths: deque[int] = deque()
        self._first = self._end = 0  # where the first of them begins, and where the last one ends
        self._is_ended = False
        self._fault: OSError | None = None

    def fill(self, stream: IO[bytes]) -> None:
        """Put every line of a stream aside until it ends, or until that fails: then the rest is read for nothing."""
        try:
            for line in stream:
                if self._fault is None:
                    self._put(line)
        except OSError as error:
            self._fault = error
        finally:
            with self._changed:
                self._is_ended = True
                self._changed.notify()

    def taken(self) -> Iterator[bytes]:
        """Yield every line as soon as it is there."""
        while (line := self._next()) is not None:
            yield line

    def _put(self, line: bytes) -> None:
        with self._changed:
            try:
                self._disk.seek(self._end)
                self._disk.write(line)
                self._disk.flush()
            except OSError as error:
                self._fault = error
            else:
                self._end += len(line)
                self._lengths.append(len(line))
            self._changed.notify()

    def _next(self) -> bytes | None:
        with self._changed:
            self._changed.wait_for(lambda: self._lengths or self._is_ended or self._fault)
            if self._lengths:
                return self._take(self._lengths.popleft())
            if self._fault:
                raise CaptureToolError(f"what was fetched can't be put aside: {self._fault}") from self._fault
            return None

    def _take(self, length: int) -> bytes:
        self._disk.seek(self._first)
        line = self._disk.read(length)
        self._first += length
        if not self._lengths:
            self._disk.truncate(0)
            self._first = self._end = 0
        return line
