"""Plain facts that a reader sees at once: what is collected, what is sold, and what a "nor" or an "or" goes on with."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction, Severity


def _compared(before: str, after: str, language: str = "en") -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "We collect your date of birth."),
        ("en", "We collect a copy of your passport."),
        ("en", "your date of birth;"),
        ("de", "Wir erheben Ihr Geburtsdatum."),
        ("fr", "Nous collectons votre date de naissance."),
        ("fr", "votre date de naissance ;"),
        ("es", "Recogemos su fecha de nacimiento."),
    ],
)
def test_what_a_form_may_ask_for_is_data_where_it_is_collected(language: str, sentence: str) -> None:
    told = _compared("1 2 3", f"1 2 3\n\n{sentence}", language)
    assert told.severity is Severity.MEDIUM
    assert told.direction is Direction.WIDENS
    assert "opt_out_form" not in told.topics


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("You can contact us by mail.", "You can contact us by email or phone number."),
        ("We use your email to answer you.", "We use your email address to answer you."),
    ],
)
def test_ways_to_write_to_the_company_are_none(before: str, after: str) -> None:
    assert not _compared(before, after).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "We may sell patient records that have been stripped of names."),
        ("en", "We sell personal information."),
        ("de", "Wir verkaufen Kundendaten."),
        ("fr", "Nous vendons les données de nos clients."),
        ("es", "Vendemos los datos de nuestros clientes."),
    ],
)
def test_that_data_is_sold_is_critical_whoever_it_is_of(language: str, sentence: str) -> None:
    assert _compared("1 2 3", f"1 2 3\n\n{sentence}", language).severity is Severity.CRITICAL


def test_that_other_things_are_sold_is_not() -> None:
    assert _compared("1 2 3", "1 2 3\n\nWe sell lamps and chairs.").severity is not Severity.CRITICAL


@pytest.mark.parametrize(
    "promise",
    [
        "Your messages will not be shared with nor sold to advertisers.",
        "Your messages will neither be shared with nor sold to advertisers.",
        "We do not sell your messages nor share them with advertisers.",
        "We do not sell your messages, nor do we share them with advertisers.",
        "We do not sell your messages, or share them with advertisers.",
    ],
)
def test_a_not_goes_on_behind_nor_and_or(promise: str) -> None:
    told = _compared("1 2 3", f"1 2 3\n\n{promise}")
    assert told.direction is Direction.NARROWS
    assert _compared(f"1 2 3\n\n{promise}", "1 2 3").severity is Severity.CRITICAL


def test_a_clause_of_its_own_behind_or_is_read_as_one() -> None:
    told = _compared("1 2 3", "1 2 3\n\nWe do not sell your messages, or we share them with advertisers.")
    assert told.severity is Severity.CRITICAL


def test_a_way_out_in_the_sentence_beside_an_age_says_nothing_of_what_is_done_at_that_age() -> None:
    said = "We do not sell data of people under the age of {}. To opt out of sales, see the next page."
    assert _compared(said.format(16), said.format(18)).direction is Direction.NARROWS
    assert _compared(said.format(18), said.format(16)).direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "We ask you before we use your messages.", "We tell you before we use your messages."),
        (
            "de",
            "Wir fragen Sie, bevor wir Ihre Nachrichten nutzen.",
            "Wir informieren Sie, bevor wir Ihre Nachrichten nutzen.",
        ),
        (
            "fr",
            "Nous vous demandons avant d'utiliser vos messages.",
            "Nous vous informons avant d'utiliser vos messages.",
        ),
        ("es", "Le preguntamos antes de usar sus mensajes.", "Le informamos antes de usar sus mensajes."),
    ],
)
def test_who_is_only_told_is_not_asked_any_more(language: str, before: str, after: str) -> None:
    told = _compared(before, after, language)
    assert told.severity is Severity.CRITICAL
    assert told.direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "beside", "sentence"),
    [
        ("en", "We collect your name.", "We also collect your income."),
        ("en", "We collect your name.", "We also collect the content of your clipboard."),
        ("en", "We share your name.", "We also share your gait."),
        ("de", "Wir erheben Ihren Namen.", "Wir erheben auch Ihre Sozialversicherungsnummer."),
        ("fr", "Nous collectons votre nom.", "Nous collectons aussi votre sommeil."),
        ("es", "Recogemos su nombre.", "Recogemos también su sueldo."),
    ],
)
def test_a_kind_of_data_that_no_rule_knows_is_told_though_another_sentence_has_the_same_verb(
    language: str, beside: str, sentence: str
) -> None:
    told = _compared(f"{beside} 1 2 3.", f"{beside} {sentence} 1 2 3.", language)
    assert told.severity is Severity.MEDIUM
    assert told.direction is Direction.WIDENS


def test_what_people_write_is_no_way_to_write_where_it_says_what_is_done_or_asked() -> None:
    told = _compared("We might add what you write to our training sets.", "We add what you write to our training sets.")
    assert told.direction is Direction.WIDENS
    asked = _compared(
        "Objection form. Fields: name, e-mail.", "Objection form. Fields: name, e-mail, link to each picture."
    )
    assert asked.severity is not Severity.LOW


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "marital status, photo, signature", "date and place of birth, nationality, photo, signature"),
        ("fr", "état civil, photo, signature", "civilité, date et lieu de naissance, nationalité, photo, signature"),
    ],
)
def test_several_kinds_of_data_in_the_place_of_one_are_told(language: str, before: str, after: str) -> None:
    told = _compared(before, after, language)
    assert told.severity is Severity.MEDIUM
    assert told.direction is Direction.WIDENS


def test_one_entry_in_the_place_of_another_is_no_longer_list() -> None:
    assert not _compared("marital status, photo, signature", "civil status, photo, signature").severity.is_alerting


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "We record your calls."),
        ("de", "Wir zeichnen Ihre Nachrichten auf."),
        ("fr", "Nous enregistrons vos appels."),
        ("es", "Grabamos sus llamadas."),
    ],
)
def test_that_calls_are_recorded_is_told(language: str, sentence: str) -> None:
    told = _compared("1 2 3", f"1 2 3\n\n{sentence}", language)
    assert told.severity.is_alerting
    assert told.direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Your profile is private by default.", "Your profile is public by default."),
        ("de", "Ihr Profil ist standardmäßig privat.", "Ihr Profil ist standardmäßig öffentlich."),
        ("fr", "Votre profil est privé par défaut.", "Votre profil est public par défaut."),
        ("es", "Su perfil es privado por defecto.", "Su perfil es público por defecto."),
    ],
)
def test_what_is_public_by_default_is_shown_to_everybody(language: str, before: str, after: str) -> None:
    told = _compared(before, after, language)
    assert told.severity in (Severity.HIGH, Severity.CRITICAL)
    assert told.direction in (Direction.WIDENS, Direction.MIXED)
