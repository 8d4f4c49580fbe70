"""Entries that name the languages a text is there in: "English", "Filipino | Tagalog". Rates nothing.

Pages of publishers with many editions list them, one row for each. Which there are is nothing that a text says.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from monitor.rules.languages import Languages
from snapshots.records import Hunk

_LONGEST = 60  # characters of such an entry
_BESIDE = 4  # words of what may stand beside a name: the same in that language, the region that an edition is for
_BETWEEN = re.compile(r"\s*[|/·•()–—]\s*|\s-\s")
_WORD = re.compile(r"[^\W\d_]+")
_PRINTED_IN = ("en", "de", "fr", "es")  # the languages in which an entry may say which language it is for


def is_of_languages(hunk: Hunk, languages: Languages) -> bool:
    """Whether all that a hunk has are names of languages, each in its own words, in brackets or behind a bar."""
    sides = [text for text in (hunk.before, hunk.after) if text]
    return bool(sides) and all(len(text) <= _LONGEST and _is_of_language(text, languages) for text in sides)


def _is_of_language(text: str, languages: Languages) -> bool:
    parts = [part for part in _BETWEEN.split(text) if part]
    named = [part for part in parts if part.lower() in _names()]
    others = [_WORD.findall(part.lower()) for part in parts if part.lower() not in _names()]
    return bool(named) and all(len(words) <= _BESIDE and not _says(words, languages) for words in others)


def _says(words: list[str], languages: Languages) -> bool:
    """Whether words are more than a name: one of them is a verb, a "we" or a "not" of any language that is read."""
    grammars = [language.words for language in languages.read.values()]
    return any(word in grammar.predicates or word in grammar.we for word in words for grammar in grammars)


@cache
def _names() -> frozenset[str]:
    """Return the names of all languages in some of them (Unicode CLDR)."""
    return frozenset(name.lower() for code in _PRINTED_IN for name in Locale(code).languages.values())
