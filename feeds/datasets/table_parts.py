"""Which parts the datasets are cut into, and where the rows of each come from. Writes no format.

A part is small enough to be made again when something is added to it; the older ones stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any, TypeVar

from feeds.contract import ObservedAttempt
from feeds.datasets import tables
from feeds.datasets.tables import Row, Table
from feeds.edition.file import key_of
from feeds.edition.survey import Survey, Watched
from feeds.published_alerts import PublishedAlert, published_alerts_of
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import Attempt, Change, ChangeLine, Notice, Observation
from snapshots.visibility import gaps_in

_Record = TypeVar("_Record")


@frozen
class TablePart:
    """Some rows of one table; `records` reads what they are made of from the archive."""

    table: Table[Any]
    name: str  # "2025-05", a document's id, or "" for a table of one part
    key: str  # of `key_of`: what the rows depend on
    records: Callable[[], Iterable[Any]]
    document_id: str | None = None  # of the one document that the rows are about

    @property
    def path(self) -> str:
        """Return where it stands, without a suffix."""
        return f"{self.table.name}/{self.name}" if self.name else self.table.name

    def rows(self) -> Iterator[Row]:
        return self.table.rows(self.records())


def parts(archive: Archive, survey: Survey, named: Sequence[Watched] | None = None) -> Iterator[TablePart]:
    """Yield every part of every table, in the order of `TABLES` and of time; a table without rows has none.

    Of parts that are about one document those of `named` documents alone, where these are given.

    Keys name records by their numbers: what is recorded is never changed, and one publication has one archive.
    """
    documents = [watched.document for watched in survey.watched]
    if documents:
        yield TablePart(table=tables.DOCUMENTS, name="", key=key_of(documents), records=lambda: documents)
    yield from _captures(archive, survey)
    yield from _texts(archive, survey.watched if named is None else named)
    yield from _changes(archive, survey)
    yield from _alerts(survey)
    for month, notices in by_month(survey.notices, lambda notice: (notice.at, notice.sequence)):
        key = key_of([notice.sequence for notice in notices])
        yield TablePart(table=tables.NOTICES, name=month, key=key, records=partial(iter, notices))
    gaps = [gap for watched in survey.watched for gap in watched.gaps]
    if gaps:
        key = key_of([[gap.document_id, gap.run[0].attempt, gap.run[-1].attempt, gap.until] for gap in gaps])
        yield TablePart(table=tables.GAPS, name="", key=key, records=lambda: gaps)


def part_paths(survey: Survey, found: Iterable[TablePart]) -> Iterator[str]:
    """Yield the paths, without suffixes, of `found` parts and of those that are about one document of a survey."""
    yield from (part.path for part in found if part.document_id is None)
    for table in (tables.VERSIONS, tables.SEGMENTS):
        yield from (f"{table.name}/{watched.document.id}" for watched in survey.watched if watched.versions)


def by_month(
    records: Iterable[_Record], place: Callable[[_Record], tuple[datetime, int]]
) -> Iterator[tuple[str, tuple[_Record, ...]]]:
    """Yield records by the month of the time that their place says, within it by the number that it says."""

    def month(placed: tuple[datetime, int, _Record]) -> tuple[int, int]:
        return placed[0].year, placed[0].month

    ordered = sorted(((*place(record), record) for record in records), key=lambda placed: (*month(placed), placed[1]))
    for (year, number), group in groupby(ordered, key=month):
        yield f"{year:04}-{number:02}", tuple(record for _at, _number, record in group)


def observed_by_month(observations: Iterable[Observation]) -> Iterator[tuple[str, tuple[Observation, ...]]]:
    """Yield looks by the month in which they were made ("2025-05"), in the order of the log."""
    return by_month(observations, lambda observation: (observation.captured_at, observation.attempt))


def document_rows(
    archive: Archive,
    watched: Watched,
    looks: Sequence[Observation],
    alerts: Sequence[PublishedAlert],
    journal: Sequence[Notice],
) -> dict[str, Iterable[Row]]:
    """Return the rows of all tables that are about one document and these looks at it, by the table's name."""
    changes = _read_changes(archive, watched.changes)
    observations = sorted(looks, key=lambda observation: observation.attempt)
    records: tuple[tuple[Table[Any], Iterable[Any]], ...] = (
        (tables.DOCUMENTS, [watched.document]),
        (tables.CAPTURES, with_attempts(archive, observations)),
        (tables.VERSIONS, watched.versions),
        (tables.SEGMENTS, _standing_texts(archive, watched)),
        (tables.CHANGES, changes),
        (tables.HUNKS, tables.numbered_hunks(changes)),
        (tables.ALERTS, alerts),
        (tables.FINDINGS, tables.numbered_findings(alerts)),
        (tables.QUOTES, tables.numbered_quotes(alerts)),
        (tables.NOTICES, journal),
        (tables.GAPS, gaps_in(looks)),
    )
    return {table.name: table.rows(found) for table, found in records}


