"""A legal basis that a text cites by its letter in Article 6 GDPR is read as the basis that it is."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction, Severity

CLAUSES = {
    "de": "Die Auswertung Ihrer Anlegezeiten stützen wir auf {}.",
    "en": "We rely on {} to evaluate when you moor.",
    "es": "El análisis de sus horas de atraque se basa en {}.",
    "fr": "L'analyse de vos heures d'accostage repose sur {}.",
}
CONSENT = {
    "de": "Art. 6 Abs. 1 lit. a DSGVO",
    "en": "Article 6(1)(a) GDPR",
    "es": "el artículo 6.1.a) del RGPD",
    "fr": "l'article 6, paragraphe 1, point a) du RGPD",
}
INTERESTS = {
    "de": "Art. 6 Abs. 1 lit. f DSGVO",
    "en": "Article 6(1)(f) GDPR",
    "es": "el artículo 6.1.f) del RGPD",
    "fr": "l'article 6, paragraphe 1, point f) du RGPD",
}
WORDS = {
    "de": "Ihre Einwilligung (Art. 6 Abs. 1 lit. a DSGVO)",
    "en": "your consent (Article 6(1)(a) GDPR)",
    "es": "su consentimiento (artículo 6.1.a) del RGPD)",
    "fr": "votre consentement (article 6.1.a du RGPD)",
}


def judged(language: str, before: str, after: str) -> Assessment:
    texts = (read_text(CLAUSES[language].format(part)) for part in (before, after))
    return compare_texts(*texts, language=language).assessment


@pytest.mark.parametrize("language", CLAUSES)
def test_interests_in_the_place_of_consent_are_told_as_another_basis(language: str) -> None:
    told = judged(language, CONSENT[language], INTERESTS[language])
    assert told.severity in (Severity.CRITICAL, Severity.HIGH)
    assert told.direction is Direction.WIDENS
    assert "legal_basis" in told.topics


@pytest.mark.parametrize("language", CLAUSES)
def test_a_letter_and_the_basis_in_words_are_one_basis(language: str) -> None:
    assert not judged(language, CONSENT[language], WORDS[language]).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("de", "Art. 6 Abs. 1 lit. f DSGVO", "Artikel 6 Absatz 1 Buchstabe f der Datenschutz-Grundverordnung"),
        ("de", "Art. 6 Abs. 1 S. 1 lit. f DSGVO", "Art. 6 (1) f) DS-GVO"),
        ("en", "Article 6(1)(f) GDPR", "Art. 6.1.f of the General Data Protection Regulation"),
        ("es", "el artículo 6.1.f) del RGPD", "el art. 6, apartado 1, letra f) del RGPD"),
        ("fr", "l'article 6.1.f du RGPD", "l'art. 6, par. 1, al. f du RGPD"),
        ("fr", "l'article 6 (1) f) du RGPD", "l'article 6.1.f du règlement général sur la protection des données"),
    ],
)
def test_another_notation_is_silent(language: str, before: str, after: str) -> None:
    assert not judged(language, before, after).severity.is_alerting
