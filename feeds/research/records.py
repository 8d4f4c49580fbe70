"""The answers to a researcher's questions, as they travel from what works them out to pages, files and commands.

Frozen, and made of records and plain values alone. `Seen` and `Interval` are in `stands`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.research.stands import Interval, Seen
from snapshots.records import Document, SegmentKind, Span, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierWording:
    """A wording that a passage had before it was edited."""

    text: str
    context: tuple[str, ...]
    since: Seen
    stood: timedelta  # from the first to the last capture that showed it
    spans: tuple[Span, ...]  # from this wording to the one after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Relocation:
    """A passage that stood under other headings before a version, with the same words."""

    at: Seen
    context_before: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlamedSegment:
    """A segment of a version with its past in this document.

    `since` is the first version that held these words in this place; a passage that was moved, or whose headings
    were renamed, keeps its date. `words_since` is the first one that held the words anywhere.
    """

    text: str
    kind: SegmentKind
    context: tuple[str, ...]
    since: Seen
    words_since: Seen
    stood: timedelta  # from the first capture that showed it to the last one of the version asked for
    lacked_at: datetime | None  # the last capture before `since` that showed the page without it
    absences: tuple[Interval, ...]  # times between in which the page was shown without it
    moves: tuple[Relocation, ...]  # newest first
    earlier: tuple[EarlierWording, ...]  # newest first

    @property
    def came_back(self) -> bool:
        return bool(self.absences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """Every segment of a version with when it came."""

    document: Document
    version: Version
    first: Seen  # where the record of the document begins
    segments: tuple[BlamedSegment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasePassage:
    """A passage that holds a phrase, in one place of one document."""

    document_id: str
    text: str
    kind: SegmentKind
    context: tuple[str, ...]
    since: Seen
    intervals: tuple[Interval, ...]  # when it was shown, oldest first
    version: int  # the newest one that holds it

    @property
    def is_there(self) -> bool:
        return bool(self.intervals) and self.intervals[-1].is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseCount:
    """How many passages hold a phrase from a time on; None where nothing of the page was seen before."""

    at: datetime
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseInDocument:
    """A phrase in the versions of one document."""

    document: Document
    first: Seen | None  # None: never
    last_seen_at: datetime | None  # the last capture that showed it
    intervals: tuple[Interval, ...]
    counts: tuple[int, ...]  # passages that hold it in version 1, 2, ...
    steps: tuple[PhraseCount, ...]  # over time, as the page showed it
    not_seen_since: datetime | None  # the page itself, None while it is seen

    @property
    def now(self) -> int:
        return self.steps[-1].count if self.steps else 0

    @property
    def versions_with(self) -> int:
        return sum(1 for count in self.counts if count)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseHistory:
    """A phrase over all versions of the documents that were searched."""

    phrase: str
    is_exact: bool  # the same letters, marks and case; otherwise the same words one after the other
    documents: tuple[PhraseInDocument, ...]  # those that were ever seen, by id
    passages: tuple[PhrasePassage, ...]  # those that stand now first, then the newest
    is_cut: bool  # more passages than are looked at hold it: counts and dates are of those that were

    @property
    def first(self) -> tuple[Document, Seen] | None:
        """Return where it was first seen."""
        found = [(d.first.captured_at, d.document.id, d.document, d.first) for d in self.documents if d.first]
        return min(found, key=lambda one: one[:2])[2:] if found else None

    @property
    def last_seen_at(self) -> datetime | None:
        return max((d.last_seen_at for d in self.documents if d.last_seen_at), default=None)
