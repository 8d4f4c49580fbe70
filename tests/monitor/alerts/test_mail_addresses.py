"""An address of mail that is hidden, shown or another one is no news; what changed beside it is."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.mail_addresses import without_mail
from monitor.alerts.text_comparison import compare_texts
from monitor.extract.extraction import extract

CLAUSES = {
    "de": "Auskunft über die Liegeplätze erhalten Sie auf Anfrage unter {} von unserem Hafenbüro.",
    "en": "You can ask our harbour office at {} for more information about the berths.",
    "es": "Puede pedir más información sobre los amarres a nuestra oficina en {} cuando quiera.",
    "fr": "Vous pouvez demander plus d'informations sur les places à notre bureau à {} par écrit.",
}
SHOWN = ["quay@harbour.example", "office.desk@mole.example", "quay (at) harbour.example", "quay[at]harbour.example"]
HIDDEN = ["[email protected]", "qu[email protected]", "[email protected]our.example"]


def judged(language: str, before: str, after: str, *, tag: str = "p") -> Assessment:
    frame = f"<html lang={language}><h1>Harbour</h1><p>{{}}</p><{tag}>{{}}</{tag}></html>"
    rest = CLAUSES[language].format("the pier")
    sides = (extract(frame.format(rest, text)) for text in (before, after))
    return compare_texts(*sides, language=language).assessment


@pytest.mark.parametrize("language", CLAUSES)
@pytest.mark.parametrize("address", [*SHOWN[1:], *HIDDEN])
def test_another_address_or_a_hidden_one_is_silent(language: str, address: str) -> None:
    before, after = (CLAUSES[language].format(one) for one in (SHOWN[0], address))
    assert not judged(language, before, after).severity.is_alerting
    assert not judged(language, after, before).severity.is_alerting


@pytest.mark.parametrize("language", CLAUSES)
def test_a_line_that_holds_an_address_only_is_in_no_other_language(language: str) -> None:
    for one, other in (("[email protected]", "info@hafen-e-mole.example"), ("", "e-mole@porto-de-a.example")):
        assert not judged(language, f"E-Mail: {one}", f"E-Mail: {other}").severity.is_alerting
    link = "Qwarry: https://www.qwarry.example/politica-de-e-para-o-site"
    assert not judged(language, "Qwarry", link).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("de", "Wir geben Ihre Fotos nicht weiter ({}).", "Wir geben Ihre Fotos weiter ({})."),
        ("en", "We do not share your photos ({}).", "We share your photos ({})."),
        ("es", "No compartimos sus fotos ({}).", "Compartimos sus fotos ({})."),
        ("fr", "Nous ne partageons pas vos photos ({}).", "Nous partageons vos photos ({})."),
    ],
)
def test_what_changed_beside_the_address_is_told(language: str, before: str, after: str) -> None:
    assert judged(language, before.format(SHOWN[0]), after.format(HIDDEN[0])).severity.is_alerting


def test_a_sentence_after_an_address_is_none_of_it() -> None:
    assert without_mail("Write to quay@harbour.example. We answer.").split() == ["Write", "to", ".", "We", "answer."]
