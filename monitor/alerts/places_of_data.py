"""Countries and regions that data goes to or lies in, as a sentence names them. Rates nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

from monitor.extract.text import fold
from monitor.reading.statements import Statement, Term, TermKind

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_REGIONS = frozenset(["uk", "us"])  # "outside the EEA" names no place that data goes to
_GOING = frozenset(["share", "keep"])  # "transferred to", "stored in"


def is_place_of_data(term: Term, statement: Statement | None) -> bool:
    """Whether a term names a country or region in a sentence that says that data is passed on or kept."""
    if statement is None or not _names_place(term, statement):
        return False
    words, place = statement.words, term.index
    if 0 < place < len(words) - 1 and (words[place - 1].text, words[place + 1].text) == ("(", ")"):
        return False  # "United States (US)"
    return any(t.kind is TermKind.ACT and t.name in _GOING for t in statement.terms)


def _names_place(term: Term, statement: Statement) -> bool:
    if term.concept:
        return term.concept.kind == "names" and term.concept.id in _REGIONS
    return term.kind is TermKind.WORD and term.text.lower() in country_names(statement.reader.language)


def words_of_name(text: str) -> list[str]:
    """Return the words of a text as those of countries' names are compared."""
    return _WORD.findall(fold(text).lower())


@cache
def country_names(language: str) -> Mapping[str, str]:
    """Return the codes of all countries by their names in a language and in English (Unicode CLDR)."""
    found: dict[str, str] = {}
    for name in ("en", language):
        try:
            territories = Locale.parse(name.split("-")[0]).territories
        except (UnknownLocaleError, ValueError):
            continue
        for code, country in territories.items():
            if len(code) == 2 and code.isalpha():
                found[" ".join(words_of_name(country))] = code
    return found
