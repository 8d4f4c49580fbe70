"""A German verb that parts in a main clause is the act that it is in one word."""

from __future__ import annotations

import pytest

from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import TermKind
from tests.monitor.odd_texts import PACK


def acts(text: str) -> list[str]:
    return [t.name for t in read_sentence(text, Reader(PACK, "de")).terms if t.kind is TermKind.ACT]


@pytest.mark.parametrize(
    ("prefix", "verb", "act"),
    [
        ("aus", "werten", "read"),
        ("ein", "sehen", "read"),
        ("an", "hören", "read"),
        ("aus", "lesen", "read"),
        ("ab", "leiten", "read"),
        ("aus", "spielen", "show"),
        ("zusammen", "führen", "combine"),
        ("auf", "bewahren", "keep"),
        ("ab", "speichern", "keep"),
        ("preis", "geben", "share"),
        ("offen", "legen", "share"),
        ("bereit", "stellen", "share"),
        ("weiter", "geben", "share"),
        ("auf", "zeichnen", "collect"),
        ("mit", "schneiden", "collect"),
    ],
)
def test_a_parted_verb_is_read_as_the_whole_one(prefix: str, verb: str, act: str) -> None:
    whole, parted = acts(f"Wir werden Ihre Notizen {prefix}{verb}."), acts(f"Wir {verb} Ihre Notizen {prefix}.")
    assert whole == parted == [act]


def test_what_the_company_declines_is_no_right_of_people() -> None:
    terms = read_sentence("Wir lehnen Ihren Antrag ab.", Reader(PACK, "de")).terms
    assert not any(term.kind is TermKind.RIGHT for term in terms)
    terms = read_sentence("Sie können das ablehnen.", Reader(PACK, "de")).terms
    assert any(term.kind is TermKind.RIGHT for term in terms)
