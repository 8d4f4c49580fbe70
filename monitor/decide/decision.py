"""The decider: handed what is remembered, the last version and a new extraction, it says what this is.

It reads no clock and writes nothing: the time of the capture is an argument, what to remember next is
part of the decision.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.decide.plausible import implausible, implausible_first, length
from monitor.decide.recollection import Recollection, links_digest, text_digest
from monitor.diff import compare, merge
from monitor.extract import PageFacts
from monitor.extract.dates import stated_date
from monitor.extract.identity import identities, is_known
from monitor.extract.language import language_of
from snapshots.records import Extraction, Hunk, HunkKind, Outcome, Segment

HELD_FOR = timedelta(days=180)
"""How long a mass of missing text is "not seen" before it counts as removed: half pages were seen to last 128 days."""

STOOD_FOR = timedelta(days=28)
"""How long a text must have stood for taking it back to be told as a reversal rather than counted as a flicker."""

_MASS_LOSS = 0.10  # of the characters of the last version
_LOSS_OVER_GAIN = 1.3  # a rewrite brings about as much as it takes; a half page does not
_NEW_TEXT = frozenset([HunkKind.ADDED, HunkKind.EDITED, HunkKind.FIELD_CHANGED])


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstVersion:
    """The first capture that shows the document."""

    extraction: Extraction
    memory: Recollection


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A text not seen before, or a reversal: one seen before that comes back after another had stood for weeks.

    `extraction` is the effective text: with what a half page lacks carried over.
    """

    extraction: Extraction
    hunks: tuple[Hunk, ...]
    memory: Recollection
    partial: bool = False
    is_reversal: bool = False
    is_computed: bool = True
    first_attempt: int = 0  # the attempt that first showed it, where that is an earlier one


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The text of the current version again."""

    memory: Recollection


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A text that an earlier version had: a flicker."""

    version: int
    memory: Recollection


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete:
    """Half a page with nothing new in it; what is missing is held."""

    detail: str
    memory: Recollection


@dataclass(frozen=True, slots=True, kw_only=True)
class NotThePage:
    """A wall, an error page, a shell or a wrong variant; the memory stays."""

    outcome: Outcome
    detail: str


