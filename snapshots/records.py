"""The records that travel between the four packages: frozen, typed, with no behaviour but their own checks.

No record holds a captured body for longer than the hand-over that keeps it: bodies are loaded
through the archive by their sha256.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from snapshots.frozen_class import frozen
from snapshots.phrases import ToldPhrase


def require_utc(moment: datetime, name: str) -> datetime:
    """Return `moment` in UTC; a naive time is refused, because nobody can say what instant it means."""
    if moment.tzinfo is None:
        raise ValueError(f"{name} must carry a time zone")
    return moment.astimezone(UTC)


class Outcome(StrEnum):
    """How an attempt to see a page ended. Only `captured` and `not_modified` show the page."""

    CAPTURED = "captured"
    NOT_MODIFIED = "not modified"
    ROBOTS = "refused by robots.txt"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not found"
    GONE = "gone"
    TOO_MANY_REQUESTS = "too many requests"
    CLIENT_ERROR = "client error"
    SERVER_ERROR = "server error"
    TIMEOUT = "time-out"
    DNS = "name not resolved"
    TLS = "TLS failure"
    UNREACHABLE = "unreachable"
    REDIRECT_LOOP = "redirect loop"
    TOO_LARGE = "too large"
    NO_BROWSER = "no browser on this machine"
    NOT_TEXT = "not text"
    UNREADABLE = "could not be read"
    EMPTY = "empty shell"
    ERROR_PAGE = "error page with status 200"
    LOGIN_WALL = "login wall"
    CONSENT_WALL = "consent wall"
    BOT_CHALLENGE = "bot challenge"
    INCOMPLETE = "half a page"
    WRONG_REGION = "wrong region"
    WRONG_LANGUAGE = "wrong language"
    OLDER_EDITION = "older edition"
    WALL = "login or consent wall"  # only in archives written before the kinds of walls were told apart
    WRONG_VARIANT = "wrong region, language or edition"  # likewise


class Severity(StrEnum):
    """How grave a change is; `low` never alerts."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)

    @property
    def is_alerting(self) -> bool:
        return self is not Severity.LOW


class Direction(StrEnum):
    """Whether a change lets more be done with people's data (widens) or less (narrows)."""

    WIDENS = "widens"
    NARROWS = "narrows"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class DocumentKind(StrEnum):
    """What a document is for."""

    PRIVACY_POLICY = "privacy-policy"
    AI_NOTICE = "ai-notice"
    OPT_OUT_FORM = "opt-out-form"
    TERMS = "terms"
    TRACKERS = "trackers"


@frozen
class Document:
    """One watched page: what a declaration declares, or an import makes."""

    id: str  # lower-case words joined by hyphens
    title: str
    service: str  # "Facebook"
    kind: DocumentKind
    url: str
    language: str = ""  # BCP 47, "" where undeclared
    region: str = ""  # "eu", "us", "" where undeclared


class HopPurpose(StrEnum):
    """What a request was made for."""

    ROBOTS = "robots.txt"
    REDIRECT = "redirect"
    PAGE = "page"
    PART = "part"  # scripts, styles and pictures of a page that a browser shows
    TIMEMAP = "timemap"
    MEMENTO = "memento"
    COLLECTION = "collection"  # a version that another archive of terms holds
    LINK = "link"


@frozen
class Hop:
    """One request that was made on the way to the last one of an exchange, and its answer."""

    purpose: HopPurpose
    url: str
    status: int
    request_headers: tuple[tuple[str, str], ...] = ()
    response_headers: tuple[tuple[str, str], ...] = ()
    ip: str = ""
    protocol: str = ""
    tls_leaf_sha256: str = ""
    wire_sha256: str = ""
    wire_length: int = 0


