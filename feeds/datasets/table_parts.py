"""Which parts the datasets are cut into, and where the rows of each come from. Writes no format.

A part is small enough to be made again when something is added to it; the older ones stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from feeds.contract import ObservedAttempt
from feeds.datasets import tables
from feeds.datasets.tables import Row, Table, month_of
from feeds.edition.file import key_of
from feeds.edition.survey import Survey, Watched
from feeds.published_alerts import PublishedAlert, told_of
from snapshots.archive import Archive
from snapshots.records import Attempt, ChangeLine, Notice, Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """Some rows of one table; `rows` reads them from the archive."""

    table: Table[Any]
    name: str  # "2025-05", a document's id, or "" for a table of one part
    key: str  # of `key_of`: what the rows depend on
    rows: Callable[[], Iterable[Row]]

    @property
    def path(self) -> str:
        """Return where it stands, without a suffix."""
        return f"{self.table.name}/{self.name}" if self.name else self.table.name


def parts(archive: Archive, survey: Survey) -> Iterator[TablePart]:
    """Yield every part of every table, in the order of `TABLES` and of time; a table without rows has none.

    Keys name records by their numbers: what is recorded is never changed, and one publication has one archive.
    """
    documents = [watched.document for watched in survey.watched]
    if documents:
        yield TablePart(
            table=tables.DOCUMENTS,
            name="",
            key=key_of(documents),
            rows=partial(tables.DOCUMENTS.rows, documents),
        )
    yield from _captures(archive, survey)
    yield from _versions(survey)
    yield from _segments(archive, survey)
    yield from _changes(archive, survey)
    yield from _alerts(survey)
    yield from _notices(survey)
    gaps = [gap for watched in survey.watched for gap in watched.gaps]
    if gaps:
        key = key_of([[gap.document_id, gap.run[0].attempt, gap.run[-1].attempt, gap.until] for gap in gaps])
        yield TablePart(table=tables.GAPS, name="", key=key, rows=partial(tables.GAPS.rows, gaps))


def document_rows(
    archive: Archive, watched: Watched, alerts: Sequence[PublishedAlert], journal: Sequence[Notice]
) -> dict[str, Iterable[Row]]:
    """Return the rows of all tables that are about one document, by the table's name."""
    changes = [archive.change(line.number) for line in watched.changes]
    return {
        "documents": tables.DOCUMENTS.rows([watched.document]),
        "captures": _capture_rows(archive, sorted(watched.observations, key=attrgetter("attempt"))),
        "versions": tables.VERSIONS.rows(watched.versions),
        "segments": _segment_rows(archive, watched),
        "changes": tables.CHANGES.rows(changes),
        "hunks": tables.HUNKS.rows(tables.numbered_hunks(changes)),
        "alerts": tables.ALERTS.rows(alerts),
        "findings": _finding_rows(alerts),
        "evidence": _quote_rows(alerts),
        "tellings": tables.NOTICES.rows(journal),
        "gaps": tables.GAPS.rows(watched.gaps),
    }


def _captures(archive: Archive, survey: Survey) -> Iterator[TablePart]:
    seen = sorted(
        (s for w in survey.watched for s in w.observations), key=lambda s: (month_of(s.captured_at), s.attempt)
    )
    for month, group in groupby(seen, key=lambda s: month_of(s.captured_at)):
        of_month = tuple(group)
        yield TablePart(
            table=tables.CAPTURES,
            name=month,
            key=key_of([observation.attempt for observation in of_month]),
            rows=partial(_capture_rows, archive, of_month),
        )


def _capture_rows(archive: Archive, observations: Sequence[Observation]) -> Iterator[Row]:
    return tables.CAPTURES.rows(with_attempts(archive, observations))


