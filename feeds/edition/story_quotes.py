"""The quotes that tell which change an alert is about, and whether others told the same words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from snapshots.consistency import words
from snapshots.records import Alert, Direction, Evidence, Finding, Severity

_LEAST_WORDS = 5  # of a quote that tells which change it is; what fewer words mean lies in where they stand
_DATED = ("effective_date",)

QuoteKey = tuple[bool, str]
"""Whether the words are gone, and the words."""


@dataclass(slots=True, kw_only=True)
class ToldQuote:
    """Words that an alert quotes, as grave as they are anywhere in it, with the ways that they go."""

    key: QuoteKey
    severity: Severity
    directions: set[Direction] = field(default_factory=set)


class ToldQuotes:
    """The words that an alert told, with how grave they were and which way they went there."""

    def __init__(self, alert: Alert) -> None:
        self._told: dict[QuoteKey, ToldQuote] = {}
        for finding in alert.findings:
            _add(self._told, finding, finding.evidence)

    def __iter__(self) -> Iterator[QuoteKey]:
        return iter(self._told)

    def hold(self, quotes: Iterable[ToldQuote]) -> set[QuoteKey]:
        """Return which of the quotes are told: in the same words, or joined to others of them in one piece."""
        wanted = {quote.key: quote for quote in quotes}
        known = {key for key, quote in wanted.items() if (told := self._told.get(key)) and _is_told(quote, told)}
        left = {key for key in wanted if key not in known and is_telling(key)}
        for is_gone, whole in self._told if left else ():
            pieces = {text for gone, text in wanted if gone == is_gone}
            told = self._told[is_gone, whole]
            parts = {(is_gone, text) for text in _pieces(whole, pieces)}
            known |= {key for key in parts & left if _is_told(wanted[key], told)}
        return known


def decisive_quotes(alert: Alert) -> dict[QuoteKey, ToldQuote]:
    """Return what the findings that alert rest on; a day does not tell which change it is of."""
    found: dict[QuoteKey, ToldQuote] = {}
    for finding in alert.findings:
        if not is_of_day(finding, alert):
            _add(found, finding, told_quotes(finding))
    return found


def told_quotes(finding: Finding) -> tuple[Evidence, ...]:
    """Return the quotes of a finding that make it alert; others only stand beside them."""
    return tuple(quote for quote in finding.evidence if severity_of(quote, finding).is_alerting)


def severity_of(quote: Evidence, finding: Finding) -> Severity:
    """Return how grave a quote is by itself, which is no more than its finding is."""
    return min(quote.severity or finding.severity, finding.severity, key=lambda one: one.rank)


def is_of_day(finding: Finding, alert: Alert) -> bool:
    """Whether a finding tells the day of a version, beside others that tell what it changes."""
    return finding.topics == _DATED and len(alert.findings) > 1


def quote_key(quote: Evidence) -> QuoteKey:
    """Return what the text says now, or what it says no more, without marks and case."""
    is_gone = not quote.after_text
    return is_gone, _spoken((quote.before_text if is_gone else quote.after_text) or "")


def is_telling(key: QuoteKey) -> bool:
    """Whether words are enough to tell which change they are."""
    return len(key[1].split()) >= _LEAST_WORDS


def _add(found: dict[QuoteKey, ToldQuote], finding: Finding, quotes: Iterable[Evidence]) -> None:
    for quote in quotes:
        key, severity = quote_key(quote), severity_of(quote, finding)
        one = found.setdefault(key, ToldQuote(key=key, severity=severity))
        one.severity = max(one.severity, severity, key=lambda each: each.rank)
        one.directions.add(finding.direction)


def _is_told(quote: ToldQuote, told: ToldQuote) -> bool:
    """Whether words were told as what they are now: the same way, and as grave, or nearly so if they tell all."""
    ways = quote.directions | told.directions
    is_same_way = bool(quote.directions & told.directions) or Direction.MIXED in ways
    return is_same_way and quote.severity.rank - told.severity.rank <= is_telling(quote.key)


def _pieces(whole: str, texts: set[str]) -> set[str]:
    """Return the texts that a longer one is made of, with nothing beside them but the marks of a list."""
    found = {text for text in texts if text != whole and f" {text} " in f" {whole} "}
    left = whole
    for text in sorted(found, key=len, reverse=True):
        left = re.sub(rf"(?<!\S){re.escape(text)}(?!\S)", "", left)
    return found if all(len(word) == 1 for word in left.split()) else set()


@lru_cache(maxsize=1 << 15)
def _spoken(text: str) -> str:
    """Return the words of a quote; each alert's are looked at again at every build."""
    return " ".join(words(text))
