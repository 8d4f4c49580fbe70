"""The spider with a browser: fetches each page as over plain HTTP, then has the browser show it. Drives no browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version

from scrapy import Request

from snapshots.records import BROWSER, Capture, CaptureFailure, Outcome
from spiders.browser.renderer import Renderer, RenderingError
from spiders.crawling.visits import Visit
from spiders.http.outcomes import judge_body
from spiders.http.results import result_of
from spiders.jobs.job import JobPage, JobResult
from spiders.pages.page_spider import PageSpider

_HTML = ("text/html", "application/xhtml+xml", "")
_AT_ONCE = 2  # pages in the browser; each may take some hundred megabytes


class BrowserSpider(PageSpider):
    """Yields what the browser showed of each page; the exchange is the one of its main document."""

    name = "browser"
    channel = BROWSER
    is_conditional = False  # of what scripts make of a page no validator tells

    async def start(self) -> AsyncIterator[Request | JobResult]:
        self._renderer = Renderer(self.job.browser, self.job.user_agent, self.crawler)
        self._turns = asyncio.Semaphore(_AT_ONCE)
        async for request in super().start():
            yield request

    async def closed(self, reason: str) -> None:
        """End the browser: Scrapy calls this when the last page is done."""
        await self._renderer.close()

    def landmark(self, page: JobPage) -> str:
        return ""  # scripts may bring it

    async def render(self, visit: Visit, result: Capture | CaptureFailure) -> Capture | CaptureFailure:
        return await self._render(visit, result) if isinstance(result, Capture) else result

    async def _render(self, visit: Visit, capture: Capture) -> Capture | CaptureFailure:
        if capture.media_type not in _HTML:
            return _judge(capture, visit.page)
        try:
            async with self._turns:
                tool = f"{visit.tool} {await self._renderer.version()} Playwright/{version('playwright')}"
                capture = replace(capture, exchange=replace(capture.exchange, tool=tool))
                rendering = await self._renderer.render(capture, visit)
        except RenderingError as error:
            return _result(capture, error.outcome, str(error))
        rendered = replace(
            capture,
            exchange=replace(capture.exchange, captured_at=datetime.now(UTC)),
            body=rendering.html,
            media_type="text/html",
            charset="utf-8",
            screenshot=rendering.screenshot,
        )
        return _judge(rendered, visit.page)


def _judge(capture: Capture, page: JobPage) -> Capture | CaptureFailure:
    """Return a capture if it holds a page and the landmark."""
    return _result(capture, *judge_body(capture.body, capture.media_type, capture.charset, page.landmark))


def _result(capture: Capture, outcome: Outcome, detail: str) -> Capture | CaptureFailure:
    """Return a capture, or what was captured as evidence of a failure."""
    return result_of(
        capture.exchange,
        outcome,
        detail,
        body=capture.body,
        media_type=capture.media_type,
        charset=capture.charset,
        screenshot=capture.screenshot,
    )
