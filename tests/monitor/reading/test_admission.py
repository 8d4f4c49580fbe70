"""From which age something is open to people is one figure, whichever way round a sentence says it."""

from __future__ import annotations

import pytest

from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.reading.admission import admitted_from, open_from
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from snapshots.records import Direction
from tests.monitor.odd_texts import PACK


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You must be 14 or older to join."),
        ("en", "If you are under 14, you may not sign up."),
        ("en", "Our apps are not directed to children under 14."),
        ("de", "Ein Konto darf erst ab 14 Jahren eröffnet werden."),
        ("de", "Unser Angebot richtet sich nicht an Kinder unter 14 Jahren."),
        ("fr", "L'inscription est réservée aux personnes d'au moins 14 ans."),
        ("fr", "Les moins de 14 ans ne peuvent pas s'inscrire."),
        ("es", "Para registrarse debe tener al menos 14 años."),
        ("es", "Los menores de 14 años no pueden registrarse."),
    ],
)
def test_who_may_come_in_is_read_as_an_age(language: str, text: str) -> None:
    assert admitted_from(read_sentence(text, Reader(PACK, language))) == 14


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "If you are under 14, ask your parents before you sign up."),
        ("en", "You must be 14 to join, and we share your posts with advertisers."),
        ("de", "Wenn Sie unter 14 sind, fragen Sie Ihre Eltern, bevor Sie sich registrieren."),
        ("fr", "Si vous avez moins de 14 ans, demandez à vos parents avant de vous inscrire."),
    ],
)
def test_what_is_no_limit_or_says_more_is_no_admission(language: str, text: str) -> None:
    assert admitted_from(read_sentence(text, Reader(PACK, language))) is None


def test_only_from_an_age_and_not_under_it_open_the_same() -> None:
    only, never = (
        read_sentence(text, Reader(PACK, "en"))
        for text in ("Voice rooms are for people aged 15 and over only.", "Voice rooms are not for people under 15.")
    )
    assert open_from(only) == open_from(never) == 15


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "You must be at least 15 to join.", "Nobody under 12 may join."),
        (
            "de",
            "Sie müssen mindestens 15 Jahre alt sein, um die App zu nutzen.",
            "Unter 12 darf niemand die App nutzen.",
        ),
        ("es", "Los menores de 15 años no pueden registrarse.", "Debe tener al menos 12 años para registrarse."),
    ],
)
def test_a_lower_age_widens_in_whichever_form(language: str, before: str, after: str) -> None:
    told = compare_texts(read_text(before), read_text(after), language=language).assessment
    assert told.severity.is_alerting
    assert told.direction is Direction.WIDENS
