"""The spider over plain HTTP: follows each page of a job to a capture or a named failure. Parses no page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import scrapy
from OpenSSL.SSL import Error as TlsError
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from service_identity import VerificationError

from snapshots.records import Capture, CaptureFailure, Exchange, Outcome
from spiders.answers import digest, header, judge
from spiders.crawl import is_private
from spiders.decoding import ACCEPT_ENCODING
from spiders.job import Job, Page

_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_MAX_HOPS = 10
_TRANSIENT = frozenset(
    [Outcome.TIMEOUT, Outcome.SERVER_ERROR, Outcome.TOO_MANY_REQUESTS, Outcome.UNREACHABLE, Outcome.DNS]
)
"""What another try may mend."""
_BY_ERROR: tuple[tuple[type[Exception], Outcome, str], ...] = (
    (DownloadTimeoutError, Outcome.TIMEOUT, "no whole answer in time"),
    (CannotResolveHostError, Outcome.DNS, "the host's name is not known"),
    (DownloadConnectionRefusedError, Outcome.UNREACHABLE, "the host refuses connections"),
    (DownloadCancelledError, Outcome.TOO_LARGE, "the body is larger than allowed"),
    (ResponseDataLossError, Outcome.UNREACHABLE, "the answer ended before it was whole"),
    (DownloadFailedError, Outcome.UNREACHABLE, "the connection broke off"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    """Where the fetching of one page stands."""

    page: Page
    address: int = 0  # index of the address that is tried
    tries: int = 0  # already failed at this address
    hops: tuple[str, ...] = ()
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    first_failure: CaptureFailure | None = None  # of the first address

    @property
    def is_conditional(self) -> bool:
        return self.address == 0 and bool(self.page.validators)


class PageSpider(scrapy.Spider):
    """Tells exactly one result for each page of its job."""

    name = "page"

    def __init__(self, *, job: Job, tell: Callable[[Capture | CaptureFailure], None], **settings: Any) -> None:
        super().__init__(**settings)
        self._job = job
        self._tell = tell

    async def start(self) -> AsyncIterator[Request]:
        for page in self._job.pages:
            yield self._request(page.addresses[0], _Visit(page=page))

    def _request(self, url: str, visit: _Visit) -> Request:
        page = visit.page
        headers = [
            ("Accept", "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"),
            ("Accept-Language", page.accept_language),
            ("Accept-Encoding", ACCEPT_ENCODING),
            *(page.validators if visit.is_conditional else ()),
        ]
        return Request(
            url,
            callback=self.parse,
            errback=self.fail,
            dont_filter=True,
            headers={name: value for name, value in headers if value},
            cb_kwargs={"visit": replace(visit, hops=(*visit.hops, url))},
            meta={
                "dont_obey_robotstxt": not page.obeys_robots,
                "download_timeout": page.timeout_seconds,
                "download_maxsize": page.max_bytes,
                "handle_httpstatus_all": True,
            },
        )

    async def parse(self, response: Response, visit: _Visit) -> AsyncIterator[Request]:
        """Take an answer: follow it elsewhere, try again, or tell what it shows."""
        exchange = _exchange(visit, response.url, response)
        private = response.ip_address is not None and is_private(str(response.ip_address))
        if private and not visit.page.may_be_private:
            failure = _failure(exchange, Outcome.UNREACHABLE, f"{response.url} leads to a private network")
            result: Capture | CaptureFailure = failure
        elif response.status in _REDIRECTS and response.headers.get("Location"):
            following = self._follow(response, visit, exchange)
            if isinstance(following, Request):
                yield following
                return
            result = following
        else:
            result = judge(
                exchange,
                response.body,
                max_bytes=visit.page.max_bytes,
                is_conditional=visit.is_conditional,
                landmark=visit.page.landmark,
            )
        async for request in self._after(result, visit):
            yield request

    async def fail(self, failure: Any) -> AsyncIterator[Request]:
        """Take an attempt without an answer."""
        visit: _Visit = failure.request.cb_kwargs["visit"]
        outcome, detail = _classify(failure.value, visit.page)
        exchange = _exchange(visit, failure.request.url, None, failure.request)
        async for request in self._after(_failure(exchange, outcome, detail), visit):
            yield request

    def _follow(self, response: Response, visit: _Visit, exchange: Exchange) -> Request | CaptureFailure:
        """Return the request that a redirect asks for, or why it is not made."""
        location = (response.headers["Location"] or b"").decode("latin-1")
        url = urljoin(response.url, location.strip())
        host = urlsplit(url).hostname or ""
        if urlsplit(url).scheme not in ("http", "https"):
            return _failure(exchange, Outcome.CLIENT_ERROR, f"the redirect leads to {url[:120]!r}, no web page")
        if is_private(host) and not visit.page.may_be_private:
            detail = f"the redirect leads to {host}, which is on this machine or a private network"
            return _failure(exchange, Outcome.UNREACHABLE, detail)
        if url in visit.hops:
            return _failure(exchange, Outcome.REDIRECT_LOOP, f"the redirects lead back to {url[:200]}")
        if len(visit.hops) >= _MAX_HOPS:
            return _failure(exchange, Outcome.REDIRECT_LOOP, f"more than {_MAX_HOPS} redirects")
        return self._request(url, visit)

    async def _after(self, result: Capture | CaptureFailure, visit: _Visit) -> AsyncIterator[Request]:
        """Try again, try the next address, or tell the result."""
        if isinstance(result, Capture) or result.outcome is Outcome.NOT_MODIFIED:
            self._tell(result)
            return
        wait = self._wait(result, visit)
        if wait is not None:
            await asyncio.sleep(wait)
            again = replace(visit, tries=visit.tries + 1, hops=())
            yield self._request(visit.page.addresses[visit.address], again)
            return
        first = visit.first_failure or result
        if visit.address + 1 < len(visit.page.addresses):
            following = _Visit(page=visit.page, address=visit.address + 1, first_failure=first)
            yield self._request(visit.page.addresses[following.address], following)
            return
        self._tell(first)

    def _wait(self, failure: CaptureFailure, visit: _Visit) -> float | None:
        """Return the seconds before another try at the same address, None where there is none."""
        politeness = self._job.politeness
        if failure.outcome not in _TRANSIENT or visit.tries >= politeness.retries:
            return None
        asked = _retry_after(header(failure.exchange.response_headers, "retry-after"), datetime.now(UTC))
        wait = max(asked, politeness.backoff_seconds * 2**visit.tries)
        return wait if wait <= politeness.longest_wait_seconds else None


def _retry_after(value: str, now: datetime) -> float:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3), 0 where it is none."""
    if value.strip().isdecimal():
        return float(value.strip()[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _classify(error: BaseException, page: Page) -> tuple[Outcome, str]:
    """Return what an attempt without an answer was, by the type of its error."""
    if isinstance(error, IgnoreRequest):  # only the robots.txt middleware raises it here
        return Outcome.ROBOTS, 'robots.txt forbids it; a declaration may say robots = "ignore" with a reason'
    if tls := _tls_error(error):
        return Outcome.TLS, f"no trusted connection: {' '.join(str(tls).split())[:160] or type(tls).__name__}"
    for kind, outcome, meaning in _BY_ERROR:
        if isinstance(error, kind):
            limit = f" ({page.timeout_seconds:g} s)" if outcome is Outcome.TIMEOUT else ""
            limit = f" ({page.max_bytes} bytes)" if outcome is Outcome.TOO_LARGE else limit
            return outcome, meaning + limit
    return Outcome.UNREACHABLE, f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"


def _tls_error(error: BaseException | None) -> BaseException | None:
    """Return the TLS fault behind an error; Twisted keeps such faults in a list of reasons."""
    while error is not None:
        if isinstance(error, TlsError | VerificationError):
            return error
        for reason in getattr(error, "reasons", None) or ():
            if found := _tls_error(reason.value):
                return found
        error = error.__cause__
    return None


def _failure(exchange: Exchange, outcome: Outcome, detail: str) -> CaptureFailure:
    return CaptureFailure(exchange=exchange, outcome=outcome, detail=detail)


def _exchange(visit: _Visit, url: str, response: Response | None, request: Request | None = None) -> Exchange:
    asked = response.request if response is not None else request
    leaf = getattr(response, "certificate", None)
    return Exchange(
        document_id=visit.page.document_id,
        requested_url=visit.hops[0],
        final_url=url,
        started_at=visit.started_at,
        captured_at=datetime.now(UTC),
        channel="http",
        tool=f"Scrapy/{scrapy.__version__}",
        status=response.status if response is not None else None,
        hops=visit.hops,
        request_headers=_headers(asked) if asked is not None else (),
        response_headers=_headers(response) if response is not None else (),
        ip=str(response.ip_address or "") if response is not None else "",
        protocol=str(response.protocol or "") if response is not None else "",
        tls_leaf_sha256=leaf.digest("sha256").decode().replace(":", "").lower() if leaf else "",
        wire_sha256=digest(response.body) if response is not None and response.body else "",
        wire_length=len(response.body) if response is not None else None,
    )


def _headers(message: Request | Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
    )
