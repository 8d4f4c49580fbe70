"""What in a change is news: passages never shown before, gone, joining or leaving a list, or reworded in substance.

It weighs nothing and knows no topic. A text that was shown at any time before is no news when it comes
back, unless it stands in a list where it never stood.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.extract.dates import dates_in
from monitor.extract.identity import identities, parts, words_key
from snapshots.records import Hunk, HunkKind, Segment, SegmentKind

LISTED = frozenset([SegmentKind.BULLET, SegmentKind.CELL, SegmentKind.FIELD])
_LAYOUT = 25  # passages gone with next to nothing new: the page was laid out anew, or read in part


class Sign(StrEnum):
    """What happened to a passage."""

    NEW_PASSAGE = "new_passage"
    JOINS = "joins"
    LEAVES = "leaves"
    GONE = "gone"
    REWORDED = "reworded"


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


def news_of(
    hunks: Sequence[Hunk],
    now: Iterable[Segment],
    seen: Collection[bytes],
    *,
    is_partial: bool,
    is_reversal: bool = False,
) -> list[News]:
    """Return what is news in `hunks`, whose new side is `now`, to someone who has `seen` all texts of those keys.

    A reversal brings back what was seen: there every edit counts.
    """
    standing = {k for segment in now for k in identities(segment)}
    known: Collection[bytes] = frozenset() if is_reversal else seen
    found: list[News] = []
    for hunk in hunks:
        if hunk.cosmetic or hunk.kind is HunkKind.LINK_MOVED:
            continue
        item = _added(hunk, known) or _removed(hunk, standing, is_partial) or _reworded(hunk, known)
        if item:
            found.append(item)
    return _without_layout(found, known)


def _without_layout(found: list[News], seen: Collection[bytes]) -> list[News]:
    """Leave out what a new layout alone explains: masses that only go, or known entries that stand in new places."""
    lost = [n for n in found if n.sign in (Sign.GONE, Sign.LEAVES)]
    gained = [n for n in found if n.sign in (Sign.NEW_PASSAGE, Sign.JOINS)]
    joined = [n for n in found if n.sign is Sign.JOINS]
    if len(lost) > _LAYOUT and len(gained) < len(lost) / 4:
        found = [n for n in found if n.sign not in (Sign.GONE, Sign.LEAVES)]
    if len(joined) > _LAYOUT:
        # What introduces a list is new itself where the list is: then its entries are news, known as they are.
        found = [n for n in found if n.sign is not Sign.JOINS or _is_new_place(n.hunk, seen)]
    return found


def _is_new_place(hunk: Hunk, seen: Collection[bytes]) -> bool:
    return bool(hunk.context) and words_key(hunk.context[-1]) not in seen


def _segment(text: str, hunk: Hunk) -> Segment:
    return Segment(text=text, kind=hunk.segment_kind, context=hunk.context)


def _added(hunk: Hunk, seen: Collection[bytes]) -> News | None:
    if hunk.kind is not HunkKind.ADDED or hunk.after is None or not _is_passage(hunk.after):
        return None
    text, place = identities(_segment(hunk.after, hunk))
    if text not in seen and not all(words_key(part) in seen for part in parts(hunk.after)):
        return News(sign=Sign.NEW_PASSAGE, hunk=hunk, added=hunk.after, removed="")
    if hunk.segment_kind in LISTED and place not in seen:
        return News(sign=Sign.JOINS, hunk=hunk, added=hunk.after, removed="")
    return None


def _removed(hunk: Hunk, standing: Collection[bytes], is_partial: bool) -> News | None:
    if hunk.kind is not HunkKind.REMOVED or hunk.before is None or is_partial or not _is_passage(hunk.before):
        return None
    text, place = identities(_segment(hunk.before, hunk))
    if hunk.segment_kind in LISTED:
        if place not in standing:
            return News(sign=Sign.LEAVES, hunk=hunk, added="", removed=hunk.before)
    elif text not in standing and hunk.segment_kind is not SegmentKind.HEADING and not dates_in(hunk.before):
        return News(sign=Sign.GONE, hunk=hunk, added="", removed=hunk.before)
    return None


def _reworded(hunk: Hunk, seen: Collection[bytes]) -> News | None:
    if hunk.kind not in (HunkKind.EDITED, HunkKind.MOVED) or not hunk.spans or hunk.after is None:
        return None
    if words_key(hunk.after) in seen or all(words_key(part) in seen for part in parts(hunk.after)):
        return None
    added = " … ".join(span.text.strip() for span in hunk.spans if span.op == "+")
    removed = " … ".join(span.text.strip() for span in hunk.spans if span.op == "-")
    if not _is_passage(hunk.after):
        return None
    return News(sign=Sign.REWORDED, hunk=hunk, added=added, removed=removed)


def _is_passage(text: str) -> bool:
    return any(c.isalpha() for c in text)
