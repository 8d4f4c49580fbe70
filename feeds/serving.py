"""A built folder over HTTP, and live answers beside it: validators, media types, headers that let nothing run.

Builds nothing.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feeds.files import File
from feeds.live import LIVE, Live, LiveRoute

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_TYPES = {".atom": "application/atom+xml", ".rss": "application/rss+xml"}


class _Files(StaticFiles):
    """Files of a build; those whose names start with a dot are the builder's own."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if any(part.startswith(".") for part in Path(path).parts if part != "."):
            path = "404.html"
            response = await super().get_response(path, scope)
            response.status_code = 404
            return response
        return await super().get_response(path, scope)

    def has(self, path: str) -> bool:
        """Return whether a file answers at a path, itself or as the index of a folder."""
        found = (self.lookup_path(name)[0] for name in (path, f"{path}/index.html"))
        return any(name and Path(name).is_file() for name in found)


class _WithHeaders:
    """Adds what every answer carries, and lets feeds be read from other sites' scripts."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"]) + _HEADERS
                if Path(scope.get("path", "")).suffix in _TYPES:
                    headers.append((b"access-control-allow-origin", b"*"))
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, sending)


def site_app(folder: Path, live: Live | None = None) -> Starlette:
    """Return the application that serves a folder which `publish` wrote, with live answers where `live` is given."""
    for suffix, media_type in _TYPES.items():
        mimetypes.add_type(media_type, suffix)
    files = _Files(directory=folder, html=True, check_dir=False)
    routes: list[BaseRoute] = [Mount("/", app=files, name="site")]
    if live:
        routes = [*(Route(route.path, _answering(route, live, files)) for route in LIVE), *routes]
    return Starlette(
        routes=routes,
        middleware=[Middleware(_WithHeaders), Middleware(GZipMiddleware, minimum_size=500)],
        exception_handlers={404: _not_found(folder)},
    )


def _answering(route: LiveRoute, live: Live, files: _Files) -> Callable[[Request], Awaitable[Response]]:
    async def answering(request: Request) -> Response:
        path = files.get_path(request.scope)
        if await run_in_threadpool(files.has, path):
            return await files.get_response(path, request.scope)
        answer = await run_in_threadpool(lambda: route.answer(live.edition(), request))
        if answer is None:
            raise HTTPException(status_code=404)
        return answer if isinstance(answer, Response) else await _rendered(answer, request)

    return answering


async def _rendered(file: File, request: Request) -> Response:
    headers = {"ETag": f'"{file.key}"', "Cache-Control": "no-cache"}
    if file.key in re.findall(r'"([^"]*)"', request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    content = await run_in_threadpool(file.render)
    media_type = mimetypes.guess_type(file.path)[0] or "application/octet-stream"
    return Response(content, media_type=media_type, headers=headers)


def _not_found(folder: Path) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        page = folder / "404.html"
        return FileResponse(page, status_code=404) if page.is_file() else Response("not found", 404)

    return answer
