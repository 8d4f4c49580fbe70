"""Phrases that are looked for in whole texts, as one regular expression. Knows no concept and no language.

`*` is any ending, `(a|b)` a choice, `?` leaves out the letter or choice before it, `...` is up to sixty characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARK = re.compile(r"(\s*\.\.\.\s*|[()|?*]|\s+)")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")  # scripts that don't part words
_GAP = r"\b.{0,60}\b"
_NOTHING = r"(?!)"


def one_of(phrases: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Return what finds any of the phrases as whole words, the longest first; without phrases nothing."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    dense = [_body(phrase) for phrase in ordered if _NO_SPACES.search(phrase)]
    parted = [_body(phrase) for phrase in ordered if not _NO_SPACES.search(phrase)]
    if parted:  # the look behind stands before them all: at most places it is all that is tried
        dense.append(rf"(?<!\w)(?:{'|'.join(parted)})(?!\w)")
    return re.compile("|".join(dense) or _NOTHING, flags)


def choice_of(texts: Iterable[str]) -> str:
    """Return the regular expression of one of several texts as they stand; of none, one that fits nowhere."""
    ordered = sorted(set(texts), key=lambda text: (-len(text), text))
    return f"(?:{'|'.join(map(re.escape, ordered))})" if ordered else _NOTHING


def _body(phrase: str) -> str:
    return "".join(map(_part, _MARK.split(phrase)))


def _part(part: str) -> str:
    if part.isspace():
        return r"\s+"
    if part.strip() == "...":
        return _GAP
    return {"(": "(?:", "*": r"\w*"}.get(part, part if part in ("|", ")", "?") else re.escape(part))
