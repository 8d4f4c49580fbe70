"""A page that says everything twice is the page: what stands there once more than before is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from monitor.decide.prose import length
from monitor.extract.identity import is_known
from monitor.extract.text import key
from snapshots.records import Extraction, Segment

_DOUBLED = 1.6  # times the length of the text before
_ONCE = 1.2  # times the length of the text before: what is left is the page once, and no heap of its parts
_NEW = 0.05  # of the page, by characters, that was never shown before
_TWICE = 0.9  # of the page, by characters, in passages that stand there at least twice


def without_repeats(shown: Extraction, base: Extraction, seen: Collection[bytes]) -> Extraction:
    """Return a page without what it repeats, as it is where it doesn't repeat itself as a whole.

    A passage may stand there as often as it did before; a new one, once. `seen` are the texts ever shown.
    """
    shown = _said_once(shown)
    size = length(shown.segments)
    if size <= _DOUBLED * length(base.segments):
        return shown
    before = Counter(key(segment.text) for segment in base.segments)
    if sum(len(segment.text) for segment in shown.segments if not is_known(segment.text, seen)) > _NEW * size:
        return shown
    kept: list[Segment] = []
    had: Counter[bytes] = Counter()
    for segment in shown.segments:
        had[key(segment.text)] += 1
        if had[key(segment.text)] <= max(1, before[key(segment.text)]):
            kept.append(segment)
    return replace(shown, segments=tuple(kept)) if length(kept) <= _ONCE * length(base.segments) else shown


def _said_once(shown: Extraction) -> Extraction:
    """Return a page that says nearly everything twice with half of each passage's places, whatever was there before."""
    counts = Counter(key(segment.text) for segment in shown.segments)
    twice = sum(len(segment.text) for segment in shown.segments if counts[key(segment.text)] > 1)
    if not twice or twice < _TWICE * length(shown.segments):
        return shown
    had: Counter[bytes] = Counter()
    kept: list[Segment] = []
    for segment in shown.segments:
        k = key(segment.text)
        had[k] += 1
        if had[k] <= (counts[k] + 1) // 2:
            kept.append(segment)
    return replace(shown, segments=tuple(kept))
