"""By what texts served at one address are told apart: their language, the region they speak of, who stands behind them.

A mark that a text doesn't show contradicts nothing, so that half a page stays with its own. Decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from monitor.decide.prose import Prose, prose_of, share_kept
from monitor.decide.variants import speaks_of_another, wrong_language
from monitor.extract.text import fold, key
from monitor.memory.variant import Variant
from monitor.rules.signs import Signs
from snapshots.records import Extraction

_MOST = 1_000_000  # characters of a text that are looked at
_FEW = 3  # phrases of a region in a text that speaks of it and of hardly another
_HARDLY = 0.25  # of the phrases by which a text speaks of a region, in one that doesn't
_CONTAINED = 0.9  # of a text that stands in another: the one may be half a page of the other


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text as texts are told apart; what is asked of it is worked out once."""

    extraction: Extraction
    variant: Variant
    signs: Signs

    @cached_property
    def prose(self) -> Prose:
        return prose_of(self.extraction)

    @cached_property
    def seats(self) -> frozenset[str]:
        return self.signs.seats_of(self._written)

    @cached_property
    def _written(self) -> str:
        return "\n".join(segment.text for segment in self.extraction.segments)[:_MOST]

    @cached_property
    def named(self) -> Mapping[str, int]:
        """Return how many phrases of each region the text holds."""
        return self.signs.named_regions(self._written)

    @cached_property
    def region(self) -> str:
        """Return the region whose rules it speaks of, be it in few words as terms of service do, "" for none."""
        if self.variant.region:
            return self.variant.region
        first, second, *_ = sorted(self.named, key=lambda name: -self.named[name])
        return first if self.named[first] >= _FEW and self.named[first] > 2 * self.named[second] else ""


def likeness(one: Text, other: Text) -> float:
    """Return the share of both texts' passages, by weight, that they have in common: 1.0 of the same, 0.0 of others."""
    both = one.prose.weight + other.prose.weight
    return 2 * share_kept(one.prose, other.prose) * one.prose.weight / both if both else 1.0


def alone(one: Text, other: Text) -> tuple[int, int]:
    """Return how many passages of each of two texts the other has not."""
    first, second = (Counter(map(key, text.prose.texts)) for text in (one, other))
    return (first - second).total(), (second - first).total()


def words_apart(one: Text, other: Text) -> int:
    """Return how many words of the passages that only one of two texts has are in no such passage of the other."""
    own = [Counter(map(key, text.prose.texts)) for text in (one, other)]
    alone = [
        Counter(word for passage in text.prose.texts if key(passage) not in held for word in fold(passage).split())
        for text, held in zip((one, other), reversed(own), strict=True)
    ]
    return (alone[0] - alone[1]).total() + (alone[1] - alone[0]).total()


def is_other_language(known: Text, shown: Text) -> bool:
    """Whether a text is in another language than a known one."""
    kept = share_kept(known.prose, shown.prose)
    told = wrong_language(known.extraction, known.variant, shown.extraction, shown.variant, kept, shown.signs)
    return told is not None


def flipped(known: Text, shown: Text) -> tuple[str, ...]:
    """Return the marks by which a text is another variant than a known one of the same language."""
    marks = (("seat", _is_other_seat(known, shown)), ("region", _is_other_region(known, shown)))
    return tuple(name for name, is_other in marks if is_other)


def is_sibling(one: Text, other: Text) -> bool:
    """Whether two texts in different languages may be one region's: what either says of itself contradicts nothing."""
    is_one_seat = not one.seats or not other.seats or bool(one.seats & other.seats)
    return is_one_seat and (not one.region or not other.region or one.region == other.region)


def _is_other_seat(known: Text, shown: Text) -> bool:
    """Whether two texts name seats, and one of them a seat that the other never names.

    Where they name another one together, the text with fewer may be half of the other.
    """
    if not known.seats or not shown.seats or known.seats == shown.seats:
        return False
    if not known.seats & shown.seats:
        return True
    if known.seats < shown.seats:
        return share_kept(known.prose, shown.prose) < _CONTAINED
    return share_kept(shown.prose, known.prose) < _CONTAINED


def _is_other_region(known: Text, shown: Text) -> bool:
    """Whether two texts speak of the rules of different regions, or one of them throughout and the other hardly."""
    if known.region and shown.region:
        regions = (known.region, shown.region)
        return known.region != shown.region and speaks_of_another(known.named, shown.named, regions)
    if not known.region and not shown.region:
        return False
    speaking, silent = (known, shown) if known.region else (shown, known)
    times, left = speaking.named[speaking.region], silent.named[speaking.region]
    return left <= _HARDLY * times and share_kept(silent.prose, speaking.prose) < _CONTAINED
