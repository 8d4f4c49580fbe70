"""The memento channel against a real web archive, and TimeMaps as other archives write them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.running.watch import Watch
from snapshots.records import Capture, CaptureFailure, Document, DocumentKind, Outcome
from spiders.declarations.declaration import Declaration
from spiders.http.timemaps import WAYBACK, read_timemap, timemap_url
from spiders.jobs.declared_pages import FetchHistory
from spiders.jobs.job import Politeness
from spiders.memento.memento_channel import list_mementos, newest_mementos
from tests.archives import new_archive
from tests.loopback import on_loopback
from tests.monitor.pages import page
from tests.pywb import Pywb
from tests.spiders.memento.archived import START, URL, Answer, write

QUICK = Politeness(delay_seconds=0, retries=1, backoff_seconds=0.05)
OLD, NEW = b"<p>We note which boats come in.</p>", b"<p>We note which boats come in, and when they leave.</p>"


def declared(archive: str, url: str = URL, name: str = "harbour-policy") -> Declaration:
    document = Document(id=name, title="Harbour", service="Harbour", kind=DocumentKind.PRIVACY_POLICY, url=url)
    return Declaration(
        document=document,
        addresses=(url,),
        accept_language="en",
        channels=("memento",),
        archives=(f"{archive}timemap/link/",),
    )


Results = dict[str, list[Capture | CaptureFailure]]


def results(asked: dict[str, Declaration], histories: dict[str, FetchHistory] | None = None) -> Results:
    """Ask for all in one run, and return what was told of each."""
    named = [replace(d, document=replace(d.document, id=name)) for name, d in asked.items()]
    found: Results = {name: [] for name in asked}
    for told in newest_mementos(named, contact="mail@harbour.example", histories=histories, politeness=QUICK):
        found[told.exchange.document_id].append(told)
    return found


@pytest.fixture(scope="module")
def archive(pywb: Pywb, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive that saw two texts of the policy, then an error; an address that moved; one that only fails."""
    day = timedelta(days=1)
    moved = (("Location", "/privacy"), ("Content-Type", "text/html"))
    answers = [
        Answer(at=START, body=OLD),
        Answer(at=START + day, body=NEW),
        Answer(at=START + 2 * day, body=b"<p>busy", status="503 Service Unavailable"),
        Answer(at=START + day, url="https://www.harbour.example/old", status="301 Moved Permanently", headers=moved),
        Answer(at=START, url="https://www.harbour.example/gone", status="410 Gone", body=b"<p>gone"),
    ]
    return pywb.add("harbour", write(tmp_path_factory.mktemp("warc") / "harbour.warc.gz", answers))


@pytest.fixture(scope="module")
def told(archive: str) -> Results:
    """One run over what the archive has, and has not, with and without something kept before."""
    newest = f"{archive}20260303060000id_/{URL}"
    ok = f"{archive}20260302060000id_/{URL}"
    oldest = f"{archive}20260301060000id_/{URL}"
    paths = {"moved": "old", "gone": "gone", "never": "never"}
    return results(
        {
            "first": declared(archive),
            "known": declared(archive),
            "seen": declared(archive),
            **{name: declared(archive, f"https://www.harbour.example/{path}") for name, path in paths.items()},
        },
        {
            "known": FetchHistory(sources=frozenset([newest, ok, oldest]), shown_at=START + timedelta(days=1)),
            "seen": FetchHistory(shown_at=START + timedelta(days=2)),
        },
    )


def test_the_newest_memento_that_shows_the_page_is_taken_and_the_one_after_it_told(archive: str, told: Results) -> None:
    failed, captured = told["first"]
    assert isinstance(failed, CaptureFailure)
    assert (failed.outcome, failed.exchange.status, failed.body) == (Outcome.SERVER_ERROR, 503, b"<p>busy")
    assert isinstance(captured, Capture)
    exchange = captured.exchange
    assert captured.body == NEW
    assert exchange.captured_at == START + timedelta(days=1)
    assert exchange.started_at > exchange.captured_at
    assert (exchange.channel, exchange.status) == ("memento", 200)
    assert (exchange.requested_url, exchange.final_url) == (URL, URL)
    assert exchange.source == f"{archive}20260302060000id_/{URL}"
    assert ("Etag", '"harbour"') in exchange.response_headers
    assert list(dict.fromkeys(hop.purpose for hop in exchange.preceding)) == ["robots.txt", "timemap"]
    assert exchange.ip == "127.0.0.1"
    assert exchange.wire_sha256


def test_what_was_kept_or_seen_is_not_fetched_again(told: Results) -> None:
    ((known,), (seen,)) = told["known"], told["seen"]
    assert isinstance(known, CaptureFailure)
    assert known.outcome is Outcome.NOT_FOUND  # the newest memento is known, and known to show an error
    assert isinstance(seen, CaptureFailure)
    assert seen.outcome is Outcome.NOT_MODIFIED
    assert seen.exchange.captured_at == START + timedelta(days=2)
    assert "2026-03-03 06:00" in seen.detail


def test_redirects_are_followed_inside_the_archive(told: Results) -> None:
    (moved,) = told["moved"]
    assert isinstance(moved, Capture), moved
    assert moved.body == NEW
    assert moved.exchange.final_url == URL
    assert [url.rpartition("id_/")[2] for url in moved.exchange.hops] == ["https://www.harbour.example/old", URL]


