"""Where a page may not lead: this machine and private networks, however they are written or resolved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from snapshots.records import CaptureFailure, Outcome
from spiders.http.hosts import is_private, leads_private, owner, private_origins
from tests.spiders.failures import serving
from tests.spiders.pages.test_crawl import declared, results


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "0", "0.0.0.0", "10.1.2.3", "172.16.0.1",
     "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "::", "fe80::1%eth0",
     "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:a00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1",
     "１２７.0.0.1", "127。0。0。1", "localhost", "LOCALHOST.", "a.localhost", "printer.local", "db.internal", "router",
     "192.88.99.1", "192.0.0.8", "3fff::1", "fec0::1",
     ""],
)  # fmt: skip
def test_private_hosts_are_known_in_every_form(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["93.184.216.34", "2606:4700::1111", "www.meta.com", "127.0.0.1.example", "1e100.net"])
def test_public_hosts_are_not_taken_for_private_ones(host: str) -> None:
    assert not is_private(host)


def test_what_a_declaration_names_is_allowed_and_no_port_beside_it() -> None:
    named = private_origins(["http://127.0.0.1:8000/a", "http://intranet/", "https://www.meta.com/"])
    assert not leads_private("http://127.0.0.1:8000/other", named)
    assert not leads_private("https://intranet/", named)
    assert not leads_private("https://elsewhere.example/", named)
    assert leads_private("http://127.0.0.1:22/", named)
    assert leads_private("http://localhost:8000/a", named)


def test_sites_of_one_owner_are_told_from_others() -> None:
    assert owner("https://static.xx.facebook.com/a.js") == owner("https://facebook.com/") == "facebook.com"
    assert owner("https://a.co.uk/") != owner("https://b.co.uk/")
    assert owner("https://one.github.io/") != owner("https://two.github.io/")
    assert owner("http://127.0.0.1:8000/") == "127.0.0.1"


def test_a_name_that_resolves_to_a_private_address_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a hostile name server would say, said to the fetching process by its own Python.
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\n"
        "real = socket.gethostbyname\n"
        "socket.gethostbyname = lambda name: '127.0.0.1' if name.endswith('rebound.example') else real(name)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    with serving() as server:
        port = server.server_port
        server.leads_to = f"http://www.rebound.example:{port}/page"
        pages = [
            declared(f"http://www.rebound.example:{port}/page", name="direct"),
            declared(server.url("/elsewhere"), name="redirected"),
        ]
        found = results(*pages, contact="mail@harbour.example")
        assert not server.seen["/page"]
    for result in found.values():
        assert isinstance(result, CaptureFailure)
        assert result.outcome is Outcome.UNREACHABLE
        assert "leads to 127.0.0.1, which is on a private network" in result.detail


def test_a_redirect_into_a_private_network_is_asked_once_and_kept() -> None:
    with serving() as server:
        server.leads_to = "http://10.0.0.1/page"
        found = results(declared(server.url("/elsewhere")))["harbour-policy"]
        assert server.seen["/elsewhere"] == 1  # to wait changes nothing
    assert isinstance(found, CaptureFailure)
    assert (found.outcome, found.exchange.status) == (Outcome.UNREACHABLE, 302)
    assert "10.0.0.1, which is on this machine or a private network" in found.detail
    assert ("Location", "http://10.0.0.1/page") in found.exchange.response_headers
