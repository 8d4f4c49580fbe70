"""Words that are data or people in one place, and something else in another."""

from __future__ import annotations

import pytest

from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import TermKind
from monitor.rules.pack_files import default_pack

COUNTED = [  # years from a day on, and an age
    ("en", "Pumps are repaired for 15 years from the date of purchase.", "You must be at least 15 years old."),
    ("de", "Die Garantie gilt 15 Jahre ab Kaufdatum.", "Sie müssen mindestens 15 Jahre alt sein."),
    ("fr", "Il est réparé dans la limite de 15 ans à compter de l'achat.", "Vous devez avoir au moins 15 ans."),
    ("es", "La garantía es de 15 años desde la fecha de compra.", "Debe tener al menos 15 años."),
]

MEANINGS = [  # what is no such thing, what is, and its name
    ("en", "Minor changes are made now and then.", "Minors may not sail.", ("people", "minors")),
    ("fr", "Le défaut de conformité est mineur.", "Les mineurs ne naviguent pas.", ("people", "minors")),
    ("es", "El defecto es menor.", "Los menores no navegan.", ("people", "minors")),
    ("fr", "Ils donnent des éléments étayant leur position.", "Nous lisons votre position.", ("data", "location")),
    ("en", "Rotten ropes are a danger to health.", "We collect data on your health.", ("data", "sensitive")),
    ("de", "Faule Seile sind eine Gefahr für die Gesundheit.", "Wir erheben Gesundheitsdaten.", ("data", "sensitive")),
    ("fr", "Le sel est un danger pour la santé.", "Nous lisons vos données de santé.", ("data", "sensitive")),
    ("es", "La sal es un peligro para la salud.", "Recogemos sus datos de salud.", ("data", "sensitive")),
]


@pytest.mark.parametrize(("language", "period", "age"), COUNTED)
def test_years_that_count_from_a_day_are_nobody_s_age(language: str, period: str, age: str) -> None:
    reader = Reader(default_pack(), language)
    kinds = [{term.kind for term in read_sentence(said, reader).terms} for said in (period, age)]
    assert [TermKind.AGE in found for found in kinds] == [False, True]
    assert TermKind.DURATION in kinds[0]


@pytest.mark.parametrize(("language", "other", "said", "concept"), MEANINGS)
def test_a_word_is_read_as_it_is_meant(language: str, other: str, said: str, concept: tuple[str, str]) -> None:
    reader = Reader(default_pack(), language)
    assert concept not in read_sentence(other, reader).concepts
    assert concept in read_sentence(said, reader).concepts
