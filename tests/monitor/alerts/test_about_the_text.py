"""What a text says it describes, the rights it speaks of and the words it is cited by are nothing that is done."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Severity


def _judged(language: str, before: str, after: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


DESCRIBED = [
    ("en", "Our Privacy Statement describes how we collect, use, and share your data, including data from this site."),
    ("en", "This notice explains how we collect and share your data, including data from partners."),
    ("de", "Unsere Datenschutzerklärung beschreibt, wie wir Ihre Daten erheben, nutzen und weitergeben."),
    ("fr", "Notre politique décrit comment nous collectons, utilisons et partageons vos données."),
    ("es", "Nuestra política describe cómo recogemos, usamos y compartimos sus datos, incluidos los de este sitio."),
]

DONE = [
    ("en", "This notice explains what we do, and we may share your messages with advertisers."),
    ("de", "Diese Erklärung beschreibt, was wir tun, und wir geben Ihre Nachrichten an Werbetreibende weiter."),
    ("fr", "Cette politique explique nos pratiques, et nous partageons vos messages avec des annonceurs."),
    ("es", "Esta política explica nuestras prácticas y podemos compartir sus mensajes con anunciantes."),
]


@pytest.mark.parametrize(("language", "text"), DESCRIBED)
def test_what_a_text_says_it_describes_is_no_news(language: str, text: str) -> None:
    assert not _judged(language, "", text).severity.is_alerting


@pytest.mark.parametrize(("language", "text"), DONE)
def test_what_is_done_in_the_same_sentence_is_told(language: str, text: str) -> None:
    assert _judged(language, "", text).severity is Severity.CRITICAL


def test_what_rights_are_good_for_is_no_right() -> None:
    rights = "You have certain rights over what we hold about you."
    helping = f"{rights} These rights can help you control the way we use your information."
    assert not _judged("en", helping, rights).severity.is_alerting
    assert _judged("en", f"{rights} You can control who sees your posts.", rights).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Basis: Art. 6(1)(f) GDPR (our interest).", "Basis: Art. 6 para. 1 lit. f GDPR (our interest)."),
        ("de", "Grundlage: Art. 6 Abs. 1 lit. f DSGVO.", "Grundlage: Art. 6 Abs. 1 Buchst. f DSGVO."),
        ("fr", "Base : art. 6, paragraphe 1, point f) du RGPD.", "Base : article 6.1.f du RGPD."),
        ("es", "Base: art. 6.1.f) RGPD.", "Base: artículo 6, apartado 1, letra f) del RGPD."),
    ],
)
def test_how_an_article_is_cited_is_no_news(language: str, before: str, after: str) -> None:
    assert not _judged(language, before, after).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Anmeldegebühren zahlt man am Kai."),
        ("de", "Formularfelder haben einen blauen Rand."),
        ("fr", "La police d’écriture est grande."),
    ],
)
def test_words_that_hold_others_are_none_of_them(language: str, text: str) -> None:
    assert not _judged(language, "", text).severity.is_alerting


def test_notice_that_is_given_by_mail_is_no_condition() -> None:
    text = (
        "We will provide advance notice of material changes. Notification will be provided via a banner and an email."
    )
    assert _judged("en", "", text).direction.value in ("narrows", "mixed")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our website is hosted by Quaywall Ltd."),
        ("de", "Unsere Server werden bei der Kaimauer GmbH betrieben."),
        ("fr", "Notre site est hébergé chez Digue SAS."),
        ("es", "Nuestro sitio está alojado por Dique S.L."),
    ],
)
def test_who_runs_the_servers_is_told(language: str, text: str) -> None:
    assert _judged(language, "", text).severity is Severity.MEDIUM
