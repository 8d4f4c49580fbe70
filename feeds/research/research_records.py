"""The answers to a researcher's questions, as they travel from what works them out to pages, files and commands.

Frozen, and made of records and plain values alone. `FirstCapture` and `Interval` are in `stands`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from feeds.research.version_runs import FirstCapture, Interval
from snapshots.frozen_class import frozen
from snapshots.records import Document, Observation, SegmentKind, Span, Version


@frozen
class EarlierWording:
    """A wording that a passage had before it was edited."""

    text: str
    context: tuple[str, ...]
    since: FirstCapture
    stood: timedelta  # from the first to the last capture that showed it
    spans: tuple[Span, ...]  # from this wording to the one after it


@frozen
class Relocation:
    """A passage that stood under other headings before a version, with the same words."""

    at: FirstCapture
    context_before: tuple[str, ...]


@frozen
class BlamedSegment:
    """A segment of a version with its past in this document.

    `since` is the first version that held these words in this place; a passage that was moved, or whose headings
    were renamed, keeps its date. `words_since` is the first one that held the words anywhere.
    """

    text: str
    kind: SegmentKind
    context: tuple[str, ...]
    since: FirstCapture
    words_since: FirstCapture
    stood: timedelta  # how long it had stood already when the version asked for was first seen
    lacked_at: datetime | None  # the last capture before `since` that showed the page without it
    absences: tuple[Interval, ...]  # times between in which the page was shown without it
    moves: tuple[Relocation, ...]  # newest first
    earlier: tuple[EarlierWording, ...]  # newest first

    @property
    def came_back(self) -> bool:
        return bool(self.absences)


@frozen
class Blame:
    """Every segment of a version with when it came."""

    document: Document
    version: Version
    first: FirstCapture  # where the record of the document begins
    segments: tuple[BlamedSegment, ...]


@frozen
class PhrasePassage:
    """A passage that holds a phrase, in one place of one document."""

    document_id: str
    text: str
    kind: SegmentKind
    context: tuple[str, ...]
    since: FirstCapture
    intervals: tuple[Interval, ...]  # when it was shown, oldest first
    version: int  # the newest one that holds it

    @property
    def is_there(self) -> bool:
        return bool(self.intervals) and self.intervals[-1].is_open


@frozen
class PhraseCount:
    """How many passages hold a phrase from a time on; None where nothing of the page was seen before."""

    at: datetime
    count: int


@frozen
class PhraseInDocument:
    """A phrase in the versions of one document."""

    document: Document
    first: FirstCapture | None  # None: never
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


@frozen
class PhraseHistory:
    """A phrase over all versions of the documents that were searched."""

    phrase: str
    is_exact: bool  # the same letters, marks and case; otherwise the same words one after the other
    documents: tuple[PhraseInDocument, ...]  # those that were ever seen, by id
    passages: tuple[PhrasePassage, ...]  # those that stand now first, then the newest
    left_out: int  # passages that are counted, and of which nothing more is told
    is_cut: bool  # more texts than are looked at hold it: counts and dates are of those that were

    @property
    def first(self) -> tuple[Document, FirstCapture] | None:
        """Return where it was first seen."""
        found = [(d.first.captured_at, d.document.id, d.document, d.first) for d in self.documents if d.first]
        return min(found, key=lambda one: one[:2])[2:] if found else None

    @property
    def last_seen_at(self) -> datetime | None:
        return max((d.last_seen_at for d in self.documents if d.last_seen_at), default=None)


@frozen
class FormField:
    """One field of a form, in its own words."""

    label: str
    asks: str  # "text", "file", "choice", "long text", ...
    is_required: bool
    options: tuple[str, ...]
    notes: tuple[str, ...]  # what the form says of it beside its label
    is_evidence: bool  # a file, or words that ask for proof

    @property
    def demand(self) -> str:
        """Return what a person has to do about it."""
        return "required" if self.is_required else "optional"

    def asks_as(self, other: FormField | None) -> bool:
        """Whether it asks for what another field asks for, whatever both are called."""
        if other is None:
            return False
        return (self.asks, self.is_required, self.is_evidence, self.options) == (
            other.asks, other.is_required, other.is_evidence, other.options,
        )  # fmt: skip


@frozen
class Friction:
    """How many things a person must do to send a form; `fields` is how many it has, required or not."""

    steps: int  # pages to go through
    fields: int
    required: int  # fields that must be filled in, but for evidence
    evidence: int  # fields that want proof, or one where words demand it
    login: int  # 1 where an account is needed

    @property
    def total(self) -> int:
        """Return the count: each step, required field, piece of evidence and a login is one."""
        return self.steps + self.required + self.evidence + self.login


@frozen
class FormState:
    """A form as one version shows it."""

    seen: FirstCapture
    fields: tuple[FormField, ...]
    posts_to: tuple[str, ...]  # "post https://..."; empty where the page doesn't say
    login: bool | None  # None: the form says nothing of it
    demands: tuple[str, ...]  # sentences that demand evidence, a reason or a login
    countries: tuple[str, ...]  # offered where a field asks for the country
    deadlines: tuple[str, ...]  # sentences that name until when
    friction: Friction


@frozen
class FieldRow:
    """One field over the states of a form, None where it was not asked."""

    label: str  # its newest one
    cells: tuple[FormField | None, ...]


@frozen
class FormHistory:
    """A form over time: a state for each version in which it differs from the one before."""

    document: Document
    states: tuple[FormState, ...]  # oldest first; empty where no version holds a form
    rows: tuple[FieldRow, ...]  # in the order of the newest form, then those that are gone


@frozen
class ScopeQuote:
    """The words that a state of a cell rests on."""

    text: str
    context: tuple[str, ...]
    condition: str  # "" where none is stated


@frozen
class ScopeStep:
    """The states of a cell from a version on; two where the text says two things."""

    seen: FirstCapture
    states: tuple[str, ...]  # allowed, conditional, suspended, excluded, not mentioned


@frozen
class ScopeCell:
    """One purpose, one audience, one kind of data: what a document says of them, and since when."""

    purpose: str
    audience: str  # "" where none is stated
    data: str
    steps: tuple[ScopeStep, ...]  # oldest first; at least one
    quotes: tuple[ScopeQuote, ...]  # of the newest state

    @property
    def states(self) -> tuple[str, ...]:
        return self.steps[-1].states

    @property
    def is_mentioned(self) -> bool:
        return self.states != (NOT_MENTIONED,)


FOREMOST = ("ai_training", "ai_features", "ads")
"""Purposes that people come for: they are told before the others."""

NOT_MENTIONED = "not mentioned"
"""The state of a cell of which no sentence was found; it is never "excluded"."""


@frozen
class ScopeTable:
    """What a document says of whose data for which purpose, as of one of its versions, and how that came."""

    document: Document
    version: FirstCapture
    first: FirstCapture  # where the record begins
    cells: tuple[ScopeCell, ...]  # by purpose, audience, data
    labels: tuple[tuple[str, str, str], ...]  # slot (purpose, audience, data), id, words

    def label(self, slot: str, name: str) -> str:
        """Return the words for an id of a purpose, an audience or a kind of data."""
        return next((words for kind, known, words in self.labels if (kind, known) == (slot, name)), name)


@frozen
class RegionPair:
    """Two passages, one of each text, that say nearly the same."""

    first: str
    second: str
    context: tuple[str, ...]
    context_second: tuple[str, ...]
    spans: tuple[Span, ...]  # "-" stands in the first alone, "+" in the second alone


@frozen
class RegionPassage:
    """A passage that one text alone holds."""

    text: str
    kind: SegmentKind
    context: tuple[str, ...]
    since: FirstCapture


@frozen
class RegionQuestion:
    """What both texts say of one thing: a cell of the scope, a right, a legal basis."""

    slot: str  # scope | right | basis
    label: str
    first: tuple[str, ...]  # states; empty where the text is silent
    second: tuple[str, ...]
    first_quote: str
    second_quote: str


@frozen
class RegionComparison:
    """Two variants of a document at one date. Nothing in it is a change over time."""

    first: Document
    second: Document
    first_version: FirstCapture
    second_version: FirstCapture
    not_compared: str  # why the words could not be laid side by side, "" where they were; questions are answered still
    same: int  # passages that are word for word the same
    pairs: tuple[RegionPair, ...]
    only_first: tuple[RegionPassage, ...]
    only_second: tuple[RegionPassage, ...]
    questions: tuple[RegionQuestion, ...]  # on which the two differ
    agreed: int  # questions on which they don't


@frozen
class DocumentHistory:
    """What an edition knows of a document: nothing that was recorded after it was taken."""

    document: Document
    versions: Sequence[Version]  # oldest first
    observations: Sequence[Observation]


class Research(Protocol):
    """Who answers a researcher's questions; the product hands one in.

    Every function raises `ArchiveError` where the archive has no such document or version, and `BadQuestion` where
    a question can't be answered.
    """

    def within(self, histories: Mapping[str, DocumentHistory]) -> Research:
        """Return who answers from these histories alone, by document id, however the archive grows meanwhile."""

    def blame(self, document_id: str, number: int) -> Blame:
        """Return since when each segment of a version stands."""

    def phrase(self, phrase: str, document_id: str | None = None, *, is_exact: bool = False) -> PhraseHistory:
        """Return a phrase over all versions, of one document or of all."""

    def near(self, phrase: str, document_id: str | None = None) -> tuple[str, ...]:
        """Return what newest versions say in place of a phrase that none holds: other forms, other words for it."""

    def scope(self, document_id: str, number: int, *, with_quotes: bool = True) -> ScopeTable:
        """Return whose data a version lets be used for what, and since when; without quotes it is quicker."""

    def form(self, document_id: str) -> FormHistory:
        """Return the form of a document over its versions; one without a form has no states."""

    def regions(self, first: str, first_number: int, second: str, second_number: int) -> RegionComparison:
        """Return two variants side by side, each in one of its versions."""
