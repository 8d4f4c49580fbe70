"""Falsehoods that can't be published: each pair was once told as something that the text doesn't say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.alerts import Assessment, assess
from monitor.alerts.text_comparison import read_text, situation_of
from monitor.extract.extraction import extract
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack

SEEN_ON = date(2027, 3, 10)


def judged(before: str, after: str, language: str = "en", *, seen_on: date = date.max) -> Assessment:
    situation = situation_of(read_text(before), read_text(after), Reader(default_pack(), language))
    return assess(replace(situation, captured_on=seen_on))


def rules(found: Assessment) -> set[str]:
    return {rule for finding in found.findings for rule in finding.rules}


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("We keep what you send to us.", "We keep what you send to us, such as a resume.", "resumed_gained"),
        ("We keep your letter.", "We keep your letter and your résumé.", "resumed_gained"),
        ("The notice of May 19 holds for letters.", "The notice of June 29 holds for letters.", "weak_lost"),
        ("The notice of 19 May holds for letters.", "The notice of 29 June holds for letters.", "weak_lost"),
        ("You give your name.", "You give your name at log-in.", "required_gained"),
        ("We read the words of letters.", "We read the words within the text of letters.", "deadline_gained"),
        ("Maps and more work in the car.", "Maps and Harbour Built-in work in the car.", "act_gained"),
    ],
)
def test_a_word_in_another_sense_is_no_cue(before: str, after: str, rule: str) -> None:
    assert rule not in rules(judged(before, after))


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("We have paused AI training.", "We have resumed AI training.", "resumed_gained"),
        ("We may share your letters.", "We share your letters.", "weak_lost"),
        ("You can object.", "You can object within 30 days.", "period_stated"),
        ("You can object.", "You can object within thirty days.", "period_stated"),
    ],
)
def test_the_same_word_in_its_sense_is_one(before: str, after: str, rule: str) -> None:
    assert rule in rules(judged(before, after))


def policy(date_line: str, *more: str) -> str:
    return f"<main><h1>Notice</h1><p>{date_line}</p><p>We keep the names of boats.</p>{''.join(more)}</main>"


def dated(before: str, after: str, language: str = "en") -> Assessment:
    situation = situation_of(extract(before), extract(after), Reader(default_pack(), language))
    return assess(replace(situation, captured_on=SEEN_ON))


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Effective: 1 June 2026", "Effective: 1 March 2027"),
        ("de", "Gültig ab 1. Juni 2026", "Gültig ab 1. März 2027"),
        ("fr", "Date d’effet : 1er juin 2026", "Date d’effet : 1er mars 2027"),
        ("es", "En vigor desde el 1 de junio de 2026", "En vigor desde el 1 de marzo de 2027"),
    ],
)
def test_a_past_date_alone_is_no_news(language: str, before: str, after: str) -> None:
    assert "announced_date" not in rules(dated(policy(before), policy(after), language))


def test_a_past_date_is_told_beside_other_news_and_a_coming_one_alone() -> None:
    more = "<p>We share the precise location of boats with advertisers.</p>"
    assert "announced_date" in rules(dated(policy("Effective 1 June 2026"), policy("Effective 1 March 2027", more)))
    assert "announced_date" in rules(dated(policy("Effective 1 June 2026"), policy("Effective 1 May 2027")))


def test_a_past_date_is_no_news_beside_an_address_and_is_beside_an_example_of_what_is_done() -> None:
    address = "<p>Write to us at Quay Ltd, 4 Harbour Lane, Port.</p>"
    example = "<p>For example, a harbour office may look up the name of your boat.</p>"
    found = [
        rules(dated(policy("Effective 1 June 2026"), policy("Effective 1 March 2027", m))) for m in (address, example)
    ]
    assert ["announced_date" in one for one in found] == [False, True]


@pytest.mark.parametrize("notation", ["2027-05-01", "May 1, 2027", "1st May 2027", "1 May 2027"])
def test_a_day_that_the_text_named_before_is_no_news(notation: str) -> None:
    banner = "<p>The next edition of this book is printed on 1 May 2027.</p>"
    before = policy("Effective 1 June 2026", banner)
    after = policy("Effective 1 June 2026", banner, f"<p>These changes take effect on {notation}.</p>")
    assert "announced_date" not in rules(dated(before, after))
