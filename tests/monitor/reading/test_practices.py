"""Practices and safeguards are read wherever they stand, with the sign that a "not", a "without" or a case gives."""

from __future__ import annotations

import pytest

from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import POWER, PROTECTION, TermKind
from monitor.rules.pack_files import default_pack

PACK = default_pack()


def signs_in(text: str, language: str = "en") -> dict[str, int]:
    terms = read_sentence(text, Reader(PACK, language)).terms
    return {term.name: term.sign for term in terms if term.kind is TermKind.PRACTICE}


SIGNED = [
    ("en", "Recordings are kept indefinitely.", {"unlimited_retention": POWER}),
    ("en", "Recordings are never kept indefinitely.", {"unlimited_retention": PROTECTION}),
    ("de", "Aufnahmen werden auf Dauer gespeichert.", {"unlimited_retention": POWER}),
    ("de", "Aufnahmen werden nicht auf Dauer gespeichert.", {"unlimited_retention": PROTECTION}),
    ("fr", "Une machine tranche sans intervention humaine.", {"automated_decisions": POWER}),
    ("fr", "Aucune décision n'est prise sans intervention humaine.", {"automated_decisions": PROTECTION}),
    ("es", "Se decide sin intervención humana.", {"automated_decisions": POWER}),
    ("es", "No se decide sin intervención humana.", {"automated_decisions": PROTECTION}),
    # A safeguard that is lacking, and one without which nothing is done.
    ("en", "We may hand it over without a court order.", {"court_order": POWER}),
    ("en", "We hand nothing over without a court order.", {"court_order": PROTECTION}),
    ("en", "Without a warrant, nobody gets it.", {"court_order": PROTECTION}),
    ("de", "Ohne richterlichen Beschluss geben wir nichts heraus.", {"court_order": PROTECTION}),
    # The "not" of what follows, and the phrase's own.
    ("en", "The account is deactivated and no longer shown.", {"deactivation": POWER}),
    ("de", "Wir erfassen es, wenn die App nicht geöffnet ist.", {"background_collection": POWER}),
    ("en", "We collect nothing in the background.", {"background_collection": PROTECTION}),
    # In a condition a safeguard guards.
    ("fr", "Sauf si un juge l'ordonne, nous ne remettons rien.", {"court_order": PROTECTION}),
    ("es", "Solo lo entregamos si lo ordena un juez.", {"court_order": PROTECTION}),
]


@pytest.mark.parametrize(("language", "text", "expected"), SIGNED)
def test_a_practice_has_the_sign_of_what_is_said_of_it(language: str, text: str, expected: dict[str, int]) -> None:
    assert signs_in(text, language) == expected


def test_what_people_may_object_to_is_not_stated() -> None:
    assert not signs_in("You may object to decisions made solely by automated means.")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On request your account is deactivated."),
        ("fr", "Sur demande, votre compte est désactivé."),
        ("es", "Si lo pide, su cuenta queda desactivada."),
        ("de", "Auf Wunsch wird Ihr Konto deaktiviert."),
    ],
)
def test_an_account_that_is_deactivated_lets_nobody_choose(language: str, text: str) -> None:
    terms = read_sentence(text, Reader(PACK, language)).terms
    assert not [term for term in terms if term.kind in (TermKind.RIGHT, TermKind.OPT_IN)]
    assert any(term.name == "deactivation" for term in terms)


def test_authorities_beside_parents_authorise_nothing() -> None:
    assert not signs_in("We alert parents and, where needed, the authorities.")


def test_that_the_company_may_refuse_is_no_right_of_people() -> None:
    terms = read_sentence("We may refuse this request.", Reader(PACK, "en")).terms
    assert not [term for term in terms if term.kind is TermKind.RIGHT]
