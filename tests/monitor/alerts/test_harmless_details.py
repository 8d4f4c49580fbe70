"""Details of pages that say nothing of people's data, each beside one that looks like it and does."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.extraction import extract


def judged(before: str, after: str, language: str = "en") -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


HARMLESS = [
    ("a title with a name behind a bar", "en", "Privacy Policy", "Privacy Policy | Harbour Policy"),
    ("a title without it", "de", "Nutzungsbedingungen | Hafen", "Nutzungsbedingungen"),
    ("two words or one", "en",
     "Pierhead reserves the right to ask for another password for any reason and may do so at anytime.",
     "Harbour reserves the right to ask for another password for any reason and may do so at any time."),
    ("the companies of a group", "en", "We share your berth within the Harbour group to run the pier.",
     "We share your berth with other companies within the Harbour group to run the pier."),
    ("the companies of a group", "de", "Wir geben Ihre Daten innerhalb der Hafen-Gruppe weiter, um zu helfen.",
     "Wir geben Ihre Daten an andere Unternehmen innerhalb der Hafen-Gruppe weiter, um zu helfen."),
    ("the companies of a group", "fr", "Nous partageons vos données au sein du groupe Harbour pour vous aider.",
     "Nous partageons vos données avec d'autres sociétés au sein du groupe Harbour pour vous aider."),
    ("the companies of a group", "es", "Compartimos sus datos dentro del grupo Harbour para ayudarle.",
     "Compartimos sus datos con otras empresas dentro del grupo Harbour para ayudarle."),
    ("a company by more of its memberships", "en", "You may opt out of ads from companies that belong to the Ad Board.",
     "You may opt out of ads from companies that subscribe to the Ad Board."),
    ("which section was changed", "en", "What changed:", "What changed: Updated 8.4 to mention chats as a whole."),
    ("which section was changed", "de", "Änderungen:",
     "Änderungen: 8.4 aktualisiert, um zu zeigen, dass die neue Funktion ganze Chats übersetzt."),
    ("which section was changed", "fr", "Modifications.",
     "Modifications. Mise à jour du point 8.4 pour la fonction qui traduit les messages."),
    ("which section was changed", "es", "Cambios.",
     "Cambios. Actualización del apartado 8.4 por la función que traduce los mensajes."),
    ("one framework named otherwise", "en",
     "We have certified to the EU-U.S. DPF and rely on the adequacy decision for it to receive data from Europe.",
     "We comply with the EU-U.S. DPF as set forth by the authorities."),
]  # fmt: skip


@pytest.mark.parametrize(("_kind", "language", "before", "after"), HARMLESS)
def test_a_detail_wakes_nobody(_kind: str, language: str, before: str, after: str) -> None:
    assert not judged(before, after, language).severity.is_alerting


TOLD = [
    ("en", "Privacy Policy", "Privacy Policy | We sell your messages"),
    ("en", "We share your berth within the Harbour group to run the pier.",
     "We share your berth with other companies to run the pier."),
    ("en", "You can opt out of personalised ads.", "You can opt out of personalised ads if you subscribe."),
    ("en", "You can switch off ads.", "To avoid ads you have to pay."),
    ("fr", "Vous pouvez refuser les cookies.", "Vous pouvez refuser les cookies en souscrivant une offre payante."),
    ("es", "Puede rechazar las cookies.", "Puede rechazar las cookies con una suscripción."),
    ("en", "What changed:", "What changed: Updated section 8: we now sell your messages."),
    ("en", "We keep your address.", "We keep your address. We added 5 advertisers who get your messages from us."),
    ("de", "Änderungen:", "Änderungen: Abschnitt 8 geändert: Wir verkaufen Ihre Nachrichten."),
    ("en", "We send data abroad under the Data Privacy Framework.", "We send data abroad."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "before", "after"), TOLD)
def test_what_only_looks_like_a_detail_is_told(language: str, before: str, after: str) -> None:
    assert judged(before, after, language).severity.is_alerting


ROW = "<tr><td>{}</td><td><a href=/notice>{}</a></td></tr>"
FIRST = tuple((name, "Tietosuoja") for name in ("Suomi | Finnish", "Dansk | Danish", "Svenska | Swedish"))


def judged_rows(*entries: tuple[str, str]) -> Assessment:
    """Return what is said of a page of editions, in no one language, that has more of them."""
    sides = (FIRST, (*FIRST, *entries))
    pages = ("<table>" + "".join(ROW.format(*entry) for entry in side) + "</table>" for side in sides)
    before, after = (extract(page) for page in pages)
    return compare_texts(before, after, language="").assessment


def test_editions_in_more_languages_say_nothing_more() -> None:
    assert not judged_rows(("Tiếng Việt | Vietnamese", "Tietosuoja"), ("Filipino", "Tietosuoja")).severity.is_alerting
    assert not judged_rows(("English (Middle East & North Africa)", "Tietosuoja")).severity.is_alerting


def test_what_stands_beside_the_name_of_a_language_is_read() -> None:
    assert judged_rows(("Vietnamese | We sell it", "Tietosuoja")).severity.is_alerting
