"""Numbers that a policy counts in: durations, ages. Knows no act and no direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
_SPELLED = [
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty",
    "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn"
    " achtzehn neunzehn zwanzig",
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf vingt",
    "un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho"
    " diecinueve veinte",
]
_NUMBERS = {word: number for line in _SPELLED for number, word in enumerate(line.split(), start=1)}
for _number, _words in {
    30: "thirty dreissig trente treinta",
    40: "forty vierzig quarante cuarenta",
    50: "fifty fünfzig cinquante cincuenta",
    60: "sixty sechzig soixante sesenta",
    90: "ninety neunzig quatre-vingt-dix noventa",
    100: "hundred hundert cent cien",
    180: "hundertachtzig",
}.items():
    _NUMBERS |= dict.fromkeys(_words.split(), _number)
_NUMBERS |= {"eine": 1, "einem": 1, "einen": 1, "une": 1, "una": 1, "a": 1, "an": 1}
_ARTICLES = frozenset(["a", "an", "ein", "eine", "einem", "einen", "un", "une", "una", "one"])
_AGES = range(10, 26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A duration in days, or an age in years; `start` and `end` count words."""

    is_age: bool
    value: float
    start: int
    end: int


def number_of(word: str) -> int | None:
    """Return the whole number that a word is, in digits or spelled out; None for any other word."""
    if word.isdecimal() and len(word) < 7:
        return int(word)
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
