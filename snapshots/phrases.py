"""A sentence in parts, so that each language can say it: an English message, and what is filled into it.

The stored English stands beside it. Says nothing in any language itself.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from snapshots.frozen_class import frozen

_ANY_YEAR = 2000  # a leap year


class PartKind(StrEnum):
    """What stands in a slot of a sentence."""

    WORDS = "words"  # messages, each of which a language has its own words for
    TEXT = "text"  # what is said as it stands: names, figures, quotes
    QUOTE = "quote"  # words of the text: in quotes, but in English
    DAY = "day"  # ISO 8601, of no year too: "--06-16"
    TONGUE = "tongue"  # the tag of a language
    FINDING = "finding"  # the headline of a finding of the same alert, by its number from 1


@frozen
class PhrasePart:
    """What fills one slot; of several things a list is made. Messages may have slots themselves."""

    name: str
    said: tuple[str, ...]
    kind: PartKind = PartKind.WORDS


@frozen
class ToldPhrase:
    """A message with slots in {braces}, and all that fills them and what stands in those; what is unknown is absent."""

    says: str
    parts: tuple[PhrasePart, ...] = ()


def parse_day(day: str) -> tuple[date, bool]:
    """Return an ISO 8601 date and whether it has a year: "--06-16" has none, and gets one that is long enough.

    Raises `ValueError` for what is no whole day.
    """
    has_year = not day.startswith("-")
    return date.fromisoformat(day if has_year else f"{_ANY_YEAR}{day[1:]}"), has_year
