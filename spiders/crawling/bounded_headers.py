"""The download handler: Scrapy's own, but for a bound on the headers of an answer. Judges no answer.

A server may send headers without an end. Scrapy bounds the body alone; a million short lines took a minute and
most of a gigabyte, and all of them would be kept as evidence.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)

MOST_LINES = 1_000
MOST_BYTES = 256_000


class HeaderFloodError(Exception):
    """An answer has more headers, or longer ones, than any page needs."""

    def __init__(self) -> None:
        super().__init__(f"the headers are more than {MOST_LINES} lines or {MOST_BYTES} bytes")


class BoundedHeadersHandler(HTTP11DownloadHandler):
    """Gives up on an answer whose headers don't end."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory


class _Parser(_LenientHTTPClientParser):
    def lineReceived(self, line: bytes) -> None:  # noqa: N802 Twisted's name
        # The class is given to a parser that was made already, so nothing can be set up before the first line.
        seen: dict[str, Any] = self.__dict__
        seen["lines"] = seen.get("lines", 0) + 1
        seen["line_bytes"] = seen.get("line_bytes", 0) + len(line)
        if seen["lines"] > MOST_LINES or seen["line_bytes"] > MOST_BYTES:
            raise HeaderFloodError
        super().lineReceived(line)


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        asked = super().request(request)
        assert self._parser is not None  # noqa: S101 the call above makes one
        self._parser.__class__ = _Parser  # as Scrapy gives it a class of its own
        return asked


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: N802 Twisted's name
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
