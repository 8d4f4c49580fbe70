"""A change that a text announces leads with its day; a day that is past, or is no beginning, does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from feeds.language.spoken_phrases import phrase_words
from feeds.language.translation import speaking
from monitor.alerts import Assessment, assess
from monitor.alerts.text_comparison import read_text, situation_of
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack

PACK = default_pack()


def judged(before: str, after: str, language: str = "en") -> Assessment:
    situation = situation_of(read_text(before), read_text(after), Reader(PACK, language))
    return assess(replace(situation, service="Harbour", captured_on=date(2031, 3, 1)))


ANNOUNCED = [
    ("en", "From 16 June 2031 we will use your photos to train our AI. You can object until then.", "16 June 2031"),
    ("en", "From 16 June we will use your photos to train our AI. You can object until then.", "16 June"),
    (
        "de",
        "Ab dem 16. Juni 2031 trainieren wir unsere KI mit Ihren Fotos. Widersprechen Sie bis dahin.",
        "16 June 2031",
    ),
    ("fr", "À partir du 16 juin 2031, vos photos entraînent notre IA. Vous pouvez vous y opposer.", "16 June 2031"),
    ("es", "A partir del 16 de junio de 2031 usaremos sus fotos para la IA. Puede oponerse.", "16 June 2031"),
]


@pytest.mark.parametrize(("language", "notice", "day"), ANNOUNCED)
def test_what_is_to_come_is_told_with_its_day(language: str, notice: str, day: str) -> None:
    found = judged("Hello.", f"Hello. {notice}", language)
    assert found.headline.startswith(f"Announced for {day}: Harbour may ")
    assert "AI" in found.headline


def test_a_day_that_is_past_announces_nothing() -> None:
    found = judged("Hello.", "Hello. From 16 June 2024 we share your photos with advertisers.")
    assert found.headline.startswith("Harbour may now share photos")


@pytest.mark.parametrize("day", ["31 February", "June 2031", "2032"])
def test_no_day_is_made_of_what_is_none(day: str) -> None:
    found = judged("Hello.", f"Hello. From {day} we will share your photos with advertisers.")
    assert "Announced" not in found.headline


def test_a_last_day_is_no_first_one() -> None:
    found = judged("Hello.", "Hello. Until 16 June 2031 we will share your photos with advertisers.")
    assert "Announced" not in found.headline


def test_what_is_ruled_out_from_a_day_on_is_told_as_ruled_out() -> None:
    found = judged("Hello.", "Hello. From 16 June 2031 we will not share your photos with advertisers.")
    assert found.headline == "Announced for 16 June 2031: Harbour’s policy rules out sharing photos with advertisers"


@pytest.mark.parametrize(
    ("language", "opening"),
    [
        ("de", "Angekündigt für 16. Juni: "),
        ("fr", "Annoncé pour le 16 juin : "),
        ("es", "Anunciado para el 16 de junio: "),
    ],
)
def test_pages_of_another_language_say_the_day_in_theirs(language: str, opening: str) -> None:
    found = judged("Hello.", "Hello. From 16 June we will use your photos to train our AI.")
    with speaking(language):
        said = phrase_words(found.findings[0].phrase) if found.findings[0].phrase else ""
    assert said is not None
    assert said.replace("\u00a0", " ").startswith(opening)


def test_a_day_that_is_put_off_is_told_as_put_off() -> None:
    found = judged("From 16 June 2031 we use posts for AI.", "From 16 July 2031 we use posts for AI.")
    assert found.headline == "Harbour’s policy moves a date from 16 June 2031 to 16 July 2031"
