"""The spider that looks where links lead: whether something answers there, and at which address. Keeps no page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response

from snapshots.records import Capture, CaptureFailure, HopPurpose, Outcome
from spiders.crawling.visit_spider import Output, VisitSpider
from spiders.crawling.visits import VISIT, Visit, exchange_of, request_of
from spiders.http.outcomes import header, judge_status
from spiders.http.results import result_of
from spiders.jobs.job import JobPage, JobResult

_MAX_BYTES = 500_000  # of a page that answers no HEAD
_ANSWERED = frozenset([Outcome.TOO_LARGE, Outcome.NOT_MODIFIED])


class LinkSpider(VisitSpider):
    """Yields for each page of its job whether its one address answers; what it answers with is let go."""

    name = "links"
    channel = "http"

    def first_request(self, page: JobPage) -> Request:
        return self._ask(Visit(page=page, channel=self.channel), method="HEAD", meta={"dont_retry": True})

    def judge(self, response: Response) -> Capture | CaptureFailure:
        exchange = exchange_of(request_of(response))
        status = judge_status(response.status, retry_after=header(exchange.response_headers, "retry-after"))
        return result_of(exchange, *status, body=b"")

    def proceed(self, request: Request, result: Capture | CaptureFailure) -> Output:
        visit = request.meta[VISIT]
        if isinstance(result, CaptureFailure):
            if request.method == "HEAD" and result.exchange.status is not None:
                yield self._ask(visit)  # many servers answer a HEAD as they would no GET
                return
            is_answer = result.outcome in _ANSWERED
            result = Capture(exchange=result.exchange, body=b"") if is_answer else replace(result, body=None)
        yield JobResult.of(visit.page.key, result)

    def _ask(self, visit: Visit, **options: Any) -> Request:
        return self.ask(visit.page.addresses[0], visit, purpose=HopPurpose.LINK, max_bytes=_MAX_BYTES, **options)
