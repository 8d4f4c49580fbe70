"""Nothing that a publication says is left untranslated, and a translation fills in what the English does."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from feeds.language.spoken_phrases import headline_catalogue
from feeds.language.translation import ENGLISH, NAMES, catalogue, speaking
from feeds.templating.message_sources import Message, messages
from feeds.wording import count_of, day
from monitor.claims.scope import labels
from monitor.rules.pack_files import default_pack
from tests.snapshots.samples import START

OTHERS = [language for language in NAMES if language != ENGLISH]
FILLED = re.compile(r"\{\w+\}|</?\d>")


@pytest.fixture(scope="module")
def said() -> tuple[Message, ...]:
    return messages(labels(default_pack()))


def forms_of(language: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for message in catalogue(language):
        one = message.id if isinstance(message.id, str) else message.id[0]
        found[one] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated(said: tuple[Message, ...], language: str) -> None:
    forms = forms_of(language)
    assert len(said) > 900
    assert [one for one, _ in said if not forms.get(one) or not all(forms[one])] == []
    assert [one for one, many in said if many and len(forms[one]) < 2] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fills_in_what_the_english_does(said: tuple[Message, ...], language: str) -> None:
    forms = forms_of(language)
    for one, _ in said:
        for form in forms[one]:
            assert Counter(FILLED.findall(form)) == Counter(FILLED.findall(one)), (one, form)
            assert one.count('"') or '"' not in form, form  # it may stand in an attribute


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_holds_nothing_that_is_said_no_more(said: tuple[Message, ...], language: str) -> None:
    assert set(forms_of(language)) - {one for one, _ in said} - {""} == set()


def test_no_sign_of_a_french_sentence_begins_a_line() -> None:
    torn = re.compile(r"(?:^|[ \w})%])(?:[:;?!](?=\s|$|</))|«(?!\u00a0)|(?<!\u00a0)»")
    forms = [form for one, said in forms_of("fr").items() if one for form in said]
    forms += [str(one.string) for one in headline_catalogue("fr") if one.id]
    assert [form for form in forms if torn.search(form)] == []


def test_numbers_and_days_are_said_by_the_rules_of_the_language() -> None:
    with speaking("de"):
        assert (count_of(1, "change"), count_of(1200, "change")) == ("1 Änderung", "1.200 Änderungen")
        assert day(START) == f"{START.day}. März {START.year}"
    with speaking("fr"):
        assert (count_of(0, "change"), count_of(2, "change")) == ("0 changement", "2 changements")
    with speaking("es"):
        assert day(START) == f"{START.day} de marzo de {START.year}"
    assert count_of(1200, "change") == "1,200 changes"