def with_attempts(archive: Archive, observations: Sequence[Observation]) -> list[ObservedAttempt]:
    """Return sightings with their rows of the log, in one walk over the log of each document."""
    found: dict[int, Attempt] = {}
    for document_id in {observation.document_id for observation in observations}:
        wanted = {observation.attempt for observation in observations if observation.document_id == document_id}
        for attempt in archive.attempts(document_id, after=min(wanted) - 1):
            found[attempt.sequence] = attempt
            if attempt.sequence >= max(wanted):
                break
    return [ObservedAttempt(observation, found[observation.attempt]) for observation in observations]


def _versions(survey: Survey) -> Iterator[TablePart]:
    for watched in survey.watched:
        versions = watched.versions
        if versions:
            yield TablePart(
                table=tables.VERSIONS,
                name=watched.document.id,
                key=key_of(len(versions)),
                rows=partial(tables.VERSIONS.rows, versions),
            )


def _segments(archive: Archive, survey: Survey) -> Iterator[TablePart]:
    for watched in survey.watched:
        if watched.versions:
            yield TablePart(
                table=tables.SEGMENTS,
                name=watched.document.id,
                key=key_of(len(watched.versions)),
                rows=partial(_segment_rows, archive, watched),
            )


def _segment_rows(archive: Archive, watched: Watched) -> Iterator[Row]:
    return tables.SEGMENTS.rows(tables.standing_texts(archive.text_runs(watched.document.id), watched.versions))


def _changes(archive: Archive, survey: Survey) -> Iterator[TablePart]:
    for month, group in groupby(survey.changes, key=lambda line: month_of(line.decided_at)):
        lines: tuple[ChangeLine, ...] = tuple(group)
        key = key_of([line.digest for line in lines])
        yield TablePart(table=tables.CHANGES, name=month, key=key, rows=partial(tables.CHANGES.rows, lines))
        if any(line.tally for line in lines):
            yield TablePart(table=tables.HUNKS, name=month, key=key, rows=partial(_hunk_rows, archive, lines))


def _hunk_rows(archive: Archive, lines: Sequence[ChangeLine]) -> Iterator[Row]:
    return tables.HUNKS.rows(tables.numbered_hunks(archive.change(line.number) for line in lines))


def _alerts(survey: Survey) -> Iterator[TablePart]:
    told = sorted(told_of(survey.notices, survey.by_alert_id), key=_told_in)
    for month, group in groupby(told, key=lambda found: month_of(found.told_at)):
        alerts = tuple(group)
        key = key_of([told_key(found, survey) for found in alerts])
        yield TablePart(table=tables.ALERTS, name=month, key=key, rows=partial(tables.ALERTS.rows, alerts))
        yield TablePart(table=tables.FINDINGS, name=month, key=key, rows=partial(_finding_rows, alerts))
        yield TablePart(table=tables.QUOTES, name=month, key=key, rows=partial(_quote_rows, alerts))


def _finding_rows(alerts: Sequence[PublishedAlert]) -> Iterator[Row]:
    return tables.FINDINGS.rows(tables.numbered_findings(alerts))


def _quote_rows(alerts: Sequence[PublishedAlert]) -> Iterator[Row]:
    return tables.QUOTES.rows(tables.numbered_quotes(alerts))


def _told_in(found: PublishedAlert) -> tuple[str, int]:
    return month_of(found.told_at), found.notice.sequence


def told_key(found: PublishedAlert, survey: Survey) -> list[object]:
    """Return what the representations of a told alert depend on, for a key."""
    return [survey.alert_digests[found.alert.change], found.notice.sequence, len(found.history)]


def _notices(survey: Survey) -> Iterator[TablePart]:
    journal = sorted(survey.notices, key=lambda notice: (month_of(notice.at), notice.sequence))
    for month, group in groupby(journal, key=lambda notice: month_of(notice.at)):
        notices: tuple[Notice, ...] = tuple(group)
        yield TablePart(
            table=tables.NOTICES,
            name=month,
            key=key_of([notice.sequence for notice in notices]),
            rows=partial(tables.NOTICES.rows, notices),
        )
