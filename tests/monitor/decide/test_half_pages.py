"""When part of a document is missing from a page, and when it is gone."""

from __future__ import annotations

from snapshots.records import Document, DocumentKind, Outcome
from tests.monitor.decide.test_outcomes import watched

QUAY = Document(
    id="quay",
    title="Quay privacy",
    service="Quay",
    kind=DocumentKind.PRIVACY_POLICY,
    url="https://quay.example/privacy",
)
PROMISES = [f"<p>We never sell the messages that you send from berth {n} to anybody.</p>" for n in range(6)]
RECORDS = [f"<p>The office writes down who lay at berth {n} and for how many nights.</p>" for n in range(80)]
FAULT = ["<h2>This section isn’t available</h2>", "<p>An unexpected error has occurred.</p>"]


def _page(*lines: str) -> bytes:
    return f"<html lang=en><title>Quay privacy</title><h1>Quay privacy</h1>{''.join(lines)}</html>".encode()


def test_a_fault_in_the_place_of_a_section_is_half_a_page_and_no_loss() -> None:
    whole = _page("<h2>Our promises</h2>", *PROMISES, "<h2>Records</h2>", *RECORDS)
    faulty = _page(*FAULT, "<h2>Records</h2>", *RECORDS)
    judged = watched(QUAY, whole, faulty, faulty, whole, faulty, whole)
    outcomes = [one.observation.outcome for one in judged]
    assert outcomes == [
        Outcome.CAPTURED,
        *[Outcome.INCOMPLETE] * 2,
        Outcome.CAPTURED,
        Outcome.INCOMPLETE,
        Outcome.CAPTURED,
    ]
    assert not any(one.alert for one in judged)


def test_words_of_a_fault_hide_no_promise_that_goes_beside_them() -> None:
    promise = "<p>Nobody trains artificial intelligence on the messages of anybody who is under 18.</p>"
    whole = _page("<h2>Our promises</h2>", *PROMISES, promise, "<h2>Records</h2>", *RECORDS)
    fault = "<p>This page is not available on old telephones.</p>"
    without = _page("<h2>Our promises</h2>", *PROMISES, fault, "<h2>Records</h2>", *RECORDS)
    _, told = watched(QUAY, whole, without)
    assert told.observation.outcome is Outcome.CAPTURED
    assert told.alert
    assert any("under 18" in (quote.before_text or "") for quote in told.alert.evidence)


def _edition(day: str, *lines: str) -> list[str]:
    chapters = ["What we collect", "What we use it for", "Whom we tell", "How long we keep it", "Your rights"]
    headed = [f"<h2>{name}</h2><p>{name}, in {day[-4:]}: {RECORDS[n][3:]}" for n, name in enumerate(chapters)]
    return [f"<p>In force from {day}.</p>", *headed, *lines]


OLD = _edition("1 May 2024", "<p>We keep your messages for 18 months at most.</p>", *RECORDS[10:30])
NEW = _edition("1 May 2025", "<p>We keep your messages for as long as we want.</p>", *RECORDS[40:60])


def test_of_two_editions_one_is_left_and_what_went_with_the_other_is_told_at_once() -> None:
    _, announced, in_force = watched(QUAY, _page(*OLD), _page(*NEW, *OLD), _page(*NEW), every=30)
    assert announced.alert
    assert in_force.observation.outcome is Outcome.CAPTURED
    assert in_force.alert
    assert in_force.alert.captured_at == in_force.observation.captured_at
    assert any("18 months" in (quote.before_text or "") for quote in in_force.alert.evidence)


def test_what_a_page_lacks_that_is_whole_again_is_told_when_it_was_first_missing() -> None:
    whole = _page("<h2>Our promises</h2>", *PROMISES, "<h2>Records</h2>", *RECORDS)
    half = _page("<h2>Records</h2>", *RECORDS[:40])
    again = _page("<h2>Our promises</h2>", *PROMISES[2:], "<h2>Records</h2>", *RECORDS)
    _, missing, told = watched(QUAY, whole, half, again, every=30)
    assert missing.observation.outcome is Outcome.INCOMPLETE
    assert told.alert
    assert told.alert.captured_at == missing.observation.captured_at


