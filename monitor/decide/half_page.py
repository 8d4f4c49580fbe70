"""Whether a page shows part of a document only: much is gone and little came, or a fault stands in the place of it.

Where a page had two editions and has one, nothing is missing: every section still stands there. What is missing is
held; what went alone, or for long, is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.decide.candidate import Candidate
from monitor.decide.decision import Incomplete, NewVersion
from monitor.decide.digests import text_digest
from monitor.decide.lone_losses import lone_losses, name_of, runs_of, still_absent
from monitor.decide.prose import length, prose_of, share_kept
from monitor.decide.remembering import remember
from monitor.decide.turns import SETTLED_AFTER
from monitor.diff import compare, merge
from monitor.diff.hunks import align_segments
from monitor.extract.identity import identities
from monitor.extract.text import key
from monitor.memory.recollection import Absent, Recollection
from monitor.memory.variant import Variant
from monitor.rules.signs import Signs
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Hunk, HunkKind, Segment, SegmentKind

HELD_FOR = timedelta(days=180)
"""How long a mass of missing text is "not seen" before it counts as removed: half pages were seen to last 128 days."""

NEW_TEXT = frozenset([HunkKind.ADDED, HunkKind.EDITED, HunkKind.FIELD_CHANGED])
"""The kinds of differences that bring words."""

_MASS_LOSS = 0.10  # of the characters of the last version
_REWRITTEN = 0.05  # of the prose of the last version is all that is left
_OF_LAST_VERSION = 0.45  # of the prose that is shown at least stood in it: half pages seen had .49 and more
_INSTEAD = 0.15  # of the characters that went came at least: less may be a note on them
_MOSTLY = 0.5  # of the characters that went
_LOSS_OVER_GAIN = 1.3  # a rewrite brings about as much as it takes; a half page does not
_FAULT = 300  # characters of what a page says of a fault at most
_UNDER_FAULT = 4  # times as much went as the fault takes
_HEAD = 3  # passages of it at least: fewer may be a banner
_SECTIONS = 4  # of an edition at least
_STILL_THERE = 0.7  # of the sections that stood there once more


def is_half_page(base: Extraction, shown: Extraction, hunks: Sequence[Hunk], signs: Signs) -> bool:
    """Whether a page lacks part of the last version `base`, from which `hunks` lead to it."""
    if is_rewritten(base, shown) or has_one_edition_left(shown, hunks):
        return False
    if _is_mass_loss(base, hunks):
        return bool(faults_in(hunks, signs)) or not _is_written_anew(base, shown, hunks)
    return bool(faults_in(hunks, signs)) or bool(lost_head(base, shown))


def faults_in(hunks: Sequence[Hunk], signs: Signs) -> tuple[Hunk, ...]:
    """Return the passages that came where a fault is all that came, in the place of much more: none otherwise."""
    came = [hunk for hunk in hunks if hunk.kind in NEW_TEXT and not hunk.cosmetic]
    said = [hunk.after or "" for hunk in came]
    lost = sum(len(hunk.before or "") for hunk in hunks if hunk.kind is HunkKind.REMOVED)
    size = sum(map(len, said))
    if not 0 < size <= _FAULT or lost < _UNDER_FAULT * size or not all(hunk.kind is HunkKind.ADDED for hunk in came):
        return ()
    return tuple(came) if any(signs.has("error", text) for text in said) else ()


def lost_head(base: Extraction, shown: Extraction) -> range:
    """Return which passages a page lacks from its first on, its title among them, where nothing stands in their place.

    Nobody takes the title from a document and puts none there: the panel that holds it has not loaded.
    """
    names, first = [key(segment.text) for segment in base.segments], shown.segments[0] if shown.segments else None
    size = names.index(key(first.text)) if first and key(first.text) in names else 0
    there = {key(segment.text) for segment in shown.segments}
    is_title = any(segment.kind is SegmentKind.HEADING for segment in base.segments[:size])
    is_gone = size >= _HEAD and is_title and not any(name in there for name in names[:size])
    return range(size if is_gone else 0)


def is_rewritten(base: Extraction, shown: Extraction) -> bool:
    """Whether nothing is left of the passages of before: of half a page something is."""
    return share_kept(prose_of(base), prose_of(shown)) < _REWRITTEN


def has_one_edition_left(shown: Extraction, hunks: Sequence[Hunk]) -> bool:
    """Whether what went was the second of two editions: the headings that went still stand there, once less."""
    gone = [hunk.before or "" for hunk in _removed(hunks) if hunk.segment_kind is SegmentKind.HEADING]
    there = {key(segment.text) for segment in shown.segments if segment.kind is SegmentKind.HEADING}
    return len(gone) >= _SECTIONS and sum(key(text) in there for text in gone) >= _STILL_THERE * len(gone)


def _is_written_anew(base: Extraction, shown: Extraction, hunks: Sequence[Hunk]) -> bool:
    """Whether a page that lacks much says other things instead: most of it is new, or stands where the most went."""
    if share_kept(prose_of(shown), prose_of(base)) < _OF_LAST_VERSION:
        return True
    lost, gained = (sum(map(len, texts)) for texts in _lost_and_gained(hunks))
    return gained >= _INSTEAD * lost and _replaced(base, shown, hunks) >= _MOSTLY * lost


def _lost_and_gained(hunks: Sequence[Hunk]) -> tuple[list[str], list[str]]:
    """Return the passages that went, and those that came."""
    gained = [hunk.after or "" for hunk in hunks if hunk.kind is HunkKind.ADDED]
    return [hunk.before or "" for hunk in _removed(hunks)], gained


def _replaced(base: Extraction, shown: Extraction, hunks: Sequence[Hunk]) -> int:
    """Return how many characters went where something else stands now: nothing stands where a panel has not loaded."""
    alignment = align_segments(base.segments, shown.segments)
    stayed = {old: new for old, new in alignment.match.items() if old not in alignment.moved}
    stayed |= {-1: -1, len(base.segments): len(shown.segments)}
    came = {hunk.new for hunk in hunks if hunk.kind is HunkKind.ADDED}
    gone = {hunk.old for hunk in _removed(hunks)}
    replaced = 0
    for start, end in runs_of([index not in gone for index in range(len(base.segments))]):
        if start - 1 in stayed and end in stayed and came.intersection(range(stayed[start - 1] + 1, stayed[end])):
            replaced += length(base.segments[start:end])
    return replaced


def _removed(hunks: Sequence[Hunk]) -> list[Hunk]:
    return [hunk for hunk in hunks if hunk.kind is HunkKind.REMOVED]


def _is_mass_loss(base: Extraction, hunks: Sequence[Hunk]) -> bool:
    lost, gained = (sum(map(len, texts)) for texts in _lost_and_gained(hunks))
    return lost > _MASS_LOSS * length(base.segments) and lost > _LOSS_OVER_GAIN * gained


def decide_half_page(
    memory: Recollection, base: Extraction, shown: Candidate, hunks: tuple[Hunk, ...], variant: Variant
) -> NewVersion | Incomplete:
    """Return that part of a page is not shown: what is new in it is told, and what went alone once that has lasted."""
    extraction = shown.extraction
    lone = [*lost_head(base, extraction), *lone_losses(base.segments, extraction.segments, hunks)]
    lost = [base.segments[index] for index in lone]
    absent = still_absent(memory.absent, lost, shown.captured_at, shown.attempt)
    lasting = lasting_losses(replace(memory, absent=absent), shown)
    taken_out = {index for index in lone if name_of(base.segments[index]) in lasting}
    kept = tuple(segment for index, segment in enumerate(base.segments) if index not in taken_out)
    missing = [base.segments[hunk.old] for hunk in _removed(hunks) if hunk.old is not None]
    names = frozenset(map(name_of, missing))
    # Where most of what is missing was still there when something was first missed, this is another gap.
    known = length([segment for segment in missing if name_of(segment) in memory.missing_names])
    is_held = memory.missing_since is not None and known >= _MOSTLY * length(missing)
    held = _Held(
        names=names & memory.missing_names if is_held else names,
        since=memory.missing_since if is_held and memory.missing_since else shown.captured_at,
        attempt=memory.missing_attempt if is_held else shown.attempt,
        sha256=text_digest(extraction.segments),
        absent={name: since for name, since in absent.items() if name not in lasting},
    )
    faults = faults_in(hunks, shown.signs)
    has_news = any(h not in faults and is_news(h, memory) for h in hunks)
    if not has_news and not taken_out:
        gone = sum(h.kind is HunkKind.REMOVED for h in hunks)
        detail = f"{gone} passages of the last complete version are not shown"
        return Incomplete(detail=detail, memory=held.noted_in(memory), variant=variant)
    read = tuple(s for index, s in enumerate(extraction.segments) if index not in {h.new for h in faults})
    merged = replace(extraction, segments=merge(kept, read))
    return NewVersion(
        extraction=merged,
        hunks=compare(base, merged).hunks,
        memory=held.noted_in(remember(memory, merged, shown, memory.served)),
        partial=True,
        is_lasting_loss=bool(taken_out),
        first_attempt=min((attempt for _, attempt in lasting.values()), default=0),
    )


@frozen
class _Held:
    """What is not shown of a page, since when, at which attempt, and the digest of what is."""

    names: frozenset[str]
    since: datetime
    attempt: int
    sha256: str
    absent: Absent

    def noted_in(self, memory: Recollection) -> Recollection:
        return replace(
            memory,
            missing_names=self.names,
            missing_since=self.since,
            missing_attempt=self.attempt,
            missing_sha256=self.sha256,
            absent=self.absent,
        )


def lasting_losses(memory: Recollection, shown: Candidate) -> Absent:
    """Return the passages that went alone and have not been seen for days."""
    return {
        name: (since, attempt)
        for name, (since, attempt) in memory.absent.items()
        if shown.captured_at - since >= SETTLED_AFTER
    }


def is_held_loss(memory: Recollection, base: Extraction, hunks: Sequence[Hunk]) -> bool:
    """Whether all that a page lacks which is whole again was missing ever since part of it was first not seen."""
    gone = [hunk.old for hunk in _removed(hunks) if hunk.old is not None]
    is_known = bool(gone) and all(name_of(base.segments[place]) in memory.missing_names for place in gone)
    return memory.missing_since is not None and is_known and not any(is_news(hunk, memory) for hunk in hunks)


def is_overdue(memory: Recollection, shown: Candidate) -> bool:
    return memory.missing_since is not None and shown.captured_at - memory.missing_since >= HELD_FOR


def is_news(hunk: Hunk, memory: Recollection) -> bool:
    if hunk.kind not in NEW_TEXT or hunk.cosmetic or hunk.after is None:
        return False
    segment = Segment(text=hunk.after, kind=hunk.segment_kind, context=hunk.context)
    return identities(segment)[0] not in memory.seen
