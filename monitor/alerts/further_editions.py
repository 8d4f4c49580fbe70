"""A page that shows a further edition of its text beneath the one it had, or no longer does. Rates nothing.

What both editions say stands twice then, under the same headings: its entries join and leave no list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.alerts.known_text import KnownText
from monitor.alerts.news import News, Sign
from monitor.extract.identity import identities
from snapshots.records import HunkKind, Segment, SegmentKind

_MOST = 0.4  # of a text's passages, and of its headings: the text stands twice, and not one list of it
_HEADINGS = 4  # of a text of which that can be told


def without_further_editions(news: Sequence[News], known: KnownText) -> list[News]:
    """Return news without the passages that joined or left lists as a whole edition came or went beside the text."""
    left = {Sign.JOINS: known.before_segments, Sign.LEAVES: known.now_segments}
    kept = list(news)
    for sign, others in left.items():
        if any(item.sign is sign for item in kept) and _is_edition(kept, sign, others):
            texts = {identities(segment)[0] for segment in others}
            kept = [item for item in kept if item.sign is not sign or _text_of(item) not in texts]
    return kept


def _is_edition(news: Sequence[News], sign: Sign, others: Sequence[Segment]) -> bool:
    """Whether what came or went repeats most of what stands on the other side, and most of its headings."""
    kind = HunkKind.ADDED if sign is Sign.JOINS else HunkKind.REMOVED
    repeated = Counter(_text_of(item) for item in news if item.hunk.kind is kind)
    headings = [segment for segment in others if segment.kind is SegmentKind.HEADING]
    return len(headings) >= _HEADINGS and all(_share(side, repeated) >= _MOST for side in (others, headings))


def _share(segments: Sequence[Segment], repeated: Counter[bytes]) -> float:
    return sum(identities(segment)[0] in repeated for segment in segments) / len(segments)


def _text_of(item: News) -> bytes:
    hunk = item.hunk
    return identities(Segment(text=item.text, kind=hunk.segment_kind, context=hunk.context))[0]
