"""Passages in another language than the text around them: read in their own, where it is one that is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from monitor.alerts.situation import Situation
from monitor.rules.languages import Language, Languages
from snapshots.records import Hunk, SegmentKind

_WORD = re.compile(r"[^\W\d_]+")
_MIN_WORDS = 5
_MOST_OWN = 0.13  # of a passage's words are among the commonest of the language around it
_LEAST_OTHER = 0.25  # are among the commonest of its own
_MAX_LENGTH = 2_000  # characters of a passage by which its language is told


def foreign_parts(situation: Situation, languages: Languages) -> Mapping[str, Situation]:
    """Return what of a change came in another language, as a change of its own in that language, by its code."""
    own = next((each for each in languages.every if each.code == situation.language.partition("-")[0]), None)
    if own is None:
        return {}
    found: dict[str, list[Hunk]] = {}
    for hunk in situation.hunks:
        if hunk.after and hunk.segment_kind is not SegmentKind.NOTE and (code := _foreign(hunk.after, own, languages)):
            found.setdefault(code, []).append(hunk)
    return {code: replace(situation, hunks=tuple(hunks), language=code) for code, hunks in found.items()}


def _foreign(text: str, own: Language, languages: Languages) -> str:
    """Return the language of a passage that is plainly not in the one around it, "" for any other."""
    words = Counter(_WORD.findall(text[:_MAX_LENGTH].lower()))
    total = words.total()
    if total < _MIN_WORDS or _share(words, total, own) > _MOST_OWN:
        return ""
    shares = sorted(((_share(words, total, each), each.code) for each in languages.every), reverse=True)
    (most, code), (second, _) = shares[0], shares[1]
    return code if most >= _LEAST_OTHER and most > second and code != own.code else ""


def _share(words: Counter[str], total: int, language: Language) -> float:
    return sum(words[word] for word in language.words.common.words) / total
