"""The spider that looks where links lead: whether something answers there, and at which address. Keeps no page."""

from __future__ import annotations

from dataclasses import replace

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.http.answers import header, judge_status
from spiders.http.client import Ask
from spiders.http.exchanges import Visit
from spiders.job import Page
from spiders.pages.page_spider import VisitSpider

_MAX_BYTES = 500_000  # of a page that answers no HEAD
_ANSWERED = frozenset([Outcome.TOO_LARGE, Outcome.NOT_MODIFIED])


class LinkSpider(VisitSpider):
    """Tells for each page of its job whether its one address answers; what it answers with is let go."""

    name = "links"
    channel = "http"

    async def visit(self, page: Page) -> None:
        visit = Visit(page=page, channel=self.channel)
        result = await self._look(visit, "HEAD")
        if not isinstance(result, Capture) and result.exchange.status is not None:
            # Many servers answer a HEAD as they would no GET.
            result = await self._client.patiently(lambda: self._look(visit, "GET"))
        if isinstance(result, CaptureFailure) and result.outcome in _ANSWERED:
            result = Capture(exchange=result.exchange, body=b"")
        self._tell(page, replace(result, body=b"") if isinstance(result, Capture) else replace(result, body=None))

    async def _look(self, visit: Visit, method: str) -> Capture | CaptureFailure:
        ask = Ask(url=visit.page.addresses[0], purpose="link", method=method, max_bytes=_MAX_BYTES)
        answer = await self._client.get(ask, visit)
        if isinstance(answer, CaptureFailure):
            return answer
        told = answer.exchange
        outcome, detail = judge_status(told.status or 0, retry_after=header(told.response_headers, "retry-after"))
        if outcome is Outcome.CAPTURED:
            return Capture(exchange=told, body=b"")
        return CaptureFailure(exchange=told, outcome=outcome, detail=detail)
