"""Passages that stand in another language where they stood: the same thing said, by what either language names.

Pages get new paragraphs in the language of their publisher first. What can't be shown to say the same is left to be
read as what came and what went. Rates nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.alerts.foreign_passages import foreign_language
from monitor.alerts.passages import Gaps
from monitor.alerts.situation import Situation
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_passage
from monitor.reading.statements import TermKind
from snapshots.records import Hunk, HunkKind

_NAMED = 4  # concepts that both passages name, at least: less is said by many a passage
_SHARE = 0.6  # of all that either names
_SHORTER = 0.6  # of the longer one's characters
_NUMBER = re.compile(r"\d+")
_TURNING = frozenset([TermKind.OPT_IN, TermKind.OPT_OUT, TermKind.UNASKED, TermKind.BASIS, TermKind.RIGHT])


@dataclass(frozen=True, slots=True)
class _Said:
    """What a passage says, in words of no language."""

    named: frozenset[tuple[str, str]]
    turning: frozenset[tuple[TermKind, str]]
    figures: tuple[str, ...]
    is_excluding: bool
    length: int

    def is_same(self, other: _Said) -> bool:
        """Whether nothing is said by one passage and not by the other, as far as both can be read."""
        both = self.named & other.named
        shorter, longer = sorted((self.length, other.length))
        return (
            len(both) >= max(_NAMED, _SHARE * len(self.named | other.named))
            and shorter >= _SHORTER * longer
            and (self.turning, self.figures, self.is_excluding) == (other.turning, other.figures, other.is_excluding)
        )


def without_translated(situation: Situation, reader: Reader) -> Situation:
    """Return a change without the passages that only stand in another language than before."""
    if not reader.is_language_known:
        return situation
    translated = {id(hunk) for pair in _translated(situation.hunks, reader) for hunk in pair}
    if not translated:
        return situation
    return replace(situation, hunks=tuple(hunk for hunk in situation.hunks if id(hunk) not in translated))


def _translated(hunks: Sequence[Hunk], reader: Reader) -> list[tuple[Hunk, Hunk]]:
    """Return what went and what came in its place, where one of them is in another language than the page."""
    tongues = {
        id(hunk): foreign_language(hunk.after or hunk.before or "", reader.known, reader.pack.languages)
        for hunk in hunks
        if hunk.kind in (HunkKind.ADDED, HunkKind.REMOVED)
    }
    if not any(tongues.values()):
        return []
    gaps = Gaps(hunks)
    came: dict[int, list[Hunk]] = defaultdict(list)
    for hunk in hunks:
        if hunk.kind is HunkKind.ADDED:
            came[gaps.of(hunk)].append(hunk)
    found = []
    for gone in (hunk for hunk in hunks if hunk.kind is HunkKind.REMOVED):
        for new in came[gaps.of(gone)]:
            languages = tongues[id(gone)], tongues[id(new)]
            if languages[0] != languages[1] and _say_the_same(gone, new, languages, reader):
                found.append((gone, new))
                came[gaps.of(gone)].remove(new)
                break
    return found


def _say_the_same(gone: Hunk, new: Hunk, languages: tuple[str, str], reader: Reader) -> bool:
    texts = gone.before or "", new.after or ""
    codes = (code or reader.language for code in languages)
    old, now = (_said(text, Reader(reader.pack, code)) for text, code in zip(texts, codes, strict=True))
    return old.is_same(now)


def _said(text: str, reader: Reader) -> _Said:
    statements = read_passage([text], reader)
    return _Said(
        named=frozenset(concept for statement in statements for concept in statement.concepts),
        turning=frozenset(
            (term.kind, term.name if term.kind in (TermKind.BASIS, TermKind.RIGHT) else "")
            for statement in statements
            for term in statement.terms
            if term.kind in _TURNING
        ),
        figures=tuple(sorted(_NUMBER.findall(text))),
        is_excluding=any(statement.is_excluding for statement in statements),
        length=len(text),
    )
