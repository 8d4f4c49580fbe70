"""What of a text was shown before, and what of it is still there: by its words in their order, wherever they stand.

A text that was moved, parted, joined or put in a table has its words in the same order as before, so they are looked
for in the whole text, passage after passage. Rates nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

from monitor.extract.identity import identities, introduced, is_known, is_turning, stance_of
from monitor.extract.text import house_style
from monitor.rules.languages import Languages
from snapshots.records import Segment, SegmentKind

_WORDS_A_PASSAGE = 4  # of those that a text is made of, on average: of single words anything can be made


class FlatText:
    """A text as one line of words, in which a run of words can be counted."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        lines = [_line_of(segment.text) for segment in segments]
        self._starts = list(accumulate(map(len, lines), initial=0))
        self._line = "".join(lines)

    def count(self, words: Sequence[str]) -> int:
        """Return how often words stand one after the other."""
        return self._line.count(_line(words)) if words else 0

    def has_statement(self, words: Sequence[str], now: FlatText) -> bool:
        """Whether words stand one after the other in passages that say something each.

        What else those passages say must stand in the text `now` too, and turn nothing: a sentence may be parted, but
        "we share it" was not said where the text said "we share it if you agree", or "it is a myth that we share it".
        """
        line = _line(words)
        start = self._line.find(line) if words else -1
        while start >= 0:
            end = start + len(line)
            first, last = bisect_right(self._starts, start) - 1, bisect_left(self._starts, end) - 1
            rest = (self._line[self._starts[first] : start], self._line[end : self._starts[last + 1]])
            if len(words) >= _WORDS_A_PASSAGE * (last - first + 1) and all(
                part in now._line and not is_turning(part) for part in rest
            ):
                return True
            start = self._line.find(line, start + 1)
        return False


def _line(words: Sequence[str]) -> str:
    """Return words with a space on both sides of each, so that none is found inside another."""
    return "".join(f" {word} " for word in words)


@lru_cache(maxsize=1 << 15)
def _line_of(text: str) -> str:
    return _line(house_style(text))


class KnownText:
    """What was shown before a change and what stands on both sides of it."""

    def __init__(
        self,
        seen: Collection[bytes],
        before: Sequence[Segment],
        now: Sequence[Segment],
        languages: Languages,  # in which a text may give a date
    ) -> None:
        self.seen = seen
        self.languages = languages
        self._sides = [[introduced(side, index) for index in range(len(side))] for side in (before, now)]
        self.before, self.now = (Counter(k for segment in side for k in identities(segment)) for side in self._sides)

    @cached_property
    def _places_now(self) -> frozenset[tuple[str, ...]]:
        """Return the texts that stand there now, each with all that it stands under."""
        return frozenset((*segment.context, segment.text) for segment in self._sides[1])

    def stands_in_place(self, segment: Segment) -> bool:
        """Whether a text stands under the very same headings, rows and lines now: of two copies one is left."""
        return (*segment.context, segment.text) in self._places_now

    @property
    def before_segments(self) -> Sequence[Segment]:
        """Return the segments as they were, each with what introduces it."""
        return self._sides[0]

    @property
    def now_segments(self) -> Sequence[Segment]:
        """Return the segments as they are now, each with what introduces it."""
        return self._sides[1]

    @cached_property
    def _flat(self) -> tuple[FlatText, FlatText]:
        return FlatText(self._sides[0]), FlatText(self._sides[1])

    @cached_property
    def _stated(self) -> tuple[FlatText, FlatText]:
        """Return both sides without headings, quotations and what stands under words that turn it."""
        before, now = (
            FlatText([s for s in side if not stance_of(s) and s.kind is not SegmentKind.HEADING])
            for side in self._sides
        )
        return before, now

    def was_shown(self, segment: Segment) -> bool:
        """Whether a text was said in the same way before, in the version before or in any earlier one."""
        if identities(segment)[0] in self.seen:
            return True
        if stance_of(segment):
            return False
        return self.stood_before(segment) or is_known(segment.text, self.seen)

    def stood_before(self, segment: Segment) -> bool:
        """Whether the version before said the same in the same way, be it in other passages than now."""
        if identities(segment)[0] in self.before:
            return True
        return not stance_of(segment) and self._stated[0].has_statement(house_style(segment.text), self._stated[1])

    def stands_elsewhere(self, text: str) -> bool:
        """Whether words that one passage lost stand on the whole page as often as before."""
        old, new = self._counts(text)
        return 0 < old <= new

    def stood_elsewhere(self, text: str) -> bool:
        """Whether words that one passage gained stood on the whole page as often before."""
        old, new = self._counts(text)
        return 0 < new <= old

    def _counts(self, text: str) -> tuple[int, int]:
        words = house_style(text)
        if len(words) < _WORDS_A_PASSAGE:
            return 0, 0
        return self._flat[0].count(words), self._flat[1].count(words)

    def is_gone(self, segment: Segment) -> bool:
        """Whether the words of a text stand less often on the whole page than before."""
        words = house_style(segment.text)
        old, new = self._flat if stance_of(segment) or segment.kind is SegmentKind.HEADING else self._stated
        return new.count(words) < old.count(words)
