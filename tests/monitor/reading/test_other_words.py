"""Two ways to say one thing in a language are read as one: the same terms, with the same signs."""

from __future__ import annotations

import pytest

from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_passage
from monitor.reading.statements import POWER, PROTECTION, TermKind
from monitor.reading.typos import mend_typos
from tests.monitor.odd_texts import PACK

_SAID = frozenset(
    [TermKind.ACT, TermKind.RIGHT, TermKind.REQUIREMENT, TermKind.OPT_IN, TermKind.OPTIONAL, TermKind.NOUN]
)


def said(language: str, text: str) -> set[tuple[str, str, int]]:
    """Return what a text says is done, granted, demanded and asked first."""
    statements = read_passage([text], Reader(PACK, language))
    return {(t.kind.value, t.name, t.sign) for s in statements for t in s.terms if t.kind in _SAID}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        # who may not
        (
            "de",
            "Moderatoren dürfen Ihre Notizen nicht nutzen.",
            "Moderatoren ist es nicht gestattet, Ihre Notizen zu nutzen.",
        ),
        (
            "de",
            "Moderatoren dürfen Ihre Notizen nicht nutzen.",
            "Moderatoren ist es untersagt, Ihre Notizen zu nutzen.",
        ),
        (
            "fr",
            "Nos partenaires ne peuvent pas utiliser vos notes.",
            "Nos partenaires n'ont pas le droit d'utiliser vos notes.",
        ),
        (
            "fr",
            "Nos partenaires ne peuvent pas utiliser vos notes.",
            "Il est interdit à nos partenaires d'utiliser vos notes.",
        ),
        ("es", "Nuestros socios no pueden usar sus notas.", "Nuestros socios no tienen permiso para usar sus notas."),
        ("es", "Nuestros socios no pueden usar sus notas.", "Se prohíbe a nuestros socios usar sus notas."),
        # what opens with its occasion
        (
            "de",
            "Wir speichern beim Besuch der Seite Ihre Adresse.",
            "Beim Besuch der Seite speichern wir Ihre Adresse.",
        ),
        ("fr", "Vos notes sont transmises lors de l'achat.", "Lors de l'achat vos notes sont transmises."),
        # what people are asked first
        (
            "de",
            "Das tun wir nur mit Ihrer ausdrücklichen Einwilligung.",
            "Das tun wir nur, wenn Sie ausdrücklich eingewilligt haben.",
        ),
        # what nobody has to do
        ("en", "You need not be logged in to object.", "You can object without being logged in."),
        ("de", "Für den Widerspruch müssen Sie nicht angemeldet sein.", "Der Widerspruch ist ohne Anmeldung möglich."),
        (
            "fr",
            "Il n'est pas nécessaire d'être connecté pour s'opposer.",
            "L'opposition est possible sans être connecté.",
        ),
        ("es", "No hace falta iniciar sesión para oponerse.", "Es posible oponerse sin iniciar sesión."),
        # what people may ask for
        ("en", "You may ask us to erase your notes.", "You may request the deletion of your notes."),
        ("es", "Puede pedirnos que borremos sus notas.", "Puede solicitar la supresión de sus notas."),
        # a verb with its pronoun
        ("es", "No podemos usar las notas.", "No podemos usarlas."),
        ("es", "No podemos compartir las notas.", "No podemos compartirlas."),
        # what is asked and answered
        ("en", "Do I need an account to object? No.", "Can I object without an account? Yes."),
        ("fr", "Si vous vous opposez, nous arrêtons.", "Vous vous opposez ? Nous arrêtons."),
        # a heading that asks or names what follows
        ("en", "Do we sell your notes? No. We do not sell your notes.", "We do not sell your notes."),
        ("fr", "Vente de notes. Nous ne vendons pas vos notes.", "Nous ne vendons pas vos notes."),
    ],
)
def test_other_words_are_read_alike(language: str, one: str, other: str) -> None:
    assert said(language, one) == said(language, other) != set()


@pytest.mark.parametrize(
    ("language", "text", "term"),
    [
        ("en", "Objecting is possible only when logged in.", ("requirement", "login", POWER)),
        ("fr", "L'opposition n'est possible qu'une fois connecté.", ("requirement", "login", POWER)),
        ("de", "Der Widerspruch ist nur nach Anmeldung möglich.", ("requirement", "login", POWER)),
        ("es", "Solo es posible oponerse tras iniciar sesión.", ("requirement", "login", POWER)),
        ("en", "You need not be logged in to object.", ("right", "object", PROTECTION)),
        ("en", "They are read by our staff, and the results do not leave the office.", ("act", "read", POWER)),
        ("en", "The profiles of young people are public.", ("act", "share", POWER)),
        ("de", "Profile sind privat.", ("act", "protect", PROTECTION)),
        ("de", "Forschende dürfen Ihre Beiträge weder lesen noch weitergeben.", ("act", "share", PROTECTION)),
    ],
)
def test_a_not_and_a_demand_are_of_their_own_part(language: str, text: str, term: tuple[str, str, int]) -> None:
    assert term in said(language, text)


def test_data_named_by_what_was_done_with_it_is_not_done_anew() -> None:
    assert ("act", "share", POWER) in said("fr", "Les photos sont partagées.")
    assert ("act", "share", POWER) not in said("fr", "Les photos partagées hier ne sont pas vendues.")


def test_small_words_are_no_misspellings_of_each_other() -> None:
    other = "They may use it."
    assert mend_typos("We forbid them to use it.", other, Reader(PACK, "en")) == "We forbid them to use it."
