"""What first looks at policies of other companies showed: forms, opening examples, powers that went, house numbers."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction

KEPT = {"en": "The pier opens at nine.", "de": "Der Steg öffnet um neun.", "fr": "Le quai ouvre à neuf heures.",
        "es": "El muelle abre a las nueve."}  # fmt: skip


def judged(language: str, before: str, after: str) -> Assessment:
    kept = KEPT[language]
    texts = (read_text(f"{kept} {text}".strip()) for text in (before, after))
    return compare_texts(*texts, language=language).assessment


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "Please fill out this form and we will contact you to process your order."),
        ("de", "Bitte füllen Sie dieses Formular aus, wir melden uns dann wegen Ihrer Bestellung bei Ihnen."),
        ("fr", "Veuillez remplir ce formulaire et nous vous contacterons pour traiter votre commande."),
        ("es", "Rellene este formulario y le contactaremos para tramitar su pedido."),
    ],
)
def test_a_form_by_which_people_order_is_none_by_which_they_object(language: str, added: str) -> None:
    assert not judged(language, "", added).severity.is_alerting
    assert not judged(language, added, "").severity.is_alerting


def test_a_form_by_which_people_object_is_told() -> None:
    assert judged("en", "", "To object, please fill out this form.").direction is Direction.NARROWS


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "For example we do not share your sleep data."),
        ("de", "Zum Beispiel geben wir Ihre Schlafdaten nicht weiter."),
        ("fr", "Par exemple nous ne partageons pas vos données de sommeil."),
        ("es", "Por ejemplo no compartimos sus datos de sueño."),
    ],
)
def test_a_sentence_that_opens_with_for_example_says_what_is_done(language: str, added: str) -> None:
    told = judged(language, "", added)
    assert told.severity.is_alerting
    assert told.direction is Direction.NARROWS


def test_the_comma_behind_for_example_is_no_news() -> None:
    before, after = (f"For example{comma} we do not share your sleep data." for comma in (",", ""))
    assert not judged("en", before, after).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "gone"),
    [
        ("en", "If you consent to these cookies being used, then we may share information about you with platforms."),
        ("de", "Wenn Sie einwilligen, geben wir Ihre Daten an Werbepartner weiter."),
        ("fr", "Si vous y consentez, nous partageons vos données avec nos partenaires publicitaires."),
        ("es", "Si usted acepta, compartimos sus datos con nuestros socios publicitarios."),
    ],
)
def test_what_was_done_where_people_agreed_and_is_gone_narrows(language: str, gone: str) -> None:
    assert judged(language, gone, "").direction is Direction.NARROWS


def test_that_something_is_done_only_where_people_agree_is_a_promise_that_widens_when_it_goes() -> None:
    assert judged("en", "We use your photos for ads only if you agree.", "").direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "The controller is Harbour Ltd, located in Street 52 No. 4-96, Leeds, phone 0123.",
         "The controller is Harbour Ltd, located in Street 9 101 67 Office 202, York, phone 0456."),
        ("en", "How we use your data.", "How we use your data?"),
        ("en", "LEEDS: Harbour Plaza, Balance Street, opposite Thorne Suites.",
         "LEEDS: Plot 819, Pushkin Building, Ebit Street, opposite Filling Station, Leeds."),
        ("en", "When you share location, the application will request the permission to access your location.",
         "When you share location, the application asks for permission to access your device's location."),
        ("fr", "Harbour s’engage à une utilisation raisonnée de vos données selon le Règlement de Protection.",
         "Harbour en tant que responsable du traitement s’engage à une utilisation raisonnée de vos données selon le "
         + "Règlement de Protection."),
        ("es", "Harbour se compromete a usar sus datos personales con cuidado.",
         "Harbour, como responsable del tratamiento, se compromete a usar sus datos personales con cuidado."),
        ("fr", "Vous pouvez recevoir vos données et les transmettre à une autre entité.",
         "Vous pouvez recevoir vos données et les transmettre à une autre société."),
    ],
)  # fmt: skip
def test_what_says_the_same_alerts_nobody(language: str, before: str, after: str) -> None:
    assert not judged(language, before, after).severity.is_alerting


def test_a_court_that_voids_a_clause_is_no_court_order_for_data() -> None:
    told = judged("en", "", "If a court decides any part of these terms does not hold up, the rest stays in force.")
    assert not told.severity.is_alerting


def test_a_court_order_before_data_is_given_is_told() -> None:
    assert judged("en", "", "We hand over messages only if a court order requires it.").severity.is_alerting


def test_a_hedge_of_what_was_added_hedges_no_promise() -> None:
    told = judged(
        "en",
        "They give you the right to access and correct your information and request that we delete it.",
        "They give you the right to access your information, sometimes in portable format, correct it and request that "
        "we delete it.",
    )
    assert "promise_hedged" not in {rule for finding in told.findings for rule in finding.rules}


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("fr", "Conservation jusqu’au désabonnement de la personne (via le lien de désinscription des newsletters)"),
        ("fr", "Vous pouvez saisir la CNIL si vous estimez que nous n’avons pas répondu dans les délais légaux."),
    ],
)
def test_a_time_limit_of_the_company_is_no_deadline_of_people(language: str, added: str) -> None:
    told = judged(language, "", added)
    assert "deadline_gained" not in {rule for finding in told.findings for rule in finding.rules}


def test_a_deadline_of_people_is_told() -> None:
    told = judged("fr", "Vous pouvez vous opposer à tout moment.", "Vous pouvez vous opposer jusqu'au 5 juin 2027.")
    assert told.direction is Direction.WIDENS


def test_a_country_that_data_went_to_and_no_name_stands_for_is_told() -> None:
    told = judged(
        "de", "Diese Daten werden auch in die USA übertragen.", "Diese Daten werden an den nächsten Server übertragen."
    )
    assert told.severity.is_alerting
