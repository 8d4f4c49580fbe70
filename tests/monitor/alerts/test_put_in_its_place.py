"""A sentence that stands where another stood, and shares no word with it, is news; the other one is gone."""

from __future__ import annotations

import pytest

from monitor.alerts.text_comparison import compare_texts, read_text

KEPT = {"en": "The pier opens at nine.", "de": "Der Steg öffnet um neun.", "fr": "Le quai ouvre à neuf heures.",
        "es": "El muelle abre a las nueve."}  # fmt: skip
OTHER = [
    (
        "en",
        "If you have subscribed to the pier, our processor Tide Ltd sends the bill.",
        "Finally, we share your photos with advertisers.",
    ),
    (
        "de",
        "Wer den Steg abonniert hat, bekommt seine Rechnung von der Firma Flut.",
        "Schließlich geben wir Ihre Fotos an Werbetreibende weiter.",
    ),
    (
        "fr",
        "Si vous êtes abonné au quai, notre sous-traitant, la société Marée, envoie la facture.",
        "Enfin, les données sont aussi communiquées, sur demande judiciaire, à des organismes publics.",
    ),
    (
        "es",
        "Si está suscrito al muelle, nuestro encargado, la empresa Marea, envía la factura.",
        "Por último, los datos personales se comunican también, a petición judicial, a organismos públicos.",
    ),
    ("es", "Si está suscrito al muelle, sus datos son tratados por nuestro encargado.",
     "Por último, compartimos sus fotos con anunciantes."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "before", "after"), OTHER)
def test_a_sentence_in_the_place_of_another_is_told(language: str, before: str, after: str) -> None:
    kept = KEPT[language]
    texts = (read_text(f"{kept}\n\n{said}\n\n{kept} Quay.") for said in (before, after))
    told = compare_texts(*texts, language=language).assessment
    assert told.severity.is_alerting
    assert "third_party_sharing" in told.topics


def test_the_same_in_other_words_is_no_news_of_its_own() -> None:
    before, after = "We delete your letters after 30 days.", "Your letters are deleted 30 days later."
    texts = (read_text(f"{KEPT['en']}\n\n{said}\n\n{KEPT['en']} Quay.") for said in (before, after))
    assert not compare_texts(*texts, language="en").assessment.severity.is_alerting


def test_an_accent_in_the_place_of_an_apostrophe_is_no_news() -> None:
    before, after = (f"The pier opens at nine.\n\nWe don{mark}t sell your letters." for mark in ("'", "\u00b4"))
    assert not compare_texts(read_text(before), read_text(after), language="en").hunks
