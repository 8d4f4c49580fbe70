"""Passages that went alone, between others that stayed, from a page that is seen in part. Tells nobody.

What doesn't load goes as a whole: the end of a page, a section, a panel. A passage or two that are gone from between
passages that are there were taken out, however much else is missing; each is remembered since when it is not seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from monitor.decide.prose import weight
from monitor.extract.identity import identities
from monitor.extract.text import key
from monitor.memory.recollection import Absent
from snapshots.records import Hunk, HunkKind, Segment, SegmentKind

_MOST_AT_ONE_PLACE = 2  # passages; more are a list or a section that may not have loaded

_SENTENCE = 40  # weight of the shortest; less is a label or an entry, and promises nothing by itself


def lone_losses(base: Sequence[Segment], shown: Sequence[Segment], hunks: Sequence[Hunk]) -> list[int]:
    """Return which passages of `base` are gone alone: under their heading, between two that are still shown."""
    gone = Counter(key(hunk.before) for hunk in hunks if hunk.kind is HunkKind.REMOVED and hunk.before)
    held = Counter(key(segment.text) for segment in shown)
    is_there = []
    for segment in base:
        k = key(segment.text)
        is_there.append(held[k] > 0)
        held[k] -= 1
    return [
        index
        for start, end in runs_of(is_there)
        if end - start <= _MOST_AT_ONE_PLACE and _is_between(base, start, end)
        for index in range(start, end)
        if gone[key(base[index].text)] and _is_sentence(base[index])
    ]


def _is_sentence(segment: Segment) -> bool:
    return segment.kind is not SegmentKind.HEADING and weight(segment.text) >= _SENTENCE


def still_absent(known: Absent, lost: Sequence[Segment], at: datetime, attempt: int) -> Absent:
    """Return the memory of passages that are not seen; what is seen again is forgotten."""
    return {name: known.get(name, (at, attempt)) for name in map(name_of, lost)}


def name_of(segment: Segment) -> str:
    """Return the name under which the absence of a passage is remembered."""
    return identities(segment)[1].hex()


def runs_of(is_there: Sequence[bool]) -> list[tuple[int, int]]:
    """Return where passages are missing one after the other, from the first to behind the last."""
    runs: list[tuple[int, int]] = []
    for index, there in enumerate(is_there):
        if there:
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _is_between(base: Sequence[Segment], start: int, end: int) -> bool:
    """Whether passages of the same place stand on both sides, so that no section began or ended there."""
    if start == 0 or end == len(base):
        return False
    return base[start - 1].context == base[start].context == base[end].context
