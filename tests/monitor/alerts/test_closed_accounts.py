"""An account that the company closes is no choice of people; one that they may close themselves is."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text

KEPT = {"en": "The pier is open.", "de": "Der Steg ist offen.", "fr": "Le quai est ouvert.",
        "es": "El muelle está abierto."}  # fmt: skip

BY_THE_COMPANY = [
    ("en", "We may suspend or disable your account."),
    ("de", "Wir können Ihr Konto sperren oder deaktivieren."),
    ("fr", "Nous pouvons suspendre ou désactiver votre compte."),
    ("es", "Podemos suspender o desactivar su cuenta."),
]
BY_PEOPLE = [
    ("en", "You may disable your account."),
    ("de", "Sie können Ihr Konto deaktivieren."),
    ("fr", "Vous pouvez désactiver votre compte."),
    ("es", "Usted puede desactivar su cuenta."),
]


def _added(language: str, sentence: str) -> Assessment:
    kept = KEPT[language]
    return compare_texts(read_text(kept), read_text(f"{kept} {sentence}"), language=language).assessment


@pytest.mark.parametrize(("language", "sentence"), BY_THE_COMPANY)
def test_an_account_that_the_company_closes_is_no_choice(language: str, sentence: str) -> None:
    found = _added(language, sentence)
    assert not found.severity.is_alerting
    assert "user_controls" not in found.topics


@pytest.mark.parametrize(("language", "sentence"), BY_PEOPLE)
def test_an_account_that_people_close_is_one(language: str, sentence: str) -> None:
    assert "user_controls" in _added(language, sentence).topics


@pytest.mark.parametrize(
    ("after", "is_hidden"),
    [
        ("On request your account is deactivated.", True),
        ("On request your account is deactivated and not deleted.", True),
        ("On request your account is deactivated and, after a month, deleted.", False),
    ],
)
def test_an_account_that_is_deleted_in_the_end_is_not_hidden_in_place_of_that(after: str, is_hidden: bool) -> None:
    found = compare_texts(read_text("On request we close your account."), read_text(after), language="en").assessment
    assert any("practice_gained" in finding.rules for finding in found.findings) is is_hidden
