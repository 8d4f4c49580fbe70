"""Periods as contracts write them: a longer one is told, whatever stands between the figure and its unit."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction

SENTENCES = {
    "en": "We keep your messages for {} after you leave.",
    "de": "Wir speichern Ihre Nachrichten für {} nach Ihrem Austritt.",
    "fr": "Nous conservons vos messages pendant {} après votre départ.",
    "es": "Conservamos sus mensajes durante {} después de su baja.",
}
PERIODS = [
    ("en", "one (1) year", "two (2) years"),
    ("en", "thirty (30) days", "ninety (90) days"),
    ("en", "30 (thirty) days", "90 (ninety) days"),
    ("en", "30 calendar days", "90 calendar days"),
    ("en", "one full year", "three full years"),
    ("en", "3+ years", "7+ years"),
    ("de", "zwölf (12) Monate", "vierundzwanzig (24) Monate"),
    ("de", "30 Kalendertage", "90 Kalendertage"),
    ("fr", "un (1) an", "deux (2) ans"),
    ("es", "doce (12) meses", "veinticuatro (24) meses"),
]


def _kept(language: str, before: str, after: str) -> Assessment:
    texts = (read_text(SENTENCES[language].format(period)) for period in (before, after))
    return compare_texts(*texts, language=language).assessment


@pytest.mark.parametrize(("language", "short", "long"), PERIODS)
def test_a_period_grows_and_shrinks(language: str, short: str, long: str) -> None:
    grown = _kept(language, short, long)
    assert grown.direction is Direction.WIDENS
    assert "longer" in grown.findings[0].rules
    assert _kept(language, long, short).direction is Direction.NARROWS


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "thirty days", "thirty (30) days"),
        ("en", "30 days", "30 calendar days"),
        ("de", "zwölf Monate", "zwölf (12) Monate"),
        ("fr", "deux ans", "deux (2) ans"),
        ("es", "doce meses", "doce (12) meses"),
    ],
)
def test_a_period_that_is_written_twice_is_the_same(language: str, before: str, after: str) -> None:
    assert not _kept(language, before, after).severity.is_alerting