def with_attempts(archive: Archive, observations: Sequence[Observation]) -> list[ObservedAttempt]:
    """Return looks with their rows of the log: in one walk over it where they are most of what it has between them.

    Else it is walked document by document.
    """
    if not observations:
        return []
    wanted = {observation.attempt for observation in observations}
    is_most = len(wanted) * 2 > max(wanted) - min(wanted)
    documents = {None} if is_most else {observation.document_id for observation in observations}
    found: dict[int, Attempt] = {}
    for document_id in documents:
        own = {one.attempt for one in observations if document_id in (None, one.document_id)}
        newest = max(own)
        for attempt in archive.attempts(document_id, after=min(own) - 1):
            if attempt.sequence in own:
                found[attempt.sequence] = attempt
            if attempt.sequence >= newest:
                break
    return [ObservedAttempt(observation, found[observation.attempt]) for observation in observations]


def _captures(archive: Archive, survey: Survey) -> Iterator[TablePart]:
    """Yield the looks at all documents by month."""
    months: dict[str, list[LookMonth]] = {}
    for watched in survey.watched:
        for month in watched.remembered("months", partial(_months_of, watched)):
            months.setdefault(month.name, []).append(month)
    for name, found in sorted(months.items()):
        yield TablePart(
            table=tables.CAPTURES,
            name=name,
            key=key_of([month.key for month in found]),
            records=partial(_looks_in, archive, found),
        )


@frozen
class LookMonth:
    """The looks at one document in one month."""

    name: str
    key: str
    looks: tuple[Observation, ...]


def _months_of(watched: Watched) -> list[LookMonth]:
    return [
        LookMonth(name=name, key=key_of([look.attempt for look in looks]), looks=looks)
        for name, looks in observed_by_month(watched.observations)
    ]


def _looks_in(archive: Archive, months: Sequence[LookMonth]) -> list[ObservedAttempt]:
    looks = [look for month in months for look in month.looks]
    return with_attempts(archive, sorted(looks, key=lambda look: look.attempt))


def _texts(archive: Archive, named: Sequence[Watched]) -> Iterator[TablePart]:
    seen = [watched for watched in named if watched.versions]
    sources: tuple[tuple[Table[Any], Callable[[Watched], Iterable[Any]]], ...] = (
        (tables.VERSIONS, lambda watched: watched.versions),
        (tables.SEGMENTS, partial(_standing_texts, archive)),
    )
    for table, read in sources:
        for watched in seen:
            key = key_of(len(watched.versions))
            records = partial(read, watched)
            document_id = watched.document.id
            yield TablePart(table=table, name=document_id, key=key, records=records, document_id=document_id)


def _standing_texts(archive: Archive, watched: Watched) -> Iterator[tables.StandingText]:
    """Yield the texts up to the versions of the survey; what was recorded since belongs to the next edition."""
    newest = len(watched.versions)
    runs = (
        replace(run, until=None) if run.until and run.until > newest else run
        for run in archive.text_runs(watched.document.id)
        if run.since <= newest
    )
    return tables.standing_texts(runs, watched.versions)


def _changes(archive: Archive, survey: Survey) -> Iterator[TablePart]:
    for month, lines in by_month(survey.changes, lambda line: (line.decided_at, 0)):
        key = key_of([line.digest for line in lines])
        yield TablePart(table=tables.CHANGES, name=month, key=key, records=partial(iter, lines))
        if any(line.tally for line in lines):
            yield TablePart(table=tables.HUNKS, name=month, key=key, records=partial(_hunks, archive, lines))


def _hunks(archive: Archive, lines: Sequence[ChangeLine]) -> Iterator[tables.NumberedHunk]:
    return tables.numbered_hunks(_read_changes(archive, lines))


def _read_changes(archive: Archive, lines: Sequence[ChangeLine]) -> list[Change]:
    return [archive.change(line.number) for line in lines]


def _alerts(survey: Survey) -> Iterator[TablePart]:
    sources: tuple[tuple[Table[Any], Callable[[Iterable[PublishedAlert]], Iterable[Any]]], ...] = (
        (tables.ALERTS, iter),
        (tables.FINDINGS, tables.numbered_findings),
        (tables.QUOTES, tables.numbered_quotes),
    )
    told = published_alerts_of(survey.notices, survey.by_alert_id, survey.witnesses)
    for month, alerts in by_month(told, lambda found: (found.told_at, found.notice.sequence)):
        key = key_of([told_key(found, survey) for found in alerts])
        for table, read in sources:
            yield TablePart(table=table, name=month, key=key, records=partial(read, alerts))


def told_key(found: PublishedAlert, survey: Survey) -> list[object]:
    """Return what the representations of a told alert depend on, for a key."""
    alert = found.alert
    again = survey.stories.get(alert.id)
    story = [again.first if again else "", *(place.change for place in survey.places.get(alert.id, ()))]
    return [survey.alert_digests[alert.change], found.notice.sequence, len(found.history), len(found.notes), story]
