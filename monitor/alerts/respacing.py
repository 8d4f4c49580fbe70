"""Text that was only parted or joined: the same letters in the same order, over other pieces. Knows no meaning.

Recorders and new layouts drop the space between blocks, or bring it back: "contracts" and "between us" become
"contractsbetween us". Read word by word that is another text; read letter by letter it is the same one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from snapshots.records import Hunk, Segment, SegmentKind

_LEAST = 20  # letters of a piece; fewer stand anywhere by chance
_BETWEEN = re.compile(r"[\W_]+")
_GLUED = re.compile(r"[^\W\d_A-Z][A-Z]")
_ENTRIES = frozenset([SegmentKind.CELL, SegmentKind.BULLET])
_EACH = 10  # letters that the pieces it is made of have on average: of single words anything can be made


class Respacing:
    """The pieces of both sides of a change whose letters stand on the other side across several pieces."""

    def __init__(self, before: Sequence[Segment], now: Sequence[Segment], hunks: Iterable[Hunk]) -> None:
        """Look for the pieces of `hunks`, whose places are in `before` and in `now`."""
        old, new = _Letters(before), _Letters(now)
        self._old: set[int] = set()
        self._new: set[int] = set()
        for hunk in hunks:
            for place, text, other, mine, theirs in (
                (hunk.new, hunk.after, old, self._new, self._old),
                (hunk.old, hunk.before, new, self._old, self._new),
            ):
                if place is None or not text:
                    continue
                for pieces in other.runs_of(text):
                    mine.add(place)
                    theirs.update(pieces)

    def holds(self, hunk: Hunk) -> bool:
        """Whether all that a hunk tells is that its text was parted or joined, or words in it were."""
        if hunk.before and hunk.after and _is_respaced(hunk.before, hunk.after):
            return True
        if hunk.segment_kind in _ENTRIES and hunk.before and hunk.after and _is_reparted(hunk.before, hunk.after):
            return True
        is_there = hunk.new is None or hunk.new in self._new
        return is_there and (hunk.old is None or hunk.old in self._old) and not hunk.old is hunk.new is None


class _Letters:
    """The letters and figures of a text without what stands between them, with the places where pieces begin."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._starts: list[int] = []
        pieces, length = [], 0
        for segment in segments:
            self._starts.append(length)
            pieces.append(_letters_of(segment.text))
            length += len(pieces[-1])
        self._starts.append(length)
        self._all = "".join(pieces)

    def runs_of(self, text: str) -> Iterator[range]:
        """Yield the pieces, two or more in a row, that a text is made of, for each place where it is."""
        letters = _letters_of(text)
        at = self._all.find(letters) if len(letters) >= _LEAST else -1
        while at >= 0:
            first, last = bisect_left(self._starts, at), bisect_left(self._starts, at + len(letters))
            is_whole = self._starts[first] == at and self._starts[last] == at + len(letters)
            pieces = len(set(self._starts[first:last]))
            if is_whole and pieces > 1 and len(letters) >= _EACH * pieces:
                yield range(first, last)
            at = self._all.find(letters, at + len(letters))


def _is_respaced(before: str, after: str) -> bool:
    """Whether two texts have the same signs in the same order, with other spaces between."""
    return before != after and "".join(before.split()) == "".join(after.split())


def _is_reparted(before: str, after: str) -> bool:
    """Whether entries of a cell with nothing between them, "NamesDates", are parted by a mark now, or were before."""
    glued = [len(_GLUED.findall(text)) for text in (before, after)]
    return glued[0] != glued[1] and _letters_of(before) == _letters_of(after)


@lru_cache(maxsize=1 << 14)
def _letters_of(text: str) -> str:
    return _BETWEEN.sub("", text.casefold())
