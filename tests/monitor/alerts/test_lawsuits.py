"""Before which court or arbitrator people meet the company is on none of the topics of their data."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text

KEPT = {"en": "The pier opens at nine.", "de": "Der Steg öffnet um neun.", "fr": "Le quai ouvre à neuf heures.",
        "es": "El muelle abre a las nueve."}  # fmt: skip


def judged(added: str, language: str) -> Assessment:
    kept = KEPT[language]
    return compare_texts(read_text(kept), read_text(f"{kept} {added}"), language=language).assessment


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "You may opt out of this arbitration agreement within 30 days. The arbitration location is Port City."),
        ("de", "Sie können dem Schiedsverfahren innerhalb von 30 Tagen widersprechen."),
        ("fr", "Vous pouvez vous opposer à l'arbitrage dans les 30 jours."),
        ("es", "Puede oponerse al arbitraje en un plazo de 30 días."),
    ],
)
def test_an_arbitration_is_no_objection_and_no_location(language: str, added: str) -> None:
    assert not set(judged(added, language).topics) & {"right_to_object", "opt_out_form", "location"}


@pytest.mark.parametrize(
    ("language", "added", "topic"),
    [
        ("en", "In a class action we disclose your private messages to the court.", "private_messages"),
        ("en", "You may opt out of the sale of your data within 30 days.", "right_to_object"),
        ("de", "In einer Sammelklage geben wir Ihre privaten Nachrichten an Dritte weiter.", "private_messages"),
    ],
)
def test_what_is_done_with_data_in_one_keeps_its_topic(language: str, added: str, topic: str) -> None:
    assert topic in judged(added, language).topics
