"""The site under load: what does not end is ended, what is too much comes back later, and files are answered."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, TypeVar

import httpx
import pytest
import uvicorn
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from feeds.publication.site_build import publish
from feeds.serving import live_work, patience
from feeds.serving.live import Live
from feeds.serving.live_work import LiveWork
from feeds.serving.patience import PatientProtocol
from feeds.serving.site_app import site_app
from feeds.site import Site
from tests.feeds.samples import WORKINGS, filled
from tests.feeds.server import listening

T = TypeVar("T")


@contextmanager
def serving(app: ASGIApp, listener: socket.socket) -> Iterator[None]:
    config = uvicorn.Config(app, http=PatientProtocol, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)


class Served:
    """A site behind the server as the product runs it; its research can be held up."""

    def __init__(self, address: str, live: Live, go: Event) -> None:
        self.address = address
        self.host, _, port = address.removeprefix("http://").partition(":")
        self.port = int(port)
        self.live = live
        self.go = go

    def connect(self) -> socket.socket:
        return socket.create_connection((self.host, self.port))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    archive, go = filled(), Event()
    with listening() as (listener, address):
        settings = Site(title="Harbour", base_url=address, authority="harbour.test,2025", live=True)
        publish(archive, tmp_path / "site", settings, WORKINGS)
        live = Live(archive, settings, WORKINGS)
        answer = live.answer

        def slowly(*asked: object) -> object:
            go.wait()
            return answer(*asked)  # type: ignore[arg-type]

        monkeypatch.setattr(live, "answer", slowly)
        with serving(site_app(tmp_path / "site", live), listener):
            yield Served(address, live, go)
            go.set()


def ended(connection: socket.socket) -> bytes:
    """Return what comes until the server ends a connection."""
    got = b""
    try:
        while part := connection.recv(65_536):
            got += part
    except ConnectionResetError:
        pass
    return got


@pytest.mark.parametrize(
    "half", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST /phrase HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx"]
)
def test_half_a_request_is_ended(site: Served, monkeypatch: pytest.MonkeyPatch, half: bytes) -> None:
    monkeypatch.setattr(patience, "HEADER_SECONDS", 0.3)
    monkeypatch.setattr(patience, "BODY_SECONDS", 0.3)
    with site.connect() as connection:
        connection.sendall(half)
        ended(connection)


def test_a_dribble_of_headers_does_not_begin_the_wait_anew(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEADER_SECONDS", 0.5)
    with site.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError):
            while True:
                connection.sendall(b"X-Note: tide\r\n")
                Event().wait(0.1)


def test_requests_one_after_another_on_one_connection_are_answered(
    site: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "HEADER_SECONDS", 1.0)
    with httpx.Client(base_url=site.address) as client:
        for _ in range(5):
            assert client.get("/").status_code == 200
            Event().wait(0.4)


def test_a_connection_too_many_is_told_to_come_back(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "MOST_CONNECTIONS", 20)
    with ExitStack() as held:
        for _ in range(20):
            held.enter_context(site.connect())
        Event().wait(0.3)
        with site.connect() as one_more:
            answer = ended(one_more)
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nRetry-After: " in answer
    while httpx.get(f"{site.address}/").status_code != 200:
        Event().wait(0.05)


def test_live_work_is_bounded_and_files_are_answered_beside_it(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_work, "MOST_WAITING", 4)
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(httpx.get, f"{site.address}/api/v1/search?q=boats{n}", timeout=60) for n in range(12)]
        while sum(one.done() for one in asked) < 6:
            Event().wait(0.02)
        assert httpx.get(f"{site.address}/").status_code == 200
        assert httpx.get(f"{site.address}/feeds/alerts.atom").status_code == 200
        site.go.set()
        answers = [one.result() for one in asked]
    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(refused) == 12 - live_work.AT_ONCE - 4
    assert {answer.headers["retry-after"] for answer in refused} == {str(live_work.COME_BACK)}
    assert all(answer.headers["content-type"] == "application/problem+json" for answer in refused)
    assert {answer.status_code for answer in answers} == {200, 503}


def test_a_question_that_waits_too_long_is_told_to_come_back(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_work, "LONGEST_WAIT", 0.2)
    with ThreadPoolExecutor(4) as pool:
        held = [
            pool.submit(httpx.get, f"{site.address}/phrase?q=boats{n}", timeout=60) for n in range(live_work.AT_ONCE)
        ]
        Event().wait(0.3)
        late = httpx.get(f"{site.address}/phrase?q=late", timeout=60)
        site.go.set()
        assert {one.result().status_code for one in held} == {200}
    assert (late.status_code, late.headers["retry-after"]) == (503, str(live_work.COME_BACK))


def in_a_loop_of_its_own(asked: Coroutine[Any, Any, T]) -> T:
    """Await something in a thread: a browser that an earlier test drove may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asked).result()


def test_one_client_has_a_share_of_live_work_and_leaves_the_rest_to_others() -> None:
    go = Event()

    async def ask() -> tuple[list[object], list[object]]:
        work = LiveWork()
        many = [asyncio.create_task(work.do(f"2a00:1450:4001:80::{n}", go.wait)) for n in range(10)]  # of one /64
        others = [asyncio.create_task(work.do(host, go.wait)) for host in ("192.88.98.7", "127.0.0.1", "127.0.0.1")]
        await asyncio.sleep(0.1)
        go.set()
        return await asyncio.gather(*many, return_exceptions=True), await asyncio.gather(*others)

    many, others = in_a_loop_of_its_own(ask())
    refused = [one for one in many if isinstance(one, HTTPException)]
    assert len(refused) == 10 - live_work.OF_ONE_AT_ONCE
    assert {(one.status_code, (one.headers or {})["Retry-After"]) for one in refused} == {
        (503, str(live_work.COME_BACK))
    }
    assert others == [True, True, True]


def test_one_client_asks_so_many_questions_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_work, "OF_ONE_A_MINUTE", 3)

    async def ask(*hosts: str) -> list[bool]:
        work, answered = LiveWork(), []
        for host in hosts:
            try:
                answered.append(await work.do(host, lambda: True))
            except HTTPException:
                answered.append(False)
        return answered

    assert in_a_loop_of_its_own(ask(*["192.88.98.7"] * 5, "192.88.98.8")) == [True, True, True, False, False, True]
    assert in_a_loop_of_its_own(ask(*["10.0.0.7"] * 5)) == [True] * 5  # a web server in front, for all who come to it
