"""The spider with a browser: fetches each page as over plain HTTP, then has the browser show it. Drives no browser."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.browser.rendering import Renderer, RenderingError
from spiders.http.answers import judge_body
from spiders.http.exchanges import Visit
from spiders.job import Page
from spiders.pages.page_spider import PageSpider

_HTML = ("text/html", "application/xhtml+xml", "")
_AT_ONCE = 2  # pages in the browser; each may take some hundred megabytes


class BrowserSpider(PageSpider):
    """Tells what the browser showed of each page; the exchange is the one of its main document."""

    name = "browser"
    channel = "browser"

    async def before(self) -> None:
        self._renderer = Renderer(self._job.browser, self._job.user_agent, self._client)
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def finish(self) -> None:
        await self._renderer.close()

    def landmark(self, page: Page) -> str:
        return ""  # scripts may bring it

    async def shown(self, capture: Capture, visit: Visit) -> Capture | CaptureFailure:
        if capture.media_type not in _HTML:
            return judged(capture, visit.page)
        try:
            async with self._turns:
                tool = f"{visit.tool} {await self._renderer.version()} Playwright/{version('playwright')}"
                capture = replace(capture, exchange=replace(capture.exchange, tool=tool))
                rendering = await self._renderer.render(capture, visit, frozenset(visit.page.allow_hosts))
        except RenderingError as error:
            return failed(capture, error.outcome, str(error))
        seen = replace(
            capture,
            exchange=replace(capture.exchange, captured_at=datetime.now(UTC)),
            body=rendering.html,
            media_type="text/html",
            charset="utf-8",
            screenshot=rendering.screenshot,
        )
        return judged(seen, visit.page)


def judged(capture: Capture, page: Page) -> Capture | CaptureFailure:
    """Return a capture if it holds a page and the landmark."""
    outcome, detail = judge_body(capture.body, capture.media_type, capture.charset, page.landmark)
    return capture if outcome is Outcome.CAPTURED else failed(capture, outcome, detail)


def failed(capture: Capture, outcome: Outcome, detail: str) -> CaptureFailure:
    """Return what was captured as evidence of a failure."""
    return CaptureFailure(
        exchange=capture.exchange,
        outcome=outcome,
        detail=detail,
        body=capture.body,
        media_type=capture.media_type,
        charset=capture.charset,
        screenshot=capture.screenshot,
    )
