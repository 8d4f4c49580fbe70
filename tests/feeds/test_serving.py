"""The site over HTTP, on a real server: validators, types, headers, nothing outside the folder."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import httpx
import pytest
import uvicorn

from feeds.publication import MANIFEST, publish
from feeds.serving import site_app
from feeds.site import Site
from tests.feeds.samples import WORKINGS, filled


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out: Path = tmp_path_factory.mktemp("site") / "public"
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        publish(filled(), out, Site(title="Harbour", base_url=address, authority="harbour.test,2025"), WORKINGS)
        (out.parent / "secret.txt").write_text("secret")
        server = uvicorn.Server(uvicorn.Config(site_app(out), log_level="warning", lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield address
        server.should_exit = True
        thread.join(timeout=10)


def test_pages_carry_a_policy_that_lets_nothing_run(base: str) -> None:
    answer = httpx.get(f"{base}/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(("suffix", "kind"), [("atom", "application/atom+xml"), ("rss", "application/rss+xml")])
def test_feeds_have_their_type_and_are_validated(base: str, suffix: str, kind: str) -> None:
    answer = httpx.get(f"{base}/feeds/alerts.{suffix}")
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-encoding"] == "gzip"
    again = httpx.get(f"{base}/feeds/alerts.{suffix}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = httpx.get(f"{base}/feeds/alerts.{suffix}", headers={"If-Modified-Since": answer.headers["last-modified"]})
    assert since.status_code == 304
    assert httpx.head(f"{base}/feeds/alerts.{suffix}").status_code == 200


def test_folders_lead_to_their_pages(base: str) -> None:
    assert httpx.get(f"{base}/changes/1", follow_redirects=True).status_code == 200
    assert "Harbour" in httpx.get(f"{base}/d/harbour-policy/").text


@pytest.mark.parametrize(
    "path", ["/nowhere", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", f"/{MANIFEST}", "/changes/999/"]
)
def test_nothing_else_is_found(base: str, path: str) -> None:
    answer = httpx.get(httpx.URL(base).copy_with(raw_path=path.encode()))
    assert answer.status_code == 404
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers
