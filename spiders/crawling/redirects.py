"""Redirects with their evidence, and the border of private networks: a downloader middleware.

Scrapy's own follows redirects and leaves no record of them but addresses. Here each hop is kept in the trail of
its visit, and an address is checked before it is asked, be it a document's own or a redirect's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.http.cookies import CookieJar

from snapshots.frozen_class import frozen
from snapshots.records import HopPurpose, Outcome
from spiders.crawling.network_errors import RequestRefusal
from spiders.crawling.visits import COOKIES, FOLLOW, HOPS, PURPOSE, VALIDATORS, VISIT, follow_up, hop_of
from spiders.http.hosts import is_web_address, leads_private
from spiders.jobs.job import Validators

MAX_HOPS = 10

_REDIRECTS = frozenset([301, 302, 303, 307, 308])


class HopMiddleware:
    """Keeps each answer of a visit and follows it where it leads; raises `RequestRefusal` where it may not."""

    def process_request(self, request: Request) -> None:
        """Let a request pass that leads into no private network but one that its declaration names."""
        visit = request.meta[VISIT]
        visit.started_at = visit.started_at or datetime.now(UTC)
        if not is_web_address(request.url):
            raise RequestRefusal(Outcome.CLIENT_ERROR, f"{request.url[:200]!r} is no address that can be asked")
        if leads_private(request.url, visit.page.private_origins):
            detail = f"{request.url[:200]} leads to this machine or a private network"
            raise RequestRefusal(Outcome.UNREACHABLE, detail)
        if request.meta[PURPOSE] is HopPurpose.PART:
            request.meta["download_slot"] = HopPurpose.PART.value
        _ask_conditionally(request)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Return the answer, or the request that it leads to."""
        request.meta[VISIT].trail.append(hop_of(response, request))
        location = response.headers.get("Location")
        if response.status not in _REDIRECTS or not location:
            return response
        return led_on(request, response, _text(location))


def led_on(request: Request, response: Response, where: str) -> Request:
    """Return the request to where an answer leads; raises `RequestRefusal` where that is not followed."""
    visit, hops = request.meta[VISIT], request.meta[HOPS]
    try:
        target = urljoin(response.url, where.strip())
        if follow := request.meta.get(FOLLOW):
            target = follow(response, target)
        cookies = _cookies(request, response, target)
        _check(target, hops[cookies.since if cookies else 0 :], visit.page.private_origins)
        if len(hops) >= MAX_HOPS:
            raise RequestRefusal(Outcome.REDIRECT_LOOP, f"more than {MAX_HOPS} redirects", is_answered=True)
        following = follow_up(request, (*hops, target), **{COOKIES: cookies})
    except ValueError as error:  # what no parser of addresses takes
        what = f"the redirect leads to {where[:120]!r}, which is no address"
        raise RequestRefusal(Outcome.CLIENT_ERROR, what, is_answered=True) from error
    following.headers.pop("Cookie", None)
    if cookies and cookies.are_sent:
        cookies.jar.add_cookie_header(following)
    return following


@frozen
class RedirectCookies:
    """What the redirects of a visit set. It is sent only where an address leads back to itself without it."""

    jar: CookieJar
    since: int = 0  # how many hops there were when it was first sent
    are_sent: bool = False


def _cookies(request: Request, response: Response, target: str) -> RedirectCookies | None:
    """Return the cookies for the request that a redirect leads to; such a wall is tried once."""
    known: RedirectCookies | None = request.meta.get(COOKIES)
    if response.headers.get("Set-Cookie"):
        known = known or RedirectCookies(jar=CookieJar())
        known.jar.extract_cookies(response, request)
    hops = request.meta[HOPS]
    if known and not known.are_sent and target in hops:
        return replace(known, since=len(hops), are_sent=True)
    return known


def _text(location: bytes) -> str:
    """Return a Location header as browsers read it; most that is no ASCII in one is UTF-8."""
    try:
        return location.decode("utf-8")
    except UnicodeDecodeError:
        return location.decode("latin-1")


def _ask_conditionally(request: Request) -> None:
    """Make a request conditional where validators are of this address and these headers, and of no other."""
    validators: Validators | None = request.meta.get(VALIDATORS)
    if validators is None:
        return
    is_theirs = request.url == validators.url and all(
        (request.headers.get(name) or b"").decode("latin-1") == value for name, value in validators.selecting
    )
    for name, value in validators.headers:
        request.headers.pop(name, None)
        if is_theirs:
            request.headers[name] = value


def _check(url: str, hops: tuple[str, ...], private_origins: tuple[str, ...]) -> None:
    """Raise `RequestRefusal` where a redirect is not followed."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        outcome, why = Outcome.CLIENT_ERROR, f"the redirect leads to {url[:120]!r}, no web page"
    elif leads_private(url, private_origins):
        where = parts.hostname or "no host"
        outcome = Outcome.UNREACHABLE
        why = f"the redirect leads to {where}, which is on this machine or a private network"
    elif not is_web_address(url):
        outcome, why = Outcome.CLIENT_ERROR, f"the redirect leads to {url[:120]!r}, which is no address"
    elif url in hops:
        outcome, why = Outcome.REDIRECT_LOOP, f"the redirects lead back to {url[:200]}"
    else:
        return
    raise RequestRefusal(outcome, why, is_answered=True)
