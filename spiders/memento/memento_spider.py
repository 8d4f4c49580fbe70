"""The spider over web archives (RFC 7089): TimeMap, newest memento, its raw capture. Judges only what an answer is.

A memento is told as what the archived site answered then: its time, its status, its headers. What the archive
itself answers is in `preceding`, and in the failure where it is all there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from snapshots.records import Capture, CaptureFailure, Exchange, HopPurpose, Outcome
from spiders.crawling.network_errors import RequestRefusal
from spiders.crawling.visit_spider import Output, VisitSpider
from spiders.crawling.visits import FOLLOW, HOPS, PURPOSE, VISIT, Visit, exchange, exchange_of, request_of
from spiders.http.decoding import BodyBrokenError, BodyTooLargeError, decode_body
from spiders.http.outcomes import content_encodings, header, judge, judge_status
from spiders.http.timemaps import (
    ArchivedCapture,
    TimeMapPage,
    in_order,
    is_of_same_archive,
    moment_of,
    original,
    raw,
    read_timemap,
    timemap_url,
    within,
)
from spiders.jobs.job import JobPage, JobResult

_TIMEMAP_BYTES = 60_000_000  # the whole history of a page that is archived every hour
_PAGES = 200  # of one TimeMap
_TRIED = 3  # newest mementos that are looked at: archives meet walls and errors too
_ORIGINAL = "x-archive-orig-"
_OF_THE_BODY = frozenset(["content-encoding", "transfer-encoding", "content-length", "content-type"])


@dataclass(slots=True)
class MementoVisit(Visit):
    """A visit to the archives: all are asked about an address, and about the next one if none knows that."""

    found: list[ArchivedCapture] = field(default_factory=list)
    waiting: list[list[str]] = field(default_factory=list)  # the pages of each archive's TimeMap
    known: set[str] = field(default_factory=set)  # the pages of the one that is being read
    tried: tuple[ArchivedCapture, ...] = ()  # the memento that is asked for, and those after it
    listed: int = 0  # how much of the trail is TimeMaps: what is asked for one memento is in no other's exchange

    def next_timemap(self) -> str | None:
        """Return what to ask for next, None where all was asked."""
        while self.waiting and not self.waiting[0]:
            self.waiting.pop(0)
            self.known.clear()
        if not self.waiting and not self.found and self.addresses:
            self.waiting = [[timemap_url(archive, self.addresses[0])] for archive in self.page.archives]
            self.addresses = self.addresses[1:]
        return self.waiting[0].pop(0) if self.waiting else None

    def take(self, url: str, answer: TimeMapPage | CaptureFailure) -> None:
        """Take in what an archive answered; one that fails is asked for no further page of its TimeMap."""
        self.known.add(url)
        if isinstance(answer, CaptureFailure):
            self.failure = self.failure or answer
            self.waiting[0].clear()
            return
        self.found += answer.mementos
        following = [other for other in answer.others if other not in self.known][: _PAGES - len(self.known)]
        self.known.update(following)
        self.waiting[0] += following


class TimeMapSpider(VisitSpider):
    """Yields of each page which mementos there are: as a capture whose body is one TimeMap."""

    name = "timemap"
    channel = "memento"

    def first_request(self, page: JobPage) -> Request:
        visit = MementoVisit(page=page, channel=self.channel, addresses=page.addresses)
        return self._ask_timemap(visit, visit.next_timemap() or "")

    def judge(self, response: Response) -> TimeMapPage | Capture | CaptureFailure:
        exchange = exchange_of(request_of(response))
        if response.status == 404:
            return TimeMapPage()
        outcome, detail = judge_status(response.status, retry_after=header(exchange.response_headers, "retry-after"))
        if outcome is not Outcome.CAPTURED:
            return CaptureFailure(exchange=exchange, outcome=outcome, detail=detail)
        try:
            body = decode_body(response.body, content_encodings(exchange.response_headers), _TIMEMAP_BYTES)
        except (BodyTooLargeError, BodyBrokenError) as error:
            return CaptureFailure(exchange=exchange, outcome=Outcome.SERVER_ERROR, detail=str(error))
        return read_timemap(body.decode("utf-8", "replace"), exchange.hops[0])

    def proceed(self, request: Request, result: TimeMapPage | CaptureFailure) -> Output:
        visit, url = request.meta[VISIT], request.meta[HOPS][0]
        if isinstance(result, CaptureFailure):
            result = replace(result, detail=f"the archive's TimeMap: {result.detail}")
        elif not result.mementos and not result.others and not visit.found:
            visit.failure = visit.failure or _no_memento(visit, url)
        visit.take(url, result)
        if following := visit.next_timemap():
            yield self._ask_timemap(visit, following)
        elif visit.found:
            yield from self.choose(visit, in_order(visit.found))
        else:
            yield JobResult.of(visit.page.key, visit.failure or _no_memento(visit, url))

    def choose(self, visit: MementoVisit, found: Sequence[ArchivedCapture]) -> Output:
        """Yield what follows of the mementos that there are, oldest first."""
        lines = (f'<{m.url}>; rel="memento"; datetime="{m.at:%a, %d %b %Y %H:%M:%S GMT}"' for m in found)
        body = ",\n".join(lines).encode()
        told = exchange(visit, (visit.page.addresses[0],))
        timemap = Capture(exchange=told, body=body, media_type="application/link-format", charset="utf-8")
        yield JobResult.of(visit.page.key, timemap)

    def _ask_timemap(self, visit: MementoVisit, url: str) -> Request:
        accept = "application/link-format, */*;q=0.1"
        return self.ask(url, visit, purpose=HopPurpose.TIMEMAP, accept=accept, max_bytes=_TIMEMAP_BYTES)


class MementoSpider(TimeMapSpider):
    """Yields of each page what its newest memento shows that was not kept yet; each one tried has a result."""

    name = "memento"

    def choose(self, visit: MementoVisit, found: Sequence[ArchivedCapture]) -> Output:
        page = visit.page
        recent = reversed(found[-_TRIED:])
        tried = [m for m in recent if m.url not in page.known and (page.shown_at is None or m.at > page.shown_at)]
        visit.tried, visit.listed = tuple(tried), len(visit.trail)
        if tried:
            yield self.ask_memento(visit)
        else:
            yield JobResult.of(page.key, _nothing_new(visit, found[-1], page.shown_at))

    def ask_memento(self, visit: MementoVisit) -> Request:
        """Return the request for the first of the mementos that are still to be tried."""
        own = replace(visit, trail=visit.trail[: visit.listed])
        return self.ask(visit.tried[0].url, own, purpose=HopPurpose.MEMENTO, meta={FOLLOW: _follow})

    def judge(self, response: Response) -> TimeMapPage | Capture | CaptureFailure:
        return _judge_memento(response) if response.meta[PURPOSE] is HopPurpose.MEMENTO else super().judge(response)

    def proceed(self, request: Request, result: Any) -> Output:
        visit: MementoVisit = request.meta[VISIT]
        if request.meta[PURPOSE] is not HopPurpose.MEMENTO:
            yield from super().proceed(request, result)
            return
        if isinstance(result, CaptureFailure) and not result.exchange.source:
            result = replace(result, detail=f"the archive: {result.detail}")
        is_last = isinstance(result, Capture) or len(visit.tried) == 1
        yield JobResult.of(visit.page.key, result, more=not is_last)
        if not is_last:
            yield self.ask_memento(replace(visit, tried=visit.tried[1:]))


class MementosSpider(MementoSpider):
    """Yields of each page what the one memento that it names shows."""

    name = "mementos"

    def first_request(self, page: JobPage) -> Request:
        assert page.memento is not None  # noqa: S101 such a job is made of mementos
        return self.ask_memento(MementoVisit(page=page, channel=self.channel, tried=(page.memento,)))


def _no_memento(visit: Visit, url: str) -> CaptureFailure:
    detail = f"the archive has no memento: {url[:200]}"
    return CaptureFailure(exchange=exchange(visit, (url,)), outcome=Outcome.NOT_FOUND, detail=detail)


def _nothing_new(visit: Visit, newest: ArchivedCapture, shown_at: datetime | None) -> CaptureFailure:
    told = replace(exchange(visit, (newest.url,)), final_url=visit.page.addresses[0])
    if shown_at is None or newest.at > shown_at:
        detail = f"the archive's newest mementos, the last of {newest.at:%Y-%m-%d %H:%M} UTC, are known to show no page"
        return CaptureFailure(exchange=told, outcome=Outcome.NOT_FOUND, detail=detail)
    detail = f"the archive has no memento newer than that of {newest.at:%Y-%m-%d %H:%M} UTC"
    return CaptureFailure(exchange=replace(told, captured_at=newest.at), outcome=Outcome.NOT_MODIFIED, detail=detail)


def _follow(response: Response, target: str) -> str:
    """Return where a redirect inside an archive leads: the archive's own, or one that the site made then."""
    if is_of_same_archive(response.url, target):
        return raw(target)
    if response.headers.get("Memento-Datetime"):
        location = (response.headers.get("Location") or b"").decode("latin-1").strip()
        return within(response.url, urljoin(original(response.url), location))
    detail = f"the archive leads out of itself, to {target[:200]!r}"
    raise RequestRefusal(Outcome.CLIENT_ERROR, detail, is_answered=True)