def test_what_half_a_page_still_showed_is_told_when_it_went() -> None:
    promise = "<p>Nobody trains artificial intelligence on the messages of anybody who is under 18.</p>"
    whole = _page("<h2>Our promises</h2>", promise, *PROMISES, "<h2>Records</h2>", *RECORDS)
    half = _page("<h2>Our promises</h2>", promise, *PROMISES, "<h2>Records</h2>", *RECORDS[:40])
    without = _page("<h2>Our promises</h2>", *PROMISES, "<h2>Records</h2>", *RECORDS)
    _, missing, told = watched(QUAY, whole, half, without)
    assert missing.observation.outcome is Outcome.INCOMPLETE
    assert told.alert
    assert told.alert.captured_at == told.observation.captured_at


INTRODUCTION = [
    "<p>Version of May.</p>",
    "<p>This policy says what the harbour office knows of crews.</p>",
    "<p>Nobody trains artificial intelligence on the messages of anybody who is under 18.</p>",
]


def _bare(*lines: str) -> bytes:
    return f"<html lang=en><title>Quay privacy</title>{''.join(lines)}</html>".encode()


def test_a_page_without_its_title_and_introduction_is_half_a_page_until_it_has_lasted() -> None:
    whole, headless = _page(*INTRODUCTION, *RECORDS), _bare(*RECORDS)
    assert not any(one.alert for one in watched(QUAY, whole, headless, whole, headless, whole))
    *_, missing, _, told = watched(QUAY, whole, headless, headless, headless, every=3)
    assert missing.observation.outcome is Outcome.INCOMPLETE
    assert told.alert
    assert told.alert.captured_at == missing.observation.captured_at
    assert any("under 18" in (quote.before_text or "") for quote in told.alert.evidence)


def test_an_introduction_that_goes_from_under_its_title_is_told_at_once() -> None:
    _, told = watched(QUAY, _page(*INTRODUCTION, *RECORDS), _page(*RECORDS))
    assert told.alert


def test_a_policy_that_is_written_anew_and_shorter_is_told_at_once_with_what_went() -> None:
    headed = [f"<h2>Berth {n}</h2>{RECORDS[n]}" for n in range(40)]
    old = _page("<p>In force from 1 May 2024.</p>", *headed, *PROMISES)
    other = [
        f"<h2>Pier {n}</h2><p>Whoever ties up at pier {n} pays in advance and gets a receipt.</p>" for n in range(14)
    ]
    new = _page("<p>In force from 1 May 2025.</p>", *other, *PROMISES[5:])
    _, told, *later = watched(QUAY, old, new, *[new] * 8, every=30)
    assert told.alert
    assert any("never sell" in (quote.before_text or "") for quote in told.alert.evidence)
    assert not any(one.alert for one in later), "nothing is left to be told as missing later"


def test_what_was_missing_for_long_is_told_as_of_then_whatever_trifle_changes_that_day() -> None:
    whole = _page("<h2>Our promises</h2>", *PROMISES, "<h2>Records</h2>", *RECORDS, "<p>© 2024 Quay</p>")
    half = _page("<h2>Records</h2>", *RECORDS[:40], "<p>© 2024 Quay</p>")
    later = _page("<h2>Records</h2>", *RECORDS[:40], "<p>© 2025 Quay</p>")
    _, missing, *_, told = watched(QUAY, whole, *[half] * 6, later, every=30)
    assert missing.observation.outcome is Outcome.INCOMPLETE
    assert told.alert
    assert told.alert.captured_at == missing.observation.captured_at


def test_of_two_gaps_each_is_told_as_of_the_capture_that_made_it() -> None:
    menu = [f"<p>Berths, tides and charts of harbour number {n} on the way.</p>" for n in range(12)]
    whole = _page(*menu, *RECORDS, "<h2>Our promises</h2>", *PROMISES * 3)
    bare = _page(*RECORDS, "<h2>Our promises</h2>", *PROMISES * 3)
    short = _page(*RECORDS[:30], "<h2>Our promises</h2>", *PROMISES[:2])
    _, _, first, *judged = watched(QUAY, whole, bare, short, *[short] * 7, every=30)
    assert first.observation.outcome is Outcome.INCOMPLETE
    told = [one.alert for one in judged if one.alert]
    assert [alert.captured_at for alert in told] == [first.observation.captured_at]
