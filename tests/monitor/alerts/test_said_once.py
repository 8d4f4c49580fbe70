"""What a text says once for all of it, as who represents the company, and prices made for one person."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction, Severity

GRAVE = (Severity.HIGH, Severity.CRITICAL)


def judged(before: str, after: str, language: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


GONE = [
    ("en", "Our representative in the European Union is Pier Ltd, 1 Harbour Street, Dublin.", "You can write to us."),
    ("de", "Unser Vertreter in der Europäischen Union ist die Pier GmbH, Hafenstraße 1, Kiel.", "Schreiben Sie uns."),
    ("fr", "Notre représentant dans l'Union européenne est Pier SARL, 1 rue du Port, Brest.", "Écrivez-nous."),
    ("es", "Nuestro representante en la Unión Europea es Pier SL, Calle del Puerto 1, Vigo.", "Escríbanos."),
]


@pytest.mark.parametrize(("language", "line", "kept"), GONE)
def test_a_representative_who_is_named_no_more_is_told(language: str, line: str, kept: str) -> None:
    found = judged(f"{line} {kept}", kept, language)
    assert (found.severity in GRAVE, found.direction) == (True, Direction.WIDENS)


def test_one_who_moved_or_is_named_elsewhere_is_not() -> None:
    rest = "The gates open at nine. Boats land at ten."
    line = "Our representative in the European Union is Pier Ltd, 1 Harbour Street, Dublin."
    assert not judged(f"{line} {rest}", f"{rest} Our EU representative is Quay Ltd, Cork.", "en").severity.is_alerting
    assert not judged(rest, f"{rest} {line}", "en").severity.is_alerting


DENIED = [
    ("en", "Our representative in the EU is Pier Ltd.", "We have no representative in the EU."),
    ("de", "Unser Vertreter in der EU ist die Pier GmbH.", "Wir haben keinen Vertreter in der EU."),
    ("fr", "Notre représentant dans l'UE est Pier SARL.", "Nous n'avons pas de représentant dans l'UE."),
    ("es", "Nuestro representante en la UE es Pier SL.", "No tenemos representante en la UE."),
]


@pytest.mark.parametrize(("language", "before", "after"), DENIED)
def test_a_representative_whom_a_text_denies_to_have_is_told(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert found.severity in GRAVE
    assert found.direction in (Direction.WIDENS, Direction.MIXED)


ANOTHER = [
    ("en", "Our representative in the European Union is Pier Ltd, 1 Harbour Street, Dublin.",
     "We have appointed Quay GmbH, Hafenweg 2, Hamburg, as our representative in the Union."),
    ("de", "Unser Vertreter in der Europäischen Union ist die Pier GmbH, Hafenstraße 1, Kiel.",
     "Wir haben die Quay GmbH, Hafenweg 2, Hamburg, zu unserem Vertreter in der Union benannt."),
    ("fr", "Notre représentant dans l'UE est Pier SARL, 1 rue du Port, Brest.",
     "Nous avons désigné Quay GmbH, Hafenweg 2, Hambourg, comme notre représentant dans l'Union."),
    ("es", "Nuestro representante en la UE es Pier SL, Calle del Puerto 1, Vigo.",
     "Hemos nombrado a Quay GmbH, Hafenweg 2, Hamburgo, como nuestro representante en la Unión."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "before", "after"), ANOTHER)
def test_another_firm_that_represents_the_company_is_not(language: str, before: str, after: str) -> None:
    assert not judged(before, after, language).severity.is_alerting


def test_what_is_done_beside_the_name_of_another_firm_is_told() -> None:
    language, before, after = ANOTHER[0]
    assert judged(before, f"{after} It may read your messages.", language).severity.is_alerting
    assert judged(before, f"{after[:-1]}, who keeps your messages.", language).severity.is_alerting


WAYS_TO_COMPLAIN = [
    ("en", "You can complain to us or to your data protection authority.", "You can complain to us."),
    ("de", "Sie können sich bei uns oder bei der Aufsichtsbehörde beschweren.", "Sie können sich bei uns beschweren."),
    ("fr", "Vous pouvez déposer une plainte auprès de nous ou de l'autorité de contrôle.",
     "Vous pouvez déposer une plainte auprès de nous."),
    ("es", "Puede presentar una reclamación ante nosotros o ante la autoridad de control.",
     "Puede presentar una reclamación ante nosotros."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "before", "after"), WAYS_TO_COMPLAIN)
def test_a_way_to_complain_beside_another_is_a_way(language: str, before: str, after: str) -> None:
    assert judged(before, after, language).direction is Direction.WIDENS
    assert judged(after, before, language).direction is Direction.NARROWS


def test_a_way_to_complain_that_another_section_names_is_not_gone() -> None:
    rest = "The gates open at nine. You may lodge a complaint with the supervisory authority where you live."
    before = f"You can complain to us or to your data protection authority. {rest}"
    assert not judged(before, f"You can complain to us. {rest}", "en").severity.is_alerting


PRICES = [
    ("en", "The price depends on the season.", "The price depends on the season and on how often you visit us."),
    ("de", "Unsere Preise sind für alle gleich.", "Unsere Preise werden nach Ihrem Verhalten personalisiert."),
    ("fr", "Nos prix sont les mêmes pour tous.", "Nos prix dépendent de votre comportement."),
    ("es", "Nuestros precios son iguales para todos.", "Nuestros precios dependen de su comportamiento."),
]


@pytest.mark.parametrize(("language", "before", "after"), PRICES)
def test_prices_made_for_one_person_are_told(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert (found.severity in GRAVE, found.direction) == (True, Direction.WIDENS)


def test_what_else_a_price_depends_on_is_not() -> None:
    before, after = "The price depends on the season.", "The price depends on the season and on how large the boat is."
    assert not judged(before, after, "en").severity.is_alerting