@frozen
class Exchange:
    """What went over the wire for one attempt, as far as the channel can tell.

    Status, headers, address, certificate and wire are those of the last request; what came before it is in
    `preceding`. Of a page that a browser showed, the last request is the one of its main document, while the
    body kept is what its scripts made of it. Of a memento they are what the archive recorded.
    """

    document_id: str
    requested_url: str
    final_url: str
    started_at: datetime  # aware UTC
    captured_at: datetime  # aware UTC; when the answer was complete, or the attempt was given up
    channel: str  # http | browser | one of `SECOND_HAND` or `IMPORTED` | a plug-in's
    tool: str  # name/version of what fetched
    status: int | None = None  # HTTP status of the last hop
    hops: tuple[str, ...] = ()  # addresses passed on the way, requested_url first
    request_headers: tuple[tuple[str, str], ...] = ()
    response_headers: tuple[tuple[str, str], ...] = ()
    ip: str = ""
    protocol: str = ""
    tls_leaf_sha256: str = ""
    wire_sha256: str = ""  # of the bytes as transferred, content-encoded
    wire_length: int | None = None
    source: str = ""  # where a record came from: its WARC-Record-ID, or the address of a raw memento
    preceding: tuple[Hop, ...] = ()  # robots.txt, redirects and TimeMaps, in their order
    seen_through: str = ""  # of a failure: the channel that showed the page at the same look, "" for none
    provenance: tuple[tuple[str, str], ...] = ()  # of what others captured: who, from where and how, each by a name
    reads_anew: bool = False  # what made it read the page in another way than before: a difference is no news

    def __post_init__(self) -> None:
        object.__setattr__(self, "started_at", require_utc(self.started_at, "started_at"))
        object.__setattr__(self, "captured_at", require_utc(self.captured_at, "captured_at"))

    @property
    def provenance_words(self) -> str:
        """Return who captured it, from where and how, on one line; "" for a look of our own."""
        return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in self.provenance)


BROWSER = "browser"
"""The channel whose bodies are what a browser made of a page, with the text that it showed at the end."""

TERMS_ARCHIVE = "terms-archive"
"""The channel of what was imported from a collection of Open Terms Archive, as text that it made of pages."""

COLLECTION = "collection"
"""The channel that follows such a collection while it grows."""

OF_COLLECTIONS = frozenset([TERMS_ARCHIVE, COLLECTION])

SECOND_HAND = frozenset(["memento", COLLECTION])
"""The channels of what others captured: of any time, and that they have nothing newer says nothing of the page."""

IMPORTED = frozenset(["warc", TERMS_ARCHIVE, "hand"])
"""The channels of what was captured elsewhere and brought in by a person, who says which document it is."""


@frozen
class Capture:
    """An answer that shows a page: status 200 and a body of text."""

    exchange: Exchange
    body: bytes  # content-decoded, in its original charset
    media_type: str = "text/html"
    charset: str = ""  # as the headers said it, "" where they did not
    screenshot: bytes | None = None  # PNG, where a browser showed the page


@frozen
class CaptureFailure:
    """An attempt that shows no page, or NOT_MODIFIED; the body, where there was one, is evidence too."""

    exchange: Exchange
    outcome: Outcome
    detail: str  # one line a person can act on
    body: bytes | None = None
    media_type: str = ""
    charset: str = ""
    screenshot: bytes | None = None


@frozen
class Attempt:
    """One kept row of the append-only log: a capture or a failure, chained to the row before it."""

    sequence: int  # from 1, over all documents
    exchange: Exchange
    outcome: Outcome
    detail: str
    media_type: str
    charset: str
    body_sha256: str  # "" where there was no body
    body_length: int
    is_revisit: bool  # the same bytes were kept for this document before
    previous_hash: str  # 64 hex digits; all zeros for the first row
    hash: str
    screenshot_sha256: str = ""  # kept like a body; "" where no browser showed the page
    records_head: str = ""  # of the chain over changes, tellings and holds when this was kept; "" for none yet


class SegmentKind(StrEnum):
    """What a segment is on the page."""

    HEADING = "heading"
    SENTENCE = "sentence"
    BULLET = "bullet"
    CELL = "cell"
    FIELD = "field"
    NOTE = "note"  # how the page was read, in square brackets: not the page's own words


@frozen
class Segment:
    """A sentence, bullet, table cell or heading with what it stands under."""

    text: str
    kind: SegmentKind
    context: tuple[str, ...] = ()  # headings, table row and column, list lead-in; outermost first


@frozen
class Link:
    """A link of the page, apart from the text; its address is canonical."""

    text: str
    url: str
    context: tuple[str, ...] = ()


@frozen
class Extraction:
    """What a page says: ordered segments, and its links beside them."""

    title: str
    language: str  # as the page declares it
    segments: tuple[Segment, ...]
    links: tuple[Link, ...]
    extractor: str  # name and version of the extractor and segmenter, and the declaration's selectors


class VersionKind(StrEnum):
    """Why a version was recorded. Only an update may alert."""

    FIRST = "first version"
    UPDATE = "update"
    TECHNICAL = "technical upgrade"


