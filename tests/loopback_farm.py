"""Many hosts on one machine: each an address of the loopback network, with pages that change when they are told to."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Lock, Thread
from time import monotonic

import pytest

needs_loopback_network = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux answers on every address of 127.0.0.0/8 without being set up"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for a page, robots.txt included."""

    host: str
    path: str
    at: float  # by `monotonic`
    beside: int  # requests of the same host that were being answered then


@dataclass(slots=True)
class Farm:
    """The hosts, and what they were asked."""

    show: Callable[[str, str], bytes]  # the page of a host and a path
    hosts: list[str] = field(default_factory=list)
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    under_way: dict[str, int] = field(default_factory=dict)

    def url(self, host: int, path: str) -> str:
        return f"http://{self.hosts[host]}:{self.port}/{path}"

    def pages(self) -> list[Asked]:
        """Return the requests for pages, without robots.txt."""
        with self.lock:
            return [one for one in self.asked if one.path != "/robots.txt"]

    def shortest_gap(self) -> float:
        """Return the seconds between the two requests of one host that lay closest together."""
        with self.lock:
            times = {host: [one.at for one in self.asked if one.host == host] for host in self.hosts}
        return min(later - at for found in times.values() for at, later in pairwise(found))


class _Pages(BaseHTTPRequestHandler):
    farm: Farm

    def do_GET(self) -> None:
        host = self.headers["Host"].partition(":")[0]
        with self.farm.lock:
            beside = self.farm.under_way.get(host, 0)
            self.farm.asked.append(Asked(host, self.path, monotonic(), beside))
            self.farm.under_way[host] = beside + 1
        try:
            self._answer(host)
        finally:
            with self.farm.lock:
                self.farm.under_way[host] -= 1

    def _answer(self, host: str) -> None:
        if self.path == "/robots.txt":
            self.send_error(404)
            return
        body = self.farm.show(host, self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The output of a run is no place for it."""


class _Host(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no fault of the host."""


@contextmanager
def farm_of(hosts: int, show: Callable[[str, str], bytes]) -> Iterator[Farm]:
    """Serve pages on as many hosts, all on one port."""
    farm = Farm(show, [f"127.0.{1 + n // 250}.{1 + n % 250}" for n in range(hosts)])
    with socket.socket() as free:
        free.bind((farm.hosts[0], 0))
        farm.port = int(free.getsockname()[1])
    handler = type("FarmPages", (_Pages,), {"farm": farm})
    servers = [_Host((host, farm.port), handler) for host in farm.hosts]
    threads = [Thread(target=server.serve_forever, kwargs={"poll_interval": 0.5}, daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield farm
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join()
