"""The browser channel with a real browser on a site of our own: what it shows, and what a page can't get it to do."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from importlib.util import find_spec

import pytest

from monitor.extract.extraction import extract_page
from snapshots.records import Capture, CaptureFailure, Document, DocumentKind, Outcome, SegmentKind
from spiders.browser.browser_channel import BROWSER_VARIABLE, find_browser, render
from spiders.channels.fetch import fetch
from spiders.declarations.declaration import Declaration
from spiders.jobs.job import Politeness
from tests.spiders.browser.scripted import MADE, ScriptedSite, scripted

QUICK = Politeness(delay_seconds=0, retries=0, backoff_seconds=0.05)

needs_browser = pytest.mark.skipif(
    find_browser() is None or find_spec("playwright") is None,
    reason="no browser on this machine (apt install chromium), or no Playwright (the extra `browser`)",
)


def declared(site: ScriptedSite, path: str) -> Declaration:
    name = path.strip("/")
    document = Document(
        id=name, title="Harbour", service="Harbour", kind=DocumentKind.PRIVACY_POLICY, url=site.url(path)
    )
    return Declaration(
        document=document,
        addresses=(document.url,),
        accept_language="en-GB,en;q=0.9",
        channels=("browser",),
        timeout_seconds=60,
        every=timedelta(hours=6),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One run over the whole site, and what the site was asked for meanwhile."""

    results: dict[str, Capture | CaptureFailure]
    site: ScriptedSite

    def text(self, name: str) -> str:
        result = self.results[name]
        assert isinstance(result, Capture), result
        return result.body.decode()


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    with scripted() as other, scripted() as site:
        site.other_port = other.server_port
        declarations = [
            declared(site, path)
            for path in ("/made", "/folded", "/form", "/growing", "/shell", "/hostile", "/parts", "/styled")
        ]
        declarations[0] = replace(declarations[0], landmark="made by  a script.")
        declarations[4] = replace(declarations[4], landmark="privacy")
        declarations.append(replace(declared(site, "/busy"), timeout_seconds=4))
        contact = "mail@harbour.example"
        found = {r.exchange.document_id: r for r in render(declarations, contact=contact, politeness=QUICK)}
        assert len(found) == 9
        assert not other.asked
        yield Shown(found, site)


@needs_browser
def test_a_page_that_a_script_makes_is_captured_with_its_exchange_and_a_picture(shown: Shown) -> None:
    text = shown.text("made")
    assert "<h1>Harbour privacy</h1>" in text
    assert "Fetched by a script. policywatch/" in text
    assert "(+mail@harbour.example)" in text
    capture = shown.results["made"]
    assert capture.screenshot
    assert capture.screenshot.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", capture.screenshot[16:24])
    assert width == 1280
    assert height >= 700
    exchange = capture.exchange
    assert (exchange.channel, exchange.status, exchange.ip) == ("browser", 200, "127.0.0.1")
    assert exchange.wire_sha256 == sha256(MADE.encode()).hexdigest()
    assert "Chromium/" in exchange.tool


@needs_browser
def test_what_is_folded_up_is_opened_and_nothing_else_is_pressed(shown: Shown) -> None:
    text = shown.text("folded")
    assert text.count("<details open") == 2
    for told in ("kept for a year", "kept by whom", "seen more", "mehr gesehen"):
        assert f"<p>told: {told}</p>" in text
    for untold in ("banner", "accepted", "dialog", "pressed", "link"):
        assert f"<p>told: {untold}</p>" not in text


@needs_browser
def test_a_form_is_captured_with_its_fields_and_not_sent(shown: Shown) -> None:
    extraction, _ = extract_page(shown.text("form").encode(), url=shown.site.url("/form"), charset="utf-8")
    fields = " ".join(s.text for s in extraction.segments if s.kind is SegmentKind.FIELD)
    for label in ("Your e-mail address", "How it affects you", "Country", "Malta"):
        assert label in fields
    assert "/submitted" not in shown.site.paths()