@frozen
class Version:
    """A text that a document was seen to have, as its captures showed it."""

    document_id: str
    number: int  # from 1 within the document
    kind: VersionKind
    attempt: int  # sequence of the attempt that showed it
    captured_at: datetime
    body_sha256: str
    text_sha256: str  # digest of the segments with their context
    extractor: str
    partial: bool = False  # part of the text was carried over from the last complete version
    lineage: int = 1  # which of the texts served at the address it is of, numbered as they were first served


class HunkKind(StrEnum):
    """What happened to a segment or a link."""

    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"
    MOVED = "moved"
    LINK_MOVED = "link moved"
    FIELD_CHANGED = "field changed"


class SpanOp(StrEnum):
    """What became of a run of words."""

    KEPT = "="
    REMOVED = "-"
    ADDED = "+"


@frozen
class Span:
    """A run of whole words inside an edited segment."""

    op: SpanOp
    text: str


@frozen
class Hunk:
    """One difference between two versions; positions count segments from 0."""

    kind: HunkKind
    before: str | None = None
    after: str | None = None
    context: tuple[str, ...] = ()  # where it stands now, or stood if it is gone
    context_before: tuple[str, ...] = ()  # where it stood, if that differs
    old: int | None = None
    new: int | None = None
    spans: tuple[Span, ...] = ()  # word-level, for edited and moved-and-edited segments
    segment_kind: SegmentKind = SegmentKind.SENTENCE
    cosmetic: bool = False  # spelling variant, case, punctuation, house style


@frozen
class Change:
    """What one version changed against the one before it."""

    document_id: str
    number: int  # from 1 over the archive; the address of its page
    from_version: int
    to_version: int
    captured_at: datetime  # the capture that first showed it
    previous_captured_at: datetime
    decided_at: datetime  # the capture at which it was told
    severity: Severity
    hunks: tuple[Hunk, ...]
    partial: bool = False
    computed: bool = True  # False: a guard fired and the diff was not computed
    lacked_at: datetime | None = None  # the last capture before it that showed the page without it, None for none
    worth_a_look: tuple[Finding, ...] = ()  # what would be grave and is too unsure for an alert


@frozen
class TextRun:
    """A text that stood in a document over consecutive versions; one that comes back has another run."""

    document_id: str
    text: str
    since: int  # number of the version that it came with
    until: int | None  # number of the first version without it, None while it stands


@frozen
class ChangeLine:
    """A change without its hunks: what a list says of it."""

    document_id: str
    number: int
    from_version: int
    to_version: int
    captured_at: datetime
    previous_captured_at: datetime
    decided_at: datetime
    severity: Severity
    partial: bool
    computed: bool
    worth_a_look: int  # how many findings of that kind it holds
    tally: tuple[tuple[str, int], ...]  # hunks by kind, those of form alone apart as "cosmetic"; in a fixed order
    digest: str  # sha256 of the change's canonical JSON
    lacked_at: datetime | None = None  # as in `Change`

    @property
    def hunks(self) -> int:
        return sum(number for _, number in self.tally)


@frozen
class Evidence:
    """A verbatim quote that a finding rests on."""

    op: HunkKind
    before_text: str | None
    after_text: str | None
    context: tuple[str, ...] = ()
    severity: Severity | None = None  # of what it quotes, by itself; None where that is its finding's


