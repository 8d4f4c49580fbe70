"""What in a change is news: passages never shown before, gone, joining or leaving a list, or reworded in substance.

It rates nothing and knows no topic. A text that was shown at any time before is no news when it comes
back, unless it stands in a list where it never stood.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.extract.dates import dates_in
from monitor.extract.identity import identities, is_known, words_key
from monitor.extract.sentences import sentences
from monitor.rules.languages import Languages
from snapshots.records import Hunk, HunkKind, Segment, SegmentKind

LISTED = frozenset([SegmentKind.BULLET, SegmentKind.CELL, SegmentKind.FIELD])
_LAYOUT = 25  # passages gone with next to nothing new: the page was laid out anew, or read in part
_OPENED = 100  # passages that come without any others going: sections that were closed before
_OPENED_OVER = 10
_ADDRESS = re.compile(r"\]\([^)\s]*\)|https?://\S+|#\S+")


class Sign(StrEnum):
    """What happened to a passage."""

    NEW_PASSAGE = "new_passage"
    JOINS = "joins"
    LEAVES = "leaves"
    GONE = "gone"
    REWORDED = "reworded"
    KNOWN = "known"  # no news, but what a neighbour lost may stand in it


COME = frozenset([Sign.NEW_PASSAGE, Sign.JOINS])
WENT = frozenset([Sign.LEAVES, Sign.GONE])


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One piece of news; `added` and `removed` are the words that came and went."""

    sign: Sign
    hunk: Hunk
    added: str
    removed: str

    @property
    def text(self) -> str:
        return self.hunk.after if self.hunk.after is not None else self.hunk.before or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCounts:
    """What was shown before a change, and how often each text stands in each place on both sides."""

    seen: Collection[bytes]
    before: Counter[bytes]
    now: Counter[bytes]
    languages: Languages  # in which a text may give a date


def known_of(
    seen: Collection[bytes], before: Iterable[Segment], now: Iterable[Segment], languages: Languages
) -> TextCounts:
    """Return what is known at a change from the text `before` to the text `now`."""
    had, has = (Counter(k for segment in side for k in identities(segment)) for side in (before, now))
    return TextCounts(seen=seen, before=had, now=has, languages=languages)


def news_of(hunks: Sequence[Hunk], known: TextCounts, *, is_partial: bool) -> list[News]:
    """Return what is news in `hunks` to someone who knows what was shown before."""
    found: list[News] = []
    for hunk in hunks:
        if hunk.cosmetic or hunk.kind is HunkKind.LINK_MOVED:
            continue
        item = _find_added(hunk, known) or _find_removed(hunk, known, is_partial) or _find_reworded(hunk, known)
        if item or not is_partial:
            found.append(item or News(sign=Sign.KNOWN, hunk=hunk, added="", removed=""))
    return _drop_layout(found, known)


def _drop_layout(found: list[News], known: TextCounts) -> list[News]:
    """Leave out what a new layout alone explains: masses that only go, or known entries that stand in new places."""
    lost = [n for n in found if n.sign in (Sign.GONE, Sign.LEAVES)]
    gained = [n for n in found if n.sign in (Sign.NEW_PASSAGE, Sign.JOINS)]
    joined = [n for n in found if n.sign is Sign.JOINS]
    if len(lost) > _LAYOUT and len(gained) < len(lost) / 4:
        found = [n for n in found if n.sign not in (Sign.GONE, Sign.LEAVES)]
    if len(joined) > _LAYOUT:
        # What introduces a list is new itself where the list is: then its entries are news, known as they are.
        found = [n for n in found if n.sign is not Sign.JOINS or _is_new_place(n.hunk, known)]
    return found


def _is_new_place(hunk: Hunk, known: TextCounts) -> bool:
    return bool(hunk.context) and not is_known(hunk.context[-1], known.seen)


def count_newly_visible(news: Sequence[News]) -> int:
    """Return how many new passages a page shows only because sections of it stand open now, 0 where it was rewritten.

    Then hundreds come all over the page, and of what stood there next to nothing went or was edited.
    """
    new = sum(item.sign is Sign.NEW_PASSAGE for item in news)
    other = sum(item.sign in (Sign.GONE, Sign.LEAVES, Sign.REWORDED) for item in news)
    return new if new >= _OPENED and other * _OPENED_OVER <= new else 0


def _places(text: str, hunk: Hunk) -> tuple[bytes, bytes]:
    return identities(Segment(text=text, kind=hunk.segment_kind, context=hunk.context))


def _find_added(hunk: Hunk, known: TextCounts) -> News | None:
    if hunk.kind is not HunkKind.ADDED or hunk.after is None or not _is_passage(hunk.after):
        return None
    if not is_known(hunk.after, known.seen):
        return News(sign=Sign.NEW_PASSAGE, hunk=hunk, added=hunk.after, removed="")
    _, place = _places(hunk.after, hunk)
    if hunk.segment_kind in LISTED and known.now[place] > known.before[place]:
        return News(sign=Sign.JOINS, hunk=hunk, added=hunk.after, removed="")
    return None


def _find_removed(hunk: Hunk, known: TextCounts, is_partial: bool) -> News | None:
    if hunk.kind is not HunkKind.REMOVED or hunk.before is None or is_partial or not _is_passage(hunk.before):
        return None
    text, place = _places(hunk.before, hunk)
    if hunk.segment_kind in LISTED:
        # A list that stood twice and stands once takes no entry with it.
        lead = words_key(sentences(hunk.context[-1])[-1]) if hunk.context and hunk.context[-1] else b""
        if known.now[place] < known.before[place] and not 0 < known.now[lead] < known.before[lead]:
            return News(sign=Sign.LEAVES, hunk=hunk, added="", removed=hunk.before)
    is_dated = hunk.segment_kind is SegmentKind.HEADING or bool(dates_in(hunk.before, known.languages))
    if hunk.segment_kind not in LISTED and not known.now[text] and not is_dated:
        return News(sign=Sign.GONE, hunk=hunk, added="", removed=hunk.before)
    return None


def _find_reworded(hunk: Hunk, known: TextCounts) -> News | None:
    if hunk.kind not in (HunkKind.EDITED, HunkKind.MOVED, HunkKind.FIELD_CHANGED) or not hunk.spans:
        return None
    if hunk.after is None or not _is_passage(hunk.after) or is_known(hunk.after, known.seen):
        return None
    added = " … ".join(span.text.strip() for span in hunk.spans if span.op == "+")
    removed = " … ".join(span.text.strip() for span in hunk.spans if span.op == "-")
    return News(sign=Sign.REWORDED, hunk=hunk, added=added, removed=removed)


def _is_passage(text: str) -> bool:
    """Whether a text has words that are no address."""
    return any(c.isalpha() for c in _ADDRESS.sub("", text))
