"""Dates that a policy states of itself: effective, updated, announced. Guesses no date it can't read whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal

from monitor.rules.languages import Languages
from monitor.rules.text_patterns import choice_of, one_of
from snapshots.records import Segment

_MOST_TEXTS = 1 << 14  # whose dates are remembered: most of a page stands on the next one too
_HEAD = 400  # segments; a policy states its date at its head or in a notice above it
_BEHIND = 8  # characters from "last revised" to its day: " on the "
_LONGEST = 600  # characters of a sentence that states a date


class _DatePatterns:
    """How dates are written and spoken of, in all the languages of a pack: a text need not say which it is in."""

    def __init__(self, languages: Languages) -> None:
        words = [language.dates for language in languages.every]
        self.months = {
            name: number for dates in words for number, names in enumerate(dates.months, start=1) for name in names
        }
        self.capital_months = {name for dates in words for name in dates.capital_months}
        month = choice_of(self.months)
        ordinal = choice_of(ordinal for dates in words for ordinal in dates.ordinals)
        of = choice_of(f"{of} " for dates in words for of in dates.of)
        self.whole = re.compile(
            rf"\b(?:(?P<month1>{month})\.? (?P<day1>\d{{1,2}}){ordinal}?,? (?P<year1>20\d\d)"
            rf"|(?P<day2>\d{{1,2}}){ordinal}? {of}?(?P<month2>{month})\.?,? {of}?(?P<year2>20\d\d)"
            r"|(?P<year3>20\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d))\b",
            re.IGNORECASE,
        )
        self.short = re.compile(
            rf"\b(?:(?P<month1>{month})\.? (?P<day1>\d{{1,2}}){ordinal}?"
            rf"|(?P<day2>\d{{1,2}}){ordinal}? {of}?(?P<month2>{month})"
            rf"|(?P<month3>{month})\.?,? {of}?(?P<year3>20\d\d)"
            r"|(?P<day4>\d{1,2})[./-](?P<month4>\d{1,2})[./-](?P<year4>20\d\d))\b",
            re.IGNORECASE,
        )
        self.effective, self.announcing, touched = (
            one_of((phrase for dates in words for phrase in getattr(dates, name)), re.IGNORECASE)
            for name in ("effective", "announcing", "touched")
        )
        itself = choice_of(word for dates in words for word in dates.itself)
        self.touched = re.compile(rf"\W*+(?:{itself}\b\W*+){{0,2}}{touched.pattern}", re.IGNORECASE)


@lru_cache(maxsize=8)
def _patterns(languages: Languages) -> _DatePatterns:
    return _DatePatterns(languages)


def dates_in(text: str, languages: Languages) -> list[date]:
    """Return the dates written out in `text`, in order, in any of the languages or in ISO 8601."""
    return [day for day, _, _ in date_places(text, languages)]


@lru_cache(maxsize=_MOST_TEXTS)
def date_places(text: str, languages: Languages) -> tuple[tuple[date, int, int], ...]:
    """Return the dates written out in `text` with where each begins and ends."""
    patterns = _patterns(languages)
    found = []
    for match in patterns.whole.finditer(text):
        parts = match.groupdict()
        for n in "123":
            if parts["year" + n]:
                month = parts["month" + n]
                number = int(month) if month.isdigit() else patterns.months[month.lower()]
                try:
                    found.append((date(int(parts["year" + n]), number, int(parts["day" + n])), *match.span()))
                except ValueError:
                    continue
    return tuple(found)


def words_beside_dates(text: str, languages: Languages) -> int:
    """Return how many words a text has that are no part of a date."""
    for _, start, end in reversed(date_places(text, languages)):
        text = f"{text[:start]} {text[end:]}"
    return sum(any(map(str.isalpha, word)) for word in text.split())


def dates_itself(text: str, languages: Languages) -> bool:
    """Whether a text gives a date as its own: that of its last edit, or the one from which it holds."""
    return is_last_touched(text, languages) or bool(effective_dates(text, languages))


def spoken_dates(text: str, languages: Languages) -> list[tuple[str, int, int]]:
    """Return every date in `text`, also in figures or without its year or day, with where it begins and ends.

    Each is an ISO 8601 date as far as the text gives it: "2027-06-01", "2027-06", "--06-30". Two dates of one form
    are in the order of their names. Figures are read as day, month, year. Without a year "15 may" is no date, as "under
    15 may not" is none.
    """
    patterns = _patterns(languages)
    found = [(day.isoformat(), start, end) for day, start, end in date_places(text, languages)]
    for match in patterns.short.finditer(text):
        if any(start <= match.start() < end for _, start, end in found):
            continue
        parts = match.groupdict()
        month = parts["month1"] or parts["month2"] or parts["month3"]
        if not parts["year3"] and month in patterns.capital_months:
            continue
        number = int(parts["month4"]) if parts["month4"] else patterns.months[month.lower()]
        day = parts["day1"] or parts["day2"] or parts["day4"]
        year = parts["year3"] or parts["year4"]
        name = f"{year or '-'}-{number:02}" + (f"-{int(day):02}" if day else "")
        if number <= 12 and (not day or int(day) <= 31):
            found.append((name, *match.span()))
    return sorted(found, key=lambda place: place[1])


def effective_dates(text: str, languages: Languages) -> list[date]:
    """Return the dates of a sentence that speaks of coming into effect or of an update, else none."""
    return list(_dates_of(text, languages, "effective"))


def announced_dates(text: str, languages: Languages) -> list[date]:
    """Return the dates from which a sentence says that a new version or a change will apply, else none."""
    return list(_dates_of(text, languages, "announcing"))


@lru_cache(maxsize=_MOST_TEXTS)
def _dates_of(text: str, languages: Languages, speaking: Literal["effective", "announcing"]) -> tuple[date, ...]:
    is_stated = len(text) < _LONGEST and getattr(_patterns(languages), speaking).search(text)
    return tuple(dates_in(text, languages)) if is_stated else ()


def is_last_touched(text: str, languages: Languages) -> bool:
    """Whether a sentence says of its date only that the text was last updated then."""
    return bool(_patterns(languages).touched.match(text))


def says_when_touched(text: str, languages: Languages) -> bool:
    """Whether a sentence says anywhere on which day the text was last updated, the day right behind it."""
    starts = [start for _, start, _ in spoken_dates(text, languages)]
    ends = [found.end() for found in _patterns(languages).touched.finditer(text)]
    return any(0 <= start - end <= _BEHIND for start in starts for end in ends)


def stated_date(segments: Iterable[Segment], languages: Languages) -> date | None:
    """Return the latest date that the head of a text gives as its own, None where it states none."""
    found: list[date] = []
    for index, segment in enumerate(segments):
        if index >= _HEAD:
            break
        found.extend(effective_dates(segment.text, languages))
    return max(found, default=None)
