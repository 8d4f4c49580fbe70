"""Who asks in other words than a text has is told the text's own."""

from __future__ import annotations

import pytest

from monitor.research.near_phrases import near_phrases
from monitor.rules.pack_files import default_pack

TEXTS = [
    ("We read the messages you send to other members when the pier is on fire.", "en"),
    ("The messages you send are kept for a week.", "en"),
    ("Boats are photographed, and the photographs of boats are shared.", "en"),
]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("photograph boat", "photographs of boats"),  # in another form and order
        ("private messages", "messages you send"),  # in other words that the rules know for it
    ],
)
def test_what_is_said_in_other_words_is_named(asked: str, found: str) -> None:
    assert found in near_phrases(asked, TEXTS, default_pack())[:2]


def test_what_nobody_speaks_of_is_near_nothing() -> None:
    assert near_phrases("lighthouse keepers", TEXTS, default_pack()) == ()


def test_what_most_say_comes_first() -> None:
    texts = [*TEXTS, ("A photograph shows the boat.", "en")] * 2
    assert near_phrases("private messages", texts, default_pack())[0] == "messages you send"
