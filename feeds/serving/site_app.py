"""A built folder over HTTP, and whatever else answers beside it. Builds nothing.

Published files come first and are answered from memory (RFC 9110); what is no file is left to the routes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

import uvicorn
from anyio import open_file, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feeds.edition.file import File
from feeds.http.conditional import is_not_modified, preferred_encoding
from feeds.http.headers import OPEN, SAFETY, headers_of_site, is_open
from feeds.http.live_answers import LiveRoute, problem, wants_problems
from feeds.http.media_types import content_type
from feeds.memento.memento_routes import WithMementoHeaders
from feeds.serving.live import LIVE, Live
from feeds.serving.live_work import LiveWork
from feeds.serving.making import AGAIN_AFTER, Making
from feeds.serving.patience import PatientProtocol
from feeds.serving.stored import Form, RawHeaders, StoredFile, StoredFiles

_CHUNK = 256 << 10
_TO_END = 5  # seconds that requests under way have when the server is told to end
_FEEDS = (".atom", ".rss")
_TYPE = b"content-type"
_READING = ("GET", "HEAD")
_SAFETY = [(name.lower().encode(), value.encode()) for name, value in SAFETY]
_PREFLIGHT = {
    **dict(OPEN),
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


class _Files:
    """Answers for the files of a folder, and hands on what is none."""

    def __init__(self, stored: StoredFiles, otherwise: ASGIApp) -> None:
        self._stored = stored
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._otherwise(scope, receive, send)
            return
        path = scope["path"].removeprefix("/")
        name = path + "index.html" if not path or path.endswith("/") else path
        asked = _asked_headers(scope)
        coding = preferred_encoding(asked.get(b"accept-encoding"))
        found = self._stored.ready(name, coding) or await to_thread.run_sync(self._stored.load, name, coding)
        if found:
            await _answer(scope, receive, _shown(send, asked) if path.endswith(_FEEDS) else send, path, found, asked)
        elif path and scope["method"] in _READING and await to_thread.run_sync(self._stored.is_folder, path):
            await _to_folder(path, scope)(scope, receive, send)
        else:
            await self._otherwise(scope, receive, send)


class _Safely:
    """Adds to the answers of the routes what those of files carry already."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                headers = [*message["headers"], *(header for header in _SAFETY if header[0] not in given)]
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, sending)


def site_app(
    folder: Path, live: Live | None = None, more: Sequence[Route] = (), making: Making | None = None
) -> ASGIApp:
    """Return the application that serves a folder which `publish` wrote, with live answers where `live` is given.

    `more` are routes of pages that take something from readers; `making` says how far the folder is made.
    """
    stored = StoredFiles(folder, partial(headers_of_site, site=live.site)) if live else StoredFiles(folder)
    work = LiveWork()
    routes = Starlette(
        routes=[*more, *(_live_routes(live, work) if live else ())],
        middleware=[Middleware(GZipMiddleware, minimum_size=500)],
        exception_handlers={
            404: _not_found(stored, making, live.site.base_path if live else "/"),
            405: _not_allowed,
            503: _busy,
        },
    )
    app = _Files(stored, _Safely(routes))
    return WithMementoHeaders(app, live.edition) if live else app


def run_site(app: ASGIApp, *, host: str, port: int) -> None:
    """Serve until the process is told to end.

    uvloop and httptools, where they are installed, are what uvicorn takes by itself.
    """
    uvicorn.run(
        app,
        host=host,
        port=port,
        http=PatientProtocol,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_TO_END,
    )


def _shown(send: Send, asked: dict[bytes, str]) -> Send:
    """Return how a feed is sent: to a browser that somebody reads in as XML with a style sheet, which it shows.

    Browsers show the media types of feeds as bare text, or offer a file.
    """

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(name, value) for name, value in message["headers"] if name not in (b"vary", _TYPE)]
            kinds = [value for name, value in message["headers"] if name == _TYPE]
            if "text/html" in asked.get(b"accept", ""):
                kinds = [b"application/xml; charset=utf-8" for _kind in kinds]
            varies = (b"vary", b"Accept, Accept-Encoding")
            message = {**message, "headers": [*headers, *((_TYPE, kind) for kind in kinds), varies]}
        await send(message)

    return sending


def _live_routes(live: Live, work: LiveWork) -> Iterator[Route]:
    """Yield each live route, those of pages in every language of the site."""
    for language in live.site.languages:
        folder = live.site.prefix(language)
        for route in LIVE:
            if route.is_spoken or not folder:
                yield Route(f"/{folder}{route.path.removeprefix('/')}", _answering(route, live, work, language))


