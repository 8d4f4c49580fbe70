"""A sentence that becomes a list, or a list that becomes a sentence, is no news; what it says otherwise is."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts
from monitor.extract.extraction import extract

RIGHTS = {
    "de": (
        "Sie haben ein Recht auf Auskunft, Berichtigung und Löschung.",
        "Sie haben folgende Rechte:",
        "Recht auf {}",
    ),
    "en": ("You have the right to access, rectification and erasure.", "You have the following rights:", "right to {}"),
    "es": ("Tiene derecho de acceso, rectificación y supresión.", "Tiene los siguientes derechos:", "derecho de {}"),
    "fr": ("Vous disposez d'un droit d'accès, de rectification et d'effacement.", "Vos droits :", "droit {}"),
}
ENTRIES = {
    "de": ["Auskunft", "Berichtigung", "Löschung"],
    "en": ["access", "rectification", "erasure"],
    "es": ["acceso", "rectificación", "supresión"],
    "fr": ["d'accès", "de rectification", "à l'effacement"],
}
REST = {
    "de": "Der Hafen hat Boote.",
    "en": "The harbour has boats.",
    "es": "El puerto tiene barcos.",
    "fr": "Le port est grand.",
}


def _list(lead: str, entries: list[str]) -> str:
    return f"<p>{lead}</p><ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>"


def judged(language: str, before: str, after: str) -> Assessment:
    frame = f"<html lang={language}><h1>Harbour</h1>{{}}<p>{REST[language]}</p></html>"
    return compare_texts(extract(frame.format(before)), extract(frame.format(after)), language=language).assessment


@pytest.mark.parametrize("language", RIGHTS)
@pytest.mark.parametrize("has_lead", [True, False])
def test_rights_in_a_sentence_and_in_a_list_are_the_same(language: str, has_lead: bool) -> None:
    sentence, lead, entry = RIGHTS[language]
    listed = _list(lead if has_lead else "", [entry.format(name) for name in ENTRIES[language]])
    assert not judged(language, f"<p>{sentence}</p>", listed).severity.is_alerting
    assert not judged(language, listed, f"<p>{sentence}</p>").severity.is_alerting


@pytest.mark.parametrize("language", RIGHTS)
def test_a_right_that_no_entry_names_is_told(language: str) -> None:
    sentence, lead, entry = RIGHTS[language]
    listed = _list(lead, [entry.format(name) for name in ENTRIES[language][:2]])
    assert judged(language, f"<p>{sentence}</p>", listed).severity.is_alerting


USES = {
    "de": ("Wir verkaufen", "Wir verkaufen nie", ["Ihre Fotos", "Ihren Standort", "Ihre Kontakte"], " und "),
    "en": ("We sell", "We never sell", ["your photos", "your location", "your contacts"], " and "),
    "es": ("Vendemos", "Nunca vendemos", ["sus fotos", "su ubicación", "sus contactos"], " y "),
    "fr": ("Nous vendons", "Nous ne vendons jamais", ["vos photos", "votre localisation", "vos contacts"], " et "),
}


@pytest.mark.parametrize("language", USES)
def test_what_is_done_with_data_may_be_listed_and_no_more(language: str) -> None:
    does, never, data, joint = USES[language]
    sentence = f"<p>{does} {', '.join(data[:-1])}{joint}{data[-1]}.</p>"
    promise = f"<p>{never} {', '.join(data[:-1])}{joint}{data[-1]}.</p>"
    assert not judged(language, sentence, _list(f"{does}:", data)).severity.is_alerting
    assert judged(language, promise, _list(f"{does}:", data)).severity.is_alerting
    assert judged(language, sentence.replace(f"{joint}{data[-1]}", ""), _list(f"{does}:", data)).severity.is_alerting
