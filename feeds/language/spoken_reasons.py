"""The reasons of a sum in the language that is being spoken; what has no words there is said in English by others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from feeds.language.dates_numbers import day_words
from feeds.language.spoken_phrases import headline_words
from feeds.language.translation import ENGLISH, spoken

_REASON, _TOPIC = "reason", "topic"  # in which places of a sentence their messages stand
_SLOT = re.compile(r"\\{(\w+)\\}")  # in a message that is escaped for a pattern


def reason_words(words: str) -> str | None:
    """Return a reason in the language that is being spoken, None where that is English or lacks words for it."""
    if spoken() == ENGLISH:
        return None
    if said := headline_words(spoken()).get((_REASON, words)):
        return said
    for pattern, said in _patterns(spoken()):
        if match := pattern.fullmatch(words):
            filled = {name: _filled(name, value) for name, value in match.groupdict().items()}
            return said.format(**filled) if all(filled.values()) else None
    return None


def _filled(slot: str, value: str) -> str | None:
    known = headline_words(spoken())
    if slot == "topic":
        return known.get((_TOPIC, value))
    try:
        return day_words(date.fromisoformat(value))
    except ValueError:
        return known.get((_REASON, value))


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the messages that something is filled into, as patterns of the English."""
    known: Mapping[tuple[str, str], str] = headline_words(language)
    return tuple(
        (re.compile(_SLOT.sub(r"(?P<\1>.+)", re.escape(message))), said)
        for (place, message), said in known.items()
        if place == _REASON and "{" in message
    )
