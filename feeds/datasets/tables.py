"""The tables of the datasets: their columns, and the rows that records make. Writes no file format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from feeds.contract import (
    capture_json,
    change_json,
    document_json,
    evidence_json,
    finding_json,
    gap_json,
    hunk_json,
    notice_json,
    stamp,
    told_json,
    version_json,
)
from feeds.published_alerts import PublishedAlert
from snapshots.records import Attempt, Change, ChangeLine, Document, Notice, Observation, TextRun, Version
from snapshots.visibility import Gap

Row = tuple[Any, ...]
"""Values in the order of the columns: text, whole number, bool, list of texts, or None."""


class ColumnType(StrEnum):
    """The type of a column, by its name in Table Schema."""

    TEXT = "string"
    NUMBER = "integer"
    TRUTH = "boolean"
    TIME = "datetime"
    LIST = "array"  # of texts; in CSV and SQLite it is written as JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    kind: ColumnType
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; its columns are those of the JSON that the command line and the API print, where both have them."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: Mapping[str, tuple[str, str]]  # column: the table and the column that it points at

    def row(self, named: Mapping[str, Any]) -> Row:
        """Return the values of one row in the order of the columns."""
        return tuple(named[column.name] for column in self.columns)


def _table(name: str, about: str, key: str, *columns: tuple[str, ColumnType, str], **refers: tuple[str, str]) -> Table:
    return Table(
        name=name,
        about=about,
        key=tuple(key.split()),
        columns=tuple(Column(name=column, kind=kind, about=said) for column, kind, said in columns),
        refers=refers,
    )


_T, _N, _B, _D, _L = ColumnType.TEXT, ColumnType.NUMBER, ColumnType.TRUTH, ColumnType.TIME, ColumnType.LIST
_DOCUMENT = ("document", _T, "The document's id.")
_SEVERITY = ("severity", _T, "low, medium, high or critical.")
_DIRECTION = ("direction", _T, "widens, narrows, mixed or neutral: what it lets be done with people's data.")
_TOPICS = ("topics", _L, "What it is about.")
_RULES = ("rules", _L, "Ids of the rules that fired.")
_REASONS = ("severity_reasons", _L, "The terms of the sum that the severity is.")
_PARTIAL = ("partial", _B, "Only part of the page was seen.")
_OF_DOCUMENT = ("documents", "document")

DOCUMENTS = _table(
    "documents", "What is watched.", "document",
    _DOCUMENT,
    ("title", _T, "Its name."),
    ("service", _T, "Whose service it is about."),
    ("kind", _T, "privacy-policy, ai-notice, opt-out-form, terms, ..."),
    ("url", _T, "The address that is watched."),
    ("language", _T, "BCP 47, empty where none is declared."),
    ("region", _T, "As declared, empty where none is."),
)  # fmt: skip
CAPTURES = _table(
    "captures", "Every attempt to see a document, the failed ones too.", "attempt",
    ("attempt", _N, "Its place in the log of the archive."),
    _DOCUMENT,
    ("captured_at", _D, "When the answer was complete, or was given up."),
    ("outcome", _T, "How it ended; only \"captured\" and \"not modified\" show the whole page."),
    ("detail", _T, "One line on it."),
    ("version", _N, "The version that it showed."),
    ("channel", _T, "By which way the page was asked for."),
    ("seen_through", _T, "Of a failure: the channel that showed the page at the same look."),
    ("served_language", _T, "Of the variant that was served, BCP 47; empty where nothing said."),
    ("served_region", _T, "Whose rules the text that was served speaks of; empty where nothing said."),
    ("status", _N, "HTTP status of the last answer."),
    ("requested_url", _T, "The address that was asked for."),
    ("final_url", _T, "The address that answered."),
    ("media_type", _T, "What the answer said it is."),
    ("body_sha256", _T, "Of the page as received, without its content-encoding; empty where none was kept."),
    ("body_length", _N, "In bytes."),
    ("hash", _T, "Of this row of the log, chained to the one before it."),
    document=_OF_DOCUMENT,
)  # fmt: skip
VERSIONS = _table(
    "versions", "Every text that a document was seen to have.", "document version",
    _DOCUMENT,
    ("version", _N, "From 1 within the document."),
    ("kind", _T, "first version, update or technical upgrade."),
    ("captured_at", _D, "The capture that first showed it."),
    ("body_sha256", _T, "Of that capture's page as received."),
    ("text_sha256", _T, "Of its segments with their context."),
    ("extractor", _T, "What read the page, and how."),
    _PARTIAL,
    document=_OF_DOCUMENT,
)  # fmt: skip
SEGMENTS = _table(
    "segments", "Every sentence, bullet, cell or heading, with since when and until when it stood.",
    "document first_version text",
    _DOCUMENT,
    ("text", _T, "Verbatim."),
    ("first_version", _N, "The version that it came with."),
    ("first_seen_at", _D, "The capture that first showed that version."),
    ("gone_version", _N, "The first version without it, empty while it stands."),
    ("gone_at", _D, "The capture that first showed that version."),
    document=_OF_DOCUMENT,
)  # fmt: skip
CHANGES = _table(
    "changes", "What each version changed against the one before it, the low ones too.", "change",
    ("change", _N, "Its number, and the address of its page."),
    _DOCUMENT,
    ("from_version", _N, "The version before."),
    ("to_version", _N, "The version after."),
    ("captured_at", _D, "The capture that first showed the change."),
    ("previous_captured_at", _D, "The capture that first showed the version before."),
    ("decided_at", _D, "The capture at which it was judged."),
    _SEVERITY,
    _PARTIAL,
    ("computed", _B, "False where the two texts were too large to be compared."),
    ("hunks", _N, "How many differences there are."),
    document=_OF_DOCUMENT,
)  # fmt: skip
HUNKS = _table(
    "hunks", "Every difference of every change.", "change position",
    ("change", _N, "The change it belongs to."),
    ("position", _N, "From 1 within the change."),
    ("kind", _T, "added, removed, edited, moved, link moved or field changed."),
    ("before", _T, "Verbatim, empty where it was added."),
    ("after", _T, "Verbatim, empty where it was removed."),
    ("context", _L, "Where it stands or stood, outermost heading first."),
    ("context_before", _L, "Where it stood, if that differs."),
    ("segment", _T, "heading, sentence, bullet, cell or field."),
    ("cosmetic", _B, "Spelling, case, punctuation or house style alone."),
    change=("changes", "change"),
)  # fmt: skip
ALERTS = _table(
    "alerts", "What was told of changes that matter.", "change",
    ("id", _T, "tag: URI, for good."),
    ("change", _N, "The change it tells."),
    _DOCUMENT,
    ("captured_at", _D, "The capture that first showed the change."),
    ("previous_captured_at", _D, "The capture that first showed the version before."),
    ("decided_at", _D, "When it was told."),
    ("confirmation", _T, "confirmed, unconfirmed or released by a person; empty where nothing was waited for."),
    ("withdrawn", _B, "It was taken back later; the table tellings says why."),
    _SEVERITY,
    _DIRECTION,
    _TOPICS,
    ("headline", _T, "What changed, in one line."),
    ("summary", _T, "The same with the words it rests on."),
    ("effective_date", _T, "ISO date that the text names, empty where it names none."),
    _PARTIAL,
    ("follows", _T, "Id of the alert whose half page this one completes."),
    ("pack", _T, "The rules that judged it, by version and hash."),
    _RULES,
    _REASONS,
    change=("changes", "change"), document=_OF_DOCUMENT,
)  # fmt: skip
FINDINGS = _table(
    "findings", "The single things that an alert tells, gravest first.", "change finding",
    ("change", _N, "The change that the alert tells."),
    ("finding", _N, "From 1 within the alert."),
    ("headline", _T, "In one line."),
    _SEVERITY,
    _DIRECTION,
    _TOPICS,
    _RULES,
    _REASONS,
    change=("alerts", "change"),
)  # fmt: skip
EVIDENCE = _table(
    "evidence", "The quotes that a finding rests on.", "change finding position",
    ("change", _N, "The change that the alert tells."),
    ("finding", _N, "The finding within the alert."),
    ("position", _N, "From 1 within the finding."),
    ("op", _T, "What happened to the words."),
    ("before_text", _T, "Verbatim, empty where there was none."),
    ("after_text", _T, "Verbatim, empty where there is none."),
    ("context", _L, "Where it stands, outermost heading first."),
    change=("alerts", "change"),
)  # fmt: skip
TELLINGS = _table(
    "tellings", "The journal of all that the public was ever told.", "sequence",
    ("sequence", _N, "Its place in the journal."),
    ("id", _T, "tag: URI, for good."),
    ("kind", _T, "alert, correction, withdrawal, unseen, seen again or link."),
    _DOCUMENT,
    ("alert", _T, "Id of the alert it is about, empty for none."),
    ("at", _D, "When; the time of a capture wherever one led to it."),
    ("how", _T, "confirmed, unconfirmed or released by a person; empty where nothing was waited for."),
    ("note", _T, "A person's words, or one sentence on what is not seen."),
    ("since", _D, "Of a page not seen, or seen again: when it had last been seen."),
    document=_OF_DOCUMENT,
)  # fmt: skip
GAPS = _table(
    "gaps", "When a document was not seen, or only in part.", "document since",
    _DOCUMENT,
    ("since", _D, "The first attempt that did not show it."),
    ("until", _D, "The attempt that ended it, empty while it lasts."),
    ("last_seen_at", _D, "The last capture in full before it."),
    _PARTIAL,
    ("attempts", _N, "How many there were."),
    ("outcomes", _L, "How they ended, the most common first."),
    ("detail", _T, "One line on the last of them."),
    document=_OF_DOCUMENT,
)  # fmt: skip

TABLES = (
    DOCUMENTS, CAPTURES, VERSIONS, SEGMENTS, CHANGES, HUNKS, ALERTS, FINDINGS, EVIDENCE, TELLINGS, GAPS,
)  # fmt: skip


def document_rows(documents: Sequence[Document]) -> Iterator[Row]:
    for document in documents:
        yield DOCUMENTS.row(document_json(document))


def capture_rows(seen: Sequence[tuple[Observation, Attempt]]) -> Iterator[Row]:
    for observation, attempt in seen:
        yield CAPTURES.row(capture_json(observation, attempt))


def version_rows(versions: Sequence[Version]) -> Iterator[Row]:
    for version in versions:
        yield VERSIONS.row(version_json(version))


def segment_rows(runs: Sequence[TextRun], versions: Sequence[Version]) -> Iterator[Row]:
    """Yield the runs of the texts of one document, of which all `versions` are given."""

    def seen_at(number: int | None) -> str | None:
        return None if number is None else stamp(versions[number - 1].captured_at)

    for run in runs:
        yield SEGMENTS.row(
            {
                "document": run.document_id,
                "text": run.text,
                "first_version": run.since,
                "first_seen_at": seen_at(run.since),
                "gone_version": run.until,
                "gone_at": seen_at(run.until),
            }
        )


def change_rows(changes: Sequence[Change | ChangeLine]) -> Iterator[Row]:
    for change in changes:
        yield CHANGES.row(change_json(change))


def hunk_rows(changes: Sequence[Change]) -> Iterator[Row]:
    for change in changes:
        for position, hunk in enumerate(change.hunks, 1):
            yield HUNKS.row({**hunk_json(hunk), "change": change.number, "position": position})


def alert_rows(alerts: Sequence[PublishedAlert]) -> Iterator[Row]:
    for told in alerts:
        yield ALERTS.row(told_json(told))


def finding_rows(alerts: Sequence[PublishedAlert]) -> Iterator[Row]:
    for alert in (told.alert for told in alerts):
        for number, finding in enumerate(alert.findings, 1):
            yield FINDINGS.row({**finding_json(finding), "change": alert.change, "finding": number})


def evidence_rows(alerts: Sequence[PublishedAlert]) -> Iterator[Row]:
    for alert in (told.alert for told in alerts):
        for number, finding in enumerate(alert.findings, 1):
            for position, quote in enumerate(evidence_json(finding.evidence), 1):
                yield EVIDENCE.row({**quote, "change": alert.change, "finding": number, "position": position})


def notice_rows(notices: Sequence[Notice]) -> Iterator[Row]:
    for notice in notices:
        yield TELLINGS.row(notice_json(notice))


def gap_rows(gaps: Sequence[Gap]) -> Iterator[Row]:
    for gap in gaps:
        yield GAPS.row({**gap_json(gap), "document": gap.document_id})


def month_of(when: datetime) -> str:
    """Return the part of a table that a time belongs to, "2025-05"."""
    return f"{when:%Y-%m}"
