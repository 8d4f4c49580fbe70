"""Terms and policies are told apart by what they speak of."""

from __future__ import annotations

import pytest

from monitor.alerts.contracts import Matter, matter_of
from monitor.alerts.text_comparison import read_text
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from tests.monitor.alerts.contract_texts import TERMS, around

TITLES = {
    "en": "Harbour Privacy Policy",
    "de": "Datenschutzerklärung des Hafens",
    "fr": "Politique de confidentialité",
    "es": "Política de privacidad",
}
POLICY = {
    "en": "We keep data on each guest and the information that guests give us on the pier.",
    "de": "Wir bewahren Daten über jeden Gast auf und die Angaben, die Gäste am Steg machen.",
    "fr": "Nous conservons des données sur chaque hôte et les informations données sur le quai.",
    "es": "Guardamos datos de cada huésped y la información que los huéspedes dan en el muelle.",
}


@pytest.mark.parametrize("language", TERMS)
def test_terms_and_policies_are_told_apart_by_what_they_speak_of(language: str) -> None:
    reader = Reader(default_pack(), language)
    assert matter_of(read_text(around(TERMS[language], "")), reader) is Matter.CONTRACT
    assert matter_of(read_text(around(POLICY[language], "")), reader) is Matter.DATA
    assert matter_of(read_text(TERMS[language]), reader) is Matter.DATA  # too short to be told
    assert matter_of(read_text(f"{TITLES[language]}\n\n{around(TERMS[language], '')}"), reader) is Matter.DATA


def test_a_sentence_on_information_heads_no_policy() -> None:
    opening = "Here everybody finds information on boats, piers, ropes and all else that the harbour has to offer."
    reader = Reader(default_pack(), "en")
    assert matter_of(read_text(f"{opening}\n\n{around(TERMS['en'], '')}"), reader) is Matter.CONTRACT
