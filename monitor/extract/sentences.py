"""Splits a block of text into sentences, locally and stably. Prefers one sentence too few over a split that moves."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from monitor.rules.languages import shipped_languages

_END = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+|(?<=[。！？])")


@lru_cache(maxsize=1 << 15)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of clean text in order; joined by spaces they give the text back."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        following = text[match.end() : match.end() + 1]
        if not following or following.islower():
            continue
        if len(found) >= _MOST:
            break
        before = text[max(start, match.start() - 12) : match.start()]
        if match.group() and _is_abbreviated(before, following):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    if start < len(text):
        found.append(text[start:].strip())
    return tuple(piece for sentence in found for piece in bounded(sentence))


def _is_abbreviated(before: str, following: str) -> bool:
    """Whether the full stop at the end of a text is that of an abbreviation, which before a figure "No." is too."""
    abbreviation, before_figures = _abbreviations()
    return bool(abbreviation.search(before)) and (following.isdigit() or not before.endswith(before_figures))


@cache
def _abbreviations() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return what finds an abbreviation at the end of a text, and those that are words unless a figure follows."""
    habits = [language.text for language in shipped_languages().every]
    before_figures = tuple(dict.fromkeys(entry for text in habits for entry in text.before_figures))
    entries = {entry.removesuffix(".") for text in habits for entry in (*text.abbreviations, *before_figures)}
    known = "|".join(re.escape(entry).replace(r"\ ", r"\s?") for entry in sorted(entries))
    return re.compile(rf"(?:\b(?:{known})|\b[A-Za-z]|\b\d{{1,2}})\.$"), before_figures


_MOST = 20_000  # sentences of one text; what follows is one, and cut like any that is too long
LONGEST = 4_000
"""Characters of a sentence; the longest of four years of policies had 1,614. Reading one takes their square."""


def bounded(text: str) -> tuple[str, ...]:
    """Return a text in pieces that can be read, cut at spaces where it has some; one piece for a sentence of people."""
    pieces, start = [], 0
    while len(text) - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        pieces.append(text[start:cut].strip())
        start = cut
    return (*filter(None, pieces), text[start:].strip() if start else text)
