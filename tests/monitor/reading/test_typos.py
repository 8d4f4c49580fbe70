"""Misspellings are mended, forms of a verb by which something is done are not."""

from __future__ import annotations

import pytest

from monitor.reading.reader import Reader
from monitor.reading.typos import mend_typos
from monitor.rules.pack_files import default_pack


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("We won't give your name to the police.", "Your name will not be given to the police."),
        ("We share your name.", "Your name is shared."),
    ],
)
def test_a_form_of_a_verb_is_no_misspelling_where_an_act_would_be_lost(text: str, other: str) -> None:
    assert mend_typos(text, other, Reader(default_pack(), "en")) == text


def test_a_misspelling_takes_the_spelling_of_the_other_text() -> None:
    reader = Reader(default_pack(), "en")
    assert mend_typos("We shaer your name.", "We share your name.", reader) == "We share your name."
