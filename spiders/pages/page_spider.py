"""The spider over plain HTTP: asks each page of a job until it has a capture or a named failure. Parses no page."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.crawling.visit_spider import Output, VisitSpider
from spiders.crawling.visits import HOPS, VISIT, Visit, exchange_of, request_of
from spiders.http.outcomes import judge
from spiders.jobs.job import JobPage, JobResult


class PageSpider(VisitSpider):
    """Yields one result for each page: the first address that shows it, or why the first one does not."""

    name = "page"
    channel = "http"

    def first_request(self, page: JobPage) -> Request:
        return self._ask(Visit(page=page, channel=self.channel, addresses=page.addresses))

    def judge(self, response: Response) -> Capture | CaptureFailure:
        page: JobPage = response.meta[VISIT].page
        return judge(
            exchange_of(request_of(response)),
            response.body,
            max_bytes=page.max_bytes,
            is_conditional=bool(page.validators) and response.meta[HOPS][0] == page.addresses[0],
            landmark=self.landmark(page),
        )

    def proceed(self, request: Request, result: Capture | CaptureFailure) -> Output:
        visit: Visit = request.meta[VISIT]
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
        return self.ask(url, visit, headers=visit.page.validators if url == visit.page.addresses[0] else ())
