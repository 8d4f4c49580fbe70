"""The same change in several documents as one story: which alert is another's, at a further place. Pure.

Evidence stays with each document. An alert joins the story of an earlier one only where all that its findings rest on,
what the text says now or says no more, is quoted there word for word, within weeks, and goes the same way: two
different changes are never one, whatever day they come on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from snapshots.consistency import words
from snapshots.records import Alert, Document, Evidence, Notice, NoticeKind

WITHIN = timedelta(days=60)
"""How far apart the captures that first showed a change may lie in two documents."""

_LEAST_WORDS = 5  # of a quote that tells which change it is

_Quote = tuple[bool, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPlace:
    """A further document in which the change of an alert came."""

    document_id: str
    title: str
    change: int
    captured_at: datetime


def stories(journal: Iterable[Notice], alerts: Mapping[str, Alert]) -> dict[str, str]:
    """Return, by the id of an alert that is told already, the id of the alert that told it first.

    The journal decides which is first. A story whose alert was withdrawn takes nothing in any more.
    """
    roots: dict[_Quote, list[Alert]] = {}
    found: dict[str, str] = {}
    withdrawn: set[str] = set()
    for notice in journal:
        if notice.kind is NoticeKind.WITHDRAWAL:
            withdrawn.add(notice.alert_id)
        alert = alerts.get(notice.alert_id)
        if notice.kind is not NoticeKind.ALERT or alert is None:
            continue
        quotes = _decisive(alert)
        candidates = (root for quote in quotes for root in roots.get(quote, ()))
        root = next((one for one in candidates if one.id not in withdrawn and is_same_news(one, alert)), None)
        if root:
            found[alert.id] = root.id
            continue
        for quote in _quotes(alert):
            roots.setdefault(quote, []).append(alert)
    return found


def places_of(
    told_again: Mapping[str, str], alerts: Mapping[str, Alert], documents: Iterable[Document]
) -> dict[str, tuple[StoryPlace, ...]]:
    """Return the further places of each story, in the order of telling, by the id of the alert that told it first."""
    titles = {document.id: document.title for document in documents}
    found: dict[str, tuple[StoryPlace, ...]] = {}
    for later_id, first_id in told_again.items():
        later = alerts[later_id]
        place = StoryPlace(
            document_id=later.document_id,
            title=titles[later.document_id],
            change=later.change,
            captured_at=later.captured_at,
        )
        found[first_id] = (*found.get(first_id, ()), place)
    return found


def is_same_news(first: Alert, later: Alert) -> bool:
    """Return whether all that an alert tells was told of another document by an earlier one."""
    told = _decisive(later)
    return (
        first.document_id != later.document_id
        and abs(later.captured_at - first.captured_at) <= WITHIN
        and later.severity.rank <= first.severity.rank
        and later.direction is first.direction
        and bool(told)
        and told <= _quotes(first)
        and any(_is_telling(quote) for quote in told)
    )


def _decisive(alert: Alert) -> set[_Quote]:
    """Return what the findings that alert rest on."""
    return {
        quote_key(quote) for finding in alert.findings if finding.severity.is_alerting for quote in finding.evidence
    }


def _quotes(alert: Alert) -> set[_Quote]:
    return {quote_key(quote) for quote in alert.evidence}


def quote_key(quote: Evidence) -> _Quote:
    """Return what the text says now, or what it says no more, without marks and case."""
    is_gone = not quote.after_text
    return is_gone, _spoken((quote.before_text if is_gone else quote.after_text) or "")


@lru_cache(maxsize=1 << 15)
def _spoken(text: str) -> str:
    """Return the words of a quote; each alert's are looked at again at every build."""
    return " ".join(words(text))


def _is_telling(quote: _Quote) -> bool:
    return len(quote[1].split()) >= _LEAST_WORDS
