"""The JSON names of what is on record: one table of fields for the command line, the API, data sets and the docs.

They are a contract: a name is never given another meaning and never taken back. Prints and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from feeds.published_alerts import PublishedAlert
from feeds.record_fields import (
    ID,
    NUMBER,
    SHA256,
    SHARE,
    TEXT,
    TEXTS,
    TIME,
    TRUTH,
    FieldType,
    RecordFields,
    enum,
    field,
    filled,
    inline,
    listed,
    nested,
    optional,
    record,
    text,
)
from feeds.wording import TOPICS
from snapshots import records
from snapshots.lineages import TextLineage
from snapshots.visibility import Gap
from snapshots.witnesses import Agreement, Witnessed

_DOCUMENT = "The document's id."
_SEVERITY = "low, medium, high or critical."
_DIRECTION = "widens, narrows, mixed or neutral: what it lets be done with people's data."
_TOPIC = listed(text(description="One of these, or one that later rules know.", examples=list(TOPICS)))
_TOPICS = "What it is about."
_RULES = "Ids of the rules that fired."
_REASON: FieldType[records.Reason] = FieldType(schema=TEXT.schema, encode=str, column=TEXT.column)
_REASONS = "The terms of the sum that the severity is."
_LINEAGE = "Which of the texts served at the address it is, from 1."
_GRAVITY = "How grave: the sum of `severity_reasons`, {none} where they give no points."
_SURENESS = "How sure, from 0 to 1; {none} in what was judged before it was said."
_SURE_REASONS = "The terms of the sum that the sureness is, in hundredths."
_SURE = 50  # hundredths from which on an alert is told as sure
_PARTIAL = "Only part of the page was seen."
_SEGMENT_KIND = "heading, sentence, bullet, cell, field, or note: how the page was read, and not its words."
_FIRST_SHOWN = "The capture that first showed the change."
_SHOWN_BEFORE = "The capture that first showed the version before."
_LACKED = "The last capture before it that showed the page without the change, {none} where that is not on record."
_RELEASE = "confirmed, unconfirmed, released by a person or judged again; {none} where nothing was waited for."


class Sure(StrEnum):
    """How sure an alert is, in a word."""

    SURE = "sure"
    UNCONFIRMED = "unconfirmed"
    UNSURE = "unsure"


def sure_of(told: PublishedAlert) -> Sure:
    """Return how sure an alert is; one of an archive that did not say it yet was told as sure."""
    if told.notice.how is records.Release.UNCONFIRMED:
        return Sure.UNCONFIRMED
    return Sure.SURE if told.alert.sure is None or told.alert.sure >= _SURE else Sure.UNSURE


def gravity_of(reasons: Sequence[records.Reason]) -> int | None:
    """Return the sum that a severity is made of, None where no reason has points."""
    points = [reason.points for reason in reasons if reason.points is not None]
    return max(0, sum(points)) if points else None


def share_of(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def spans(happened: FieldType[records.SpanOp]) -> FieldType[Sequence[records.Span]]:
    """Return the type of an edited text as pairs of what happened to some words and the words."""
    pair = {"type": "array", "prefixItems": [happened.schema, TEXT.schema], "minItems": 2, "maxItems": 2}
    return FieldType(
        schema={"type": "array", "items": pair},
        encode=lambda pieces: [[happened.encode(piece.op), piece.text] for piece in pieces],
    )


EVIDENCE: RecordFields[records.Evidence] = record(
    "Evidence",
    field("op", TEXT, "What happened to the words."),
    field("before_text", optional(TEXT), "Verbatim, {none} where there was none."),
    field("after_text", optional(TEXT), "Verbatim, {none} where there is none."),
    field("context", TEXTS, "Where it stands, outermost heading first."),
)

FINDING: RecordFields[records.Finding] = record(
    "Finding",
    field("headline", TEXT, "In one line."),
    field("severity", enum(records.Severity), _SEVERITY),
    field("direction", enum(records.Direction), _DIRECTION),
    field("topics", _TOPIC, _TOPICS),
    field("rules", TEXTS, _RULES),
    field("severity_reasons", listed(_REASON), _REASONS),
    field("evidence", listed(nested(EVIDENCE)), "The quotes that it rests on."),
    field("gravity", optional(NUMBER), _GRAVITY, lambda finding: gravity_of(finding.severity_reasons)),
    field("sureness", optional(SHARE), _SURENESS, lambda finding: share_of(finding.sure)),
    field("sure_reasons", listed(_REASON), _SURE_REASONS),
)

ALERT_PLACE: RecordFields[records.AlertPlace] = record(
    "Place",
    field("document", ID, _DOCUMENT, lambda place: place.document_id),
    field("lineage", NUMBER, _LINEAGE),
    field("captured_at", TIME, _FIRST_SHOWN),
    field("alert", TEXT, "Id of the alert that told it.", lambda place: place.alert_id),
)

ALERT: RecordFields[records.Alert] = inline(
    field("id", TEXT, "tag: URI, for good."),
    field("document", ID, _DOCUMENT, lambda alert: alert.document_id),
    field("captured_at", TIME, _FIRST_SHOWN),
    field("previous_captured_at", TIME, _SHOWN_BEFORE),
    field("lacked_at", optional(TIME), _LACKED),
    field("decided_at", TIME, "The capture at which it was judged."),
    field("severity", enum(records.Severity), _SEVERITY),
    field("direction", enum(records.Direction), _DIRECTION),
    field("topics", _TOPIC, _TOPICS),
    field("headline", TEXT, "What changed, in one line."),
    field("summary", TEXT, "The same with the words it rests on."),
    field("effective_date", filled(TEXT), "ISO date that the text names, {none} where it names none."),
    field("partial", TRUTH, _PARTIAL),
    field(
        "follows",
        filled(TEXT),
        "Id of the alert whose half page this one completes, or that told the same of another text.",
    ),
    field("lineage", NUMBER, _LINEAGE),
    field("places", listed(nested(ALERT_PLACE)), "Other texts at the address that showed the same before."),
    field("change", NUMBER, "The change it tells."),
    field("pack", filled(TEXT), "The rules that judged it, by version and hash."),
    field("rules", TEXTS, _RULES),
    field("severity_reasons", listed(_REASON), _REASONS),
    field("evidence", listed(nested(EVIDENCE)), "The quotes that it rests on."),
    field("findings", listed(nested(FINDING)), "What it tells one by one, gravest first."),
    field("gravity", optional(NUMBER), _GRAVITY, lambda alert: gravity_of(alert.severity_reasons)),
    field("sureness", optional(SHARE), _SURENESS, lambda alert: share_of(alert.sure)),
    field("sure_reasons", listed(_REASON), _SURE_REASONS),
)

NOTICE: RecordFields[records.Notice] = record(
    "Telling",
    field("sequence", NUMBER, "Its place in the journal."),
    field("id", TEXT, "tag: URI, for good."),
    field(
        "kind",
        enum(records.NoticeKind),
        "What was told: an alert, what was said of it since, or what is seen of a page.",
    ),
    field("document", ID, _DOCUMENT, lambda notice: notice.document_id),
    field("alert", filled(TEXT), "Id of the alert it is about, {none} for none.", lambda notice: notice.alert_id),
    field("at", TIME, "When; the time of a capture wherever one led to it."),
    field("how", filled(enum(records.Release)), _RELEASE),
    field("note", filled(TEXT), "A person's words, or one sentence on what is not seen."),
    field("since", optional(TIME), "Of a page not seen, or seen again: when it had last been seen."),
    field("signed_by", filled(TEXT), "Of an expert's note, and of taking it back: whose name stands under it."),
    field("quote", filled(TEXT), "Of an expert's note: the words of the evidence that it is about, {none} for all."),
    field("language", filled(TEXT), "Of an expert's note: what it is written in, BCP 47; {none} where nobody said."),
    field("takes_back", filled(TEXT), "Id of the expert's note that stands no more."),
)

WITNESSED: RecordFields[Witnessed] = record(
    "Witness",
    field("witness", TEXT, "Its name in the settings."),
    field("document", ID, _DOCUMENT, lambda one: one.document_id),
    field("version", NUMBER, "The version that it was asked to keep."),
    field("url", TEXT, "Of its capture."),
    field("saved_at", TIME, "When it made that, as it says."),
    field("agreement", enum(Agreement), "What reading its text came to: agrees, differs, can't be read, not read yet."),
    field("detail", TEXT, "One line on it."),
)

PUBLISHED_ALERT: RecordFields[PublishedAlert] = record(
    "Alert",
    *ALERT.within(PublishedAlert, lambda told: told.alert),
    field("decided_at", TIME, "When it was told.", lambda told: told.told_at),
    field("sure", enum(Sure), "sure; unconfirmed, where no second capture showed it; unsure.", sure_of),
    field("confirmation", filled(enum(records.Release)), _RELEASE, lambda told: told.notice.how),
    field("withdrawn", TRUTH, "It was taken back later; the table tellings says why.", lambda told: told.is_withdrawn),
    field("history", listed(nested(NOTICE)), "Corrections and withdrawals, oldest first."),
    field("notes", listed(nested(NOTICE)), "What experts say of it under their names, oldest first."),
    field("witnesses", listed(nested(WITNESSED)), "Captures of the text after it by independent archives."),
)

CHANGE: RecordFields[records.Change | records.ChangeLine] = inline(
    field("change", NUMBER, "Its number, and the address of its page.", lambda change: change.number),
    field("document", ID, _DOCUMENT, lambda change: change.document_id),
    field("from_version", NUMBER, "The version before."),
    field("to_version", NUMBER, "The version after."),
    field("captured_at", TIME, _FIRST_SHOWN),
    field("previous_captured_at", TIME, _SHOWN_BEFORE),
    field("lacked_at", optional(TIME), _LACKED),
    field("decided_at", TIME, "The capture at which it was judged."),
    field("severity", enum(records.Severity), _SEVERITY),
    field("partial", TRUTH, _PARTIAL),
    field("computed", TRUTH, "False where the two texts were too large to be compared."),
    field(
        "hunks",
        NUMBER,
        "How many differences there are.",
        lambda change: change.hunks if isinstance(change, records.ChangeLine) else len(change.hunks),
    ),
    field(
        "worth_a_look",
        NUMBER,
        "How many findings would be grave and are too unsure for an alert.",
        lambda change: change.worth_a_look if isinstance(change, records.ChangeLine) else len(change.worth_a_look),
    ),
)

HUNK: RecordFields[records.Hunk] = record(
    "Hunk",
    field("kind", enum(records.HunkKind), "added, removed, edited, moved, link moved or field changed."),
    field("before", optional(TEXT), "Verbatim, {none} where it was added."),
    field("after", optional(TEXT), "Verbatim, {none} where it was removed."),
    field("context", TEXTS, "Where it stands or stood, outermost heading first."),
    field("context_before", TEXTS, "Where it stood, if that differs."),
    field("segment", enum(records.SegmentKind), _SEGMENT_KIND, lambda hunk: hunk.segment_kind),
    field("cosmetic", TRUTH, "Spelling, case, punctuation or house style alone."),
    field("spans", spans(enum(records.SpanOp)), "Of an edit: what was kept, removed, added."),
)

VERSION: RecordFields[records.Version] = inline(
    field("document", ID, _DOCUMENT, lambda version: version.document_id),
    field("version", NUMBER, "From 1 within the document.", lambda version: version.number),
    field("kind", enum(records.VersionKind), "first version, update or technical upgrade."),
    field("captured_at", TIME, "The capture that first showed it."),
    field("body_sha256", SHA256, "Of that capture's page as received."),
    field("text_sha256", TEXT, "Of its segments with their context."),
    field("extractor", TEXT, "What read the page, and how."),
    field("partial", TRUTH, _PARTIAL),
    field("lineage", NUMBER, _LINEAGE),
)


class TextPiece(Protocol):
    """Anything that is a piece of a page: a segment, or what is told of one."""

    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> records.SegmentKind: ...
    @property
    def context(self) -> Sequence[str]: ...


PASSAGE: RecordFields[TextPiece] = record(
    "Segment",
    field("text", TEXT, "Verbatim."),
    field("kind", enum(records.SegmentKind), _SEGMENT_KIND),
    field("context", TEXTS, "Where it stands, outermost heading first."),
)

_LINK: RecordFields[records.Link] = inline(
    field("text", TEXT, "Its words."),
    field("url", TEXT, "Not checked: what the page links to."),
)


class VersionText(NamedTuple):
    """A version with all that it says."""

    version: records.Version
    extraction: records.Extraction


VERSION_TEXT: RecordFields[VersionText] = inline(
    *VERSION.within(VersionText, lambda found: found.version),
    field("title", TEXT, "As the page calls itself.", lambda found: found.extraction.title),
    field("language", TEXT, "As the page declares it.", lambda found: found.extraction.language),
    field("segments", listed(nested(PASSAGE)), "In the order of the page.", lambda found: found.extraction.segments),
    field("links", listed(nested(_LINK)), "Of the page.", lambda found: found.extraction.links),
)

LINEAGE: RecordFields[TextLineage] = record(
    "Lineage",
    field("lineage", NUMBER, _LINEAGE, lambda lineage: lineage.number),
    field("language", filled(TEXT), "BCP 47, {none} where nothing said."),
    field("region", filled(TEXT), "Whose rules it speaks of, {none} where nothing said."),
    field("versions", NUMBER, "How many it had."),
    field("newest_version", NUMBER, "The number of its newest one.", lambda lineage: lineage.newest),
    field("first_seen_at", TIME, "When it was first served.", lambda lineage: lineage.first_at),
    field("last_seen_at", TIME, "When it was last served.", lambda lineage: lineage.last_at),
    field("served", TRUTH, "It is the one that was served last.", lambda lineage: lineage.is_served),
)

GAP: RecordFields[Gap] = record(
    "Gap",
    field("since", TIME, "The first attempt that did not show it."),
    field("until", optional(TIME), "The attempt that ended it, {none} while it lasts."),
    field("last_seen_at", optional(TIME), "The last capture in full before it."),
    field("partial", TRUTH, _PARTIAL, lambda gap: gap.is_partial),
    field("attempts", NUMBER, "How many there were."),
    field("outcomes", listed(enum(records.Outcome)), "How they ended, the most common first."),
    field("detail", TEXT, "One line on the last of them.", lambda gap: gap.last_detail),
)

OBSERVATION: RecordFields[records.Observation] = record(
    "Observation",
    field("document", ID, _DOCUMENT, lambda seen: seen.document_id),
    field("attempt", NUMBER, "Its place in the log of the archive."),
    field("captured_at", TIME, "When the answer was complete, or was given up."),
    field("outcome", enum(records.Outcome), 'How it ended; only "captured" and "not modified" show the whole page.'),
    field("detail", TEXT, "One line on it."),
    field("version", optional(NUMBER), "The version that it showed."),
    field("lineage", optional(NUMBER), f"{_LINEAGE} {{none}} where it showed none.", lambda seen: seen.lineage or None),
    field("channel", filled(TEXT), "By which way the page was asked for."),
    field("seen_through", filled(TEXT), "Of a failure: the channel that showed the page at the same look."),
    field(
        "served_language",
        filled(TEXT),
        "Of the variant that was served, BCP 47; {none} where nothing said.",
        lambda seen: seen.language,
    ),
    field(
        "served_region",
        filled(TEXT),
        "Whose rules the text that was served speaks of; {none} where nothing said.",
        lambda seen: seen.region,
    ),
)


class ObservedAttempt(NamedTuple):
    """An attempt with what it was judged to show."""

    observation: records.Observation
    attempt: records.Attempt


CAPTURE: RecordFields[ObservedAttempt] = record(
    "Capture",
    *OBSERVATION.within(ObservedAttempt, lambda seen: seen.observation),
    field("channel", TEXT, "By which way the page was asked for.", lambda seen: seen.attempt.exchange.channel),
    field(
        "provenance",
        filled(TEXT),
        "Of what others captured: by whom, from where and how.",
        lambda seen: seen.attempt.exchange.provenance_words,
    ),
    field("status", optional(NUMBER), "HTTP status of the last answer.", lambda seen: seen.attempt.exchange.status),
    field("requested_url", TEXT, "The address that was asked for.", lambda seen: seen.attempt.exchange.requested_url),
    field("final_url", TEXT, "The address that answered.", lambda seen: seen.attempt.exchange.final_url),
    field("media_type", TEXT, "What the answer said it is.", lambda seen: seen.attempt.media_type),
    field(
        "body_sha256",
        filled(SHA256),
        "Of the page as received, without its content-encoding; {none} where none was kept.",
        lambda seen: seen.attempt.body_sha256,
    ),
    field("body_length", NUMBER, "In bytes.", lambda seen: seen.attempt.body_length),
    field("hash", SHA256, "Of this row of the log, chained to the one before it.", lambda seen: seen.attempt.hash),
)

DOCUMENT: RecordFields[records.Document] = inline(
    field("document", ID, _DOCUMENT, lambda document: document.id),
    field("title", TEXT, "Its name."),
    field("service", TEXT, "Whose service it is about."),
    field("kind", TEXT, "privacy-policy, ai-notice, opt-out-form, terms, ..."),
    field("url", TEXT, "The address that is watched."),
    field("language", filled(TEXT), "BCP 47, {none} where none is declared."),
    field("region", filled(TEXT), "As declared, {none} where none is."),
)
