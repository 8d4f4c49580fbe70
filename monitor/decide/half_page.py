"""Whether a page shows part of a document only: much is gone and little came, or a fault stands in the place of it.

Where a page had two editions and has one, nothing is missing: every section still stands there. Remembers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.decide.prose import length, prose_of, share_kept
from monitor.extract.text import key
from monitor.rules.signs import Signs
from snapshots.records import Extraction, Hunk, HunkKind, SegmentKind

NEW_TEXT = frozenset([HunkKind.ADDED, HunkKind.EDITED, HunkKind.FIELD_CHANGED])
"""The kinds of differences that bring words."""

_MASS_LOSS = 0.10  # of the characters of the last version
_REWRITTEN = 0.05  # of the prose of the last version is all that is left
_LOSS_OVER_GAIN = 1.3  # a rewrite brings about as much as it takes; a half page does not
_FAULT = 300  # characters of what a page says of a fault at most
_UNDER_FAULT = 4  # times as much went as the fault takes
_SECTIONS = 4  # of an edition at least
_STILL_THERE = 0.7  # of the sections that stood there once more


def is_half_page(base: Extraction, shown: Extraction, hunks: Sequence[Hunk], signs: Signs) -> bool:
    """Whether a page lacks part of the last version `base`, from which `hunks` lead to it."""
    if is_rewritten(base, shown) or has_one_edition_left(shown, hunks):
        return False
    return _is_mass_loss(base, hunks) or bool(faults_in(hunks, signs))


def faults_in(hunks: Sequence[Hunk], signs: Signs) -> tuple[Hunk, ...]:
    """Return the passages that came where a fault is all that came, in the place of much more: none otherwise."""
    came = [hunk for hunk in hunks if hunk.kind in NEW_TEXT and not hunk.cosmetic]
    said = [hunk.after or "" for hunk in came]
    lost = sum(len(hunk.before or "") for hunk in hunks if hunk.kind is HunkKind.REMOVED)
    size = sum(map(len, said))
    if not 0 < size <= _FAULT or lost < _UNDER_FAULT * size or not all(hunk.kind is HunkKind.ADDED for hunk in came):
        return ()
    return tuple(came) if any(signs.has("error", text) for text in said) else ()


def is_rewritten(base: Extraction, shown: Extraction) -> bool:
    """Whether nothing is left of the passages of before: of half a page something is."""
    return share_kept(prose_of(base), prose_of(shown)) < _REWRITTEN


def has_one_edition_left(shown: Extraction, hunks: Sequence[Hunk]) -> bool:
    """Whether what went was the second of two editions: the headings that went still stand there, once less."""
    gone = [hunk.before or "" for hunk in hunks if hunk.kind is HunkKind.REMOVED and _is_heading(hunk)]
    there = {key(segment.text) for segment in shown.segments if segment.kind is SegmentKind.HEADING}
    return len(gone) >= _SECTIONS and sum(key(text) in there for text in gone) >= _STILL_THERE * len(gone)


def _is_heading(hunk: Hunk) -> bool:
    return hunk.segment_kind is SegmentKind.HEADING


def _is_mass_loss(base: Extraction, hunks: Sequence[Hunk]) -> bool:
    lost = sum(len(h.before or "") for h in hunks if h.kind is HunkKind.REMOVED)
    gained = sum(len(h.after or "") for h in hunks if h.kind is HunkKind.ADDED)
    return lost > _MASS_LOSS * length(base.segments) and lost > _LOSS_OVER_GAIN * gained
