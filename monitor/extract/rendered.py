"""Holds what was read of a page against what a browser showed of it, and takes the browser's word where they part.

A sentence that the browser shows without some of its words is read without them; words that a style sheet adds within
it are read. What is not shown at all may be folded up, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from monitor.extract.page_bounds import clean_within
from snapshots.records import Segment, SegmentKind
from spiders.browser.shown_text import GENERATED

LONGEST = 2_000_000
"""Characters of what was shown that are looked at."""

NOT_SHOWN = "[A part of the page that the browser shows is not read.]"

_WORD = re.compile(r"\w+")
_ADDED = re.compile(rf"{GENERATED[0]}(.*?){GENERATED[1]}", re.DOTALL)
_READ_AS_SHOWN = frozenset([SegmentKind.SENTENCE, SegmentKind.BULLET, SegmentKind.HEADING, SegmentKind.CELL])
_EDGE = 5  # words beside a gap, at the least; one of them on either side
_WIDE = 4  # words of them that are looked for
_GAP = 8  # words that one side has and the other lacks, at the most
_MOST = 200  # sentences that are looked at one by one
_RUN = 5  # words by which a line is known
_LEAST_LINE = 8  # words of a line that says something
_LITTLE = 0.3  # of the runs of a line that was read; sentences and cells are parted otherwise than lines
_UNREAD_SHARE = 0.25  # of what is read; a banner or a list of other pages is less


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the browser showed, word by word."""

    words: list[str]
    added: set[int]  # places of those that a style sheet wrote
    runs: set[tuple[str, ...]]
    joined: str  # the words with a space around each

    def has(self, words: Sequence[str]) -> bool:
        return f" {' '.join(words)} " in self.joined


def as_shown(
    segments: tuple[Segment, ...], shown_text: str, *, is_whole: bool
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Return the segments as the browser shows them, and notes on what it shows beside them.

    `is_whole` says that the declaration leaves nothing of the page out: only then is what is missing news.
    """
    text = shown_text[:LONGEST]
    shown = _shown(text)
    looked_at = 0
    found = []
    for segment in segments:
        if segment.kind in _READ_AS_SHOWN and looked_at < _MOST:
            spans = list(_WORD.finditer(segment.text))
            words = [span[0].casefold() for span in spans]
            if len(words) > _EDGE and any(run not in shown.runs for run in _runs(words)):
                looked_at += 1
                segment = replace(segment, text=_mended(segment.text, spans, words, shown))
        found.append(segment)
    notes = (Segment(text=NOT_SHOWN, kind=SegmentKind.NOTE),) if is_whole and _leaves_much(segments, text) else ()
    return tuple(found), notes


def _shown(text: str) -> _Shown:
    words: list[str] = []
    added: set[int] = set()
    for number, part in enumerate(_ADDED.split(text)):
        said = [word.casefold() for word in _WORD.findall(clean_within(part, LONGEST))]
        if number % 2:
            added.update(range(len(words), len(words) + len(said)))
        words += said
    return _Shown(words, added, set(_runs(words)), f" {' '.join(words)} ")


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield from zip(*(words[start:] for start in range(min(_RUN, len(words)))), strict=False)


def _mended(text: str, spans: Sequence[re.Match[str]], words: list[str], shown: _Shown) -> str:
    """Return a sentence as it is shown; as it was where the browser shows none that differs from it in a few words."""
    if shown.has(words):
        return text
    start = _longest(lambda length: shown.has(words[:length]), len(words))
    end = _longest(lambda length: shown.has(words[-length:]), len(words) - start)
    if min(start, end) < 1 or start + end < _EDGE or len(words) - start - end > _GAP:
        return text
    gap = words[start : len(words) - end]
    place = _place(words[max(0, start - _WIDE) : start], words[len(words) - end :][:_WIDE], shown)
    if place is None:
        return text
    return _rewritten(text, spans, start, gap, place, shown)


def _longest(fits: Callable[[int], bool], most: int) -> int:
    """Return the greatest number up to `most` that fits, where all below it fit, too."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _place(before: Sequence[str], after: Sequence[str], shown: _Shown) -> range | None:
    """Return where the words that are shown between two runs of words stand, None where those are not shown so."""
    found = re.search(rf" {' '.join(before)}((?: \w+){{0,{_GAP}}}?) {' '.join(after)} ", shown.joined)
    if found is None:
        return None
    start = shown.joined.count(" ", 0, found.start(1))
    return range(start, start + found[1].count(" "))


def _rewritten(
    text: str, spans: Sequence[re.Match[str]], start: int, gap: Sequence[str], place: range, shown: _Shown
) -> str:
    """Return a sentence without those words of a gap that are not shown, and with those that a style sheet adds there.

    Words that are shown instead of others are another spelling, or another sentence: then it stays as it was read.
    """
    ends = [span.start() for span in spans]
    parts, at = [], 0
    for kind, a, b, c, d in SequenceMatcher(None, gap, shown.words[place.start : place.stop], False).get_opcodes():
        if kind == "equal":
            continue
        stands_for = range(place.start + c, place.start + d)
        if not shown.added.issuperset(stands_for):
            return text
        parts += [text[at : ends[start + a]], *(f"{shown.words[n]} " for n in stands_for)]
        at = ends[start + b]
    return "".join([*parts, text[at:]])


def _leaves_much(segments: Sequence[Segment], text: str) -> bool:
    """Whether much of what the browser shows between passages that were read was not read."""
    read = [[word.casefold() for word in _WORD.findall(segment.text)] for segment in segments]
    known = {run for words in read for run in _runs(words)}
    lines = [_words_of(line) for line in text.split("\n")]
    is_read = [_is_read(words, known) for words in lines]
    if True not in is_read:
        return False
    first, last = is_read.index(True), len(is_read) - is_read[::-1].index(True)
    unread = sum(len(words) for words, was in zip(lines[first:last], is_read[first:last], strict=True) if was is False)
    return unread > _UNREAD_SHARE * sum(map(len, read))


def _words_of(line: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(clean_within(line, LONGEST))]


def _is_read(words: Sequence[str], known: set[tuple[str, ...]]) -> bool | None:
    """Whether a line was read, None for one that says too little to tell."""
    if len(words) < _LEAST_LINE:
        return None
    runs = list(_runs(words))
    return sum(run in known for run in runs) >= _LITTLE * len(runs)
