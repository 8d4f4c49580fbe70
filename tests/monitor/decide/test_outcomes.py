"""What a site shows in the place of a document is told by name, and what only looks like it is the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.running.page_reader import Reading
from monitor.running.pipeline import Judged, Pipeline
from snapshots.records import Document, DocumentKind, Outcome
from tests.archives import new_archive
from tests.monitor.pages import capture
from tests.monitor.shown.documents import CHROME, DOCUMENTS, FOOT, LONG, html
from tests.monitor.shown.in_its_place import IN_ITS_PLACE

PLACES = [(outcome, name) for outcome, pages in IN_ITS_PLACE.items() for name in pages]
IDS = [f"{outcome.value}: {name}" for outcome, name in PLACES]


def watched(document: Document, *bodies: bytes, every: float = 1, reading: Reading | None = None) -> list[Judged]:
    return watched_at(document, [(n * every, body) for n, body in enumerate(bodies)], reading=reading)


def watched_at(
    document: Document, bodies: Iterable[tuple[float, bytes]], *, reading: Reading | None = None
) -> list[Judged]:
    """Return what is made of pages that are seen on given days."""
    kept = new_archive()
    kept.put_document(document)
    pipeline = Pipeline(kept, "harbour.example,2025", {document.id: reading or Reading()})
    found = []
    for day, body in bodies:
        seen = capture(body, day)
        exchange = replace(seen.exchange, document_id=document.id, requested_url=document.url, final_url=document.url)
        found.append(pipeline.judge(kept.keep(replace(seen, exchange=exchange))))
    return found


@pytest.mark.parametrize(("outcome", "name"), PLACES, ids=IDS)
@pytest.mark.parametrize("known", DOCUMENTS)
def test_what_is_shown_in_the_place_of_a_document_has_a_name_and_makes_no_version(
    outcome: Outcome, name: str, known: str
) -> None:
    shown = DOCUMENTS[known]
    first, other, again = watched(shown.document, shown.page, IN_ITS_PLACE[outcome][name], shown.page)
    assert first.version
    assert other.observation.outcome is outcome, other.observation.detail
    assert (other.version, again.version, other.alert, again.alert) == (None, None, None, None)
    assert again.observation.outcome is Outcome.CAPTURED


@pytest.mark.parametrize(("outcome", "name"), PLACES, ids=IDS)
@pytest.mark.parametrize("known", ["harbour", "polish", "japanese"])
def test_what_is_shown_first_in_the_place_of_a_document_is_not_taken_for_it(
    outcome: Outcome, name: str, known: str
) -> None:
    shown = DOCUMENTS[known]
    other, first = watched(shown.document, IN_ITS_PLACE[outcome][name], shown.page)
    assert other.observation.outcome is outcome, other.observation.detail
    assert other.version is None
    assert first.version, first.observation
    assert first.alert is None


# What only looks like a wall or an error


CONSENT_POLICY = html(
    "en",
    "Cookie policy",
    CHROME
    + "<main class='cookie-policy'><h1>Cookie policy</h1>"
    + "".join(
        f"<h2>Cookie {n}</h2><p>Cookie number {n} is set when you log in or sign in, so that you need not enter your"
        f" password on each page; if you reject all cookies, the page for members is not available.</p>"
        for n in range(12)
    )
    + "<button>Print</button></main>"
    + FOOT,
)
BANNER = (
    "<div class='cookie-banner' style='position:fixed'><p>We use cookies to count visits and to show you offers.</p>"
    "<button>Accept all</button><button>Reject all</button></div>"
)
HELP = html(
    "en",
    "How to object | Quay help",
    CHROME
    + "<main><h1>How to object to the use of your photos</h1><p>You can object at any time, and need give no reason. To"
    " do so, <a href='/login'>log in</a> and open your settings.</p><p>If you can't log in as you have"
    " forgotten your password, write to the office and name the boat.</p></main>" + FOOT,
)
HEADER_LOGIN = html(
    "en",
    "Quay privacy notice",
    "<header><form action='/login'><input type=email autocomplete=username><input type=password><button>Log in</button>"
    "</form></header><main><h1>Privacy notice</h1>"
    + "".join(f"<p>The camera at berth {n} keeps its pictures for {n + 3} days and no longer.</p>" for n in range(12))
    + "</main>",
)
LOOK_ALIKES = {
    "a short notice": ("quay-notice", DOCUMENTS["short"].page),
    "a short notice in Japanese": (
        "privacy",
        html("ja", "港", "<h1>プライバシーについて</h1><p>このサイトはクッキーを使わず、記録も残しません。</p>"),
    ),
    "a short notice that only its address names": (
        "tietosuojaseloste",
        html("fi", "Satama", "<h1>Tietosuojaseloste</h1><p>Emme kerää kävijöistä mitään tietoja tällä sivulla.</p>"),
    ),
    "a policy on cookies and logging in": ("cookies", CONSENT_POLICY),
    "a page with a banner over it": ("privacy", LONG.replace(b"<body>", b"<body>" + BANNER.encode())),
    "a help page that links to the login": ("help/object", HELP),
    "a login in the header": ("privacy-notice", HEADER_LOGIN),
    "a check on the form for a newsletter": (
        "privacy",
        LONG.replace(b"</footer>", b"<form><div class=g-recaptcha data-sitekey=k></div></form></footer>"),
    ),
    "a form that asks what and why": (
        "contact/object",
        html(
            "en",
            "Object to the use of your information",
            "<h1>Object to the use of your information</h1><form method=post action=/contact/object>"
            "<label>Your name <input required></label><label>Your e-mail address <input type=email required></label>"
            "<label>How does this use affect you? <textarea></textarea></label><button>Send</button></form>",
        ),
    ),
    "many numbers": (
        "terms",
        html(
            "en",
            "Terms of the quay",
            "<h1>Terms</h1><p>Berths 404 to 503 are closed in winter, and the crane is not available on Sundays.</p>"
            "<p>Whoever leaves a boat there is asked to pay 500 crowns for the tow.</p>"
            "<p>The office answers questions about the terms on weekdays between eight and noon.</p>",
        ),
    ),
}


def _of(path: str) -> Document:
    address = f"https://quay.example/{path}"
    return Document(id="quay", title="Quay", service="Quay", kind=DocumentKind.PRIVACY_POLICY, url=address)


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_only_looks_like_a_wall_or_an_error_is_the_document(name: str) -> None:
    path, body = LOOK_ALIKES[name]
    first, again = watched(_of(path), body, body)
    assert first.observation.outcome is Outcome.CAPTURED, first.observation.detail
    assert first.version
    assert again.observation.outcome is Outcome.CAPTURED


def test_a_banner_over_a_known_page_is_no_news_and_no_wall() -> None:
    for where in (b"<body>", b"</footer>"):
        beside = (where + BANNER.encode()) if where == b"<body>" else BANNER.encode() + where
        judged = watched(_of("privacy"), LONG, LONG.replace(where, beside), LONG)
        assert [one.observation.outcome for one in judged] == [Outcome.CAPTURED] * 3
        assert [one.alert for one in judged] == [None] * 3
        assert [one.version is not None for one in judged] == [True, False, False]


def test_a_banner_that_is_the_news_is_told() -> None:
    news = "<div class='notice'><p>We are delaying the use of private messages to train AI until 1 May 2026.</p></div>"
    _, told = watched(_of("privacy"), LONG, LONG.replace(b"<main>", b"<main>" + news.encode()))
    assert told.observation.outcome is Outcome.CAPTURED
    assert told.alert
    assert "delaying" in (told.alert.evidence[0].after_text or "")


def test_a_policy_that_loses_some_of_its_text_is_the_policy() -> None:
    gone = LONG.replace(b"The log of berth 7 is read by the harbour master alone, and wiped after 9 months.", b"")
    _, shorter = watched(_of("privacy"), LONG, gone)
    assert shorter.observation.outcome is Outcome.CAPTURED
    assert shorter.version


def test_a_short_notice_that_is_written_anew_under_its_heading_is_the_notice() -> None:
    shown = DOCUMENTS["short"]
    new = html(
        "en", "Privacy notice", "<h1>Privacy notice</h1><p>This site counts its visitors and sells the counts.</p>"
    )
    _, rewritten = watched(shown.document, shown.page, new)
    assert rewritten.observation.outcome is Outcome.CAPTURED, rewritten.observation.detail
    assert rewritten.version


def test_the_words_of_a_wall_are_known_again_in_any_language() -> None:
    def wall(line: str) -> bytes:
        words = "Tervetuloa satamaan. Jatka valitsemalla veneesi luettelosta, jonka lähetimme sinulle keväällä."
        return html("fi", "Satama", f"<h1>{line}</h1><p>{words}</p>")

    shown = DOCUMENTS["polish"]
    first = watched(shown.document, shown.page, wall("Hei"), wall("Moi"), shown.page)
    assert [one.observation.outcome for one in first[1:3]] == [Outcome.ERROR_PAGE] * 2
    assert "before" in first[2].observation.detail


def _half(page: bytes) -> bytes:
    return page[: page.index(b"<h2>Berth 16</h2>")] + b"</main></body></html>"


def test_half_a_page_seen_again_after_a_change_is_half_a_page_and_no_return() -> None:
    news = LONG.replace(b"is read by the harbour master alone", b"is sold to companies that advertise", 1)
    changed = LONG.replace(b"within 12 days", b"within 90 days")
    judged = watched(_of("privacy"), LONG, _half(news), news, changed, _half(news))
    assert judged[1].observation.outcome is Outcome.INCOMPLETE
    assert judged[1].version, "what is new on half a page is told at once"
    assert judged[4].observation.outcome is Outcome.INCOMPLETE
    assert judged[4].version is None


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"<p>{text}</p>".encode()))
def test_any_bytes_are_decided_upon_and_leave_the_document_as_it_was(body: bytes) -> None:
    first, any_page, again = watched(_of("privacy"), LONG, body or b" ", LONG)
    assert first.version
    assert any_page.version is None
    assert any_page.observation.outcome is not Outcome.CAPTURED
    assert any_page.observation.detail
    assert again.observation.outcome is Outcome.CAPTURED
