"""Days, times and numbers as the language that is being spoken writes them. Knows no message but "UTC"."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from feeds.language.translation import ENGLISH, spoken
from snapshots.phrases import parse_day

_DAY = "d MMMM y"  # English as the British write it: no American reads the day for the month


def day_words(when: date) -> str:
    """Return "18 November 2026", « 18 novembre 2026 », "18 de noviembre de 2026"; of a time, its day in UTC."""
    return _day_words(date(when.year, when.month, when.day), spoken())


@lru_cache(maxsize=1 << 12)
def _day_words(day: date, language: str) -> str:
    """Return a day in words; a page has the same few hundred days thousands of times."""
    return format_date(day, _DAY if language == ENGLISH else "long", locale=language)


def iso_day_words(day: str) -> str:
    """Return an ISO 8601 date in words, also one of no year: "2027-06-16", "--06-16"."""
    when, has_year = parse_day(day)
    if has_year:
        return day_words(when)
    if spoken() == ENGLISH:
        return format_date(when, "d MMMM", locale=ENGLISH)
    return format_skeleton("MMMMd", when, locale=spoken())


def month_words(first: date) -> str:
    """Return a month in few letters, with its year."""
    language = spoken()
    if language == ENGLISH:
        return f"{format_date(first, 'MMMM', locale=language)[:3]} {first.year}"
    return format_date(first, "MMM y", locale=language)


def moment_words(when: datetime) -> str:
    """Return "18 November 2026, 06:00 UTC"."""
    return f"{day_words(when)}, {when:%H:%M} UTC"


def number_words(number: int) -> str:
    """Return a number with its thousands apart."""
    return f"{number:,}" if spoken() == ENGLISH else str(format_decimal(number, locale=spoken()))
