"""A stand-in of Save Page Now on loopback: fetches what it is asked for, keeps it, shows it, and has its limits."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from threading import Lock
from urllib.parse import parse_qs

from tests.loopback import on_loopback

Answer = tuple[int, dict[str, str], bytes]


@dataclass(slots=True)
class SavingArchive:
    """What was asked of it, what it keeps, and how it behaves."""

    url: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    per_minute: int = 6
    per_day: int = 1000
    pending: int = 0  # how often it says of a job that it is at work
    refusals: list[Answer] = field(default_factory=list)  # that it answers first
    alter: Callable[[bytes], bytes] = lambda body: body
    asked: list[tuple[datetime, str]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # address and page by 14 digits
    jobs: dict[str, tuple[str, int]] = field(default_factory=dict)  # those digits, and how often it was looked at
    too_many: int = 0
    lock: Lock = field(default_factory=Lock)

    @property
    def save(self) -> str:
        return f"{self.url}/save"

    def take(self, url: str, key: str) -> Answer:
        if self.refusals:
            return self.refusals.pop(0)
        now = self.now()
        self.keys.add(key)
        if sum(at > now - timedelta(minutes=1) for at, _ in self.asked) >= self.per_minute:
            self.too_many += 1
            return 429, {"Retry-After": "60"}, b"slow down"
        if sum(at > now - timedelta(days=1) for at, _ in self.asked) >= self.per_day:
            self.too_many += 1
            return _told(status="error", status_ext="error:too-many-daily-captures", message="Enough for today.")
        self.asked.append((now, url))
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 a page on loopback
            body = answer.read()
        stamp = f"{now + timedelta(seconds=len(self.kept)):%Y%m%d%H%M%S}"
        self.kept[stamp] = (url, self.alter(body))
        job = f"spn2-{len(self.jobs)}"
        self.jobs[job] = (stamp, 0)
        return _told(url=url, job_id=job)

    def state(self, job: str) -> Answer:
        if job not in self.jobs:
            return _told(status="error", status_ext="error:not-found", message="No such job.")
        stamp, looks = self.jobs[job]
        self.jobs[job] = (stamp, looks + 1)
        if looks < self.pending:
            return _told(status="pending", job_id=job)
        return _told(status="success", job_id=job, timestamp=stamp, original_url=self.kept[stamp][0])

    def show(self, stamp: str) -> Answer:
        if stamp not in self.kept:
            return 404, {}, b""
        at = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        headers = {"Memento-Datetime": format_datetime(at, usegmt=True), "Content-Type": "text/html; charset=utf-8"}
        return 200, headers, self.kept[stamp][1]


@contextmanager
def saving_archive(**behaviour: object) -> Iterator[SavingArchive]:
    archive = SavingArchive(**behaviour)  # type: ignore[arg-type]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            with archive.lock:
                self.tell(archive.take(form["url"][0], self.headers.get("authorization", "")))

        def do_GET(self) -> None:
            with archive.lock:
                if found := re.fullmatch(r"/save/status/(.+)", self.path):
                    self.tell(archive.state(found[1]))
                elif found := re.match(r"/web/(\d{14})(?:id_)?/", self.path):
                    self.tell(archive.show(found[1]))
                else:
                    self.tell((404, {}, b""))

        def tell(self, answer: Answer) -> None:
            status, headers, body = answer
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with on_loopback(Handler) as server:
        archive.url = f"http://127.0.0.1:{server.server_port}"
        yield archive


def _told(**said: object) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()
