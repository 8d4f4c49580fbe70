"""The spider over plain HTTP: asks each page of a job until it has a capture or a named failure. Parses no page."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from snapshots.records import Capture, CaptureFailure, HopPurpose, Outcome
from spiders.crawling.network_errors import RequestRefusal
from spiders.crawling.redirects import led_on
from spiders.crawling.visit_spider import Output, VisitSpider
from spiders.crawling.visits import VALIDATORS, VISIT, Visit, exchange_of, request_of
from spiders.http.outcomes import judge
from spiders.http.refreshes import refresh_target
from spiders.jobs.job import JobPage, JobResult

_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class PageSpider(VisitSpider):
    """Yields one result for each page: the first address that shows it, or why the first one does not."""

    name = "page"
    channel = "http"
    is_conditional: ClassVar[bool] = True

    def first_request(self, page: JobPage) -> Request:
        return self._ask(Visit(page=page, channel=self.channel, addresses=page.addresses))

    def judge(self, response: Response) -> Capture | CaptureFailure:
        page: JobPage = response.meta[VISIT].page
        request = request_of(response)
        return judge(
            exchange_of(request),
            response.body,
            max_bytes=page.max_bytes,
            is_conditional=any(name in request.headers for name in _CONDITIONS),
            landmark=self.landmark(page),
        )

    def proceed(self, request: Request, result: Capture | CaptureFailure) -> Output:
        visit: Visit = request.meta[VISIT]
        if isinstance(result, Capture) and (target := refresh_target(result)):
            try:
                yield self._refreshed(request, result, target)
                return
            except RequestRefusal as refusal:
                result = CaptureFailure(
                    exchange=result.exchange, outcome=refusal.outcome, detail=f"a refresh of the page: {refusal}"
                )
        if isinstance(result, CaptureFailure) and result.outcome is not Outcome.NOT_MODIFIED:
            visit.failure = result = visit.failure or result
            if visit.addresses:
                yield self._ask(visit)
                return
        yield JobResult.of(visit.page.key, result)

    def landmark(self, page: JobPage) -> str:
        """Return the words that an answer must hold to be the page."""
        return page.landmark

    def _ask(self, visit: Visit) -> Request:
        url, *rest = visit.addresses
        visit.addresses = tuple(rest)
        return self.ask(url, visit, meta={VALIDATORS: visit.page.validators} if self.is_conditional else None)

    def _refreshed(self, request: Request, capture: Capture, target: str) -> Request:
        """Return the request to where a page leads by itself, which its trail keeps as a redirect."""
        following = led_on(request, HtmlResponse(capture.exchange.final_url), target)
        visit: Visit = request.meta[VISIT]
        visit.trail[-1] = replace(visit.trail[-1], purpose=HopPurpose.REDIRECT)
        return following
