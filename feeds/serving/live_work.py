"""How much of what only a server can answer is worked out at once; the rest waits a little, or is told to come back.

Without a bound a handful of comparisons made every page wait for seconds, and one client could take every turn. Works
nothing out itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from anyio import CapacityLimiter, fail_after, to_thread
from starlette.exceptions import HTTPException

from feeds.http.client_limits import Limiter, keys_of
from snapshots.network import is_public_host

AT_ONCE = 2
"""Answers that are worked out at the same time; files are answered beside them."""

MOST_WAITING = 16
LONGEST_WAIT = 15.0
"""How many questions wait for their turn, and for how many seconds at most."""

OF_ONE_AT_ONCE = 4
OF_ONE_A_MINUTE = 60
"""What one public address (a /64 of IPv6) may have of these; a web server in front of this one has a private one."""

COME_BACK = 10
"""Seconds after which who was turned away may ask again."""

_Answered = TypeVar("_Answered")


class LiveWork:
    """The turns of one server; to be used within one event loop."""

    def __init__(self) -> None:
        self._turns: CapacityLimiter | None = None  # made in the loop that it is used in
        self._waiting = 0
        self._asking = Counter[str]()  # by client
        self._a_minute = Limiter(OF_ONE_A_MINUTE, timedelta(minutes=1), lambda: datetime.now(UTC))

    async def do(self, client: str, work: Callable[..., _Answered], *arguments: Any) -> _Answered:
        """Work something out in a thread for who has the address `client`.

        Raises `HTTPException` 503 where too much is asked for, by all together or by this one.
        """
        if not is_public_host(client):
            return await self._do(work, *arguments)
        key = keys_of(client)[0]
        if self._asking[key] >= OF_ONE_AT_ONCE or not self._a_minute.allows(key):
            raise _busy()
        self._asking[key] += 1
        try:
            return await self._do(work, *arguments)
        finally:
            self._asking[key] -= 1
            if not self._asking[key]:
                del self._asking[key]

    async def _do(self, work: Callable[..., _Answered], *arguments: Any) -> _Answered:
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
