"""How long and for how many the server has patience: requests that don't end are ended, connections are bounded.

uvicorn bounds only how long a connection rests between two requests. Knows no address and answers no request.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from snapshots.network import is_public_host

HEADER_SECONDS = 10.0
"""From the first byte of a request, or the beginning of a connection, to the end of its headers."""

BODY_SECONDS = 30.0
"""From there to the end of its body; what is taken are small forms."""

READING_SECONDS = 60.0
"""How long a client may take no byte of an answer."""

MOST_CONNECTIONS = 400
MOST_OF_ONE = 40
"""Connections at once, and of one public address; a web server in front of this one has a private address."""

BUSY_SECONDS = 5
"""What is told to who comes when there is no room: come back then."""

_BUSY = (
    f"HTTP/1.1 503 Service Unavailable\r\nRetry-After: {BUSY_SECONDS}\r\nConnection: close\r\n"
    "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nbusy\n"
).encode()

_open: Counter[str] = Counter()  # by address, of all servers of this process


class PatientProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Speaks HTTP as uvicorn does, with an end to what a client can hold up."""

    _timer: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _waits_for = ""
    _client = ""

    def connection_made(self, transport: Any) -> None:
        peer = transport.get_extra_info("peername")
        self._client = str(peer[0]) if isinstance(peer, tuple) else ""
        _open[self._client] += 1
        super().connection_made(transport)
        if _open.total() > MOST_CONNECTIONS or (_open[self._client] > MOST_OF_ONE and is_public_host(self._client)):
            transport.write(_BUSY)
            transport.close()
            return
        self._wait_for("headers", HEADER_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_for("", 0)
        self._stop_counting()
        _open[self._client] -= 1
        if not _open[self._client]:
            del _open[self._client]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            self._wait_for("headers", HEADER_SECONDS)
        elif cycle.more_body:
            self._wait_for("body", BODY_SECONDS)
        else:
            self._wait_for("", 0)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle is None or self.cycle.response_complete:  # uvicorn's own timer ends a connection that rests
            self._wait_for("", 0)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stop_counting()
        self._reading = self.loop.call_later(READING_SECONDS, self._give_up)

    def resume_writing(self) -> None:
        self._stop_counting()
        super().resume_writing()

    def _stop_counting(self) -> None:
        """Stop counting how long the client takes nothing."""
        if self._reading:
            self._reading.cancel()
            self._reading = None

    def _wait_for(self, what: str, seconds: float) -> None:
        """Begin to wait for a part of a request; one that is waited for already is not waited for longer."""
        if what == self._waits_for:
            return
        if self._timer:
            self._timer.cancel()
        self._waits_for = what
        self._timer = self.loop.call_later(seconds, self._give_up) if what else None

    def _give_up(self) -> None:
        if self.transport is not None:
            self.transport.abort()
