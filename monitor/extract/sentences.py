"""Splits a block of text into sentences, locally and stably. Prefers one sentence too few over a split that moves."""

from __future__ import annotations

import re
from functools import lru_cache

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|No|Nr|Art|Abs|Inc|Ltd|Corp|Co|Mr|Mrs|Ms|Dr|St|U\.S|U\.K|z\.\s?B|d\.\s?h|u\.\s?a"
    r"|bzw|ggf|Ziff|sog|p\.\s?ex|M|Mme|al|approx|Sec|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Ud|Uds|Sr|Sra|pág|núm)"
    r"|\b[A-Za-z]|\b\d{1,2})\.$"
)
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
        before = text[max(start, match.start() - 12) : match.start()]
        is_answer = before.endswith("No.") and not following.isdigit()
        if match.group() and not is_answer and _ABBREVIATION.search(before):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    if start < len(text):
        found.append(text[start:].strip())
    return tuple(piece for sentence in found for piece in bounded(sentence))


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
