"""Where every passage of a document came from, version by version. Knows no dates: versions are numbers.

A place is a text under its headings. A passage is a place, joined with those it was moved from or whose headings
were renamed. What was edited is a new passage that knows which one it derives from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from monitor.diff.hunks import align_segments
from monitor.extract.identity import words_key
from snapshots.records import Extraction, Hunk, Segment, SegmentKind

NONE = -1
"""Of `derived_from`: nothing that stood before became this passage."""


@dataclass(slots=True, kw_only=True)
class PassagePlace:
    """A text under its headings; `wordings` are spellings of the same words with the versions that had them."""

    passage: int
    context: tuple[str, ...]
    kind: SegmentKind
    wordings: dict[str, int] = field(default_factory=dict)  # versions as bits: bit n is version n

    @property
    def versions(self) -> int:
        bits = 0
        for held in self.wordings.values():
            bits |= held
        return bits


@dataclass(slots=True, kw_only=True)
class Passage:
    """One passage over all versions."""

    first: int
    places: list[bytes]
    derived_from: int = NONE
    moves: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)  # version, context before it


@dataclass(slots=True, kw_only=True)
class PassageLineage:
    """All passages that a document ever had, as of its version `newest`."""

    newest: int = 0
    passages: list[Passage] = field(default_factory=list)
    places: dict[bytes, PassagePlace] = field(default_factory=dict)
    words: dict[bytes, int] = field(default_factory=dict)  # first version that held the words anywhere

    def passage_of(self, segment: Segment) -> int:
        """Return the passage that a segment of a version taken in belongs to."""
        return self.places[place_key(segment)].passage

    def first_with_words(self, segment: Segment) -> int:
        """Return the first version that held the words of a segment anywhere."""
        return self.words[words_key(segment.text)]

    def versions_of(self, passage: int) -> int:
        """Return the versions that held a passage, as bits."""
        bits = 0
        for key in self.passages[passage].places:
            bits |= self.places[key].versions
        return bits

    def earlier(self, passage: int) -> Iterator[int]:
        """Yield the passages that one derives from, the nearest first."""
        while (passage := self.passages[passage].derived_from) != NONE:
            yield passage

    def up_to(self, number: int) -> PassageLineage:
        """Return the lineage as it was when `number` was its newest version, as a copy that does not grow."""
        bits = (2 << number) - 1
        places = {
            key: replace(place, wordings={text: held & bits for text, held in place.wordings.items() if held & bits})
            for key, place in self.places.items()
            if place.versions & bits
        }
        passages = [
            replace(
                passage,
                places=[key for key in passage.places if key in places],
                moves=[move for move in passage.moves if move[0] <= number],
            )
            for passage in self.passages
            if passage.first <= number  # numbered as they came, so that what stays keeps its number
        ]
        words = {key: first for key, first in self.words.items() if first <= number}
        return PassageLineage(newest=number, passages=passages, places=places, words=words)

    def take_in(self, version: Extraction, parent: Extraction | None, hunks: Sequence[Hunk] | None) -> None:
        """Add the next version.

        `parent` is the version it was compared with, and `hunks` what differs; without them the two are aligned.
        """
        self.newest += 1
        keys = [place_key(segment) for segment in version.segments]
        unknown = [index for index, key in enumerate(keys) if key not in self.places]
        pairs = _pairs(parent, version, hunks) if unknown and parent else {}
        standing = set(keys)
        for index in unknown:
            if keys[index] not in self.places:
                self._settle(keys[index], version.segments[index], _partner(pairs.get(index), parent, standing))
        bit = 1 << self.newest
        for key, segment in zip(keys, version.segments, strict=True):
            wordings = self.places[key].wordings
            wordings[segment.text] = wordings.get(segment.text, 0) | bit
            self.words.setdefault(words_key(segment.text), self.newest)

    def _settle(self, key: bytes, segment: Segment, partner: Segment | None) -> None:
        """Give a place that was never seen its passage."""
        source = self.passage_of(partner) if partner else NONE
        if partner and words_key(partner.text) == words_key(segment.text):
            passage = self.passages[source]
            passage.places.append(key)
            if _nearest(partner) != _nearest(segment):
                passage.moves.append((self.newest, partner.context))
        else:
            self.passages.append(Passage(first=self.newest, places=[key], derived_from=source))
            source = len(self.passages) - 1
        self.places[key] = PassagePlace(passage=source, context=segment.context, kind=segment.kind)


def place_key(segment: Segment) -> bytes:
    """Return the 12-byte identity of a text under all its headings, by the words alone."""
    digest = blake2b(words_key(segment.text), digest_size=12)
    for heading in segment.context:
        digest.update(words_key(heading))
    return digest.digest()


def _nearest(segment: Segment) -> bytes:
    return words_key(segment.context[-1] if segment.context else "")


def versions_in(bits: int) -> list[int]:
    """Return the numbers of the versions that `bits` names, rising."""
    return [number for number in range(1, bits.bit_length()) if bits >> number & 1]


def grow(
    lineage: PassageLineage,
    parents: Sequence[int],
    text: Callable[[int], Extraction],
    hunks: Callable[[int], Sequence[Hunk] | None],
) -> None:
    """Take in the versions that come after the newest one; `parents[n - 1]` is what version n was compared with.

    0 is the parent of a version that was compared with none.
    """
    kept: dict[int, Extraction] = {}
    for number in range(lineage.newest + 1, len(parents) + 1):
        parent = parents[number - 1]
        before = (kept.get(parent) or text(parent)) if parent else None
        version = text(number)
        lineage.take_in(version, before, hunks(number))
        kept = {number: version}


def _partner(index: int | None, parent: Extraction | None, standing: set[bytes]) -> Segment | None:
    """Return the segment that became another one; one that still stands where it stood became none."""
    if index is None or parent is None:
        return None
    found = parent.segments[index]
    return None if place_key(found) in standing else found


def _pairs(old: Extraction, new: Extraction, hunks: Sequence[Hunk] | None) -> dict[int, int]:
    """Return for positions of the new text those that they came from."""
    if hunks is None:
        return align_segments(old.segments, new.segments).reverse
    pairs = {h.new: h.old for h in hunks if h.new is not None and h.old is not None}
    gone = {h.old for h in hunks if h.old is not None}
    come = {h.new for h in hunks if h.new is not None}
    kept_old = [index for index in range(len(old.segments)) if index not in gone]
    kept_new = [index for index in range(len(new.segments)) if index not in come]
    if len(kept_old) != len(kept_new):  # the record is of texts that were read otherwise since
        return align_segments(old.segments, new.segments).reverse
    return {**pairs, **dict(zip(kept_new, kept_old, strict=True))}
