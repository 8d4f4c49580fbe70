"""What people may not do is on nobody's data; what is done with the data of whoever breaks the rules is told."""

from __future__ import annotations

import pytest

from tests.monitor.alerts.contract_texts import judged, judged_pages

RULED_OUT = [
    ("en", "", "Sailing near the reef breaks these rules, as does naming a guest's faith in a chat."),
    (
        "en",
        "Using fast boats may violate this policy.",
        "Using fast boats or generative AI tools may violate this policy.",
    ),
    ("en", "", "Without our prior written consent, the charts may not be used to train AI or a model."),
    ("de", "", "Wer rast, verstößt gegen diese Richtlinie, auch mit Werkzeugen der künstlichen Intelligenz."),
    (
        "de",
        "",
        "Ohne unsere vorherige Zustimmung dürfen die Karten nicht zum Training künstlicher Intelligenz genutzt werden.",
    ),
    ("fr", "", "Conduire un bateau rapide, même avec une intelligence artificielle, peut enfreindre ces règles."),
    (
        "fr",
        "",
        "Sans notre autorisation préalable, les cartes ne servent pas à entraîner une intelligence artificielle.",
    ),
    ("es", "", "Llevar una barca rápida, incluso con inteligencia artificial, puede infringir estas normas."),
    ("es", "", "Sin nuestra autorización previa, los mapas no se usan para entrenar una inteligencia artificial."),
]
LOOKED_INTO = [
    ("en", "", "Tidewater shares your personal information with the police to look into violations of its rules."),
    (
        "de",
        "",
        "Tidewater gibt Ihre personenbezogenen Daten an die Polizei weiter, wenn Sie gegen diese Regeln verstoßen.",
    ),
    ("fr", "", "Tidewater partage vos données personnelles avec la police si vous enfreignez ces règles."),
    ("es", "", "Tidewater comparte sus datos personales con la policía si infringe estas normas."),
    ("en", "", "We may scan your messages to find breaches of these terms."),
    ("de", "", "Wir dürfen Ihre Nachrichten auf Verstöße gegen diese Regeln durchsuchen."),
    ("fr", "", "Nous pouvons analyser vos messages pour trouver ce qui est contraire à ces règles."),
    ("es", "", "Podemos analizar sus mensajes para encontrar lo que infringe estas normas."),
]


@pytest.mark.parametrize(("language", "before", "after"), RULED_OUT)
def test_a_rule_of_conduct_wakes_nobody(language: str, before: str, after: str) -> None:
    assert not judged(language, before, after).severity.is_alerting


@pytest.mark.parametrize(("language", "before", "after"), LOOKED_INTO)
def test_data_of_whoever_breaks_the_rules_is_told(language: str, before: str, after: str) -> None:
    assert judged(language, before, after).severity.is_alerting


def test_what_people_may_not_do_is_told_by_the_line_above_it() -> None:
    before = "<h2>What is not allowed here</h2><ul><li>racing</li></ul>"
    after = (
        "<h2>What is not allowed here</h2><ul><li>racing</li><li>Targeting people for their state of health</li></ul>"
    )
    assert not judged_pages("en", before, after).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "lead", "before", "after"),
    [
        (
            "en",
            "In the harbour, you may not:",
            "collect personal information;",
            "collect personal information by stealth;",
        ),
        (
            "de",
            "Im Hafen dürfen Sie nicht:",
            "personenbezogene Daten sammeln;",
            "personenbezogene Daten heimlich sammeln;",
        ),
        (
            "fr",
            "Vous ne pouvez pas :",
            "collecter des données personnelles ;",
            "collecter des données personnelles à leur insu ;",
        ),
    ],
)
def test_what_a_line_tells_people_not_to_do_is_no_act(language: str, lead: str, before: str, after: str) -> None:
    pages = (f"<p>{lead}</p><ul><li>{entry}</li><li>x</li></ul>" for entry in (before, after))
    assert not judged_pages(language, *pages).severity.is_alerting


def test_what_is_done_with_data_of_whoever_breaks_the_rules_is_told_under_their_heading() -> None:
    before = "<h2>Violations of these rules</h2><p>Boats are towed away.</p>"
    after = f"{before}<p>Your messages and personal information are shared with the police.</p>"
    assert judged_pages("en", before, after).severity.is_alerting
