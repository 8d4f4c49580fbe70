"""Articles of a law, however a language or a house style cites them."""

from __future__ import annotations

import pytest

from monitor.extract.citations import with_plain_citations
from monitor.extract.text import house_style
from monitor.rules.languages import shipped_languages

SAME = {
    "de": [
        "gemäß Art. 6 Abs. 1 lit. f DSGVO",
        "gemäß Artikel 6 Absatz 1 Buchstabe f DSGVO",
        "gemäß Art. 6 Abs. 1 S. 1 lit. f) DSGVO",
        "gemäß Art. 6 (1) f DSGVO",
    ],
    "en": ["under Article 6(1)(f) GDPR", "under Art. 6.1.f GDPR", "under Article 6, paragraph 1, point (f) GDPR"],
    "es": ["según el artículo 6.1.f) RGPD", "según el art. 6, apartado 1, letra f) RGPD"],
    "fr": [
        "selon l'article 6, paragraphe 1, point f) du RGPD",
        "selon l'art. 6.1.f du RGPD",
        "selon l’article 6 (1) f) du RGPD",
        "selon l'article 6 par. 1 al. f du RGPD",
    ],
}


@pytest.mark.parametrize("language", SAME)
def test_notations_of_one_article_are_the_same_text(language: str) -> None:
    assert len({house_style(text) for text in SAME[language]}) == 1


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("gemäß Art. 6 Abs. 1 lit. a DSGVO", "gemäß Art. 6 Abs. 1 lit. f DSGVO"),
        ("under Article 6(1)(a) GDPR", "under Article 6(1)(f) GDPR"),
        ("según el artículo 6.1.a) RGPD", "según el artículo 6.1.f) RGPD"),
        ("selon l'article 6.1.a du RGPD", "selon l'article 6.1.f du RGPD"),
        ("selon l'article 6.1.f du RGPD", "selon l'article 9.1.f du RGPD"),
    ],
)
def test_another_letter_or_article_is_another_text(text: str, other: str) -> None:
    assert house_style(text) != house_style(other)


def test_several_letters_are_several_articles() -> None:
    plain = with_plain_citations("l'article 6, paragraphe 1, points a) et f), du RGPD", shipped_languages())
    assert plain == "l'Art 6.1a, Art 6.1f, du RGPD"


@pytest.mark.parametrize(
    "text",
    ["l'article 6.1 a été modifié", "Pier 6, gate 1, berth f", "Die Art 5 Meter hoher Masten", "We keep 30 days."],
)
def test_what_cites_no_letter_gets_none(text: str) -> None:
    plain = with_plain_citations(text, shipped_languages())
    assert plain.lower().replace("article", "art") == text.lower().replace("article", "art")
