"""A phrase marked in a text: the same words one after the other, whatever their case and the marks between them."""

from __future__ import annotations

import re

from snapshots.consistency import words


def cut_at(text: str, phrase: str) -> tuple[tuple[bool, str], ...]:
    """Return a text in pieces, those that are the phrase with True; joined they give the text."""
    wanted = words(phrase)
    if not wanted:
        return ((False, text),)
    joined = r"[\W_]+".join(map(re.escape, wanted))
    pattern = re.compile(rf"(?<![^\W_]){joined}(?![^\W_])", re.IGNORECASE)
    pieces: list[tuple[bool, str]] = []
    end = 0
    for found in pattern.finditer(text):
        pieces += [(False, text[end : found.start()]), (True, found.group())]
        end = found.end()
    pieces.append((False, text[end:]))
    return tuple(piece for piece in pieces if piece[1])
