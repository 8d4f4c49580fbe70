"""Terms and policies are told apart by what they speak of."""

from __future__ import annotations

import pytest

from monitor.alerts.contracts import Matter, matter_of
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from tests.monitor.alerts.contract_texts import TERMS, around

HEADED = {
    "en": "Harbour Terms of Service",
    "de": "Nutzungsbedingungen des Hafens",
    "fr": "Conditions du port",
    "es": "Términos del puerto",
}
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


@pytest.mark.parametrize("language", TERMS)
def test_what_is_headed_by_terms_and_speaks_of_data_too_is_both(language: str) -> None:
    of_data = f"{POLICY[language]} " * 12
    mixed = f"{around(TERMS[language], '')}\n\n{of_data}"
    reader = Reader(default_pack(), language)
    assert matter_of(read_text(f"{HEADED[language]}\n\n{mixed}"), reader) is Matter.BOTH
    assert matter_of(read_text(mixed), reader) is Matter.DATA
    assert matter_of(read_text(f"{HEADED[language]}\n\n{around(POLICY[language], '')}"), reader) is Matter.DATA


def test_in_terms_that_speak_of_data_too_what_names_none_of_it_wakes_nobody() -> None:
    of_data = f"{POLICY['en']} " * 12
    kept = f"{HEADED['en']}\n\n{around(TERMS['en'], '')}\n\n{of_data}"

    def told(said: str) -> bool:
        texts = (read_text(f"{kept}\n\n{more}") for more in ("", said))
        return compare_texts(*texts, language="en", kind="terms").assessment.severity.is_alerting

    assert not told("We pay sellers within 90 days of the end of a month, less the fees of a third party.")
    assert told("We pay sellers and share their data with a third party.")
    assert told("Developers must not keep data of guests for longer than 30 days.")  # a rule, and on data


def test_a_sentence_on_information_heads_no_policy() -> None:
    opening = "Here everybody finds information on boats, piers, ropes and all else that the harbour has to offer."
    reader = Reader(default_pack(), "en")
    assert matter_of(read_text(f"{opening}\n\n{around(TERMS['en'], '')}"), reader) is Matter.CONTRACT
