"""Processes that fetch: one is started for a job, or was kept at hand before there was one. Knows no result.

Whoever holds one gives it a job on its input and reads its output to the end; it ends where its input does.
"""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from spiders.errors import CaptureToolError

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

_STANDARD = (0, 1, 2)  # input, output and errors


class Fetcher(ABC):
    """A fetching process, its input and output, and what it writes on standard error."""

    def __init__(self, takes: IO[bytes], says: IO[bytes], log: IO[bytes]) -> None:
        self._takes = takes
        self.says = says
        self._log = log

    def give(self, job: bytes) -> None:
        """Write a job to its input, which stays open: its end tells the process that nobody waits any more."""
        self._takes.write(job)
        self._takes.flush()

    @abstractmethod
    def kill(self) -> None:
        """End the process at once; one that has ended is left alone."""

    @abstractmethod
    def wait(self) -> int | None:
        """Wait for the end of the process, and return its status."""

    def log_lines(self) -> list[str]:
        """Return what it wrote on standard error, once it has ended."""
        self._log.seek(0)
        return self._log.read().decode("utf-8", "replace").strip().splitlines()

    def close(self) -> None:
        """End the process, and let go of all that leads to it."""
        self.kill()
        self.wait()
        with suppress(BrokenPipeError):  # of a job that it never read
            self._takes.close()
        self.says.close()
        self._log.close()


class SpawnedFetcher(Fetcher):
    """A fetching process that begins with nothing loaded."""

    def __init__(self) -> None:
        """Raises `CaptureToolError` where the process can't start."""
        log = TemporaryFile()  # noqa: SIM115 closed with what it is the log of
        # -P: a folder named like one of our packages in the working directory must not be picked up.
        command = [sys.executable, "-P", "-m", "spiders.crawling.worker"]
        try:
            self._process = subprocess.Popen(  # noqa: S603 our own module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        except OSError as error:
            log.close()
            raise CaptureToolError(f"the fetching process can't be started: {error}") from error
        assert self._process.stdin  # noqa: S101 both are pipes
        assert self._process.stdout  # noqa: S101
        super().__init__(self._process.stdin, self._process.stdout, log)

    def kill(self) -> None:
        """End the process at once; one that has ended is left alone."""
        self._process.kill()

    def wait(self) -> int | None:
        """Wait for the end of the process, and return its status."""
        return self._process.wait()


class ForkedFetcher(Fetcher):
    """A fetching process that is a copy of this one, with all that it has loaded."""

    def __init__(self) -> None:
        """Copy this process; it must have one thread, and nothing open that two processes can't share."""
        from multiprocessing import get_context

        log = TemporaryFile()  # noqa: SIM115 closed with what it is the log of
        takes, input_end = os.pipe()
        output_end, says = os.pipe()
        gc.freeze()  # what is loaded stays where it is, in both
        self._process: ForkProcess = get_context("fork").Process(
            target=_fetch_as_copy, args=((takes, says, log.fileno()), (input_end, output_end)), daemon=True
        )
        self._process.start()
        os.close(takes)
        os.close(says)
        super().__init__(os.fdopen(input_end, "wb"), os.fdopen(output_end, "rb"), log)

    def kill(self) -> None:
        """End the process at once; one that has ended is left alone."""
        self._process.kill()

    def wait(self) -> int | None:
        """Wait for the end of the process, and return its status."""
        self._process.join()
        return self._process.exitcode


def _fetch_as_copy(own: tuple[int, int, int], foreign: tuple[int, int]) -> None:
    """Fetch in a copy of the program: `own` become its standard streams, `foreign` are the program's ends of them."""
    from spiders.crawling.worker import main

    for descriptor in foreign:
        os.close(descriptor)  # an input that this process could write to itself would never end
    for descriptor, standard in zip(own, _STANDARD, strict=True):
        os.dup2(descriptor, standard)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(standard, mode, closefd=False) for standard, mode in zip(_STANDARD, ("r", "w", "w"), strict=True)
    )
    logging.getLogger().handlers.clear()  # the program's own
    main()


_AT_HAND: ContextVar[list[Fetcher] | None] = ContextVar("at_hand", default=None)


@contextmanager
def fetcher_at_hand() -> Iterator[None]:
    """Have the first job within taken by a copy of this process, which need not load again what both use.

    To be entered before an archive is open. Where a copy can't be made safely, each job starts a process as ever.
    """
    at_hand: list[Fetcher] = []
    if _can_copy():
        import lxml.etree  # noqa: F401 both need it: what is loaded by now is loaded once

        with suppress(OSError):  # there is no room for another process: the job says so, if there still is none then
            at_hand.append(ForkedFetcher())
    token = _AT_HAND.set(at_hand)
    try:
        yield
    finally:
        _AT_HAND.reset(token)
        for fetcher in at_hand:
            fetcher.close()


def _can_copy() -> bool:
    """Return whether a copy of this process works: elsewhere than on Linux parts of the system do not survive it."""
    return sys.platform == "linux" and threading.active_count() == 1


def take_fetcher() -> Fetcher:
    """Return the process that is at hand, or start one; raises `CaptureToolError` where that fails."""
    at_hand = _AT_HAND.get()
    return at_hand.pop() if at_hand else SpawnedFetcher()
