"""A collection's API on loopback: what Open Terms Archive's engine answers, for versions of our own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote

from tests.loopback import on_loopback

START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
TERMS = "Harbour/Privacy Policy"
_PATH = re.compile(r"/api/v1/version/([^/]+)/([^/]+)/([^/]+)")


@dataclass(slots=True)
class StandIn:
    """The versions that a collection has, oldest first, and what it was asked."""

    url: str = ""
    versions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # by `Service/Terms type`
    asked: list[str] = field(default_factory=list)
    broken: dict[int, tuple[int, bytes]] = field(default_factory=dict)  # what the n-th request (from 1) gets instead

    def add(self, day: float, content: str, *, terms: str = TERMS, **more: bool) -> str:
        """Record a version and return its commit."""
        listed = self.versions.setdefault(terms, [])
        commit = f"{len(listed):02x}" * 20
        at = (START + timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")
        service, _, terms_type = terms.rpartition("/")
        listed.append({"id": commit, "serviceId": service, "termsType": terms_type, "fetchDate": at} | more)
        listed[-1]["content"] = content
        return commit

    def answer(self, path: str) -> tuple[int, bytes]:
        found = _PATH.fullmatch(path)
        if not found:
            return 404, b"{}"
        service, terms_type, date = map(unquote, found.groups())
        at = datetime.fromisoformat(date)
        if at > datetime.now(UTC):
            return 416, b'{"error": "Requested version is in the future"}'
        there = self.versions.get(f"{service}/{terms_type}", [])
        stood = [one for one in there if datetime.fromisoformat(one["fetchDate"]) <= at]
        return (200, json.dumps(stood[-1]).encode()) if stood else (404, b'{"error": "No version found"}')


@contextmanager
def collection() -> Iterator[StandIn]:
    """Serve a collection; `url` is where its API begins."""
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/robots.txt":
                status, body = 404, b""
            else:
                stand_in.asked.append(self.path)
                status, body = stand_in.broken.get(len(stand_in.asked)) or stand_in.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with on_loopback(Handler) as server:
        stand_in.url = f"http://127.0.0.1:{server.server_port}/api/v1"
        yield stand_in