def test_what_the_archive_saw_gone_is_told_so_and_what_it_never_saw_is_not_found(told: Results) -> None:
    ((gone,), (never,)) = told["gone"], told["never"]
    assert isinstance(gone, CaptureFailure)
    assert (gone.outcome, gone.exchange.captured_at) == (Outcome.GONE, START)
    assert isinstance(never, CaptureFailure)
    assert never.outcome is Outcome.NOT_FOUND
    assert "no memento" in never.detail


def test_a_site_that_refuses_is_seen_through_the_archive(pywb: Pywb, tmp_path: Path) -> None:
    forbidding = {"/robots.txt": (200, "", "User-agent: *\nDisallow: /privacy")}
    with stub(forbidding) as site, closing(new_archive()) as kept:
        url = f"{site}/privacy"
        saw = Answer(at=START, url=url, body=page())
        archive = pywb.add("refused", write(tmp_path / "refused.warc.gz", [saw]))
        both = replace(declared(archive, url), channels=("http", "memento"))
        watch = Watch(kept, [both], contact="mail@harbour.example", authority="harbour.example,2026")
        first = [(j.attempt.outcome, j.attempt.exchange.channel, j.version) for j in watch.check([both])]
        again = [(j.attempt.outcome, j.attempt.exchange.channel, j.version) for j in watch.check([both])]
        attempts = list(kept.attempts())
        (version,) = kept.versions("harbour-policy")
    assert [outcome for outcome, _, _ in first] == [Outcome.ROBOTS, Outcome.CAPTURED]
    assert [channel for _, channel, _ in first] == ["http", "memento"]
    assert [outcome for outcome, _, _ in again] == [Outcome.ROBOTS, Outcome.NOT_MODIFIED]
    assert [attempt.exchange.seen_through for attempt in attempts] == ["memento", "", "memento", ""]
    assert version.captured_at == START


@contextmanager
def stub(pages: dict[str, tuple[int, str, str]]) -> Iterator[str]:
    """Serve (status, header line, body) by path; `BASE` in a body stands for the server's own address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, line, body = pages.get(self.path, (404, "", ""))
            base = f"http://127.0.0.1:{server.server_port}"
            self.send_response(status)
            name, _, value = line.replace("BASE", base).partition(": ")
            if name:
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body.replace("BASE", base).encode())

        def log_message(self, *_: object) -> None:
            """Tests read no log."""

    with on_loopback(Handler) as server:
        yield f"http://127.0.0.1:{server.server_port}"


def test_a_timemap_of_many_pages_is_read_to_its_end() -> None:
    first = (
        '<https://www.harbour.example/privacy>; rel="original",\n<BASE/tm/1>; rel="self"; '
        'type="application/link-format",\n<BASE/tm/2>; rel="timemap"; from="Mon, 02 Mar 2026 06:00:00 GMT",\n'
        '<BASE/web/20260301060000/https://www.harbour.example/privacy>; rel="first memento"; '
        'datetime="Sun, 01 Mar 2026 06:00:00 GMT"'
    )
    second = (
        "<BASE/web/20260302060000/https://www.harbour.example/privacy>; rel=memento; "
        'datetime="Mon, 02 Mar 2026 06:00:00 GMT", <BASE/tm/1>;rel="timemap"'
    )
    with stub(
        {f"/tm/{URL}": (302, "Location: BASE/tm/1", ""), "/tm/1": (200, "", first), "/tm/2": (200, "", second)}
    ) as base:
        found = list_mementos(replace(declared(""), archives=(f"{base}/tm/",)), contact="", politeness=QUICK)
    assert isinstance(found, tuple)
    assert [memento.url for memento in found] == [
        f"{base}/web/20260301060000id_/{URL}",
        f"{base}/web/20260302060000id_/{URL}",
    ]
    assert found[1].at == datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def test_an_archive_that_fails_is_told_as_the_archives_failure_and_does_not_lead_astray() -> None:
    listed = f'<BASE/web/20260301060000/{URL}>; rel="memento"; datetime="Sun, 01 Mar 2026 06:00:00 GMT"'
    pages = {
        f"/busy/{URL}": (503, "", ""),
        f"/later/{URL}": (429, "Retry-After: 600", ""),
        f"/private/{URL}": (302, "Location: http://10.0.0.1/", ""),
        f"/astray/{URL}": (200, "", listed),
        f"/web/20260301060000id_/{URL}": (302, "Location: https://elsewhere.example/", ""),
    }
    with stub(pages) as base:
        names = ("busy", "later", "private", "astray")
        found = results({name: replace(declared(""), archives=(f"{base}/{name}/",)) for name in names})
    failures = {name: failure for name, (failure,) in found.items() if isinstance(failure, CaptureFailure)}
    assert {name: failure.outcome for name, failure in failures.items()} == {
        "busy": Outcome.SERVER_ERROR,
        "later": Outcome.TOO_MANY_REQUESTS,
        "private": Outcome.UNREACHABLE,
        "astray": Outcome.CLIENT_ERROR,
    }
    assert all(failure.detail.startswith("the archive") for failure in failures.values())
    assert "out of itself" in failures["astray"].detail


def test_an_archive_is_named_by_its_beginning_or_a_template() -> None:
    assert timemap_url(WAYBACK, URL) == f"https://web.archive.org/web/timemap/link/{URL}"
    assert timemap_url("https://a.example/tm?of={url}&f=link", URL) == f"https://a.example/tm?of={URL}&f=link"


@given(st.text(alphabet='<>;,="\\ rel=memento datetime timemap http://a/', max_size=300))
def test_no_timemap_breaks_the_reader(text: str) -> None:
    read_timemap(text, "")