_REASON = re.compile(r"(?P<words>.+) (?P<points>[+-][0-9]{1,9})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reason:
    """One term of the sum that a severity is; `points` is None where it adds nothing and only says why.

    Archives and JSON hold it as text, "new data +3": `str` writes it and `parse` reads it, here and nowhere else.
    """

    words: str
    points: int | None = None

    def __str__(self) -> str:
        return self.words if self.points is None else f"{self.words} {self.points:+d}"

    @classmethod
    def parse(cls, text: str) -> Reason:
        """Return the reason whose text this is; what `str` would write otherwise is kept as words alone."""
        match = _REASON.fullmatch(text)
        reason = cls(match["words"], int(match["points"])) if match else cls(text)
        return reason if str(reason) == text else cls(text)


@frozen
class Finding:
    """One thing that a change means."""

    headline: str
    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    rules: tuple[str, ...]
    severity_reasons: tuple[Reason, ...]
    evidence: tuple[Evidence, ...]
    sure: int | None = None  # how sure the reading is, in hundredths; None in archives that did not say it yet
    sure_reasons: tuple[Reason, ...] = ()  # the terms of that sum
    phrase: ToldPhrase | None = None  # what the headline is made of, None in archives that did not keep it yet


@frozen
class AlertPlace:
    """Where else a change was told: in another of the texts served at the address."""

    document_id: str
    lineage: int
    captured_at: datetime  # the capture that first showed it there
    alert_id: str


@frozen
class Alert:
    """What people are told of one change of one document; the JSON names are a contract."""

    id: str  # tag: URI (RFC 4151), minted once and stored
    change: int  # number of the change it tells
    document_id: str
    captured_at: datetime
    previous_captured_at: datetime
    decided_at: datetime
    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    headline: str
    summary: str
    effective_date: str  # ISO date the text names, "" where it names none
    partial: bool
    rules: tuple[str, ...]
    severity_reasons: tuple[Reason, ...]
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    follows: str = ""  # id of the alert whose half page this one completes, or that told the same of another text
    pack: str = ""  # version and hash of the rules that judged it; "" in archives that did not keep it yet
    lineage: int = 1  # which of the texts served at the address it is of
    lacked_at: datetime | None = None  # the last capture before it that showed the page without it, None for none
    places: tuple[AlertPlace, ...] = ()  # further texts that showed the same before, oldest first
    sure: int | None = None  # of its surest finding, in hundredths; None in archives that did not say it yet
    sure_reasons: tuple[Reason, ...] = ()
    summary_phrases: tuple[
        ToldPhrase, ...
    ] = ()  # what the summary is made of; none in archives that did not keep it yet


class NoticeKind(StrEnum):
    """What the public is told of. All but an alert itself may come more than once about one alert or document."""

    ALERT = "alert"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    UNSEEN = "unseen"  # the page can no longer be seen
    SEEN_AGAIN = "seen again"
    LINK = "link"  # a watched link leads to nothing, leads elsewhere, or answers again
    LINEAGE = "lineage"  # the address serves a further text: of another region, language or edition
    EXPERT_NOTE = "expert note"  # what somebody says of an alert under their name; it changes nothing of it
    NOTE_TAKEN_BACK = "note taken back"  # such a note stands no more


class Release(StrEnum):
    """How an alert came to be told."""

    STRAIGHT = ""  # nothing was waited for
    CONFIRMED = "confirmed"  # a second capture agreed
    UNCONFIRMED = "unconfirmed"  # no second capture agreed
    BY_PERSON = "released by a person"
    REJUDGED = "judged again under newer rules"


@frozen
class Notice:
    """One row of the journal of all that the public was ever told; feeds and deliveries are drawn from it."""

    sequence: int  # from 1 over the archive, given by it: pass 0
    id: str  # tag: URI, minted once; that of the alert for its first telling
    kind: NoticeKind
    document_id: str
    at: datetime  # aware UTC; the time of a capture wherever one led to it, so that a replay tells the same
    alert_id: str = ""  # the alert it is about, "" for none
    how: Release = Release.STRAIGHT
    note: str = ""  # a person's words, or one sentence on what is not seen
    attempt: int = 0  # the one that led to it; for what a person did pass 0: the archive puts the newest one then
    since: datetime | None = None  # unseen, seen again: when the page had last been seen
    signed_by: str = ""  # of an expert's note, and of taking it back: whose name stands under it
    quote: str = ""  # of an expert's note: the words of the alert's evidence that it is about, "" for all of it
    language: str = ""  # of an expert's note: the language it is written in, BCP 47, "" where nobody said
    takes_back: str = ""  # the id of the expert's note that stands no more

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", require_utc(self.at, "at"))


@frozen
class Rejudgement:
    """What later rules made of a change that was judged before; the newest one of a change holds.

    What was told under the earlier rules stays as it was told.
    """

    number: int  # from 1 over the archive, given by it: pass 0
    change: int
    document_id: str
    at: datetime  # aware UTC
    pack: str  # version and hash of the rules
    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    headline: str  # "" where it is no alert
    alert_id: str = ""  # the alert that tells the change, "" for none
    notice_id: str = ""  # what the public was told by it: the alert, or a correction of it

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", require_utc(self.at, "at"))


@frozen
class Rejudging:
    """Everything that judging an archive again leads to, recorded in one transaction or not at all.

    `expected` is the number of the newest rejudgement that was known: another one came in between where it is not.
    """

    expected: int
    rejudgements: tuple[Rejudgement, ...]
    alerts: tuple[Alert, ...] = ()  # of changes that had none
    notices: tuple[Notice, ...] = ()  # numbered by the archive: pass `sequence` 0


class Awaits(StrEnum):
    """What a held alert waits for."""

    SECOND_LOOK = "a second look"
    PERSON = "a person"
    NOBODY = "nobody"  # a person decided that it is not told


@frozen
class Hold:
    """Why an alert is not told yet; the newest one of an alert holds until the alert is told."""

    alert_id: str
    document_id: str
    at: datetime  # aware UTC, of the attempt that led to it
    awaits: Awaits
    reason: str  # one line

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", require_utc(self.at, "at"))


@frozen
class LinkCheck:
    """One look at where a watched link of a document leads; nothing of the page there is kept."""

    text: str  # the words of the link
    exchange: Exchange  # its `requested_url` is the link's address, `final_url` where it led
    outcome: Outcome  # CAPTURED where something answers
    detail: str = ""

    @property
    def document_id(self) -> str:
        return self.exchange.document_id

    @property
    def url(self) -> str:
        return self.exchange.requested_url


@frozen
class Observation:
    """What the judgement made of one attempt: the line `history` and the gaps are drawn from."""

    document_id: str
    attempt: int
    captured_at: datetime
    outcome: Outcome
    detail: str
    version: int | None = None  # the version it showed
    language: str = ""  # of the variant that was served, BCP 47, "" where nothing says
    region: str = ""  # "eu", "us": whose rules the text that was served speaks of, "" where nothing says
    channel: str = ""  # that made the attempt; "" in archives that did not say it yet
    seen_through: str = ""  # of a failure: the channel that showed the page at the same look
    looked_at: datetime | None = None  # where that was later than `captured_at`: a memento is as old as it is
    lineage: int = 0  # of the text that it showed, 0 where it showed none, and in archives that knew of one text only

    @property
    def at(self) -> datetime:
        """Return when the look was made."""
        return self.looked_at or self.captured_at


@frozen
class Learned:
    """A part of a document's memory that only grows: written where something is added, and never as a whole."""

    name: str
    content: bytes  # opaque; what is added follows what was


@frozen
class Judgement:
    """Everything that one attempt leads to, recorded in one transaction or not at all.

    `memory` is the decider's opaque JSON, in the place of that of before; `learned` is added to what is remembered
    under the same names. `expected_revision` guards against a second process that judged meanwhile.
    """

    document_id: str
    attempt: int
    expected_revision: int
    memory: bytes
    observation: Observation
    learned: tuple[Learned, ...] = ()
    version: Version | None = None
    extraction: Extraction | None = None  # of `version`
    change: Change | None = None  # its `number` is given by the archive: pass 0
    alert: Alert | None = None  # its `change` is given by the archive: pass 0; with it comes its telling or a hold
    notices: tuple[Notice, ...] = ()  # numbered by the archive: pass `sequence` 0
    holds: tuple[Hold, ...] = ()


@frozen
class Memory:
    """The decider's state of one document."""

    document_id: str
    revision: int = 0
    judged_attempt: int = 0  # attempts up to this sequence are judged
    content: bytes = b""
    learned: tuple[Learned, ...] = ()  # by name, all that was ever added


@frozen
class Schedule:
    """When a document is due."""

    document_id: str
    next_check_at: datetime


class NewestLook(NamedTuple):
    """How the newest judged look at a document ended, and when it is due next: what all of them are screened by."""

    document_id: str
    outcome: Outcome | None  # None before the first
    at: datetime | None
    channel: str
    next_check_at: datetime | None


@frozen
class Timestamp:
    """A token of an RFC 3161 authority over the chain's head: proof that the log, up to there, existed by then."""

    sequence: int  # the attempt whose hash was the head
    head: str  # that hash, 64 hex digits: what the token is over, as ASCII
    at: datetime  # aware UTC, as the authority says it
    authority: str  # its address
    token: str  # base64 of the DER of the TimeStampResp

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", require_utc(self.at, "at"))


@frozen
class Fault:
    """One thing `verify` found wrong."""

    subject: str
    problem: str


@frozen
class VerifyReport:
    """What `verify` looked at and found."""

    attempts: int
    bodies: int
    versions: int
    alerts: int
    notices: int
    chain_head: str
    timestamps: int = 0
    signed_heads: int = 0  # by the publisher's key
    records_head: str = ""  # of the chain over changes, tellings and holds
    faults: tuple[Fault, ...] = field(default=())
