"""A built folder over HTTP: validators, media types, headers that let nothing of a page run. Builds nothing."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


def site_app(folder: Path) -> Starlette:
    """Return the application that serves a folder which `publish` wrote."""
    for suffix, media_type in _TYPES.items():
        mimetypes.add_type(media_type, suffix)
    return Starlette(
        routes=[Mount("/", app=_Files(directory=folder, html=True, check_dir=False), name="site")],
        middleware=[Middleware(_WithHeaders), Middleware(GZipMiddleware, minimum_size=500)],
        exception_handlers={404: _not_found(folder)},
    )


def _not_found(folder: Path):  # type: ignore[no-untyped-def]
    async def answer(request: Request, error: Exception) -> Response:
        page = folder / "404.html"
        return FileResponse(page, status_code=404) if page.is_file() else Response("not found", 404)

    return answer
