"""One polite client for everything that is asked over the wire: hops, limits, tries. Judges no page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals
from scrapy.http import Response

from snapshots.network import retry_after
from snapshots.records import CaptureFailure, Exchange, Outcome
from spiders.http.answers import header
from spiders.http.decoding import ACCEPT_ENCODING
from spiders.http.exchanges import PURPOSE, TRAIL, Visit, exchange, note
from spiders.http.hosts import leads_private
from spiders.http.robots import OBEYS_ROBOTS, PRIVATE_ORIGINS, RobotsRefusal
from spiders.http.troubles import NETWORK_ERRORS, TRANSIENT, classify
from spiders.job import Politeness

MAX_HOPS = 10
ACCEPT_PAGE = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"

Seen = TypeVar("Seen")

_REDIRECTS = frozenset([301, 302, 303, 307, 308])


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer at the end of all redirects; `wire` has its content encodings still on."""

    exchange: Exchange
    wire: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request, as far as it differs from those for other purposes."""

    url: str
    purpose: str = "page"
    method: str = "GET"
    accept: str = ACCEPT_PAGE
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    obeys_robots: bool = True
    max_bytes: int = 0  # 0: as the document declares
    slot: str = ""  # politeness apart from that of the host
    is_followed: bool = True  # through redirects


Onward = Callable[[Response, str], str | tuple[Outcome, str]]
"""Where a redirect (the answer, its address made absolute) leads, or why it is not followed."""


class Client:
    """Asks through Scrapy's downloader, so that politeness and robots.txt hold for every request."""

    def __init__(self, crawler: Any, politeness: Politeness) -> None:
        self._crawler = crawler
        self._politeness = politeness
        crawler.signals.connect(self._downloaded, signal=signals.response_downloaded)

    async def get(self, ask: Ask, visit: Visit, onward: Onward | None = None) -> Answer | CaptureFailure:
        """Return the answer at the end of the redirects, or why there is none."""
        page, url = visit.page, ask.url
        hops: tuple[str, ...] = (url,)
        while True:
            if leads_private(url, page.private_origins):
                told = Outcome.UNREACHABLE, f"{url[:200]} leads to this machine or a private network"
                return _failure(exchange(visit, hops, answered=False), *told)
            try:
                response = await self._crawler.engine.download_async(_request(ask, url, visit))
            except RobotsRefusal as refusal:
                return _failure(exchange(visit, hops, answered=False), Outcome.ROBOTS, str(refusal))
            except NETWORK_ERRORS as error:
                limits = {"timeout_seconds": page.timeout_seconds, "max_bytes": ask.max_bytes or page.max_bytes}
                told = classify(error, url, **limits)  # type: ignore[arg-type]
                return _failure(exchange(visit, hops, answered=False), *told)
            location = response.headers.get("Location")
            if response.status not in _REDIRECTS or not location or not ask.is_followed:
                return Answer(exchange=exchange(visit, hops), wire=response.body)
            target = urljoin(response.url, location.decode("latin-1").strip())
            following = onward(response, target) if onward else target
            refused = following if isinstance(following, tuple) else _refused(following, hops, page.private_origins)
            if refused:
                return _failure(exchange(visit, hops), *refused)
            url = str(following)
            hops = (*hops, url)

    async def patiently(
        self,
        look: Callable[[], Awaitable[Seen | CaptureFailure]],
        is_final: Callable[[CaptureFailure], bool] = lambda failure: False,
    ) -> Seen | CaptureFailure:
        """Look, and look again where that may help, as long as the host does not ask to be left alone."""
        tries = 0
        while True:
            result = await look()
            if not isinstance(result, CaptureFailure) or result.outcome not in TRANSIENT or is_final(result):
                return result
            if tries >= self._politeness.retries:
                return result
            asked = retry_after(header(result.exchange.response_headers, "retry-after"), datetime.now(UTC))
            wait = max(asked.total_seconds() if asked else 0.0, self._politeness.backoff_seconds * 2**tries)
            if wait > self._politeness.longest_wait_seconds:
                return result
            await asyncio.sleep(wait)
            tries += 1

    def _downloaded(self, response: Response, request: Request) -> None:
        note(response, request)


def _request(ask: Ask, url: str, visit: Visit) -> Request:
    page = visit.page
    meta: dict[str, Any] = {
        TRAIL: visit.trail,
        PURPOSE: ask.purpose,
        OBEYS_ROBOTS: page.obeys_robots and ask.obeys_robots,
        PRIVATE_ORIGINS: page.private_origins,
        "download_timeout": page.timeout_seconds,
        "download_maxsize": ask.max_bytes or page.max_bytes,
    }
    if ask.slot:
        meta["download_slot"] = ask.slot
        meta["autothrottle_dont_adjust_delay"] = True
    headers = [
        ("Accept", ask.accept),
        ("Accept-Language", page.accept_language),
        ("Accept-Encoding", ACCEPT_ENCODING),
        *ask.headers,
    ]
    given = {name: value for name, value in headers if value}
    return Request(url, method=ask.method, body=ask.body, dont_filter=True, headers=given, meta=meta)


def _refused(url: str, hops: Sequence[str], private_origins: Sequence[str]) -> tuple[Outcome, str] | None:
    """Return why a redirect is not followed, None where it is."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return Outcome.CLIENT_ERROR, f"the redirect leads to {url[:120]!r}, no web page"
    if leads_private(url, private_origins):
        where = parts.hostname or "no host"
        return Outcome.UNREACHABLE, f"the redirect leads to {where}, which is on this machine or a private network"
    if url in hops:
        return Outcome.REDIRECT_LOOP, f"the redirects lead back to {url[:200]}"
    if len(hops) >= MAX_HOPS:
        return Outcome.REDIRECT_LOOP, f"more than {MAX_HOPS} redirects"
    return None


def _failure(told: Exchange, outcome: Outcome, detail: str) -> CaptureFailure:
    return CaptureFailure(exchange=told, outcome=outcome, detail=detail)
