"""What a host's robots.txt forbids is not asked for (RFC 9309). Scrapy's own middleware takes an error for leave.

One request for each host and run, kept in the trail of every visit that it decided on.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from snapshots.records import Hop
from spiders.http.decoding import BodyBrokenError, BodyTooLargeError, decode_body
from spiders.http.exchanges import PURPOSE, TRAIL
from spiders.http.hosts import leads_private
from spiders.http.troubles import NETWORK_ERRORS

ROBOTS_NAME = "policywatch"
OBEYS_ROBOTS = "obeys_robots"  # in a request's meta
PRIVATE_ORIGINS = "private_origins"  # in a request's meta: private hosts that the declaration names

_READ = 512_000  # bytes; a parser must take 500 KiB (2.5)
_MAX_BYTES = 5_000_000
_SECONDS = 20.0
_HOPS = 5  # redirects that are followed at least (2.3.1.2)
_BUSY = 429  # a client error that says the host can't answer now


class RobotsRefusal(IgnoreRequest):
    """A request must not be made; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one host's robots.txt says, and how it was come by."""

    parser: Protego | None = None  # None: everything is allowed
    refusal: str = ""  # why everything is forbidden
    error: BaseException | None = None  # of a host that can't be reached at all
    hops: tuple[Hop, ...] = ()


class RobotsMiddleware:
    """Refuses requests whose meta says `obeys_robots`, where the rules of their host do."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or raise `RobotsRefusal`, or what kept robots.txt from being read."""
        if not request.meta.get(OBEYS_ROBOTS):
            return
        rules = await self._rules_for(request)
        trail = request.meta.get(TRAIL)
        if trail is not None:
            trail.extend(hop for hop in rules.hops if hop not in trail)
        if rules.error:
            raise rules.error
        if rules.refusal:
            raise RobotsRefusal(rules.refusal)
        if rules.parser and not rules.parser.can_fetch(request.url, ROBOTS_NAME):
            raise RobotsRefusal('robots.txt forbids it; a declaration may say robots = "ignore" with a reason')

    async def _rules_for(self, request: Request) -> Rules:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known = self._rules.get(origin)
        if known is not None:
            return await asyncio.shield(known)
        pending = self._rules[origin] = asyncio.get_running_loop().create_future()
        try:
            rules = await self._read(f"{origin}/robots.txt", request.meta.get(PRIVATE_ORIGINS, ()))
        except BaseException:
            del self._rules[origin]
            pending.cancel()
            raise
        pending.set_result(rules)
        return rules

    async def _read(self, url: str, private_origins: Any) -> Rules:
        trail: list[Hop] = []
        try:
            response = await self._download(url, private_origins, trail)
        except NETWORK_ERRORS as error:
            return Rules(error=error, hops=_brief(trail))
        if response is None:
            return Rules(hops=_brief(trail))  # led astray: unavailable, as a client error is
        if response.status >= 500 or response.status == _BUSY:
            refusal = f"robots.txt answers status {response.status}: nothing is asked for until it can be read"
            return Rules(refusal=refusal, hops=_brief(trail))
        if response.status != 200:
            return Rules(hops=_brief(trail))
        text = _text(response)
        if text is None:
            return Rules(refusal="robots.txt can't be decoded: nothing is asked for until it can", hops=_brief(trail))
        return Rules(parser=Protego.parse(text), hops=_brief(trail))

    async def _download(self, url: str, private_origins: Any, trail: list[Hop]) -> Response | None:
        """Return the answer at the end of the redirects, None where they lead nowhere they may."""
        for _ in range(_HOPS + 1):
            if leads_private(url, private_origins):
                return None
            request = Request(
                url,
                headers={"Accept": "text/plain, */*;q=0.1"},
                dont_filter=True,
                meta={
                    TRAIL: trail,
                    PURPOSE: "robots.txt",
                    "download_timeout": _SECONDS,
                    "download_maxsize": _MAX_BYTES,
                },
            )
            response: Response = await self._crawler.engine.download_async(request)
            location = response.headers.get("Location")
            if not 300 <= response.status < 400 or not location:
                return response
            url = urljoin(response.url, location.decode("latin-1").strip())
            if urlsplit(url).scheme not in ("http", "https"):
                return None
        return None


def _text(response: Response) -> str | None:
    encodings = [value.decode("latin-1") for value in response.headers.getlist("Content-Encoding")]
    try:
        body = decode_body(response.body, encodings, _MAX_BYTES)
    except (BodyTooLargeError, BodyBrokenError):
        return None
    return body[:_READ].decode("utf-8", "replace")


def _brief(trail: list[Hop]) -> tuple[Hop, ...]:
    """Leave the headers out: they would be repeated with every document of the host."""
    return tuple(replace(hop, request_headers=(), response_headers=()) for hop in trail)
