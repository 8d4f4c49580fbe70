"""What gives and takes nothing goes neither way; what weighs more than words decides which way a passage goes."""

from __future__ import annotations

import pytest

from monitor.alerts.assessment import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.extraction import extract
from snapshots.records import Direction, Severity

KEPT = {
    "en": "We like boats.",
    "de": "Wir mögen Boote.",
    "fr": "Nous aimons les bateaux.",
    "es": "Nos gustan los barcos.",
}


def compared(before: str, after: str, language: str = "en") -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


def direction_of_new(sentence: str, language: str) -> Direction:
    kept = KEPT[language]
    return compared(kept, f"{kept} {sentence}", language).direction


OTHER_TEXTS = [
    ("en", "If you have a season ticket without ads, the season ticket terms also apply."),
    ("en", "For moorings abroad the harbour code of the place is part of our terms."),
    ("de", "Für Liegeplätze im Ausland ist die Hafenordnung des Ortes Bestandteil unserer Nutzungsbedingungen."),
    ("de", "Für Konten ohne Werbung gelten zusätzlich besondere Bedingungen."),
    ("fr", "Si vous avez une carte sans publicité, les conditions de cette carte s’appliquent également."),
    ("es", "Si tiene una tarjeta sin publicidad, las condiciones de esa tarjeta también se aplican."),
]


@pytest.mark.parametrize(("language", "sentence"), OTHER_TEXTS)
def test_that_another_text_holds_too_goes_neither_way(language: str, sentence: str) -> None:
    assert direction_of_new(sentence, language) is Direction.NEUTRAL


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "We share your contacts with advertisers where additional terms apply."),
        ("de", "Wir verkaufen deine Kontakte an Werbepartner, für die gesonderte Bedingungen gelten."),
        ("fr", "Nous vendons vos contacts à des annonceurs auxquels des conditions particulières s’appliquent."),
        ("es", "Vendemos sus contactos a anunciantes a los que se aplican condiciones adicionales."),
    ],
)
def test_a_power_beside_the_name_of_another_text_widens(language: str, sentence: str) -> None:
    assert direction_of_new(sentence, language) is Direction.WIDENS


CONDUCT = [
    ("en", "You must not sell stolen boats or share the gate codes of others."),
    ("en", "You agree not to collect the names of other sailors."),
    ("de", "Sie dürfen keine gestohlenen Boote anbieten und die Codes anderer nicht weitergeben."),
    ("fr", "Vous vous engagez à ne pas vendre de bateaux volés ni partager les codes des autres."),
    ("es", "Se compromete a no vender barcos robados ni compartir los códigos de otros."),
]


@pytest.mark.parametrize(("language", "sentence"), CONDUCT)
def test_what_people_may_not_do_goes_neither_way(language: str, sentence: str) -> None:
    assert direction_of_new(sentence, language) is Direction.NEUTRAL


def test_an_entry_under_what_people_agree_not_to_do_is_no_act_of_the_company() -> None:
    page = "<h1>Terms</h1><p>By mooring here you agree not to:</p><ul><li>Disturb the birds at night.</li>{}</ul>"
    after = page.format("<li>Sell or trade forged papers, weapons and the like.</li>")
    found = compare_texts(extract(page.format("")), extract(after), language="en").assessment
    assert found.severity is Severity.MEDIUM
    assert found.direction is Direction.NEUTRAL
    assert "third_party_sharing" not in found.topics


def test_a_ban_on_objecting_is_no_rule_of_conduct() -> None:
    found = compared("You can object to ads.", "You must not object to ads.")
    assert found.direction is Direction.WIDENS


def test_no_number_of_things_that_went_outweighs_a_right_that_went_with_them() -> None:
    gone = "You have the right to object to this. We share names, dates, tides, boats, crews and berths with shops."
    found = compared(f"We like boats. {gone}", "We like boats.")
    assert found.direction is Direction.MIXED


def test_a_thing_that_now_stands_in_the_case_described_has_not_gone() -> None:
    before = "We read tides in apps that use our ad services."
    after = "When you open apps that use our ad services, we read tides and sell your contacts."
    found = compared(before, after)
    assert found.direction is Direction.WIDENS


CASES = [
    ("en", "We do not sell your contacts when you use Harbour Team, Harbour Crew or Harbour Port."),
    ("en", "We do not use your chats to train AI when you use Harbour Team, Harbour Crew or Harbour Port."),
]


@pytest.mark.parametrize(("language", "sentence"), CASES)
def test_a_case_fewer_of_what_is_not_done_lets_more_be_done(language: str, sentence: str) -> None:
    shorter = sentence.replace("Harbour Team, ", "")
    assert compared(sentence, shorter, language).direction is Direction.WIDENS
    assert compared(shorter, sentence, language).direction is Direction.NARROWS


CHOOSING = [
    ("en", "A sailor may choose to enable us to link the tides of boats.", "We may link the tides of boats."),
    ("fr", "Un marin peut choisir d’autoriser que nous lisions les marées.", "Nous pouvons lire les marées."),
    ("es", "Quien navega puede elegir permitir que leamos las mareas.", "Podemos leer las mareas."),
]


@pytest.mark.parametrize(("language", "before", "after"), CHOOSING)
def test_a_choice_to_allow_is_a_condition_that_can_be_lost(language: str, before: str, after: str) -> None:
    assert "opt_in_lost" in {rule for f in compared(before, after, language).findings for rule in f.rules}


PASSED_ON = [
    ("en", "We may refer your query to Seafind where it knows more."),
    ("de", "Wir leiten Ihre Anfrage an Seafind weiter."),
    ("fr", "Nous pouvons rediriger votre requête vers Seafind s’il en sait plus. Nous relayons vos messages."),
    ("es", "Remitimos su consulta a Seafind cuando sabe más."),
]


@pytest.mark.parametrize(("language", "sentence"), PASSED_ON)
def test_passing_on_what_people_ask_lets_more_be_done(language: str, sentence: str) -> None:
    assert direction_of_new(sentence, language) is Direction.WIDENS
