"""What all our spiders are: one visit for each page of a job, in requests, callbacks and errbacks. Judges no page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from snapshots.records import Outcome
from spiders.crawling.network_errors import failure_of
from spiders.crawling.retries import retry_of
from spiders.crawling.unasked import failure_unasked
from spiders.crawling.visits import VISIT, Visit, request_of, visit_request
from spiders.jobs.host_turns import in_turns
from spiders.jobs.job import Job, JobPage, JobResult

Output = Iterator[Request | JobResult]
"""What a callback or an errback of ours yields."""


class VisitSpider(scrapy.Spider, ABC):
    """Yields at least one result for each page of its job; a fault in one visit ends no other.

    Scrapy logs such a fault; the result stays owed, and the program fills it in with the line that was logged.
    """

    name = "visit"
    channel: ClassVar[str]

    def __init__(self, *, job: Job, **settings: Any) -> None:
        super().__init__(**settings)
        self.job = job

    async def start(self) -> AsyncIterator[Request | JobResult]:
        for page in in_turns(self.job.pages):
            try:
                first: Request | JobResult = self.first_request(page)
            except ValueError as error:  # an address that Scrapy makes no request of; links may hold any
                detail = f"{page.addresses[0][:200]!r} is no address that can be asked: {error}"
                failure = failure_unasked(page, self.channel, Outcome.CLIENT_ERROR, detail[:400], datetime.now(UTC))
                first = JobResult.of(page.key, failure)
            yield first

    @abstractmethod
    def first_request(self, page: JobPage) -> Request:
        """Return the request that the visit to a page begins with."""

    @abstractmethod
    def judge(self, response: Response) -> Any:
        """Return what an answer shows; a `CaptureFailure` is retried where that may help."""

    @abstractmethod
    def proceed(self, request: Request, result: Any) -> Output:
        """Yield what comes after a request: further requests of its visit, or results."""

    async def render(self, visit: Visit, result: Any) -> Any:
        """Return what becomes of what an answer shows; a browser has more to do."""
        return result

    def ask(self, url: str, visit: Visit, **options: Any) -> Request:
        """Return a request of a visit that comes back to this spider."""
        return visit_request(url, visit, callback=self.parse, errback=self.parse_failure, **options)

    async def parse(self, response: Response) -> AsyncIterator[Request | JobResult]:
        request = request_of(response)
        result = self.judge(response)
        if retry := retry_of(request, result, self.settings):
            yield retry
            return
        for output in self.proceed(request, await self.render(request.meta[VISIT], result)):
            yield output

    def parse_failure(self, failure: Failure) -> Output:
        yield from self.proceed(request_of(failure), failure_of(failure))
