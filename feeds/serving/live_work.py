"""How much of what only a server can answer is worked out at once; the rest waits a little, or is told to come back.

Without a bound a handful of comparisons made every page wait for seconds. Works nothing out itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from anyio import CapacityLimiter, fail_after, to_thread
from starlette.exceptions import HTTPException

AT_ONCE = 2
"""Answers that are worked out at the same time; files are answered beside them."""

MOST_WAITING = 16
LONGEST_WAIT = 15.0
"""How many questions wait for their turn, and for how many seconds at most."""

COME_BACK = 10
"""Seconds after which who was turned away may ask again."""

_Answered = TypeVar("_Answered")


class LiveWork:
    """The turns of one server; to be used within one event loop."""

    def __init__(self) -> None:
        self._turns: CapacityLimiter | None = None  # made in the loop that it is used in
        self._waiting = 0

    async def do(self, work: Callable[..., _Answered], *arguments: Any) -> _Answered:
        """Work something out in a thread; raises `HTTPException` 503 where too much is asked for."""
        self._turns = self._turns or CapacityLimiter(AT_ONCE)
        if self._waiting >= MOST_WAITING:
            raise _busy()
        self._waiting += 1
        try:
            with fail_after(LONGEST_WAIT):
                await self._turns.acquire_on_behalf_of(turn := object())
        except TimeoutError as error:
            raise _busy() from error
        finally:
            self._waiting -= 1
        try:
            return await to_thread.run_sync(partial(work, *arguments))
        finally:
            self._turns.release_on_behalf_of(turn)


def _busy() -> HTTPException:
    return HTTPException(503, "too much is asked for at once", {"Retry-After": str(COME_BACK)})
