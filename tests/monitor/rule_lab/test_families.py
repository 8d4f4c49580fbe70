"""Every kind of clause has a sentence of it, and one that only looks like it, in every language that ships."""

from __future__ import annotations

import pytest

from monitor.reading.reader import Reader
from monitor.rule_lab.families import check_families, kinds_in
from monitor.rules.pack import Pack
from monitor.rules.pack_files import default_pack, shipped_files
from monitor.rules.pack_parser import read_pack

PACK = default_pack()
LANGUAGES = ("de", "en", "es", "fr")
GERMAN = "languages/de.toml"


def with_german(before: str, after: str) -> Pack:
    texts = dict(shipped_files())
    assert before in texts[GERMAN]
    return read_pack({**texts, GERMAN: texts[GERMAN].replace(before, after, 1)})


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_a_family(language: str) -> None:
    assert set(PACK.languages[language].families) == set(PACK.families)


def test_every_example_is_read_as_its_family_says() -> None:
    assert [str(fault) for fault in check_families(PACK)] == []


def test_a_language_that_lacks_one_is_told() -> None:
    german = PACK.languages["de"].families["selling"]
    lacking = with_german(f'selling = ["{german[0]}", "{german[1]}"]\n', "")
    assert {str(fault) for fault in check_families(lacking)} == {
        "languages/de.toml: families.selling: is missing; give a sentence of this kind and one that only looks like it"
    }


def test_an_example_that_is_read_otherwise_is_told() -> None:
    blunted = with_german('  "verkauf*",\n', "")
    assert [str(fault) for fault in check_families(blunted)] == [
        "languages/de.toml: families.selling: not read as its kind: “Wir verkaufen Ihre Daten.”"
    ]


def test_a_sentence_shows_all_that_it_is_read_as() -> None:
    found = kinds_in("You may object until 5 June.", Reader(PACK, "en"))
    assert {"rights.object", "cue.deadline", "cue.permission", "term.date"} <= found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_has_much_less_to_read_by_than_english(language: str) -> None:
    """Counted are the cues and concepts that have any phrase: none of them may be known in English alone."""
    english, other = PACK.languages["en"], PACK.languages[language]
    tables = ("acts", "data", "purposes", "parties", "people", "products", "bases", "rights", "requirements", "names")
    for table in tables:
        assert set(getattr(english, table)) == set(getattr(other, table)), table