def _answering(route: LiveRoute, live: Live, work: LiveWork, language: str) -> Callable[[Request], Awaitable[Response]]:
    async def answering(request: Request) -> Response:
        asking = request.client.host if request.client else ""
        answer = await work.do(asking, _work_out, route, live, request, language)
        if answer is None:
            raise HTTPException(status_code=404)
        return answer

    return answering


def _work_out(route: LiveRoute, live: Live, request: Request, language: str) -> Response | None:
    """Return a live answer with its bytes, in one turn: who was let in is not turned away half-way."""
    answer = live.answer(route, request, language)
    return _render(answer, live, request) if isinstance(answer, File) else answer


def _render(file: File, live: Live, request: Request) -> Response:
    etag = f'W/"{file.key}"'  # weak: it says what the bytes were made from, and they may yet be compressed
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Content-Type": content_type(file.path)}
    if is_open(request.url.path.removeprefix("/")):
        headers |= dict(OPEN)
    if is_not_modified(etag.removeprefix("W/"), 0, request.headers.get("if-none-match"), None):
        return Response(status_code=304, headers=headers)
    return Response(live.content(file), headers=headers)


def _asked_headers(scope: Scope) -> dict[bytes, str]:
    """Return the headers that matter here; several of one name are one list (RFC 9110, section 5.3)."""
    asked: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in (b"if-none-match", b"if-modified-since", b"accept-encoding", b"accept"):
            text = value.decode("latin-1")
            asked[name] = f"{asked[name]}, {text}" if name in asked else text
    return asked


async def _answer(
    scope: Scope, receive: Receive, send: Send, path: str, found: tuple[StoredFile, Form], asked: dict[bytes, str]
) -> None:
    stored, form = found
    method = scope["method"]
    if method not in _READING:
        await _other_method(method, path)(scope, receive, send)
        return
    same = is_not_modified(form.etag, stored.modified_at, asked.get(b"if-none-match"), asked.get(b"if-modified-since"))
    if same:
        await _send(send, 304, form.headers_304, b"")
    elif method == "HEAD":
        await _send(send, 200, form.headers, b"")
    elif form.content is not None:
        await _send(send, 200, form.headers, form.content)
    else:
        await _send_read(send, form.headers, stored.path)


async def _send(send: Send, status: int, headers: RawHeaders, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _send_read(send: Send, headers: RawHeaders, path: Path) -> None:
    async with await open_file(path, "rb") as file:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        while chunk := await file.read(_CHUNK):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _other_method(method: str, path: str) -> Response:
    """Answer a preflight, which scripts that send validators make first, and refuse the rest."""
    allow = {"Allow": "GET, HEAD, OPTIONS", **dict(SAFETY)}
    if method == "OPTIONS":
        return Response(status_code=204, headers={**allow, **(_PREFLIGHT if is_open(path) else {})})
    if wants_problems(path):
        return problem(405, "Only GET and HEAD; nothing can be written here.", allow)
    return Response("only GET and HEAD\n", 405, headers=allow, media_type="text/plain")


def _to_folder(path: str, scope: Scope) -> Response:
    """Lead to a folder's page; relatively, so that it holds behind whatever leads here."""
    query = scope["query_string"].decode("latin-1")
    name = quote(path.rpartition("/")[2], safe="")
    headers = {"Location": f"./{name}/" + (f"?{query}" if query else ""), **dict(SAFETY)}
    return Response(status_code=308, headers=headers)


async def _busy(request: Request, error: Exception) -> Response:
    headers = {"Cache-Control": "no-store", **(getattr(error, "headers", None) or {})}
    if wants_problems(request.url.path.removeprefix("/")):
        return problem(503, "Too much is asked for at once; come back in a moment.", headers)
    return Response(
        "too much is asked for at once; come back in a moment\n", 503, headers=headers, media_type="text/plain"
    )


async def _not_allowed(request: Request, error: Exception) -> Response:
    return _other_method(request.method, request.url.path.removeprefix("/"))


def _not_found(
    stored: StoredFiles, making: Making | None, base_path: str
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        if making and not making.is_done:
            # Not "there is none", but "not now" (RFC 9110, section 15.6.4).
            later = {"Retry-After": str(AGAIN_AFTER), "Cache-Control": "no-store"}
            return Response(making.page(base_path), 503, headers=later, media_type="text/html")
        if wants_problems(request.url.path.removeprefix("/")):
            return problem(404, "Nothing stands at this address.")
        found = await to_thread.run_sync(stored.load, "404.html", "")
        body = found[1].content if found else None
        headers = {"Cache-Control": "public, max-age=60"}
        if body is None:
            return Response("not found\n", 404, headers=headers, media_type="text/plain")
        return Response(body, 404, headers=headers, media_type="text/html")

    return answer
