"""The spider over plain HTTP: looks at each page of a job until it has a capture or a named failure. Parses no page."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from functools import partial
from typing import Any, ClassVar, Protocol

import scrapy

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.http.answers import judge
from spiders.http.client import Ask, Client
from spiders.http.exchanges import Visit
from spiders.job import Job, Page

log = logging.getLogger(__name__)

_AT_ONCE = 16  # pages that are looked at side by side; Scrapy keeps hosts to one request at a time


class Tell(Protocol):
    """What takes a result for a page; `more` says that another one follows."""

    def __call__(self, page: Page, result: Capture | CaptureFailure, *, more: bool = False) -> None: ...


class VisitSpider(scrapy.Spider, ABC):
    """Visits each page of its job; what a visit is, its kinds say. A fault in one visit ends no other."""

    name = "visit"
    channel: ClassVar[str]

    def __init__(self, *, job: Job, tell: Tell, **settings: Any) -> None:
        super().__init__(**settings)
        self._job = job
        self._tell = tell

    async def start(self) -> AsyncIterator[scrapy.Request]:
        self._client = Client(self.crawler, self._job.politeness)
        await self.before()
        at_once = asyncio.Semaphore(_AT_ONCE)

        async def visit(page: Page) -> None:
            async with at_once:
                await self.visit(page)

        ends = await asyncio.gather(*map(visit, self._job.pages), return_exceptions=True)
        await self.finish()
        for page, end in zip(self._job.pages, ends, strict=True):
            if isinstance(end, BaseException):  # its result stays owed, and is told as such
                log.error("%s: %s: %s", page.key, type(end).__name__, end, exc_info=end)
        none: tuple[scrapy.Request, ...] = ()  # Scrapy wants a generator; all was asked already
        for request in none:
            yield request

    @abstractmethod
    async def visit(self, page: Page) -> None:
        """Look at one page and tell what was seen."""

    async def before(self) -> None:
        """Make ready what the visits share."""

    async def finish(self) -> None:
        """Let go of what the visits shared."""


class PageSpider(VisitSpider):
    """Tells one result for each page: the first address that shows it, or why the first one does not."""

    name = "page"
    channel = "http"

    async def visit(self, page: Page) -> None:
        first: CaptureFailure | None = None
        visit = Visit(page=page, channel=self.channel)
        for address in page.addresses:
            result = await self._client.patiently(partial(self._look, visit, address))
            if isinstance(result, Capture):
                result = await self.shown(result, visit)
            if isinstance(result, Capture) or result.outcome is Outcome.NOT_MODIFIED:
                self._tell(page, result)
                return
            first = first or result
        assert first is not None  # noqa: S101 a page has an address
        self._tell(page, first)

    async def _look(self, visit: Visit, address: str) -> Capture | CaptureFailure:
        page = visit.page
        validators = page.validators if address == page.addresses[0] else ()
        answer = await self._client.get(Ask(url=address, headers=validators), visit)
        if isinstance(answer, CaptureFailure):
            return answer
        return judge(
            answer.exchange,
            answer.wire,
            max_bytes=page.max_bytes,
            is_conditional=bool(validators),
            landmark=self.landmark(page),
        )

    def landmark(self, page: Page) -> str:
        """Return the words that an answer must hold to be the page."""
        return page.landmark

    async def shown(self, capture: Capture, visit: Visit) -> Capture | CaptureFailure:
        """Return what becomes of an answer that shows a page."""
        return capture
