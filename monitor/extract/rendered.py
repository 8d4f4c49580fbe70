"""Holds what was read of a page against what a browser showed of it, and takes the browser's word where they part.

A sentence that the browser shows without some of its words is read without them; words that a style sheet adds within
it are read. What is not shown at all may be folded up, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import product

from monitor.extract.page_bounds import clean_within
from snapshots.records import Segment, SegmentKind
from spiders.browser.shown_text import GENERATED

LONGEST = 1_000_000
"""Characters of what was shown that are looked at."""

NOT_SHOWN = "[A part of the page that the browser shows is not read.]"

_WORD = re.compile(r"\w+")
_ADDED = re.compile(rf"{GENERATED[0]}(.*?){GENERATED[1]}", re.DOTALL)
_READ_AS_SHOWN = frozenset([SegmentKind.SENTENCE, SegmentKind.BULLET, SegmentKind.HEADING, SegmentKind.CELL])
_EDGE = 5  # words of a sentence that says something
_RUN = 3  # words by which a place is known
_ANCHORS = 4  # runs of a sentence, the rarest ones, from which it is held against what is shown
_MOST_PLACES = 16  # of a run that tells something
_GAP = 8  # words that one side has and the other lacks, at the most
_SIZES = sorted(product(range(_GAP + 1), repeat=2), key=sum)[1:]  # of a gap on both sides, the least first
_LEAST_LINE = 8  # words of a line that says something
_MOSTLY = 0.6  # of the runs of a line that was read; sentences and cells are parted otherwise than lines
_UNREAD_SHARE = 0.25  # of what is read; a banner or a list of other pages is less


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the browser showed, word by word."""

    words: list[str]
    added: set[int]  # places of those that a style sheet wrote
    places: dict[tuple[str, ...], list[int]]  # where each run of words stands


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where a sentence and what is shown of it part; before and after it they are the same."""

    read: range  # of the sentence's words
    shown: range  # of the words that are shown


def as_shown(
    segments: tuple[Segment, ...], shown_text: str, *, is_whole: bool
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Return the segments as the browser shows them, and notes on what it shows beside them.

    `is_whole` says that the declaration leaves nothing of the page out: only then is what is missing news.
    """
    text = shown_text[:LONGEST]
    shown = _shown(text)
    read = [_mended(segment, shown) if segment.kind in _READ_AS_SHOWN else segment for segment in segments]
    notes = (Segment(text=NOT_SHOWN, kind=SegmentKind.NOTE),) if is_whole and _leaves_much(segments, text) else ()
    return tuple(read), notes


def _shown(text: str) -> _Shown:
    words: list[str] = []
    added: set[int] = set()
    for number, part in enumerate(_ADDED.split(text)):
        said = [word.casefold() for word in _WORD.findall(clean_within(part, LONGEST))]
        if number % 2:
            added.update(range(len(words), len(words) + len(said)))
        words += said
    places: dict[tuple[str, ...], list[int]] = {}
    for place, run in enumerate(_runs(words)):
        places.setdefault(run, []).append(place)
    return _Shown(words, added, places)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(_RUN)), strict=False)


def _mended(segment: Segment, shown: _Shown) -> Segment:
    """Return a sentence as it is shown; as it was where the browser shows none that differs from it in a few words."""
    spans = list(_WORD.finditer(segment.text))
    words = [span[0].casefold() for span in spans]
    places = [shown.places.get(run, []) for run in _runs(words)]
    if len(words) <= _EDGE or all(places):
        return segment
    by_rarity = sorted((len(found), number) for number, found in enumerate(places) if found)
    for many, number in by_rarity[:_ANCHORS]:
        for place in places[number] if many <= _MOST_PLACES else ():
            if gap := _gap_around(words, number, shown.words, place):
                return replace(segment, text=_rewritten(segment.text, spans, words, gap, shown))
    return segment


def _gap_around(words: Sequence[str], number: int, shown: Sequence[str], place: int) -> _Gap | None:
    """Return the one gap between a sentence and what is shown around a place where a run of its words stands."""
    start, end = number, number + _RUN
    while start and place + start > number and words[start - 1] == shown[place + start - 1 - number]:
        start -= 1
    while end < len(words) and place + end - number < len(shown) and words[end] == shown[place + end - number]:
        end += 1
    for lacking, more in _SIZES:
        if start == 0 and end + lacking < len(words):
            at = place + end - number
            rest = words[end + lacking :]
            if shown[at + more : at + more + len(rest)] == rest:
                return _Gap(range(end, end + lacking), range(at, at + more))
        elif end == len(words) and lacking < start:
            at = place + start - number - more
            rest = words[: start - lacking]
            if at >= len(rest) and shown[at - len(rest) : at] == rest:
                return _Gap(range(start - lacking, start), range(at, at + more))
    return None


def _rewritten(text: str, spans: Sequence[re.Match[str]], words: Sequence[str], gap: _Gap, shown: _Shown) -> str:
    """Return a sentence without those words of a gap that are not shown, and with those that a style sheet adds there.

    Words that are shown instead of others are another spelling, or another sentence: then it stays as it was read.
    """
    starts = [span.start() for span in spans]
    parts, at = [], 0
    read, seen = words[gap.read.start : gap.read.stop], shown.words[gap.shown.start : gap.shown.stop]
    for kind, a, b, c, d in SequenceMatcher(None, read, seen, False).get_opcodes():
        if kind == "equal":
            continue
        if not shown.added.issuperset(gap.shown[c:d]):
            return text
        parts += [text[at : starts[gap.read.start + a]], *(f"{word} " for word in seen[c:d])]
        at = starts[gap.read.start + b]
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
    return sum(run in known for run in runs) >= _MOSTLY * len(runs)
