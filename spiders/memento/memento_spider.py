"""The spider over web archives (RFC 7089): TimeMap, newest memento, its raw capture. Judges only what an answer is.

A memento is told as what the archived site answered then: its time, its status, its headers. What the archive
itself answers is in `preceding`, and in the failure where it is all there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urljoin

from scrapy.http import Response

from snapshots.records import Capture, CaptureFailure, Exchange, Outcome
from spiders.http.answers import header, judge, judge_status
from spiders.http.client import Answer, Ask
from spiders.http.decoding import BodyBrokenError, BodyTooLargeError, decode_body
from spiders.http.exchanges import Visit, exchange
from spiders.job import Page
from spiders.memento.timemaps import (
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
from spiders.pages.page_spider import VisitSpider

_TIMEMAP_BYTES = 60_000_000  # the whole history of a page that is archived every hour
_PAGES = 200  # of one TimeMap
_TRIED = 3  # newest mementos that are looked at: archives meet walls and errors too
_ORIGINAL = "x-archive-orig-"
_OF_THE_BODY = frozenset(["content-encoding", "transfer-encoding", "content-length", "content-type"])


class MementoSpider(VisitSpider):
    """Tells of each page what its newest memento shows that was not kept yet; each one tried is told."""

    name = "memento"
    channel = "memento"

    async def visit(self, page: Page) -> None:
        visit = Visit(page=page, channel=self.channel)
        found = await self._listed(visit)
        if isinstance(found, CaptureFailure):
            self._tell(page, found)
            return
        newest = found[-1]
        recent = reversed(found[-_TRIED:])
        tried = [m for m in recent if m.url not in page.known and (page.shown_at is None or m.at > page.shown_at)]
        if not tried:
            self._tell(page, _nothing_new(visit, newest, page.shown_at))
            return
        for memento in tried:
            result = await self._captured(replace_trail(visit), memento)
            is_last = isinstance(result, Capture) or memento is tried[-1]
            self._tell(page, result, more=not is_last)
            if is_last:
                return

    async def _listed(self, visit: Visit) -> tuple[ArchivedCapture, ...] | CaptureFailure:
        """Return the mementos of all archives, oldest first, or why there are none."""
        page, first = visit.page, None
        for address in page.addresses:
            found: list[ArchivedCapture] = []
            for archive in page.archives:
                listed = await self._from(visit, timemap_url(archive, address))
                if isinstance(listed, CaptureFailure):
                    first = first or listed
                else:
                    found += listed
            if found:
                return in_order(found)
        assert first is not None  # noqa: S101 a page has an address and an archive
        return first

    async def _from(self, visit: Visit, url: str) -> Sequence[ArchivedCapture] | CaptureFailure:
        waiting, seen, found = [url], {url}, list[ArchivedCapture]()
        while waiting and len(seen) <= _PAGES:
            listed = await self._client.patiently(partial(self._read, visit, waiting.pop(0)))
            if not isinstance(listed, TimeMapPage):
                if found:
                    break  # what is known of the history is worth more than nothing
                return listed
            found += listed.mementos
            following = [other for other, _ in listed.others if other not in seen]
            seen.update(following)
            waiting += following
        if not found:
            told = exchange(visit, (url,))
            return CaptureFailure(
                exchange=told, outcome=Outcome.NOT_FOUND, detail=f"the archive has no memento: {url[:200]}"
            )
        return found

    async def _read(self, visit: Visit, url: str) -> TimeMapPage | CaptureFailure:
        ask = Ask(url=url, purpose="timemap", accept="application/link-format, */*;q=0.1", max_bytes=_TIMEMAP_BYTES)
        answer = await self._client.get(ask, visit)
        if isinstance(answer, CaptureFailure):
            return replace(answer, detail=f"the archive's TimeMap: {answer.detail}")
        told = answer.exchange
        if told.status == 404:
            return TimeMapPage()
        outcome, detail = judge_status(told.status or 0, retry_after=header(told.response_headers, "retry-after"))
        if outcome is not Outcome.CAPTURED:
            return CaptureFailure(exchange=told, outcome=outcome, detail=f"the archive's TimeMap: {detail}")
        encodings = [value for name, value in told.response_headers if name.lower() == "content-encoding"]
        try:
            body = decode_body(answer.wire, encodings, _TIMEMAP_BYTES)
        except (BodyTooLargeError, BodyBrokenError) as error:
            return CaptureFailure(exchange=told, outcome=Outcome.SERVER_ERROR, detail=f"the archive's TimeMap: {error}")
        return read_timemap(body.decode("utf-8", "replace"), url)

    async def _captured(self, visit: Visit, memento: ArchivedCapture) -> Capture | CaptureFailure:
        return await self._client.patiently(
            partial(self._look, visit, memento), is_final=lambda failure: bool(failure.exchange.source)
        )

    async def _look(self, visit: Visit, memento: ArchivedCapture) -> Capture | CaptureFailure:
        answer = await self._client.get(Ask(url=memento.url, purpose="memento"), visit, _onward)
        if isinstance(answer, CaptureFailure):
            return replace(answer, detail=f"the archive: {answer.detail}")
        return _told(answer, visit.page)


class MementosSpider(MementoSpider):
    """Tells of each page what the one memento that it names shows."""

    name = "mementos"

    async def visit(self, page: Page) -> None:
        assert page.memento is not None  # noqa: S101 such a job is made of mementos
        self._tell(page, await self._captured(Visit(page=page, channel=self.channel), page.memento))


class TimeMapSpider(MementoSpider):
    """Tells of each page which mementos there are: as a capture whose body is one TimeMap."""

    name = "timemap"

    async def visit(self, page: Page) -> None:
        visit = Visit(page=page, channel=self.channel)
        found = await self._listed(visit)
        if isinstance(found, CaptureFailure):
            self._tell(page, found)
            return
        lines = (f'<{m.url}>; rel="memento"; datetime="{m.at:%a, %d %b %Y %H:%M:%S GMT}"' for m in found)
        body = ",\n".join(lines).encode()
        told = exchange(visit, (page.addresses[0],))
        self._tell(page, Capture(exchange=told, body=body, media_type="application/link-format", charset="utf-8"))


def replace_trail(visit: Visit) -> Visit:
    """Return the visit with a trail of its own: what is asked for one memento is no part of another's exchange."""
    return replace(visit, trail=list(visit.trail))


