"""Who meets and owes whom is no matter of data, unless data of people is given to somebody."""

from __future__ import annotations

import pytest

from tests.monitor.alerts.contract_texts import judged, judged_pages

OWED = [
    ("en", "", "Any arbitration is confidential, and neither you nor we may disclose what comes of it."),
    ("en", "", "Before arbitration we will send a notice to the email address of your account."),
    ("en", "", "We are not liable to you, to advertisers or to partners for lost income."),
    ("de", "", "Ein Schiedsverfahren ist vertraulich; weder Sie noch wir dürfen sein Ergebnis offenlegen."),
    ("de", "", "Wir haften nicht gegenüber Ihnen, Werbekunden oder Partnern für entgangenen Gewinn."),
    ("fr", "", "Tout arbitrage est confidentiel, et ni vous ni nous ne pouvons en divulguer le résultat."),
    ("fr", "", "Nous déclinons toute responsabilité envers vous, les annonceurs ou les partenaires."),
    ("es", "", "Todo arbitraje es confidencial, y ni usted ni nosotros podemos divulgar su resultado."),
    ("es", "", "No nos hacemos responsables ante usted, los anunciantes o los socios."),
]
PASSED_ON = [
    ("en", "", "We may pass your personal information to the arbitrator."),
    ("de", "", "Wir können Ihre personenbezogenen Daten an das Schiedsgericht weitergeben."),
    ("fr", "", "Nous pouvons communiquer vos données personnelles à l'arbitre."),
    ("es", "", "Podemos ceder sus datos personales al árbitro."),
]


@pytest.mark.parametrize(("language", "before", "after"), OWED)
def test_disputes_and_liability_wake_nobody(language: str, before: str, after: str) -> None:
    assert not judged(language, before, after).severity.is_alerting


@pytest.mark.parametrize(("language", "before", "after"), PASSED_ON)
def test_data_that_is_given_in_a_dispute_is_told(language: str, before: str, after: str) -> None:
    assert judged(language, before, after).severity.is_alerting


def test_what_is_owed_in_a_dispute_is_told_by_its_heading() -> None:
    said = "<h2>Arbitration</h2><p>Quarrels go there.</p>{}"
    come = said.format(
        "<p>If we quarrel with you, we will send this to the latest contact information we have for you.</p>"
    )
    assert not judged_pages("en", said.format(""), come).severity.is_alerting
