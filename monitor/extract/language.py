"""Which of the languages it knows a text is in, by its commonest words; "" where none stands out."""

from __future__ import annotations

import re
from collections import Counter

from monitor.rules.languages import Languages
from snapshots.records import Extraction

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000  # characters
_MIN_SHARE = 0.2  # of all words
_MIN_WORDS = 8


def language_of_text(text: str, languages: Languages) -> str:
    """Return the code of a language, "en", or "" for a text too short or in none of them."""
    words = Counter(_WORD.findall(text[:_SAMPLE].lower()))
    total = sum(words.values())
    if total < _MIN_WORDS:
        return ""
    scores = {
        language.code: sum(words[word] for word in language.words.common.words) / total for language in languages.every
    }
    most = max(scores.values())
    best = [code for code, score in scores.items() if score == most]
    return best[0] if len(best) == 1 and most >= _MIN_SHARE else ""


def language_of(extraction: Extraction, languages: Languages) -> str:
    """Return the language of what a page says, whatever it declares itself to be."""
    return language_of_text(opening_of(extraction), languages)


def opening_of(text: Extraction | str) -> str:
    """Return as much of a text as tells its language."""
    if isinstance(text, str):
        return text[:_SAMPLE]
    taken, length = [], 0
    for segment in text.segments:
        taken.append(segment.text)
        length += len(segment.text)
        if length > _SAMPLE:
            break
    return " ".join(taken)
