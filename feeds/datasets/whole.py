"""All tables of an archive at once, or of one document, or since a time: what an export is made of. Writes no file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from feeds.datasets.table_parts import document_rows
from feeds.datasets.tables import TABLES, Row
from feeds.edition.survey import Survey
from feeds.published_alerts import published_alerts_of
from feeds.record_fields import stamp
from snapshots.archive import Archive

_SINCE = {
    "captures": "captured_at",
    "versions": "captured_at",
    "segments": "first_seen_at",
    "changes": "decided_at",
    "alerts": "decided_at",
    "tellings": "at",
}
"""By which column a table is cut; what hangs on changes and alerts goes with them."""

_HANGING = {"hunks": "changes", "findings": "alerts", "evidence": "alerts"}


def whole_rows(
    archive: Archive, survey: Survey, document_id: str | None = None, since: datetime | None = None
) -> Mapping[str, list[Row]]:
    """Return the rows of every table by its name; `since` leaves out what was seen, judged or told before."""
    made: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for watched in survey.watched:
        if document_id in (None, watched.document.id):
            journal = [notice for notice in survey.notices if notice.document_id == watched.document.id]
            alerts = published_alerts_of(journal, survey.by_alert_id, survey.witnesses)
            rows = document_rows(archive, watched, watched.observations, alerts, journal)
            for name, found in rows.items():
                made[name].extend(found)
    return _cut(made, since) if since else made


def _cut(rows: Mapping[str, list[Row]], since: datetime) -> Mapping[str, list[Row]]:
    least = stamp(since) or ""
    kept = {name: [row for row in rows[name] if _value(name, column)(row) >= least] for name, column in _SINCE.items()}
    number = _value("changes", "change")
    named = {*map(number, kept["changes"]), *map(_value("alerts", "change"), kept["alerts"])}
    kept["changes"] = [row for row in rows["changes"] if number(row) in named]  # told since, perhaps judged before
    for name, whose in _HANGING.items():
        numbers = set(map(_value(whose, "change"), kept[whose]))
        kept[name] = [row for row in rows[name] if _value(name, "change")(row) in numbers]
    until = _value("gaps", "until")
    kept["gaps"] = [row for row in rows["gaps"] if until(row) is None or until(row) >= least]
    return {**rows, **kept}


def _value(name: str, column: str) -> Callable[[Row], str]:
    """Return what takes a column out of the rows of a table; times are text that sorts as they do."""
    (table,) = (table for table in TABLES if table.name == name)
    place = [each.name for each in table.columns].index(column)
    return lambda row: row[place]
