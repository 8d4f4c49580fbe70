"""TimeGate and TimeMaps by the watched address, and the headers that make a version's page a memento.

An address that is not watched has none of them: nothing is fetched and nobody is redirected elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feeds.edition.edition import Edition
from feeds.http.conditional import http_date
from feeds.http.headers import OPEN
from feeds.memento.memento_records import time_map, time_map_of
from feeds.memento.timemap_formats import (
    LINK_FORMAT,
    gate_links,
    json_format,
    link_format,
    memento_links,
    timemap_uri,
)
from snapshots.network import read_http_date

_VERSION_PAGE = re.compile(r"/(?P<address>d/(?P<document>[a-z0-9-]+)/v/[0-9a-f]+/)")
_SEEN = re.compile(r"(?:.*&)?seen=(\d{14})(?:&.*)?")
_LONGEST = 4_000


def timegate(edition: Edition, request: Request) -> Response | None:
    """Lead to the memento of the time that is asked for, the newest one where none is."""
    found = time_map(edition.survey, _asked_url(request, "timegate/"))
    if not found:
        return None
    asked = request.headers.get("accept-datetime")
    moment = read_http_date(asked) if asked is not None else found.mementos[-1].at
    chosen = found.at(moment) if moment else found.mementos[-1]
    headers = {"Vary": "accept-datetime", "Link": gate_links(chosen, found, edition.site), "Cache-Control": "no-cache"}
    if moment is None:
        said = "Accept-Datetime: expected a time like Thu, 01 May 2025 06:00:00 GMT\n"
        return Response(said, 400, headers=headers, media_type="text/plain")
    return Response(status_code=302, headers={**headers, "Location": chosen.uri(edition.site)})


def timemap(edition: Edition, request: Request) -> Response | None:
    """Answer with all mementos of an address."""
    kind = request.path_params["kind"]
    found = time_map(edition.survey, _asked_url(request, f"timemap/{kind}/")) if kind in ("link", "json") else None
    if not found:
        return None
    site = edition.site
    if kind == "json":
        return Response(json_format(found, site), headers=dict(OPEN), media_type="application/json")
    content = link_format(found, timemap_uri(found.original, "link", site), site)
    return Response(content, headers=dict(OPEN), media_type=LINK_FORMAT)


class WithMementoHeaders:
    """Adds to the page of a version when that text was seen and where its neighbours in time are."""

    def __init__(self, app: ASGIApp, edition: Callable[[], Edition]) -> None:
        self._app = app
        self._edition = edition

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = _VERSION_PAGE.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if not page:
            await self._app(scope, receive, send)
            return
        query = _SEEN.fullmatch(scope["query_string"].decode("latin-1"))
        seen = query[1] if query else ""
        more = await to_thread.run_sync(lambda: _headers(self._edition(), page["document"], page["address"], seen))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self._app(scope, receive, sending)


def _headers(edition: Edition, document_id: str, address: str, seen: str) -> list[tuple[bytes, bytes]]:
    watched = edition.survey.find(document_id)
    own = time_map_of(watched) if watched else None
    here = [memento for memento in own.mementos if memento.address == address] if own else []
    if not own or not here:
        return []
    memento = next((one for one in here if one.seen == seen), here[0])
    found = time_map(edition.survey, own.original) or own
    return [
        (b"memento-datetime", http_date(memento.at).encode()),
        (b"link", memento_links(memento, found, edition.site).encode()),
    ]


def _asked_url(request: Request, prefix: str) -> str:
    """Return the address behind a prefix as it was sent, with its query."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    sent = raw.decode("latin-1").partition(prefix)[2]
    query = request.scope["query_string"].decode("latin-1")
    url = f"{sent}?{query}" if query else sent
    url = re.sub(r"^(https?):/+", r"\1://", url)  # some proxies fold two slashes into one
    return url if len(url) <= _LONGEST else ""
