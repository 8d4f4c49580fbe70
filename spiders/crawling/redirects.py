"""Redirects with their evidence, and the border of private networks: a downloader middleware.

Scrapy's own follows redirects and leaves no record of them but addresses. Here each hop is kept in the trail of
its visit, and an address is checked before it is asked, be it a document's own or a redirect's.
"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from snapshots.records import HopPurpose, Outcome
from spiders.crawling.network_errors import RequestRefusal
from spiders.crawling.visits import FOLLOW, HOPS, PURPOSE, VISIT, follow_up, hop_of
from spiders.http.hosts import leads_private

MAX_HOPS = 10

_REDIRECTS = frozenset([301, 302, 303, 307, 308])


class HopMiddleware:
    """Keeps each answer of a visit and follows it where it leads; raises `RequestRefusal` where it may not."""

    def process_request(self, request: Request) -> None:
        """Let a request pass that leads into no private network but one that its declaration names."""
        visit = request.meta[VISIT]
        visit.started_at = visit.started_at or datetime.now(UTC)
        if leads_private(request.url, visit.page.private_origins):
            detail = f"{request.url[:200]} leads to this machine or a private network"
            raise RequestRefusal(Outcome.UNREACHABLE, detail)
        if request.meta[PURPOSE] is HopPurpose.PART:
            request.meta["download_slot"] = HopPurpose.PART.value

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Return the answer, or the request that it leads to."""
        visit, hops = request.meta[VISIT], request.meta[HOPS]
        visit.trail.append(hop_of(response, request))
        location = response.headers.get("Location")
        if response.status not in _REDIRECTS or not location:
            return response
        target = urljoin(response.url, location.decode("latin-1").strip())
        if follow := request.meta.get(FOLLOW):
            target = follow(response, target)
        _check(target, hops, visit.page.private_origins)
        return follow_up(request, (*hops, target))


def _check(url: str, hops: tuple[str, ...], private_origins: tuple[str, ...]) -> None:
    """Raise `RequestRefusal` where a redirect is not followed."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        outcome, why = Outcome.CLIENT_ERROR, f"the redirect leads to {url[:120]!r}, no web page"
    elif leads_private(url, private_origins):
        where = parts.hostname or "no host"
        outcome = Outcome.UNREACHABLE
        why = f"the redirect leads to {where}, which is on this machine or a private network"
    elif url in hops:
        outcome, why = Outcome.REDIRECT_LOOP, f"the redirects lead back to {url[:200]}"
    elif len(hops) >= MAX_HOPS:
        outcome, why = Outcome.REDIRECT_LOOP, f"more than {MAX_HOPS} redirects"
    else:
        return
    raise RequestRefusal(outcome, why, is_answered=True)
