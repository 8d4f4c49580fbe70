"""From which day what a headline tells is to be done, where the text gives one that is to come. Words nothing."""

from __future__ import annotations

from datetime import date

from monitor.alerts.news import News
from monitor.alerts.passage_severity import RatedPassage
from monitor.extract.dates import spoken_dates
from monitor.reading.statements import Statement, TermKind
from monitor.rules.languages import Languages
from snapshots.phrases import parse_day


def day_ahead(act: str, rated: RatedPassage, news: News, seen_on: date, languages: Languages) -> str:
    """Return from when a sentence of the new text says that an act is done, "" where that day is past or not said.

    It is an ISO 8601 date, "2027-06-16", or "--06-16" where the text gives no year.
    `seen_on` is the day of the capture, `date.max` where nothing is known of it.
    """
    for statement in rated.passage.after:
        if statement.text not in (news.hunk.after or "") or not _does(act, statement):
            continue
        for day, start, _ in spoken_dates(statement.text, languages):
            if _is_begun(statement.text[:start], statement) and _is_ahead(day, seen_on):
                return day
    return ""


def _does(act: str, statement: Statement) -> bool:
    return any(term.kind is TermKind.ACT and term.name == act for term in statement.terms)


def _is_begun(before: str, statement: Statement) -> bool:
    """Whether words stand right before a date that make it the first day of something: "as of", "starting on"."""
    said = f" {before.lower().rstrip()}"
    return said.endswith(tuple(f" {words}" for words in statement.reader.known.dates.starting))


def _is_ahead(day: str, seen_on: date) -> bool:
    """Whether a day is whole, be it without its year, and not past."""
    try:
        when, has_year = parse_day(day)
    except ValueError:
        return False  # a month alone, or a day that no month has
    return not has_year or seen_on == date.max or when > seen_on
