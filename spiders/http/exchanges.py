"""What went over the wire, as records: from Scrapy's requests and responses. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import scrapy
from scrapy import Request
from scrapy.http import Response

from snapshots.records import Exchange, Hop
from spiders.http.answers import digest
from spiders.job import Page

TRAIL = "trail"  # in a request's meta: the hops of its visit so far
PURPOSE = "purpose"  # in a request's meta: what it is for


@dataclass(slots=True)
class Visit:
    """One look at one document: what was asked so far, in order."""

    page: Page
    channel: str
    tool: str = f"Scrapy/{scrapy.__version__}"
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    trail: list[Hop] = field(default_factory=list)


def note(response: Response, request: Request) -> None:
    """Add an answer to the trail of the visit it was asked for: a receiver of the signal `response_downloaded`."""
    trail = request.meta.get(TRAIL)
    if trail is not None:
        trail.append(hop(response, request))


def hop(response: Response, request: Request) -> Hop:
    """Return an answer with its request; the body is as transferred, content encodings and all."""
    leaf = response.certificate
    return Hop(
        purpose=request.meta.get(PURPOSE, "page"),
        url=response.url,
        status=response.status,
        request_headers=headers_of(request),
        response_headers=headers_of(response),
        ip=str(response.ip_address or ""),
        protocol=str(response.protocol or ""),
        tls_leaf_sha256=leaf.digest("sha256").decode().replace(":", "").lower() if leaf else "",
        wire_sha256=digest(response.body) if response.body else "",
        wire_length=len(response.body),
    )


def exchange(visit: Visit, hops: Sequence[str], *, answered: bool = True) -> Exchange:
    """Return a visit as it stands; `answered` says whether the last hop of its trail answers the last of `hops`."""
    last = visit.trail[-1] if answered and visit.trail else None
    return Exchange(
        document_id=visit.page.document_id,
        requested_url=hops[0],
        final_url=last.url if last else hops[-1],
        started_at=visit.started_at,
        captured_at=datetime.now(UTC),
        channel=visit.channel,
        tool=visit.tool,
        status=last.status if last else None,
        hops=tuple(hops),
        request_headers=last.request_headers if last else (),
        response_headers=last.response_headers if last else (),
        ip=last.ip if last else "",
        protocol=last.protocol if last else "",
        tls_leaf_sha256=last.tls_leaf_sha256 if last else "",
        wire_sha256=last.wire_sha256 if last else "",
        wire_length=last.wire_length if last else None,
        preceding=tuple(map(_named, visit.trail[:-1] if last else visit.trail)),
    )


def _named(hop: Hop) -> Hop:
    """Return a hop that led elsewhere by the name of what it was."""
    led = 300 <= hop.status < 400 and any(name.lower() == "location" for name, _ in hop.response_headers)
    return replace(hop, purpose="redirect") if led and hop.purpose in ("page", "memento", "link") else hop


def headers_of(message: Request | Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
    )
