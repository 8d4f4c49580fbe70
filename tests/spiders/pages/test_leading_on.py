"""Where an answer leads, however it says so: followed as readers are, bounded, kept, and never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.http.charsets import is_charset_of_the_web, to_text
from spiders.http.outcomes import content_type
from tests.spiders.failures import FailureServer, serving
from tests.spiders.pages.test_crawl import declared, results


@pytest.fixture(scope="module")
def server() -> Iterator[FailureServer]:
    with serving() as made:
        yield made


def seen(server: FailureServer, *paths: str) -> dict[str, Capture | CaptureFailure]:
    return results(*(declared(server.url(f"/{path}"), name=path) for path in paths))


def test_a_page_that_leads_on_by_itself_is_followed_and_kept_as_a_redirect(server: FailureServer) -> None:
    for path, found in seen(server, "refresh-header", "refresh-meta").items():
        assert isinstance(found, Capture)
        assert found.exchange.final_url == server.url("/page")
        assert found.exchange.hops == tuple(server.url(hop) for hop in (f"/{path}", "/further", "/page"))
        passed = [(hop.purpose, hop.url, hop.status) for hop in found.exchange.preceding]
        assert passed == [("redirect", server.url(f"/{path}"), 200), ("redirect", server.url("/further"), 302)]
        assert all(hop.wire_sha256 for hop in found.exchange.preceding[:1])


def test_a_page_that_renews_itself_or_leads_only_some_on_is_the_page(server: FailureServer) -> None:
    for path, found in seen(server, "refresh-self", "refresh-late", "refresh-scriptless").items():
        assert isinstance(found, Capture)
        assert found.exchange.final_url == server.url(f"/{path}")


def test_refreshes_are_bounded_as_redirects_are(server: FailureServer) -> None:
    found = seen(server, "refresh-back", "refresh-astray")
    back, astray = found["refresh-back"], found["refresh-astray"]
    assert isinstance(back, CaptureFailure) and isinstance(astray, CaptureFailure)
    assert back.outcome is Outcome.REDIRECT_LOOP
    assert astray.outcome is Outcome.UNREACHABLE
    assert "10.0.0.1, which is on this machine or a private network" in astray.detail
    assert astray.exchange.response_headers


def test_a_redirect_to_itself_that_sets_a_cookie_is_tried_once_with_it(server: FailureServer) -> None:
    server.seen.clear()
    found = seen(server, "cookie-wall", "cookie-pit")
    through, pit = found["cookie-wall"], found["cookie-pit"]
    assert isinstance(through, Capture)
    assert dict(through.exchange.request_headers)["Cookie"] == "seen=yes"
    assert [hop.status for hop in through.exchange.preceding] == [302]
    assert isinstance(pit, CaptureFailure)
    assert pit.outcome is Outcome.REDIRECT_LOOP
    assert server.seen["/cookie-pit"] == 2


NO_ADDRESSES = [
    "http://[::1/",
    "http://harbour.example:99999/",
    f"http://harbour.example:{'9' * 5_000}/",
    "http://harbour.example:port/",
    "http://①②⑦.⓪.⓪.①/".encode().decode("latin-1"),
    "http://" + "a" * 300 + ".example/",
    "http://ex ample/",
    "http://\x7f/",
    "https:///page",
    "http://xn--ls8h=.example/",
]
ODD_TYPES = [
    "text/html; charset*=; charset*0*=; charset*1=z",
    "text/html; charset=cp037",
    "text/html; charset=punycode",
    "text/html; charset",
    'text/html; charset="utf-8"',
    "text/html;;;=;charset='utf-8'",
]
HEADERS = ["header-lines", "header-bytes"]


@pytest.fixture(scope="module")
def odd(server: FailureServer) -> dict[str, Capture | CaptureFailure]:
    """Return what one crawl makes of every odd answer: a process for each would take longer to start."""
    with ExitStack() as servers:
        asked = {path: server.url(f"/{path}") for path in HEADERS}
        for said in (*NO_ADDRESSES, *ODD_TYPES):
            one = servers.enter_context(serving())
            one.leads_to = one.content_type = said
            asked[said] = one.url("/elsewhere" if said in NO_ADDRESSES else "/typed")
        names = dict(zip(asked, map("odd-{}".format, range(len(asked))), strict=True))
        found = results(*(declared(url, name=names[said]) for said, url in asked.items()))
        return {said: found[name] for said, name in names.items()}


@pytest.mark.parametrize("path", HEADERS)
def test_headers_without_an_end_are_given_up_on(odd: dict[str, Capture | CaptureFailure], path: str) -> None:
    found = odd[path]
    assert isinstance(found, CaptureFailure)
    assert found.outcome is Outcome.TOO_LARGE
    assert "headers" in found.detail
    assert len(found.exchange.response_headers) < 1_000


@pytest.mark.parametrize("location", NO_ADDRESSES)
def test_a_redirect_to_what_is_no_address_is_an_outcome(
    odd: dict[str, Capture | CaptureFailure], location: str
) -> None:
    found = odd[location]
    assert isinstance(found, CaptureFailure)
    assert found.outcome in (Outcome.CLIENT_ERROR, Outcome.UNREACHABLE, Outcome.DNS)
    assert "ended early" not in found.detail
    assert found.exchange.preceding or found.exchange.status == 302


@pytest.mark.parametrize("kind", ODD_TYPES)
def test_an_odd_content_type_hides_no_page(odd: dict[str, Capture | CaptureFailure], kind: str) -> None:
    found = odd[kind]
    assert isinstance(found, Capture)
    assert "We note which boats come in" in to_text(found.body, found.charset)


def test_the_first_parameter_named_charset_counts() -> None:
    assert content_type([("Content-Type", 'Text/HTML; v=1; Charset="UTF-8"; charset=latin1')]) == ("text/html", "utf-8")
    assert content_type([("content-type", "text/html; charset*=utf-8''x")]) == ("text/html", "")


@pytest.mark.parametrize(
    "label", ["utf-8", "latin1", "windows-1252", "shift_jis", "euc-kr", "koi8-u", "gb18030", "x-sjis"]
)
def test_what_browsers_read_is_read(label: str) -> None:
    assert is_charset_of_the_web(label) or label == "x-sjis"


@pytest.mark.parametrize("label", ["cp037", "punycode", "utf-7", "utf-32", "rot13", "hex", "idna", "", "x" * 100, "ü"])
def test_what_no_browser_reads_is_no_charset(label: str) -> None:
    assert not is_charset_of_the_web(label)
    assert to_text("<p>Häfen".encode(), label) == "<p>Häfen"
