"""Pages asked by way of a proxy: the environment's or their declaration's, over HTTP and TLS; and what stays shut."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from snapshots.codec import encode
from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.declarations.declaration import Declaration
from spiders.declarations.declarations import load_declarations
from spiders.errors import DeclarationError
from spiders.jobs.job import Politeness
from spiders.pages.http_channel import crawl
from tests.proxying import proxying, tls_of

QUICK = Politeness(delay_seconds=0, retries=0)
DECLARED = """\
[[document]]
id = "{name}"
title = "Harbour"
service = "Harbour"
kind = "privacy-policy"
url = "{url}"
{more}
"""


def declared(folder: Path, name: str, url: str, more: str = "") -> Declaration:
    (folder / f"{name}.toml").write_text(DECLARED.format(name=name, url=url, more=more))
    (only,) = load_declarations(folder / f"{name}.toml")
    return only


def looks(*declarations: Declaration) -> dict[str, Capture | CaptureFailure]:
    found = crawl(declarations, contact="tests@harbour.example", politeness=QUICK)
    return {result.exchange.document_id: result for result in found}


@contextmanager
def pages(words: str, folder: Path | None = None, *, leads_to: str = "") -> Iterator[int]:
    """Serve one page at every path of every host; yields the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<html lang=en><main><h1>Privacy</h1><p>{words}</p></main></html>".encode()
            status = 404 if self.path == "/robots.txt" else 302 if leads_to else 200
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", leads_to)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The tests' output is no place for it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if folder:
        server.socket = tls_of(folder, "www.harbour.example").wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def test_one_page_is_watched_from_two_countries(tmp_path: Path) -> None:
    """Two declarations of one address go by a proxy each, and each shows what that country is shown."""
    with (
        pages("We ask before we share your data.") as europe,
        pages("We share your data.") as america,
        proxying({"www.harbour.example": europe}) as in_europe,
        proxying({"www.harbour.example": america}) as in_america,
    ):
        url = "http://www.harbour.example/privacy"
        seen = looks(
            declared(tmp_path, "harbour-eu", url, f'region = "eu"\nproxy = "{in_europe.url}"'),
            declared(tmp_path, "harbour-us", url, f'region = "us"\nproxy = "{in_america.url}"'),
        )
    assert b"We ask before" in body_of(seen["harbour-eu"])
    assert b"We share your data." in body_of(seen["harbour-us"])
    assert all(result.exchange.tool.endswith("through a proxy") for result in seen.values())
    assert all(result.exchange.ip == "" for result in seen.values()), "the address of a proxy is not the site's"


def body_of(result: Capture | CaptureFailure) -> bytes:
    assert isinstance(result, Capture), result
    return result.body


def test_the_environment_names_the_proxy_of_all_and_its_password_is_no_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pages("We keep logs.") as port, proxying({"www.harbour.example": port}) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://desk:se-cret@127.0.0.1:{proxy.port}")
        seen = looks(
            declared(tmp_path, "harbour", "http://www.harbour.example/privacy"),
            declared(tmp_path, "here", f"http://127.0.0.1:{port}/privacy"),
        )
    assert body_of(seen["harbour"]) and body_of(seen["here"])
    assert proxy.asked == ["GET http://www.harbour.example/robots.txt", "GET http://www.harbour.example/privacy"]
    assert set(proxy.authorizations) == {"Basic ZGVzazpzZS1jcmV0"}
    told = b"".join(encode(result) for result in seen.values()).decode()
    assert "ZGVzaz" not in told and "se-cret" not in told and "Proxy-Authorization" not in told


def test_tls_is_spoken_with_the_site_and_not_with_the_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pages("We keep logs.", tmp_path) as port, proxying({"www.harbour.example": port}) as proxy:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
        monkeypatch.setenv("POLICYWATCH_TEST_PROXY", f"http://desk:se-cret@127.0.0.1:{proxy.port}")
        by_name = 'proxy = "env:POLICYWATCH_TEST_PROXY"'
        seen = looks(declared(tmp_path, "harbour", "https://www.harbour.example/privacy", by_name))
    assert b"We keep logs." in body_of(seen["harbour"])
    assert seen["harbour"].exchange.tls_leaf_sha256
    assert set(proxy.asked) == {"CONNECT www.harbour.example:443"}
    assert set(proxy.authorizations) == {"Basic ZGVzazpzZS1jcmV0"}


