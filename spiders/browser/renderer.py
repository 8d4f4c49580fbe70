"""A page as a real browser shows it: its document after the scripts, and a picture. The browser itself has no network.

Everything that the browser asks for is asked by Scrapy in its place or not at all: so robots.txt, private
networks, limits and the User-Agent hold for scripts as they do for pages. What it may not have is aborted: other
owners' hosts, media, sockets, downloads, navigation away from the page.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from playwright.async_api import Browser, BrowserContext, Page, Playwright, Request, Route, async_playwright
from playwright.async_api import Error as BrowserError
from scrapy.crawler import Crawler
from scrapy.http import Response

from snapshots.frozen_class import frozen
from snapshots.records import Capture, HopPurpose, Outcome
from spiders.browser.page_scripts import (
    HAS_TEXT,
    MEASURE,
    MOST_ELEMENTS,
    MOST_SHOWN,
    NO_SUBMITTING,
    OPEN,
    SERIALISE,
    SHOW,
    WORDS,
)
from spiders.browser.shown_text import with_shown_text
from spiders.crawling.network_errors import NETWORK_ERRORS, RequestRefusal
from spiders.crawling.visits import FOLLOW, Visit, headers_of, visit_request
from spiders.http.decoding import BodyBrokenError, BodyTooLargeError, decode_body
from spiders.http.hosts import owner
from spiders.http.outcomes import content_encodings

WIDTH, HEIGHT = 1280, 1024  # of the window
TALLEST = 16_000  # pixels of a picture; Chromium draws no taller ones in one piece

_ROUNDS = 5  # of opening: what is folded up may hold more of its kind
_QUIET_SECONDS = 0.25  # without a request, and the page is taken for settled
_SETTLE_SECONDS = 4.0  # a page that never rests is taken as it is then
_PARTS = 300  # requests of one page
_DEEPEST = 3_000  # elements one inside the other
_CLOSE_SECONDS = 5.0
_FRAMES = 2  # frames one inside the other that are loaded
_KINDS = frozenset(["document", "script", "stylesheet", "xhr", "fetch", "image", "font"])
_METHODS = frozenset(["GET", "HEAD", "POST"])
_OWN_HEADERS = frozenset(
    ["cookie", "host", "user-agent", "accept", "accept-encoding", "accept-language", "content-length", "connection",
     "authorization", "referer"]
)  # fmt: skip
_NOT_PASSED_ON = frozenset(["content-encoding", "content-length", "transfer-encoding", "set-cookie", "connection"])

_ARGUMENTS = (
    # No network of its own: names are not resolved, what is asked by number goes to a proxy that is not there.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-dev-shm-usage",
    "--js-flags=--max-old-space-size=768",
)


@frozen
class Rendering:
    """What the browser showed."""

    html: bytes  # UTF-8, with the text that was shown at its end
    screenshot: bytes  # PNG


class RenderingError(Exception):
    """A page could not be shown; `outcome` and the message say why."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        self.outcome = outcome
        super().__init__(detail)


class Renderer:
    """A browser, started when it is first needed; every page has a context of its own, and no cookies."""

    def __init__(self, executable: str, user_agent: str, crawler: Crawler) -> None:
        self._executable = executable
        self._user_agent = user_agent
        self._crawler = crawler
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()

    async def render(self, capture: Capture, visit: Visit) -> Rendering:
        """Return what a browser makes of a page that was fetched; raises `RenderingError`."""
        seconds = visit.page.timeout_seconds
        context: BrowserContext | None = None
        try:
            browser = await self._started()
            async with asyncio.timeout(seconds):
                context = await self._context(browser, visit)
                return await _OpenPage(self._crawler, capture, visit).render(context)
        except TimeoutError as error:
            raise RenderingError(Outcome.TIMEOUT, f"the browser did not finish the page in {seconds:g} s") from error
        except BrowserError as error:
            raise RenderingError(Outcome.UNREACHABLE, f"the browser failed on the page: {_line(error)}") from error
        finally:
            if context:
                await self._end(context.close)

    async def close(self) -> None:
        """End the browser."""
        if self._browser:
            await self._end(self._browser.close)
        if self._playwright:
            await self._playwright.stop()

    async def version(self) -> str:
        """Return the name and version of the browser."""
        return f"Chromium/{(await self._started()).version}"

    async def _started(self) -> Browser:
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                self._playwright = self._playwright or await async_playwright().start()
                try:
                    self._browser = await self._playwright.chromium.launch(
                        executable_path=self._executable,
                        args=list(_ARGUMENTS),
                        chromium_sandbox=os.geteuid() != 0,  # Chromium has none for root
                        handle_sigint=False,
                        handle_sigterm=False,
                    )
                except BrowserError as error:
                    detail = f"the browser {self._executable} can't be started: {_line(error)}"
                    raise RenderingError(Outcome.NO_BROWSER, detail) from error
            return self._browser

    async def _context(self, browser: Browser, visit: Visit) -> BrowserContext:
        context = await browser.new_context(
            user_agent=self._user_agent,
            locale=visit.page.accept_language.split(",")[0].split(";")[0].strip() or "en",
            timezone_id="UTC",
            viewport={"width": WIDTH, "height": HEIGHT},
            reduced_motion="reduce",
            service_workers="block",
            accept_downloads=False,
        )
        await context.add_init_script(NO_SUBMITTING)
        return context

    async def _end(self, close: Callable[[], Awaitable[None]]) -> None:
        """Close a thing; a page whose script never rests may keep it from closing, and the browser goes with it."""
        try:
            await asyncio.wait_for(close(), _CLOSE_SECONDS)
        except (TimeoutError, BrowserError):
            self._browser = None


