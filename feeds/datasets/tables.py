"""The tables of the datasets: the names of the JSON as columns, and the rows of records. Writes no file format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, NamedTuple

from feeds.contract import CAPTURE, CHANGE, DOCUMENT, EVIDENCE, FINDING, GAP, HUNK, NOTICE, PUBLISHED_ALERT, VERSION
from feeds.published_alerts import PublishedAlert
from feeds.record_fields import ID, NUMBER, TEXT, TIME, ColumnType, Record, RecordField, field, optional
from snapshots.frozen_class import frozen
from snapshots.records import Change, Evidence, Finding, Hunk, TextRun, Version
from snapshots.visibility import Gap

Row = tuple[Any, ...]
"""Values in the order of the columns: text, whole number, bool, list of texts, or None."""


@frozen
class Column:
    name: str
    kind: ColumnType
    about: str


@frozen
class Table(Generic[Record]):
    """One table: the columns that some fields make."""

    name: str
    about: str
    key: tuple[str, ...]
    refers: Mapping[str, tuple[str, str]]  # column: the table and the column that it points at
    fields: tuple[RecordField[Record], ...]
    columns: tuple[Column, ...]

    def rows(self, records: Iterable[Record]) -> Iterator[Row]:
        """Yield the values of each record in the order of the columns."""
        values = [field.value for field in self.fields]
        return (tuple(value(record) for value in values) for record in records)


def _table(
    name: str,
    about: str,
    key: str,
    fields: Iterable[RecordField[Record]],
    *,
    first: str = "",
    **refers: tuple[str, str],
) -> Table[Record]:
    """Return the table of those fields that fit a column; the ones that `first` names stand before the others."""
    found = {field.name: field for field in fields if field.type.column}
    found = {named: found[named] for named in (*first.split(), *found)}
    return Table(
        name=name,
        about=about,
        key=tuple(key.split()),
        refers=refers,
        fields=tuple(found.values()),
        columns=tuple(
            Column(name=column.name, kind=kind, about=column.about_as("empty"))
            for column in found.values()
            if (kind := column.type.column)
        ),
    )


class StandingText(NamedTuple):
    """A run of a text, and all versions of its document."""

    run: TextRun
    versions: Sequence[Version]

    def seen_at(self, number: int | None) -> datetime | None:
        return None if number is None else self.versions[number - 1].captured_at


class NumberedHunk(NamedTuple):
    change: int
    position: int
    hunk: Hunk


class NumberedFinding(NamedTuple):
    change: int
    number: int
    finding: Finding


class NumberedQuote(NamedTuple):
    change: int
    finding: int
    position: int
    quote: Evidence


def standing_texts(runs: Iterable[TextRun], versions: Sequence[Version]) -> Iterator[StandingText]:
    return (StandingText(run, versions) for run in runs)


def numbered_hunks(changes: Iterable[Change]) -> Iterator[NumberedHunk]:
    for change in changes:
        for position, hunk in enumerate(change.hunks, 1):
            yield NumberedHunk(change.number, position, hunk)


def numbered_findings(alerts: Iterable[PublishedAlert]) -> Iterator[NumberedFinding]:
    for alert in (told.alert for told in alerts):
        for number, finding in enumerate(alert.findings, 1):
            yield NumberedFinding(alert.change, number, finding)


def numbered_quotes(alerts: Iterable[PublishedAlert]) -> Iterator[NumberedQuote]:
    for change, number, finding in numbered_findings(alerts):
        for position, quote in enumerate(finding.evidence, 1):
            yield NumberedQuote(change, number, position, quote)


_OF_DOCUMENT = ("documents", "document")
_OF_ALERT = "The change that the alert tells."

DOCUMENTS = _table("documents", "What is watched.", "document", DOCUMENT.fields)
CAPTURES = _table(
    "captures", "Every attempt to see a document, the failed ones too.", "attempt", CAPTURE.fields, first="attempt",
    document=_OF_DOCUMENT,
)  # fmt: skip
VERSIONS = _table(
    "versions", "Every text that a document was seen to have.", "document version", VERSION.fields,
    document=_OF_DOCUMENT,
)  # fmt: skip
SEGMENTS: Table[StandingText] = _table(
    "segments", "Every sentence, bullet, cell or heading, with since when and until when it stood.",
    "document first_version text",
    (
        field("document", ID, "The document's id.", lambda found: found.run.document_id),
        field("text", TEXT, "Verbatim.", lambda found: found.run.text),
        field("first_version", NUMBER, "The version that it came with.", lambda found: found.run.since),
        field(
            "first_seen_at", optional(TIME), "The capture that first showed that version.",
            lambda found: found.seen_at(found.run.since),
        ),
        field(
            "gone_version", optional(NUMBER), "The first version without it, {none} while it stands.",
            lambda found: found.run.until,
        ),
        field(
            "gone_at", optional(TIME), "The capture that first showed that version.",
            lambda found: found.seen_at(found.run.until),
        ),
    ),
    document=_OF_DOCUMENT,
)  # fmt: skip
CHANGES = _table(
    "changes", "What each version changed against the one before it, the low ones too.", "change", CHANGE.fields,
    document=_OF_DOCUMENT,
)  # fmt: skip
HUNKS: Table[NumberedHunk] = _table(
    "hunks", "Every difference of every change.", "change position",
    (
        field("change", NUMBER, "The change it belongs to."),
        field("position", NUMBER, "From 1 within the change."),
        *HUNK.within(NumberedHunk, lambda found: found.hunk),
    ),
    change=("changes", "change"),
)  # fmt: skip
ALERTS = _table(
    "alerts", "What was told of changes that matter.", "change", PUBLISHED_ALERT.fields,
    first="id change document captured_at previous_captured_at decided_at confirmation withdrawn",
    change=("changes", "change"), document=_OF_DOCUMENT,
)  # fmt: skip
FINDINGS: Table[NumberedFinding] = _table(
    "findings", "The single things that an alert tells, gravest first.", "change finding",
    (
        field("change", NUMBER, _OF_ALERT),
        field("finding", NUMBER, "From 1 within the alert.", lambda found: found.number),
        *FINDING.within(NumberedFinding, lambda found: found.finding),
    ),
    change=("alerts", "change"),
)  # fmt: skip
QUOTES: Table[NumberedQuote] = _table(
    "evidence", "The quotes that a finding rests on.", "change finding position",
    (
        field("change", NUMBER, _OF_ALERT),
        field("finding", NUMBER, "The finding within the alert."),
        field("position", NUMBER, "From 1 within the finding."),
        *EVIDENCE.within(NumberedQuote, lambda found: found.quote),
    ),
    change=("alerts", "change"),
)  # fmt: skip
NOTICES = _table(
    "tellings", "The journal of all that the public was ever told.", "sequence", NOTICE.fields, document=_OF_DOCUMENT
)
GAPS: Table[Gap] = _table(
    "gaps", "When a document was not seen, or only in part.", "document since",
    (field("document", ID, "The document's id.", lambda gap: gap.document_id), *GAP.fields),
    document=_OF_DOCUMENT,
)  # fmt: skip

TABLES: tuple[Table[Any], ...] = (
    DOCUMENTS, CAPTURES, VERSIONS, SEGMENTS, CHANGES, HUNKS, ALERTS, FINDINGS, QUOTES, NOTICES, GAPS,
)  # fmt: skip
