"""Countries that data goes to or lies in: one more, or one less, is told; the same one by another name is not."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction


def _compared(before: str, after: str, language: str) -> Assessment:
    sides = (f"1 2 3\n\n{before}", f"1 2 3\n\n{after}")
    return compare_texts(*map(read_text, sides), language=language).assessment


PLACES = [
    ("en", "Countries to which data is transferred: Japan, Vietnam{}.", ", the United States"),
    ("en", "Countries to which data is transferred: Japan, Vietnam{}.", ", Singapore and Germany"),
    ("en", "Your data is stored in Ireland{}.", " and the United States"),
    ("de", "Länder, in die Daten übermittelt werden: Japan, Vietnam{}.", ", Indien"),
    ("de", "Wir übermitteln Ihre Daten nach Japan{}.", " und in die USA"),
    ("fr", "Pays vers lesquels les données sont transférées : Japon, Vietnam{}.", ", Inde"),
    ("fr", "Nous transférons vos données au Japon{}.", " et aux États-Unis"),
    ("es", "Países a los que se transfieren los datos: Japón, Vietnam{}.", ", India"),
    ("es", "Transferimos sus datos a Japón{}.", " y Estados Unidos"),
]


@pytest.mark.parametrize(("language", "sentence", "further"), PLACES)
def test_one_more_country_that_data_goes_to_is_told(language: str, sentence: str, further: str) -> None:
    without, with_further = sentence.format(""), sentence.format(further)
    came, went = _compared(without, with_further, language), _compared(with_further, without, language)
    assert (came.severity.is_alerting, came.direction) == (True, Direction.WIDENS)
    assert (went.severity.is_alerting, went.direction) == (True, Direction.NARROWS)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "We transfer your data to the U.S. and Japan.", "We transfer your data to Japan and the United States."),
        ("en", "Your data is stored in the United States.", "Your data is stored in the United States (US)."),
        ("en", "We send your data outside the EEA.", "We send your data outside the European Economic Area (EEA)."),
        (
            "de",
            "Ihre Daten werden in den USA gespeichert.",
            "Ihre Daten werden in den Vereinigten Staaten gespeichert.",
        ),
        (
            "fr",
            "Vos données sont transférées hors de l'UE.",
            "Vos données sont transférées hors de l'Union européenne.",
        ),
        ("es", "Transferimos datos fuera del EEE.", "Transferimos datos fuera del Espacio Económico Europeo."),
    ],
)
def test_the_same_country_by_another_name_is_no_news(language: str, before: str, after: str) -> None:
    assert not _compared(before, after, language).severity.is_alerting


def test_a_country_where_nothing_is_said_of_data_is_a_name() -> None:
    assert not _compared(
        "Our shops are in Japan.", "Our shops are in Japan and the United States.", "en"
    ).severity.is_alerting