Decision = FirstVersion | NewVersion | Unchanged | Returned | Incomplete | NotThePage


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One capture as the decider sees it."""

    extraction: Extraction
    facts: PageFacts
    captured_at: datetime
    attempt: int


def upgrade(memory: Recollection, base: Extraction) -> Recollection:
    """Return the memory after the current version was read again, as `base`, by another extractor."""
    digest = text_digest(base.segments)
    return replace(
        memory.with_seen(base),
        text_sha256=digest,
        links_sha256=links_digest(base),
        extractor=base.extractor,
        states={**memory.states, digest: memory.version},
        missing_sha256="",  # of the old reading
    )


def decide(memory: Recollection, base: Extraction | None, shown: Shown) -> Decision:
    """Say what a capture is to a document whose current version has the effective text `base`.

    `base` and the capture were read by the same extractor; see `upgrade` for when that changes.
    """
    extraction = shown.extraction
    if base is None:
        return _first(memory, shown)
    digest, links = text_digest(extraction.segments), links_digest(extraction)
    if digest == memory.text_sha256:
        settled = _settled(memory)
        if links == memory.links_sha256:
            return Unchanged(memory=settled)
        hunks = compare(base, extraction).hunks
        if not hunks:
            return Unchanged(memory=replace(settled, links_sha256=links))
        return NewVersion(extraction=extraction, hunks=hunks, memory=_remember(memory, extraction, shown))
    if digest == memory.missing_sha256 and not _is_overdue(memory, shown):
        return Incomplete(detail="the same half page as before", memory=memory)
    if digest in memory.states:
        return _returned(memory, base, shown)
    new_length = sum(len(s.text) for s in extraction.segments if not is_known(s.text, memory.seen))
    wrong = implausible(base.segments, memory.language, extraction, shown.facts, new_length)
    if wrong:
        return NotThePage(outcome=wrong[0], detail=wrong[1])
    return _changed(memory, base, shown, digest)


def _first(memory: Recollection, shown: Shown) -> Decision:
    wrong = implausible_first(shown.extraction, shown.facts)
    if wrong:
        return NotThePage(outcome=wrong[0], detail=wrong[1])
    return FirstVersion(extraction=shown.extraction, memory=_remember(memory, shown.extraction, shown))


def _changed(memory: Recollection, base: Extraction, shown: Shown, digest: str) -> Decision:
    extraction = shown.extraction
    comparison = compare(base, extraction)
    if not comparison.computed:
        remembered = _remember(memory, extraction, shown)
        return NewVersion(extraction=extraction, hunks=(), memory=remembered, is_computed=False)
    gone = [h for h in comparison.hunks if h.kind is HunkKind.REMOVED]
    if not _is_mass_loss(base.segments, comparison.hunks) or _is_overdue(memory, shown):
        remembered = _remember(memory, extraction, shown)
        first_attempt = memory.missing_attempt if _is_overdue(memory, shown) else 0
        return NewVersion(extraction=extraction, hunks=comparison.hunks, memory=remembered, first_attempt=first_attempt)
    since = {
        "missing_since": memory.missing_since or shown.captured_at,
        "missing_attempt": memory.missing_attempt or shown.attempt,
        "missing_sha256": digest,
    }
    told = tuple(h for h in comparison.hunks if h.kind is not HunkKind.REMOVED)
    merged = replace(extraction, segments=merge(base.segments, extraction.segments))
    detail = f"{len(gone)} passages of the last complete version are not shown"
    if not any(_is_news(h, memory) for h in told):
        return Incomplete(detail=detail, memory=replace(memory, **since))  # type: ignore[arg-type]
    effective = compare(base, merged).hunks
    remembered = replace(_remember(memory, merged, shown), **since)  # type: ignore[arg-type]
    return NewVersion(extraction=merged, hunks=effective, memory=remembered, partial=True)


def _returned(memory: Recollection, base: Extraction, shown: Shown) -> Returned | NewVersion:
    digest = text_digest(shown.extraction.segments)
    version = memory.states[digest]
    stood = memory.since is not None and shown.captured_at - memory.since >= STOOD_FOR
    if stood and version != memory.version and memory.missing_since is None:
        hunks = compare(base, shown.extraction).hunks
        remembered = _remember(memory, shown.extraction, shown)
        return NewVersion(extraction=shown.extraction, hunks=hunks, memory=remembered, is_reversal=True)
    settled = replace(
        _settled(memory),
        version=version,
        since=memory.since if version == memory.version else shown.captured_at,
        text_sha256=digest,
        links_sha256=links_digest(shown.extraction),
    )
    return Returned(version=version, memory=settled)


def _is_mass_loss(base: tuple[Segment, ...], hunks: tuple[Hunk, ...]) -> bool:
    lost = sum(len(h.before or "") for h in hunks if h.kind is HunkKind.REMOVED)
    gained = sum(len(h.after or "") for h in hunks if h.kind is HunkKind.ADDED)
    return lost > _MASS_LOSS * length(base) and lost > _LOSS_OVER_GAIN * gained


def _is_news(hunk: Hunk, memory: Recollection) -> bool:
    if hunk.kind not in _NEW_TEXT or hunk.cosmetic or hunk.after is None:
        return False
    segment = Segment(text=hunk.after, kind=hunk.segment_kind, context=hunk.context)
    return identities(segment)[0] not in memory.seen


def _is_overdue(memory: Recollection, shown: Shown) -> bool:
    return memory.missing_since is not None and shown.captured_at - memory.missing_since >= HELD_FOR


def _settled(memory: Recollection) -> Recollection:
    return replace(memory, missing_since=None, missing_attempt=0, missing_sha256="", open_alert="")


def _remember(memory: Recollection, effective: Extraction, shown: Shown) -> Recollection:
    number = memory.newest + 1
    digest = text_digest(effective.segments)
    stated = stated_date(effective.segments)
    return replace(
        _settled(memory).with_seen(shown.extraction),
        version=number,
        newest=number,
        since=shown.captured_at,
        text_sha256=digest,
        links_sha256=links_digest(effective),
        extractor=effective.extractor,
        language=memory.language or language_of(effective),
        states={**memory.states, digest: number, text_digest(shown.extraction.segments): number},
        stated=max(memory.stated, stated.isoformat() if stated else ""),
    )