def test_a_proxy_that_is_out_of_order_is_named_and_is_no_trouble_of_others(tmp_path: Path) -> None:
    url = "http://www.harbour.example/"
    with proxying({}) as shut:
        pass
    with pages("We keep logs.") as port, proxying({"www.harbour.example": port}) as proxy:
        seen = looks(
            declared(tmp_path, "gone", url, f'proxy = "{shut.url}"'),
            declared(tmp_path, "unset", url, 'proxy = "env:POLICYWATCH_NO_SUCH_PROXY"'),
            declared(tmp_path, "fine", url, f'proxy = "{proxy.url}"'),
        )
    assert isinstance(seen["fine"], Capture)
    gone, unset = seen["gone"], seen["unset"]
    assert isinstance(gone, CaptureFailure) and isinstance(unset, CaptureFailure)
    assert (gone.outcome, gone.detail) == (
        Outcome.UNREACHABLE,
        f"the proxy 127.0.0.1:{shut.port} refuses connections",
    )
    assert "POLICYWATCH_NO_SUCH_PROXY" in unset.detail


def test_a_proxy_that_opens_no_way_is_named(tmp_path: Path) -> None:
    with proxying({}) as proxy:
        seen = looks(declared(tmp_path, "harbour", "https://www.harbour.example/", f'proxy = "{proxy.url}"'))
    failure = seen["harbour"]
    assert isinstance(failure, CaptureFailure)
    assert failure.detail == f"the proxy 127.0.0.1:{proxy.port} opens no way to the host"


@pytest.mark.parametrize("inside", ["http://127.0.0.1:{proxy}/", "http://10.1.2.3/", "http://intranet.lan/"])
def test_a_page_leads_into_no_private_network_by_way_of_a_proxy_either(tmp_path: Path, inside: str) -> None:
    hosts: dict[str, int] = {}
    with proxying(hosts) as proxy, pages("Go on.", leads_to=inside.format(proxy=proxy.port)) as port:
        proxy.hosts["*"] = port
        seen = looks(declared(tmp_path, "harbour", "http://www.harbour.example/privacy", f'proxy = "{proxy.url}"'))
    failure = seen["harbour"]
    assert isinstance(failure, CaptureFailure)
    assert failure.outcome is Outcome.UNREACHABLE and "private network" in failure.detail
    assert proxy.asked[-1] == "GET http://www.harbour.example/privacy", "where it leads is not asked for"


def test_a_page_leads_to_no_proxy_whose_name_may_be_connected_to(tmp_path: Path) -> None:
    """The name of a proxy is let through the guard over names, for connections to the proxy alone."""
    with pages("Go on.", leads_to="http://localhost.proxy.example:3128/") as port:
        via = declared(
            tmp_path, "other", "http://www.harbour.example/", 'proxy = "http://localhost.proxy.example:3128"'
        )
        with proxying({"www.harbour.example": port}) as proxy:
            seen = looks(declared(tmp_path, "harbour", "http://www.harbour.example/", f'proxy = "{proxy.url}"'), via)
    failure = seen["harbour"]
    assert isinstance(failure, CaptureFailure) and "leads to a proxy itself" in failure.detail


@pytest.mark.parametrize(
    "value", ["https://proxy.example:443", "http://me:word@proxy.example:3128", "proxy.example:3128", "socks5://a:1"]
)
def test_what_is_no_proxy_is_refused_when_declarations_are_read(tmp_path: Path, value: str) -> None:
    with pytest.raises(DeclarationError, match=r"proxy"):
        declared(tmp_path, "harbour", "http://www.harbour.example/", f"proxy = {json.dumps(value)}")


def test_a_proxy_is_no_part_of_the_document(tmp_path: Path) -> None:
    one = declared(tmp_path, "harbour", "http://www.harbour.example/", 'proxy = "http://proxy.example:3128"')
    assert one.document == replace(one, proxy="").document
    assert b"proxy.example" not in encode(one.document)
