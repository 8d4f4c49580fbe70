"""What a host's robots.txt forbids is not asked for (RFC 9309). Scrapy's own middleware takes an error for leave.

One request for each host and run, kept in the trail of every visit that it decided on.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.http import Response

from snapshots.frozen_class import frozen
from snapshots.records import Hop, HopPurpose, Outcome
from spiders.crawling.network_errors import NETWORK_ERRORS, RequestRefusal
from spiders.crawling.visits import PURPOSE, VISIT, Visit, headers_of, visit_request
from spiders.http.decoding import BodyBrokenError, BodyTooLargeError, decode_body
from spiders.http.outcomes import content_encodings

ROBOTS_NAME = "policywatch"

_READ = 512_000  # bytes; a parser must take 500 KiB (2.5)
_MAX_BYTES = 5_000_000
_SECONDS = 20.0
_BUSY = 429  # a client error that says the host can't answer now


@frozen
class HostRules:
    """What one host's robots.txt says, and how it was come by."""

    parser: Protego | None = None  # None: everything is allowed
    error: Exception | None = None  # why nothing is asked for: a refusal, or what kept it from being read
    hops: tuple[Hop, ...] = ()


class RobotsMiddleware:
    """Refuses what the rules of a host forbid, unless the declaration gives a reason to ignore them."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._rules: dict[tuple[str, str], asyncio.Task[HostRules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request pass, or raise `RequestRefusal`, or what kept robots.txt from being read."""
        visit = request.meta[VISIT]
        if not visit.page.obeys_robots or request.meta[PURPOSE] is HopPurpose.ROBOTS:
            return
        rules = await self._rules_for(request)
        visit.trail.extend(hop for hop in rules.hops if hop not in visit.trail)
        if rules.error:
            raise rules.error
        if rules.parser and not rules.parser.can_fetch(request.url, ROBOTS_NAME):
            forbidden = 'robots.txt forbids it; a declaration may say robots = "ignore" with a reason'
            raise RequestRefusal(Outcome.ROBOTS, forbidden)

    async def _rules_for(self, request: Request) -> HostRules:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        asked = (origin, request.meta[VISIT].page.proxy)  # a proxy that is out of order is no other's trouble
        if asked not in self._rules:
            visit = replace(request.meta[VISIT], trail=[])
            self._rules[asked] = asyncio.create_task(self._read(f"{origin}/robots.txt", visit))
        return await asyncio.shield(self._rules[asked])

    async def _read(self, url: str, visit: Visit) -> HostRules:
        """Return the rules of a host.

        They are awaited here, as Scrapy's own middleware awaits them: the request that they are for waits for them.
        """
        request = visit_request(
            url,
            visit,
            purpose=HopPurpose.ROBOTS,
            accept="text/plain, */*;q=0.1",
            max_bytes=_MAX_BYTES,
            meta={"download_timeout": _SECONDS, "dont_retry": True},
        )
        error, parser = None, None
        try:
            response = await self._crawler.engine.download_async(request)
            error, parser = _judge(response)
        except NETWORK_ERRORS as trouble:
            error = trouble
        except RequestRefusal:
            pass  # led astray: unavailable, as a client error is
        # Without the headers: they would be repeated with every document of the host.
        hops = tuple(replace(hop, request_headers=(), response_headers=()) for hop in visit.trail)
        return HostRules(parser=parser, error=error, hops=hops)


def _judge(response: Response) -> tuple[Exception | None, Protego | None]:
    """Return why nothing may be asked for, or the rules; neither where everything is allowed."""
    if response.status >= 500 or response.status == _BUSY:
        detail = f"robots.txt answers status {response.status}: nothing is asked for until it can be read"
        return RequestRefusal(Outcome.ROBOTS, detail), None
    if response.status != 200:
        return None, None
    try:
        body = decode_body(response.body, content_encodings(headers_of(response)), _MAX_BYTES)
    except (BodyTooLargeError, BodyBrokenError):
        detail = "robots.txt can't be decoded: nothing is asked for until it can"
        return RequestRefusal(Outcome.ROBOTS, detail), None
    return None, Protego.parse(body[:_READ].decode("utf-8", "replace"))
