"""Phrases that say the same, in four languages: which are read alike, and which are left as they are."""

from __future__ import annotations

import pytest

from monitor.reading.equivalents import write_alike
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack

PACK = default_pack()
READ = ("de", "en", "es", "fr")


@pytest.mark.parametrize(
    ("language", "text", "other", "alike"),
    [
        ("en", "Pursuant to the law we keep it.", "In accordance with the law we keep it.", "In accordance with the"),
        ("fr", "Cette règle prend fin demain.", "La présente règle se termine demain.", "La présente règle se termine"),
        ("de", "Auf unserer Webseite steht dies.", "Auf unserer Website steht dies.", "Auf unserer Website steht"),
        ("es", "Conforme a la ley, lo guardamos.", "De acuerdo con la ley, lo guardamos.", "De acuerdo con la ley"),
    ],
)
def test_a_phrase_is_written_as_its_equivalent_in_the_other_text(
    language: str, text: str, other: str, alike: str
) -> None:
    written, count = write_alike(text, other, Reader(PACK, language))
    assert written.lower().startswith(alike.lower())
    assert count >= 1


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("We start early.", "We begin and start early."),  # which of the two stands for "start" is unknown
        ("We never start early.", "We always end late."),
        ("We keep the key.", "We keep the key."),
    ],
)
def test_what_has_no_equivalent_in_its_place_is_left(text: str, other: str) -> None:
    assert write_alike(text, other, Reader(PACK, "en")) == (text, 0)


def test_every_language_that_is_read_has_as_many_groups_of_equivalents() -> None:
    groups = {code: PACK.languages[code].equivalents for code in READ}
    counts = [len(found) for found in groups.values()]
    assert min(counts) >= 0.75 * max(counts)
    assert all(len(phrases) > 1 for found in groups.values() for phrases in found.values())


@pytest.mark.parametrize("language", READ)
def test_no_group_makes_one_kind_of_thing_another(language: str) -> None:
    """Two phrases that the rules read as different acts, data or cues don't say the same."""
    reader = Reader(PACK, language)
    for name, phrases in reader.known.equivalents.items():
        found = [
            {
                (m.concept.kind, m.concept.id)
                for m in reader.mentions(reader.words_of(phrase))
                if m.concept.kind in READ_AS
            }
            for phrase in phrases
        ]
        told = [kinds for kinds in found if kinds]
        assert all(kinds & told[0] for kinds in told), name


READ_AS = ("data", "purposes", "people", "bases", "rights", "requirements")
