"""How much of a document a page holds, by its passages alone: menus, link lists and choices are left out of account.

Weighs text so that scripts which write a word in one character count like those that write it in many.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from monitor.extract.text import fold, key
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Segment, SegmentKind

_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # kana, Han, Hangul
_LEAST = 20  # weight of a passage; less is a label


@frozen
class Prose:
    """The passages of a page, each text with its weight."""

    texts: tuple[str, ...]
    weight: int


@lru_cache(maxsize=1 << 15)
def weight(text: str) -> int:
    """Return how much a text says, in characters of an alphabet."""
    return len(text) if text.isascii() else len(text) + 3 * len(_DENSE.findall(text)) // 2


def is_option(segment: Segment) -> bool:
    """Whether a segment is a choice of a field: a login page that offers fifty languages still says nothing."""
    return segment.kind is SegmentKind.FIELD and not segment.text.endswith("]")


def prose_of(extraction: Extraction) -> Prose:
    """Return the passages of a page: no heading, no choice, nothing that is only a link."""
    linked = {fold(link.text) for link in extraction.links}
    weights = [
        (segment.text, weighed)
        for segment in extraction.segments
        if segment.kind is not SegmentKind.HEADING
        and not is_option(segment)
        and (weighed := weight(segment.text)) >= _LEAST
        and fold(segment.text) not in linked
    ]
    return Prose(texts=tuple(text for text, _ in weights), weight=sum(weighed for _, weighed in weights))


def share_kept(base: Prose, shown: Prose) -> float:
    """Return the share of `base` that `shown` holds, by weight, as multisets; 1.0 of nothing."""
    if not base.weight:
        return 1.0
    had = Counter(map(key, base.texts))
    kept = 0
    for text in shown.texts:
        k = key(text)
        if had[k] > 0:
            had[k] -= 1
            kept += weight(text)
    return kept / base.weight


def length(segments: Sequence[Segment]) -> int:
    """Return the characters of all segments."""
    return sum(len(segment.text) for segment in segments)


def common_length(base: Iterable[Segment], shown: Iterable[Segment]) -> int:
    """Return the characters of the multiset of texts both sides hold."""
    had = Counter(key(segment.text) for segment in base)
    total = 0
    for segment in shown:
        k = key(segment.text)
        if had[k] > 0:
            had[k] -= 1
            total += len(segment.text)
    return total