@needs_browser
def test_a_page_gets_the_browser_to_ask_for_nothing_but_its_own_parts(shown: Shown) -> None:
    text = shown.text("hostile")
    assert "cookie:  undefined" in text  # neither the page before it nor the server left one
    assert "from another owner" not in text
    asked = shown.site.asked
    assert {host for _, host, _ in asked} == {"127.0.0.1"}
    assert {method for method, _, _ in asked} == {"GET"}
    refused = {"/away", "/popup", "/file.zip", "/film.mp4", "/socket", "/beacon", "/private", "/events", "/worker.js"}
    assert not shown.site.paths() & (refused | {"/elsewhere", "/third.js", "/pixel.png"})
    assert {"/frame", "/to-third"} <= shown.site.paths()


@needs_browser
def test_scripts_keep_to_robots_txt_as_pages_do(shown: Shown) -> None:
    assert "forbidden by robots.txt" not in shown.text("made")
    assert "/private.js" not in shown.site.paths()


@needs_browser
def test_pages_that_never_rest_or_grow_without_end_are_given_up_and_stop_no_other(shown: Shown) -> None:
    busy, growing = shown.results["busy"], shown.results["growing"]
    assert isinstance(busy, CaptureFailure)
    assert (busy.outcome, busy.detail) == (Outcome.TIMEOUT, "the browser did not finish the page in 4 s")
    assert busy.body  # what was fetched is kept as evidence
    assert isinstance(growing, CaptureFailure)
    assert growing.outcome is Outcome.TOO_LARGE


@needs_browser
def test_shadow_roots_and_frames_of_the_same_origin_are_captured_in_their_place(shown: Shown) -> None:
    page, _ = extract_page(shown.text("parts"))
    said = [segment.text for segment in page.segments]
    assert said[-3:] == ["In a shadow root.", "In one inside it.", "In a frame."]


@needs_browser
def test_what_style_sheets_of_elsewhere_hide_and_add_is_read_as_readers_see_it(shown: Shown) -> None:
    page, _ = extract_page(shown.text("styled"), is_rendered=True)
    assert [segment.text for segment in page.segments][-4:] == [
        "We do sell what we keep about your boat to anyone.",
        "You may not object to the use of your pictures at any time.",
        "We may show them to anyone who comes in.",
        "The whole of this sentence is folded up and nobody opens it.",
    ]


@needs_browser
def test_a_shell_that_stays_one_is_told_with_its_picture(shown: Shown) -> None:
    shell = shown.results["shell"]
    assert isinstance(shell, CaptureFailure)
    assert (shell.outcome, shell.detail) == (Outcome.EMPTY, 'the landmark "privacy" is not on the page')
    assert shell.screenshot


@needs_browser
def test_what_plain_http_shows_as_a_shell_is_shown_by_the_browser_with_what_the_declaration_allows() -> None:
    with scripted() as site:
        elsewhere = site.url("/hostile").replace("127.0.0.1", "localhost")
        here = declared(site, "/hostile")
        page = replace(
            here,
            addresses=(here.document.url, elsewhere),
            allow_hosts=("localhost",),
            channels=("http", "browser"),
            landmark="from another owner",
        )
        shell, seen = fetch([page], contact="")
    assert isinstance(shell, CaptureFailure)
    assert (shell.outcome, shell.exchange.channel, shell.exchange.seen_through) == (Outcome.EMPTY, "http", "browser")
    assert isinstance(seen, Capture)
    assert "from another owner" in seen.body.decode()


def test_a_machine_without_a_browser_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BROWSER_VARIABLE, "/nowhere/chromium")
    with scripted() as site:
        (told,) = render([declared(site, "/made")], contact="")
        monkeypatch.delenv(BROWSER_VARIABLE)
        monkeypatch.setenv("PATH", "/nowhere")
        (unnamed,) = render([declared(site, "/made")], contact="")
        assert not site.asked
    for failure in (told, unnamed):
        assert isinstance(failure, CaptureFailure)
        assert failure.outcome is Outcome.NO_BROWSER
    assert told.detail == "there is no browser at /nowhere/chromium, which POLICYWATCH_BROWSER names"  # type: ignore[union-attr]
    assert "apt install chromium" in unnamed.detail  # type: ignore[union-attr]
