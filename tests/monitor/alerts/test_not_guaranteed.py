"""What a "not" turns round and what it does not: no guarantee, no demand, and two things that are both not there."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction, Severity


def _judged(language: str, before: str, after: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


DISCLAIMERS = [
    ("en", "We cannot guarantee that third parties do not read your messages."),
    ("de", "Wir können nicht garantieren, dass Dritte Ihre Nachrichten nicht lesen."),
    ("fr", "Nous ne pouvons pas garantir que des tiers ne lisent pas vos messages."),
    ("fr", "La société ne peut garantir que des tiers ne lisent pas vos messages."),
    ("es", "No podemos garantizar que terceros no lean sus mensajes."),
]


@pytest.mark.parametrize(("language", "text"), DISCLAIMERS)
def test_what_is_not_guaranteed_is_no_promise(language: str, text: str) -> None:
    assert _judged(language, "", text).direction is not Direction.NARROWS


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Models already trained with your data are not changed."),
        ("de", "Modelle, die bereits damit trainiert wurden, werden nicht geändert."),
        ("fr", "Les modèles déjà entraînés avec ces données ne sont pas modifiés."),
        ("es", "Los modelos ya entrenados con esos datos no se modifican."),
    ],
)
def test_a_model_that_stays_as_it_was_trained_holds_nothing_back(language: str, text: str) -> None:
    assert _judged(language, "", text).direction is not Direction.NARROWS


@pytest.mark.parametrize(
    ("language", "asked", "free"),
    [
        ("en", "You have to give us your phone number.", "You do not have to give us your phone number."),
        ("de", "Sie müssen uns Ihre Telefonnummer geben.", "Sie müssen uns Ihre Telefonnummer nicht geben."),
    ],
)
def test_what_people_need_not_give_is_not_asked_of_them(language: str, asked: str, free: str) -> None:
    assert _judged(language, asked, free).direction is Direction.NARROWS
    assert _judged(language, free, asked).direction is Direction.WIDENS
    assert _judged(language, "", free).direction is not Direction.WIDENS


NEITHER = [
    ("en", "There are no fonts and no trackers from elsewhere.", "There are fonts and trackers from elsewhere."),
    ("de", "Wir setzen keine Cookies und keine Tracker ein.", "Wir setzen Cookies und Tracker ein."),
    ("fr", "Il n’y a pas de cookies et pas de traceurs de tiers.", "Il y a des cookies et des traceurs de tiers."),
    ("es", "No usamos cookies y no usamos rastreadores.", "Usamos cookies y usamos rastreadores."),
]


@pytest.mark.parametrize(("language", "neither", "both"), NEITHER)
def test_two_things_that_are_both_ruled_out_are_not_let_through(language: str, neither: str, both: str) -> None:
    found = _judged(language, neither, both)
    assert (found.severity, found.direction) == (Severity.CRITICAL, Direction.WIDENS)
    assert _judged(language, both, neither).direction is Direction.NARROWS


def test_what_an_and_adds_is_not_there_either() -> None:
    german = "Es gibt keine Schriften von anderswo, und Sie finden keine Tracker."
    assert not _judged("de", german, "Es gibt keine Schriften oder Tracker von anderswo.").severity.is_alerting
    assert not _judged("en", "We use no cookies and no trackers.", "We use no cookies or trackers.").findings


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We delete your messages. Retention after deletion: 90 days."),
        ("de", "Wir löschen Ihre Nachrichten. Aufbewahrung nach der Löschung: 90 Tage."),
        ("fr", "Nous supprimons vos messages. Conservation après suppression : 90 jours."),
        ("es", "Borramos sus mensajes. Conservación tras la eliminación: 90 días."),
    ],
)
def test_what_is_kept_after_deletion_is_no_end_of_it(language: str, text: str) -> None:
    assert _judged(language, text.split(". ")[0] + ".", text).direction is Direction.WIDENS
