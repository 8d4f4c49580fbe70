"""Words with their places, and their stems, whoever else reads at the same time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.pack_files import default_pack
from monitor.rules.words import stem, words_of

LANGUAGES = default_pack().languages
ENDINGS = ("", "s", "ing", "ed", "ations", "fulness", "ization", "icities", "iveness")


@pytest.fixture
def hurry() -> Iterator[None]:
    """Let threads take turns as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hurry")
def test_threads_that_read_at_the_same_time_find_the_stems_that_one_finds() -> None:
    english = default_pack().languages["en"]
    words = [f"har{chr(97 + n % 26)}bo{chr(97 + n // 26 % 26)}r{ending}" for n in range(400) for ending in ENDINGS]
    stem.cache_clear()
    with ThreadPoolExecutor(4) as threads:
        found = list(
            threads.map(lambda share: [stem(word, english) for word in share], [words[n::4] for n in range(4)])
        )
    stem.cache_clear()
    assert found == [[stem(word, english) for word in words[n::4]] for n in range(4)]


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("Große Straße hinter Horizon", ["Große", "Straße", "hinter", "Horizon"]),
        ("Your e-mail and your E-Mail address", ["Your", "e-mail", "and", "your", "E-Mail", "address"]),
        ("die Nutzer:innen von Atlas", ["die", "Nutzer", "von", "Atlas"]),
        ("unsere Kunden und Kundinnen bei uns", ["unsere", "Kunden und Kundinnen", "bei", "uns"]),
        ("unsere Kundinnen und Kunden mit Füßen", ["unsere", "Kundinnen und Kunden", "mit", "Füßen"]),
        ("l’e-mail d’un membre", ["l’", "e-mail", "d’", "un", "membre"]),
        ("ß ß", ["ß", "ß"]),
    ],
)
def test_words_have_their_places_in_the_text_as_it_is_written(text: str, placed: list[str]) -> None:
    assert [text[word.start : word.end] for word in words_of(text, LANGUAGES)] == placed


@given(
    st.lists(
        st.sampled_from(["Straße", "e-mail", "Nutzer:innen", "Kunden und Kundinnen", "l’AI", "we'll", "ﬁ", "İ", "."])
    )
)
def test_places_go_on_from_word_to_word(parts: list[str]) -> None:
    text = " ".join(parts)
    places = [(word.start, word.end) for word in words_of(text, LANGUAGES)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
