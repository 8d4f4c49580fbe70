"""Numbers that a policy counts in: durations, ages. Knows no act and no direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from text_to_num import alpha2digit

from monitor.rules.words import Word

_UNITS = {
    1.0: "day days tag tage tagen tags jour jours día días",
    7.0: "week weeks woche wochen semaine semaines semana semanas",
    30.4: "month months monat monate monaten mois mes meses",
    365.0: "year years jahr jahre jahren an ans année années año años",
    1 / 24: "hour hours stunde stunden heure heures hora horas",
}
_DAYS = {name: days for days, names in _UNITS.items() for name in names.split()}
_YEARS = frozenset(_UNITS[365.0].split())
_WORDS = [
    "one two three four five six seven eight nine",
    "ein zwei drei vier fünf sechs sieben acht neun",
    "un deux trois quatre cinq six sept huit neuf",
    "uno dos tres cuatro cinco seis siete ocho nueve",
]
_NUMBERS = {word: number for line in _WORDS for number, word in enumerate(line.split(), start=1)}
_NUMBERS |= dict.fromkeys(["a", "an", "eine", "einem", "einen", "einer", "une", "una"], 1)
_ARTICLES = frozenset(["a", "an", "ein", "eine", "einem", "einen", "un", "une", "una", "one"])
_SMALL = 9  # up to here `text2num` leaves words alone: "no one" and "Dritte" are no numbers
_SPOKEN = frozenset(["en", "de", "fr", "es"])
_THOUSANDS = re.compile(r"(?<=\d)[.,\u202f ](?=\d{3}\b)")
_LONG = 7  # figures of no count of days
_AGES = range(10, 26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A duration in days, or an age in years; `start` and `end` count words."""

    is_age: bool
    value: float
    start: int
    end: int


def write_in_digits(text: str, language: str) -> str:
    """Return a text with its spelled numbers from ten on in digits."""
    if language not in _SPOKEN:
        return text
    return str(alpha2digit(text.encode("utf-8", "replace").decode(), language, _SMALL))  # it reads no lone surrogate


def number_of(word: str) -> int | None:
    """Return the whole number that a word is, in digits or spelled out; None for any other word."""
    figures = _THOUSANDS.sub("", word)
    if figures.isdecimal() and len(figures) < _LONG:
        return int(figures)
    return _NUMBERS.get(word)


def quantities(words: Sequence[Word], age_places: frozenset[int]) -> list[Quantity]:
    """Return the durations and ages in a text; `age_places` are words that speak of age.

    A number from 10 to 25 that stands within three words of one is an age, unless a unit other than years follows.
    """
    found = []
    for index, word in enumerate(words):
        value = number_of(word.text)
        if value is None:
            continue
        unit = words[index + 1].text if index + 1 < len(words) else ""
        near_age = any(place in age_places for place in range(index - 3, index + 4))
        if value in _AGES and near_age and (unit not in _DAYS or unit in _YEARS):
            end = index + 2 if unit in _YEARS else index + 1
            found.append(Quantity(is_age=True, value=float(value), start=index, end=end))
        elif unit in _DAYS and not (word.text in _ARTICLES and unit in ("an", "jour", "tag", "day", "día")):
            found.append(Quantity(is_age=False, value=value * _DAYS[unit], start=index, end=index + 2))
    return found
