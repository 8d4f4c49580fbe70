"""Lists of contents: lines that only repeat the headings further down, in their order. Rates nothing.

Written in one line, such a list is one where each of its parts stands elsewhere, as it may stand beside the text. So is
a single link within the page, as text that was laid out by another hand keeps its marks: "[Your rights](#Your rights)".

Such a list comes and goes with a layout, or is closed at one look and open at the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.extract.identity import words_key
from snapshots.records import Hunk, Segment

_LINES = 3  # of such a list at least
_WORDS = 14  # of one line at most
_SPREAD = 2  # segments from one heading to the next on average at least: lists are repeated one entry after the other
_ENDS = (".", ";", ":", "!")
_PARTS = 4  # of a list in one line at least
_MARKS = ("*", "](#", "|", "·", "•")
_LINK = re.compile(r"\W*\[([^\[\]]+)\]\(<?#([^()<>]*)>?\)\W*")  # one that leads to a part of the page
_BETWEEN = re.compile(r"\]\(#[^)]*\)|(?:^|(?<=\S))\s*\[?\*\s*\[?|\s[|·•]\s")  # bullets, bars, links within the page


class ContentsLists:
    """Where lists of contents stand on both sides of a change."""

    def __init__(self, before: Sequence[Segment], now: Sequence[Segment]) -> None:
        self._old, self._new = contents_of(before), contents_of(now)

    def hold(self, hunk: Hunk) -> bool:
        """Whether all that a hunk tells stands in a list of contents."""
        is_old = hunk.old is None or hunk.old in self._old
        is_new = hunk.new is None or hunk.new in self._new
        return is_old and is_new and not hunk.old is hunk.new is None


def contents_of(segments: Sequence[Segment]) -> frozenset[int]:
    """Return the places of the lines that make up lists of contents.

    Each stands again further down, in the same order and with text between: what is only listed twice, such as the
    data that two purposes need, is none.
    """
    last = {words_key(segment.text): index for index, segment in enumerate(segments)}
    found: set[int] = set()
    run: list[tuple[int, int]] = []  # of each line, where it stands and where its heading does
    for index, segment in enumerate(segments):
        below = last[words_key(segment.text)] if _may_be_line(segment.text) else index
        if below == index or (run and below <= run[-1][1]):
            found |= _lines_of(run)
            run = []
        if below != index:
            run.append((index, below))
    in_one = {index for index, segment in enumerate(segments) if _is_in_one_line(segment.text, last)}
    links = {index for index, segment in enumerate(segments) if _is_link(segment.text, index, last)}
    return frozenset(found | _lines_of(run) | in_one | links)


def _is_link(text: str, place: int, last: Mapping[bytes, int]) -> bool:
    """Whether a text is one link within the page, named as what it leads to or as a heading that stands elsewhere."""
    link = _LINK.fullmatch(text)
    if link is None:
        return False
    label = words_key(link[1])
    return label == words_key(link[2]) or last.get(label, place) != place


def _is_in_one_line(text: str, last: Mapping[bytes, int]) -> bool:
    """Whether a text is a row of headings, each of which stands elsewhere: one that doesn't may say something."""
    if sum(map(text.count, _MARKS)) < _PARTS - 1:
        return False
    parts = [part.strip(" []") for part in _BETWEEN.split(text)]
    parts = [part for part in parts if part]
    return len(parts) >= _PARTS and all(words_key(part) in last for part in parts)


def _may_be_line(text: str) -> bool:
    return len(text.split()) <= _WORDS and not text.endswith(_ENDS)


def _lines_of(run: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the places of the lines of a run that is a list of contents, none of any other."""
    if len(run) < _LINES:
        return frozenset()
    headings = [below for _, below in run]
    is_spread = headings[-1] - headings[0] >= _SPREAD * (len(run) - 1)
    is_above = run[-1][0] < headings[0]
    return frozenset(index for index, _ in run) if is_spread and is_above else frozenset()
