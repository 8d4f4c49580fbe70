"""A document's days: how grave the changes of each were, and on which it was not seen. Counts, and draws the strips."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from markupsafe import Markup

from feeds.edition.survey import Watched
from feeds.research.charts import month_strip
from snapshots.frozen_class import frozen
from snapshots.records import ChangeLine, Severity
from snapshots.visibility import Gap, Visibility, visibility_of

OPEN_MONTHS = 12


@frozen
class Month:
    """One month: its strip, and the same in figures."""

    first: date
    strip: Markup
    severities: tuple[tuple[Severity, int], ...]  # the gravest first
    passages: int  # that changed
    unseen: tuple[tuple[int, int], ...]  # days of the month from and to which nothing was seen

    @property
    def is_quiet(self) -> bool:
        return not self.severities and not self.unseen


@frozen
class Calendar:
    """The months of a document, newest first."""

    months: tuple[Month, ...]  # the newest
    earlier: tuple[Month, ...]  # of the rest, those in which something happened
    quiet: int  # how many of the rest were left out


def calendar_of(watched: Watched, until: datetime) -> Calendar:
    """Return the months from the first look at a document up to `until`."""
    if not watched.observations:
        return Calendar(months=(), earlier=(), quiet=0)
    by_day = {
        day: tuple(changes)
        for day, changes in groupby(
            sorted(watched.changes, key=lambda change: change.captured_at), key=lambda change: change.captured_at.date()
        )
    }
    unseen = _unseen_days(watched, until.date())
    looked = frozenset(seen.captured_at.date() for seen in watched.observations)
    months = [
        _month(first, by_day, unseen, looked)
        for first in _firsts(watched.observations[0].captured_at.date(), until.date())
    ]
    newest, rest = months[:OPEN_MONTHS], months[OPEN_MONTHS:]
    earlier = tuple(month for month in rest if not month.is_quiet)
    return Calendar(months=tuple(newest), earlier=earlier, quiet=len(rest) - len(earlier))


def _firsts(first: date, last: date) -> list[date]:
    """Return the first day of each month, newest first."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in reversed(months)]


def _unseen_days(watched: Watched, until: date) -> frozenset[date]:
    """Return the days inside of a gap on which no look showed the page in full."""
    seen = {s.captured_at.date() for s in watched.observations if visibility_of(s.outcome) is Visibility.FULL}
    found = {day for gap in watched.gaps if not gap.is_partial for day in _days(gap, until)}
    return frozenset(found - seen)


def _days(gap: Gap, until: date) -> list[date]:
    last = gap.until.date() if gap.until else until
    return [gap.since.date() + timedelta(days=n) for n in range((last - gap.since.date()).days + 1)]


def _month(
    first: date, by_day: dict[date, tuple[ChangeLine, ...]], unseen: frozenset[date], looked: frozenset[date]
) -> Month:
    length = calendar.monthrange(first.year, first.month)[1]
    days = [first.replace(day=number) for number in range(1, length + 1)]
    changes = [change for day in days for change in by_day.get(day, ())]
    counts = Counter(change.severity for change in changes)
    dark = [day.day for day in days if day in unseen]
    marks = {
        day.day: max((change.severity for change in by_day[day]), key=lambda severity: severity.rank).value
        for day in days
        if day in by_day
    }
    return Month(
        first=first,
        strip=month_strip(length, marks, dark, {day.day for day in days if day in looked}),
        severities=tuple((severity, counts[severity]) for severity in reversed(Severity) if counts[severity]),
        passages=sum(change.hunks for change in changes),
        unseen=_runs(dark),
    )


def _runs(days: Sequence[int]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return tuple(runs)