class _OpenPage:
    """One page in the browser."""

    def __init__(self, crawler: Crawler, capture: Capture, visit: Visit) -> None:
        self._crawler = crawler
        self._capture = capture
        self._visit = visit
        self._url = capture.exchange.final_url
        self._allowed = frozenset([*visit.page.allow_hosts, owner(self._url)])
        self._left = visit.page.max_bytes * 3  # bytes that scripts, styles and pictures may have together
        self._asked = 0
        self._pending = 0
        self._last = time.monotonic()
        self._page: Page | None = None
        self._is_served = False  # the document of the page was handed out

    async def render(self, context: BrowserContext) -> Rendering:
        await context.route("**/*", self._serve)
        await context.route_web_socket("**/*", lambda socket: asyncio.ensure_future(socket.close()))
        page = self._page = await context.new_page()
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
        page.on("popup", lambda popup: asyncio.ensure_future(popup.close()))
        # No further than this: a page whose script leads away at once would keep the browser waiting.
        await page.goto(self._url, wait_until="commit")
        while await page.evaluate("document.readyState") == "loading":
            await asyncio.sleep(0.02)
        await self._settled()
        await self._landmark(page)
        for _ in range(_ROUNDS):
            if not await page.evaluate(OPEN, WORDS):
                break
            await self._settled()
        await self._scroll(page)
        elements, deepest, height = await page.evaluate(MEASURE)
        if elements > MOST_ELEMENTS or deepest > _DEEPEST:
            raise RenderingError(Outcome.TOO_LARGE, f"the scripts made {elements} elements, {deepest} deep")
        document = await page.evaluate(SERIALISE) or await page.content()
        if len(document.encode("utf-8", "replace")) > self._visit.page.max_bytes:
            raise RenderingError(Outcome.TOO_LARGE, f"the scripts made {len(document)} characters of the page")
        size = {"x": 0, "y": 0, "width": WIDTH, "height": max(1, min(int(height), TALLEST))}
        picture = await page.screenshot(full_page=True, clip=size, animations="disabled", caret="hide")  # type: ignore[arg-type]
        shown = await page.evaluate(SHOW, MOST_SHOWN)  # the last thing: it writes into the page
        return Rendering(html=with_shown_text(document, shown).encode("utf-8", "replace"), screenshot=picture)

    async def _settled(self) -> None:
        """Wait until nothing was asked for a moment, or for as long as is reasonable."""
        end = time.monotonic() + _SETTLE_SECONDS
        self._last = time.monotonic()
        while (now := time.monotonic()) < end and (self._pending or now - self._last < _QUIET_SECONDS):
            await asyncio.sleep(0.05)

    async def _landmark(self, page: Page) -> None:
        """Wait for the words without which it isn't the page; whether they came is judged later."""
        words = " ".join(self._visit.page.landmark.split()).lower()
        end = time.monotonic() + _SETTLE_SECONDS
        while words and time.monotonic() < end and not await page.evaluate(HAS_TEXT, words):
            await asyncio.sleep(0.1)

    async def _scroll(self, page: Page) -> None:
        """Go down the page and back up, for what is loaded only when it comes into sight."""
        for step in range(TALLEST // HEIGHT * 2):
            at_end = await page.evaluate(
                "(y) => { scrollTo(0, y); return y + innerHeight >= document.documentElement.scrollHeight; }",
                step * HEIGHT,
            )
            if at_end:
                break
            await asyncio.sleep(0.02)
        await self._settled()
        await page.evaluate("scrollTo(0, 0)")

    async def _serve(self, route: Route, request: Request) -> None:
        """Answer one request of the browser, or abort it."""
        self._pending += 1
        try:
            await self._answer(route, request)
        except BrowserError:
            pass  # the page went away meanwhile
        finally:
            self._pending -= 1
            self._last = time.monotonic()

    async def _answer(self, route: Route, request: Request) -> None:
        is_main = request.is_navigation_request() and request.frame == (self._page and self._page.main_frame)
        if is_main and not self._is_served:
            self._is_served = True
            headers = _response_headers(self._capture.exchange.response_headers)
            await route.fulfill(status=200, headers=headers, body=self._capture.body)
            return
        if is_main or not self._may_have(request):
            await route.abort("aborted" if is_main else "blockedbyclient")
            return
        self._asked += 1
        try:
            response = await self._fetch(request)
            given = headers_of(response)
            body = decode_body(response.body, content_encodings(given), max(1, self._left))
        except (RequestRefusal, BodyBrokenError, BodyTooLargeError, *NETWORK_ERRORS):
            await route.abort("failed")
            return
        self._left -= len(body)
        await route.fulfill(status=response.status, headers=_response_headers(given), body=body)

    async def _fetch(self, request: Request) -> Response:
        """Ask for a part of the page in the browser's place.

        The answer is awaited here and no callback gets it: the browser is waiting for it, in the middle of the one
        callback that renders the page. It passes our middlewares as all requests do.
        """
        part = visit_request(
            request.url,
            replace(self._visit, trail=[]),
            purpose=HopPurpose.PART,
            method=request.method,
            accept=request.headers.get("accept", "*/*"),
            headers=_request_headers(request.headers, self._url),
            body=request.post_data_buffer or b"",
            max_bytes=max(1, self._left),
            meta={FOLLOW: self._follow, "dont_retry": True, "autothrottle_dont_adjust_delay": True},
        )
        assert self._crawler.engine  # noqa: S101 it runs, or nothing would be rendered
        return await self._crawler.engine.download_async(part)

    def _may_have(self, request: Request) -> bool:
        depth, frame = 0, request.frame
        while frame.parent_frame:
            depth, frame = depth + 1, frame.parent_frame
        return (
            request.resource_type in _KINDS
            and request.method in _METHODS
            and (request.method != "POST" or request.resource_type in ("xhr", "fetch"))
            and owner(request.url) in self._allowed
            and frame.page == self._page
            and depth <= _FRAMES
            and self._asked < _PARTS
            and self._left > 0
        )

    def _follow(self, response: Response, target: str) -> str:
        if owner(target) in self._allowed:
            return target
        raise RequestRefusal(
            Outcome.CLIENT_ERROR, f"a part of the page leads to another owner's host: {target[:120]}", is_answered=True
        )


def _request_headers(headers: dict[str, str], url: str) -> tuple[tuple[str, str], ...]:
    """Return the headers that scripts may send; who asks, in which languages and encodings, is ours to say."""
    passed = [(name, value) for name, value in headers.items() if name not in _OWN_HEADERS and name[:4] != "sec-"]
    return (*passed, ("Referer", url))


def _response_headers(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in headers:
        if name.lower() not in _NOT_PASSED_ON:
            kept[name] = f"{kept[name]}, {value}" if name in kept else value
    return kept


def _line(error: BrowserError) -> str:
    return " ".join(error.message.split("Call log")[0].split())[:200]