def _judge_memento(response: Response) -> Capture | CaptureFailure:
    """Return what a memento shows, or how the archive failed: then the exchange has no `source`."""
    page: JobPage = response.meta[VISIT].page
    told = exchange_of(request_of(response))
    at = moment_of(header(told.response_headers, "memento-datetime"))
    if at is None:
        outcome, detail = judge_status(told.status or 0, retry_after=header(told.response_headers, "retry-after"))
        if outcome is Outcome.CAPTURED:
            outcome, detail = Outcome.SERVER_ERROR, "it says not when the capture was made (no Memento-Datetime)"
        return CaptureFailure(exchange=told, outcome=outcome, detail=detail)
    was = replace(
        told,
        requested_url=page.addresses[0],
        final_url=original(told.final_url),
        captured_at=min(at, datetime.now(UTC)),
        status=_status(told),
        response_headers=_headers(told),
        source=told.final_url,
    )
    return judge(was, response.body, max_bytes=page.max_bytes, landmark=page.landmark)


def _status(told: Exchange) -> int | None:
    """Return the status that the site answered with; archives mostly repeat it as their own."""
    stated = header(told.response_headers, f"{_ORIGINAL}status")[:3]
    return int(stated) if len(stated) == 3 and stated.isascii() and stated.isdigit() else told.status


def _headers(told: Exchange) -> tuple[tuple[str, str], ...]:
    """Return the site's headers as the archive recorded them, and of the archive's own those that tell of the body."""
    given = told.response_headers
    were = [(name[len(_ORIGINAL) :], value) for name, value in given if name.lower().startswith(_ORIGINAL)]
    own = [
        (name, value)
        for name, value in given
        if name.lower() in _OF_THE_BODY or name.lower() in ("memento-datetime", "link")
    ]
    return (*(pair for pair in were if pair[0].lower() not in _OF_THE_BODY), *own)
