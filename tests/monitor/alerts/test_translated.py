"""A passage that stands in another language where it stood is no news, if it says the same; else it is told."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts
from monitor.extract.extraction import extract

REST = {
    "de": "Der Hafen ist das ganze Jahr über geöffnet, und die Boote liegen unter der Aufsicht des Hafenmeisters.",
    "fr": "Le port est ouvert toute l'année, et les bateaux sont amarrés sous la surveillance du capitaine.",
}
PASSAGE = {
    "en": (
        "If we receive a request from the authorities of the European Union or the United Kingdom, we may share the "
        "photos of your boat, your location and your e-mail address with them and with our service providers within "
        "30 days."
    ),
    "de": (
        "Wenn wir eine Anfrage der Behörden der Europäischen Union oder des Vereinigten Königreichs erhalten, können "
        "wir die Fotos Ihres Bootes, Ihren Standort und Ihre E-Mail-Adresse innerhalb von 30 Tagen an sie und an "
        "unsere Dienstleister weitergeben."
    ),
    "fr": (
        "Si nous recevons une demande des autorités de l'Union européenne ou du Royaume-Uni, nous pouvons partager "
        "les photos de votre bateau, votre localisation et votre adresse e-mail avec elles et avec nos prestataires "
        "de services dans un délai de 30 jours."
    ),
}


def judged(language: str, before: str, after: str) -> Assessment:
    rest = "".join(f"<p>{REST[language]} {n}</p>" for n in "abcdefgh")
    sides = (
        extract(f"<html lang={language}><h1>Harbour</h1>{rest}<p>{text}</p><p>{REST[language]}</p></html>")
        for text in (before, after)
    )
    return compare_texts(*sides, language=language).assessment


@pytest.mark.parametrize("language", REST)
def test_a_passage_that_is_translated_is_silent_both_ways(language: str) -> None:
    assert not judged(language, PASSAGE["en"], PASSAGE[language]).severity.is_alerting
    assert not judged(language, PASSAGE[language], PASSAGE["en"]).severity.is_alerting


@pytest.mark.parametrize("language", REST)
@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("we may share", "we will never share"),
        ("within 30 days", "within 90 days"),
        ("we may share", "we may share, with your consent,"),
        ("your location", "your private messages, your health data, your contacts, your search history, your voice"),
    ],
)
def test_what_another_language_says_otherwise_is_told(language: str, said: str, instead: str) -> None:
    changed = PASSAGE["en"].replace(said, instead)
    assert judged(language, PASSAGE[language], changed).severity.is_alerting
    assert judged(language, changed, PASSAGE[language]).severity.is_alerting


@pytest.mark.parametrize("language", REST)
def test_a_passage_that_comes_in_another_language_is_told(language: str) -> None:
    assert judged(language, "", PASSAGE["en"]).severity.is_alerting
