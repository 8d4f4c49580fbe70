"""How much work one page may cause: judging that takes longer ends with an error, so that no page stops another.

Every step is linear and bounded by itself; this holds for what nobody thought of. It counts CPU seconds of the thread
that works, and ends a step of Python, not one inside a library.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

PAGE_SECONDS = 40.0
"""CPU seconds that a page may take, from its bytes to what is recorded of it.

A policy of 200 kB takes a thirtieth of a second where nothing is new. A limit near to what the longest texts take would
have a slow machine, or a busy one, tell less than others do.
"""
JUDGING_SECONDS = 25.0
"""Those of them that judging a change may take; the rewrite of a whole policy took two on a busy machine."""

_Result = TypeVar("_Result")
_STEPS = 10  # of a loop, at each of which Python looks for what is pending
_LOOKS_AGAIN = 0.25  # seconds between looks at the clock of the thread, at the least


class TooMuchWorkError(Exception):
    """A step took more CPU seconds than it may."""


def within(seconds: float, step: Callable[[], _Result]) -> _Result:
    """Return what a step returns; raises `TooMuchWorkError` where it takes more CPU seconds than `seconds`."""
    watch = _Watch(threading.get_ident(), seconds)
    watcher = threading.Thread(target=watch.run, name="work limit", daemon=True)
    watcher.start()
    try:
        try:
            return step()
        finally:
            watch.end()
    except TooMuchWorkError:  # it may have come while the watch was being ended
        watch.end()
        raise


class _Watch:
    """Looks at the CPU clock of one thread until that has done its step."""

    def __init__(self, thread: int, seconds: float) -> None:
        self._thread = thread
        self._clock = time.pthread_getcpuclockid(thread)
        self._until = time.clock_gettime(self._clock) + seconds
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._has_struck = False

    def run(self) -> None:
        """Wait until the time is used up, then raise the error, again where something swallowed it."""
        while not self._ended.wait(max(self._left(), _LOOKS_AGAIN) if self._left() > 0 else 0):
            if self._left() > 0:
                continue
            with self._lock:
                if not self._ended.is_set():
                    self._has_struck = True
                    _raise_in(self._thread, TooMuchWorkError)
            self._ended.wait(_LOOKS_AGAIN)

    def end(self) -> None:
        """End the watch; after this nothing is raised any more."""
        with self._lock:
            self._ended.set()
        if self._has_struck:
            _take_what_is_pending()

    def _left(self) -> float:
        return self._until - time.clock_gettime(self._clock)


def _raise_in(thread: int, error: type[BaseException]) -> None:
    """Raise an error in a thread at its next step of Python."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def _take_what_is_pending() -> None:
    """Let an error that struck once more be raised here, and pass.

    Taking it back (with NULL) would leave Python's mark that one is pending: every step would look for it from then
    on, and under a profiler or debugger the first one would never end.
    """
    with suppress(TooMuchWorkError):
        for _ in range(_STEPS):
            pass
