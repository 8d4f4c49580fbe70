"""A visit to a document in Scrapy's terms: its requests, its trail of hops, its exchange. Sends nothing.

Scrapy keeps no record of what went over the wire. The trail is ours: every answer of a visit, robots.txt and
redirects among them, with both sides' headers and the digest of the body as it was transferred.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from snapshots.records import CaptureFailure, Exchange, Hop, HopPurpose
from spiders.http.decoding import ACCEPT_ENCODING
from spiders.http.outcomes import digest
from spiders.jobs.job import JobPage

VISIT, PURPOSE, HOPS, FOLLOW = "visit", "purpose", "hops", "follow"
"""The keys of a request's meta: its visit, what it is for, the addresses so far, and a `Follow` where it has one."""

VALIDATORS, COOKIES = "validators", "redirect_cookies"
"""Further keys: the `Validators` that may make it conditional, and what redirects set."""

ACCEPT_PAGE = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"

_LEADING = (HopPurpose.PAGE, HopPurpose.MEMENTO, HopPurpose.LINK)
_OF_THE_ANSWER = (
    "status", "request_headers", "response_headers", "ip", "protocol", "tls_leaf_sha256", "wire_sha256", "wire_length",
)  # fmt: skip

Follow = Callable[[Response, str], str]
"""Where a redirect (the answer, its address made absolute) leads; raises `RequestRefusal` where it may not."""


@dataclass(slots=True)
class Visit:
    """One look at one document: what was asked so far, in order."""

    page: JobPage
    channel: str
    tool: str = f"Scrapy/{scrapy.__version__}"
    started_at: datetime | None = None  # when the first request left the queue
    trail: list[Hop] = field(default_factory=list)
    addresses: tuple[str, ...] = ()  # not asked yet
    failure: CaptureFailure | None = None  # the first, for the case that no address shows the page


def visit_request(
    url: str,
    visit: Visit,
    *,
    purpose: HopPurpose = HopPurpose.PAGE,
    accept: str = ACCEPT_PAGE,
    headers: Sequence[tuple[str, str]] = (),
    max_bytes: int = 0,
    meta: dict[str, Any] | None = None,
    **options: Any,
) -> Request:
    """Return a request of a visit; `max_bytes` 0 is what the document declares, `options` are Scrapy's own."""
    page = visit.page
    given = [
        ("Accept", accept),
        ("Accept-Language", page.accept_language),
        ("Accept-Encoding", ACCEPT_ENCODING),
        *headers,
    ]
    own = {
        VISIT: visit,
        PURPOSE: purpose,
        HOPS: (url,),
        "download_timeout": page.timeout_seconds,
        "download_maxsize": max_bytes or page.max_bytes,
        **(meta or {}),
    }
    named = {name: value for name, value in given if value}
    return Request(url, headers=named, meta=own, dont_filter=True, **options)


def request_of(answer: Response | Failure) -> Request:
    """Return the request that a callback's answer or an errback's failure is of; Scrapy notes it on both."""
    request: Request = answer.request  # type: ignore[assignment, union-attr]
    return request


def follow_up(request: Request, hops: tuple[str, ...], **meta: object) -> Request:
    """Return a request like an earlier one, to the last of `hops`."""
    carried = dict(request.meta)
    carried.pop("is_start_request", None)  # it goes on with a visit, before others begin
    if carried[PURPOSE] is not HopPurpose.PART:
        carried.pop("download_slot", None)  # Scrapy notes that of the host before, and would spare the wrong one
    return request.replace(url=hops[-1], meta={**carried, HOPS: hops, **meta})


def hop_of(response: Response, request: Request) -> Hop:
    """Return an answer with its request; the body is as transferred, content encodings and all."""
    leaf, is_relayed = response.certificate, bool(request.meta.get("proxy"))
    return Hop(
        purpose=request.meta[PURPOSE],
        url=response.url,
        status=response.status,
        request_headers=headers_of(request),
        response_headers=headers_of(response),
        ip="" if is_relayed else str(response.ip_address or ""),  # it would be the proxy's
        protocol=str(response.protocol or ""),
        tls_leaf_sha256=leaf.digest("sha256").decode().replace(":", "").lower() if leaf else "",
        wire_sha256=digest(response.body) if response.body else "",
        wire_length=len(response.body),
    )


def exchange_of(request: Request, *, answered: bool = True) -> Exchange:
    """Return the visit of a request as it stands; `answered` says whether the trail ends with its answer."""
    return exchange(request.meta[VISIT], request.meta[HOPS], answered=answered)


def exchange(visit: Visit, hops: Sequence[str], *, answered: bool = True) -> Exchange:
    """Return a visit as it stands; `answered` says whether the last hop of its trail answers the last of `hops`."""
    last = visit.trail[-1] if answered and visit.trail else None
    seen: dict[str, Any] = {name: getattr(last, name) for name in _OF_THE_ANSWER} if last else {}
    now = datetime.now(UTC)
    return Exchange(
        document_id=visit.page.document_id,
        requested_url=hops[0],
        final_url=last.url if last else hops[-1],
        started_at=visit.started_at or now,
        captured_at=now,
        channel=visit.channel,
        tool=visit.tool,
        hops=tuple(hops),
        preceding=tuple(map(_rename, visit.trail[:-1] if last else visit.trail)),
        **seen,
    )


def _rename(hop: Hop) -> Hop:
    """Return a hop that led elsewhere by the name of what it was."""
    led = 300 <= hop.status < 400 and any(name.lower() == "location" for name, _ in hop.response_headers)
    return replace(hop, purpose=HopPurpose.REDIRECT) if led and hop.purpose in _LEADING else hop


def headers_of(message: Request | Response) -> tuple[tuple[str, str], ...]:
    """Return the headers of a request or an answer, each value a pair of its own; those for a proxy are no evidence."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
        if name != b"Proxy-Authorization"
    )
