"""One edition that is served in British and in American spelling, in which words vary beside their letters."""

from __future__ import annotations

from dataclasses import replace

from snapshots.records import NoticeKind, Severity
from tests.monitor.decide.test_lineages import QUAY
from tests.monitor.decide.test_outcomes import watched, watched_at
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
    assert [one.observation.lineage for one in judged] == [1, 2, 1]
    assert not [one.change for one in judged if one.change]


def test_one_that_comes_back_is_a_text_of_its_own_and_said_to_be_served() -> None:
    judged = watched(TERMS, terms(), terms("US"), terms(), terms("US"), every=1)
    assert [one.observation.lineage for one in judged] == [1, 2, 1, 2]
    assert [notice.kind for one in judged for notice in one.notices] == [NoticeKind.LINEAGE]
    assert not [one.alert for one in judged if one.alert]


def test_a_passage_that_comes_with_another_spelling_is_told_within_a_week() -> None:
    judged = watched(TERMS, terms(), *[terms("US", extra=SELLS)] * 7, every=1)
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
    assert [one.change.captured_at for one in judged if one.change] == [judged[1].observation.captured_at]


def test_a_publisher_who_puts_the_old_spelling_up_in_between_hides_nothing() -> None:
    promise = "We do not sell your private messages to advertisers."
    turned = terms("US", extra=promise, boat="yacht").replace(b"do not sell", b"may sell")
    judged = watched(TERMS, terms(extra=promise), terms("US", extra=promise), terms(extra=promise), turned, every=1)
    assert judged[-1].alert


def test_a_later_date_makes_another_spelling_a_change_at_once() -> None:
    _, told = watched(TERMS, terms(), terms("US", day="1 May 2025"), every=1)
    assert told.version


def region(where: str, *, day: str = "2 February 2025", extra: str = "", banner: str = "") -> bytes:
    """Return terms of which half is the same everywhere, in words that no mark tells apart."""
    common = [f"We keep the berth book of quay {n} for {n + 2} years." for n in range(20)]
    own = {
        "here": [f"A claim about pier {n} is heard where you live, by the rules of that place." for n in range(20)],
        "there": [f"At pier {n} we may share your private messages with its insurers." for n in range(20)],
    }[where]
    lines = [*common, *own, *([extra] if extra else [])]
    head = f"<p>{banner}</p>" if banner else ""
    text = "".join(f"<p>{line}</p>" for line in lines)
    return html("en", "Quay terms", f"<main>{head}<h1>Terms of service</h1><p>Effective date: {day}</p>{text}</main>")


def test_terms_of_regions_that_take_turns_are_compared_with_themselves_alone() -> None:
    here, there = region("here"), region("there")
    edited = region("there", extra="We share your precise location with brokers.")
    judged = watched(TERMS, here, there, here, there, here, edited, here, every=1)
    assert [one.observation.lineage for one in judged] == [1, 2, 1, 2, 1, 2, 1]
    alerts = [one.alert for one in judged if one.alert]
    assert [[quote.before_text for quote in alert.evidence] for alert in alerts] == [[None]]


def test_terms_that_stay_in_the_place_of_others_are_told_within_a_week_under_their_first_capture() -> None:
    judged = watched(TERMS, region("here"), *[region("there")] * 7, every=1)
    told = [one for one in judged if one.alert]
    assert len(told) == 1
    assert told[0].alert
    assert told[0].alert.captured_at == judged[1].observation.captured_at
    assert (told[0].observation.captured_at - judged[0].observation.captured_at).days <= 7
    assert any("private messages" in (quote.after_text or "") for quote in told[0].alert.evidence)


def test_what_was_edited_in_them_meanwhile_is_told_at_once_and_once() -> None:
    more = region("there", extra="We share your precise location with brokers.")
    judged = watched(TERMS, region("here"), region("there"), *[more] * 7, every=1)
    quoted = [quote.after_text for one in judged if one.alert for quote in one.alert.evidence]
    assert quoted.count("We share your precise location with brokers.") == 1
    assert judged[2].alert


def test_an_edition_that_was_announced_is_told_when_it_comes() -> None:
    banner = "We update our terms. The new terms take effect on 1 April 2025."
    judged = watched(
        TERMS, region("here"), region("here", banner=banner), region("there", day="1 April 2025"), every=20
    )
    assert judged[2].alert


def test_an_edition_of_these_days_that_is_completed_is_told_at_once() -> None:
    fresh = "27 February 2025"
    judged = watched(TERMS, region("here", day=fresh), region("there", day=fresh), every=1)
    assert judged[1].alert


def test_a_text_that_was_not_shown_for_months_is_not_served_in_turn_and_covers_no_loss() -> None:
    promise = "<p>We never sell the messages that you send from any berth.</p>"
    lines = [f"<p>The office writes down who lay at berth {n} and for how many nights.</p>" for n in range(60)]
    short, whole = (html("en", "Quay privacy", f"<main>{''.join(text)}</main>") for text in (lines, [*lines, promise]))
    later = html("en", "Quay privacy", f"<main>{''.join(lines)}<p>The office is open on Mondays.</p></main>")
    turns = [short, whole, short, whole]
    within_days = watched(QUAY, *turns, later, every=1)
    assert within_days[-1].alert is None, "the shorter text comes and goes"
    assert watched_at(QUAY, [*enumerate(turns), (100, later)])[-1].alert
