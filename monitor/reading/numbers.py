"""Numbers that a policy counts in: durations, ages. Knows no act and no direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from text_to_num import alpha2digit

from monitor.rules.languages import NumberWords
from monitor.rules.words import Word
from snapshots.frozen_class import frozen

_SMALL = 9  # up to here `text2num` leaves words alone: "no one" and "Dritte" are no numbers
_THOUSANDS = re.compile(r"(?<=\d)[.,\u202f ](?=\d{3}\b)")
_LONG = 7  # figures of no count of days
_AGES = range(10, 26)


@frozen
class Quantity:
    """A duration in days, or an age in years; `start` and `end` count words."""

    is_age: bool
    value: float
    start: int
    end: int


def write_in_digits(text: str, language: str) -> str:
    """Return a text with its spelled numbers from ten on in digits."""
    if not _is_spelled(language):
        return text
    return str(alpha2digit(text.encode("utf-8", "replace").decode(), language, _SMALL))  # it reads no lone surrogate


@cache
def _is_spelled(language: str) -> bool:
    """Whether numbers that are spelled out can be read in a language."""
    try:
        alpha2digit("", language, _SMALL)
    except ValueError:
        return False
    return True


def number_of(word: str, numbers: NumberWords) -> int | None:
    """Return the whole number that a word is, in digits or spelled out; None for any other word."""
    figures = _THOUSANDS.sub("", word)
    if figures.isdecimal() and len(figures) < _LONG:
        return int(figures)
    return numbers.value_of(word)


def quantities(words: Sequence[Word], age_places: frozenset[int], numbers: NumberWords) -> list[Quantity]:
    """Return the durations and ages in a text; `age_places` are words that speak of age.

    A number from 10 to 25 that stands within three words of one is an age, unless a unit other than years follows.
    A number that is written twice, "thirty (30) days", is one.
    """
    found = []
    for index, word in enumerate(words):
        value = number_of(word.text, numbers)
        if value is None or (_is_in_brackets(words, index + 2) and number_of(words[index + 2].text, numbers) == value):
            continue
        is_again = _is_in_brackets(words, index)
        place = _unit_place(words, index + 2 if is_again else index + 1, numbers)
        unit = words[place].text if place < len(words) else ""
        days, is_years = numbers.days_in(unit), unit in numbers.years
        start = index - 2 if is_again and number_of(words[index - 2].text, numbers) == value else index
        near_age = any(place in age_places for place in range(start - 3, index + 4))
        if value in _AGES and near_age and (days is None or is_years):
            end = place + 1 if is_years else index + 1
            found.append(Quantity(is_age=True, value=float(value), start=start, end=end))
        elif days is not None and _is_counted(words, index, unit, numbers):
            found.append(Quantity(is_age=False, value=value * days, start=start, end=place + 1))
    return found


def _is_counted(words: Sequence[Word], index: int, unit: str, numbers: NumberWords) -> bool:
    """Whether a number with a unit counts a period, and is no "one day we may" and no "from 9 h" of the clock."""
    before = words[index - 1].text if index else ""
    if unit in numbers.clock:
        return before in numbers.lasting
    return not (words[index].text in numbers.articles and unit in numbers.loose) or before in numbers.bounding


def _is_in_brackets(words: Sequence[Word], index: int) -> bool:
    """Whether a word stands alone in brackets behind another: "one (1) year"."""
    return 2 <= index < len(words) - 1 and words[index - 1].text == "(" and words[index + 1].text == ")"


def _unit_place(words: Sequence[Word], place: int, numbers: NumberWords) -> int:
    """Return where the unit behind a number stands: "90 calendar days" and "7+ years" have a word or mark between."""
    if place < len(words) and words[place].text == "+":
        place += 1
    if place < len(words) and words[place].text in numbers.qualifiers:
        place += 1
    return place
