"""Which of the languages it knows a text is in, by its commonest words; "" where none stands out."""

from __future__ import annotations

import re
from collections import Counter

from snapshots.records import Extraction

_COMMON = {
    "en": "the and your you of to we for with that this are our or not",
    "de": "und die der das wir du nicht deine von mit zu den ist auf für",
    "fr": "les des vous nous vos pour est et la le une dans sur que votre",
    "es": "los las que tus para nosotros y el tu de la en con una del",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_WORD = re.compile(r"[a-zà-ÿ]+")
_SAMPLE = 20_000  # characters
_MIN_SHARE = 0.08  # of all words


def language_of_text(text: str) -> str:
    """Return "en", "de", "fr", "es", or "" for a text too short or in none of them."""
    words = Counter(_WORD.findall(text[:_SAMPLE].lower()))
    total = sum(words.values())
    if total < 8:
        return ""
    scores = {language: sum(words[word] for word in common) / total for language, common in _WORDS.items()}
    best = max(sorted(scores), key=lambda language: scores[language])
    return best if scores[best] >= _MIN_SHARE else ""


def language_of(extraction: Extraction) -> str:
    """Return the language of what a page says, whatever it declares itself to be."""
    taken, length = [], 0
    for segment in extraction.segments:
        taken.append(segment.text)
        length += len(segment.text)
        if length > _SAMPLE:
            break
    return language_of_text(" ".join(taken))
