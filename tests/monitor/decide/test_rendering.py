"""One edition that is served in British and in American spelling, in which words vary beside their letters."""

from __future__ import annotations

from dataclasses import replace

from snapshots.records import NoticeKind, Outcome, Severity
from tests.monitor.decide.test_lineages import QUAY
from tests.monitor.decide.test_outcomes import watched
from tests.monitor.shown.documents import html

TERMS = replace(QUAY, title="Quay terms", url="https://quay.example/terms")
SELLS = "We sell your private messages to advertisers."
_WORDS = {"colour": "color", "organise": "organize", "recognise": "recognize", "shop": "store", "lorry": "truck"}


def terms(spelling: str = "GB", *, day: str = "2 February 2025", extra: str = "", boat: str = "boat") -> bytes:
    """Return terms in British or American spelling and words."""
    lines = [
        f"We recognise the colour of a {boat} at pier {n}, organise its {n + 2} nights, and note the shop and lorry"
        " it deals with."
        for n in range(30)
    ]
    text = "".join(f"<p>{line}</p>" for line in [*lines, *([extra] if extra else [])])
    if spelling == "US":
        for british, american in _WORDS.items():
            text = text.replace(british, american)
    return html("en", "Quay terms", f"<main><h1>Terms of service</h1><p>Effective date: {day}</p>{text}</main>")


def test_a_rendering_that_gives_way_again_is_no_change() -> None:
    judged = watched(TERMS, terms(), terms("US"), terms(), every=1)
    assert [one.version is not None for one in judged] == [True, False, False]


def test_one_that_comes_back_word_for_word_is_a_text_of_its_own_and_said_to_be_served() -> None:
    judged = watched(TERMS, terms(), terms("US"), terms(), terms("US"), every=1)
    assert [one.observation.lineage for one in judged][::3] == [1, 2]
    assert [notice.kind for one in judged for notice in one.notices] == [NoticeKind.LINEAGE]
    assert not [one.alert for one in judged if one.alert]


def test_a_passage_that_comes_with_another_spelling_is_told_within_a_week() -> None:
    judged = watched(TERMS, terms(), *[terms("US", extra=SELLS)] * 7, every=1)
    assert judged[1].observation.outcome is Outcome.OTHER_SPELLING
    assert "in the spelling of en-US" in judged[1].observation.detail
    alert = next(one.alert for one in judged if one.alert)
    assert SELLS in [quote.after_text for quote in alert.evidence]
    assert alert.captured_at == judged[1].observation.captured_at


def test_a_promise_that_another_spelling_turns_is_told_within_a_week_under_the_capture_that_first_showed_it() -> None:
    promise = "We do not sell your private messages to advertisers."
    turned = terms("US", extra=promise).replace(b"do not sell", b"may sell")
    judged = watched(TERMS, terms(extra=promise), *[turned] * 7, every=1)
    alert = next(one.alert for one in judged if one.alert)
    assert alert.severity is Severity.CRITICAL
    assert alert.captured_at == judged[1].observation.captured_at


def test_a_rendering_that_stays_and_says_the_same_in_other_words_wakes_nobody() -> None:
    judged = watched(TERMS, terms(), *[terms("US")] * 9, every=1)
    assert not [one.alert for one in judged if one.alert]
    assert len([one.version for one in judged if one.version]) == 2


def test_a_publisher_who_puts_the_old_spelling_up_in_between_hides_nothing() -> None:
    promise = "We do not sell your private messages to advertisers."
    turned = terms("US", extra=promise, boat="yacht").replace(b"do not sell", b"may sell")
    judged = watched(TERMS, terms(extra=promise), terms("US", extra=promise), terms(extra=promise), turned, every=1)
    assert judged[-1].alert


def test_a_later_date_makes_another_spelling_a_change_at_once() -> None:
    _, told = watched(TERMS, terms(), terms("US", day="1 May 2025"), every=1)
    assert told.version