def _nothing_new(visit: Visit, newest: ArchivedCapture, shown_at: datetime | None) -> CaptureFailure:
    told = replace(exchange(visit, (newest.url,)), final_url=visit.page.addresses[0])
    if shown_at is None or newest.at > shown_at:
        detail = f"the archive's newest mementos, the last of {newest.at:%Y-%m-%d %H:%M} UTC, are known to show no page"
        return CaptureFailure(exchange=told, outcome=Outcome.NOT_FOUND, detail=detail)
    detail = f"the archive has no memento newer than that of {newest.at:%Y-%m-%d %H:%M} UTC"
    return CaptureFailure(exchange=replace(told, captured_at=newest.at), outcome=Outcome.NOT_MODIFIED, detail=detail)


def _onward(response: Response, target: str) -> str | tuple[Outcome, str]:
    """Return where a redirect inside an archive leads: the archive's own, or one that the site made then."""
    if is_of_same_archive(response.url, target):
        return raw(target)
    if response.headers.get("Memento-Datetime"):
        location = (response.headers.get("Location") or b"").decode("latin-1").strip()
        return within(response.url, urljoin(original(response.url), location))
    return Outcome.CLIENT_ERROR, f"the archive leads out of itself, to {target[:200]!r}"


def _told(answer: Answer, page: Page) -> Capture | CaptureFailure:
    told = answer.exchange
    at = moment_of(header(told.response_headers, "memento-datetime"))
    if at is None:
        outcome, detail = judge_status(told.status or 0, retry_after=header(told.response_headers, "retry-after"))
        if outcome is Outcome.CAPTURED:
            outcome, detail = Outcome.SERVER_ERROR, "it says not when the capture was made (no Memento-Datetime)"
        return CaptureFailure(exchange=told, outcome=outcome, detail=f"the archive: {detail}")
    was = replace(
        told,
        requested_url=page.addresses[0],
        final_url=original(told.final_url),
        captured_at=min(at, datetime.now(UTC)),
        status=_status(told),
        response_headers=_headers(told),
        source=told.final_url,
    )
    return judge(was, answer.wire, max_bytes=page.max_bytes, landmark=page.landmark)


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
