"""The same change in several documents as one story: which alert is another's, at a further place. Pure.

Evidence stays with each document. An alert joins the story of an earlier one where nearly all that its findings rest
on, what the text says now or says no more, is told there word for word, within weeks; what it has beside that is told
as an update of the story. Where that is as grave as what both say, or where only a good part is told already, the
alert is told by itself, by what is its own. Two different changes are never one, whatever day they come on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.edition.story_quotes import (
    QuoteKey,
    ToldQuotes,
    decisive_quotes,
    is_of_day,
    is_telling,
    quote_key,
    severity_of,
    told_quotes,
)
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Direction, Document, Evidence, Finding, Notice, NoticeKind

WITHIN = timedelta(days=60)
"""How far apart the captures that first showed a change may lie in two documents."""

_NEARLY_ALL = 0.9
"""Of the passages: pairs of alerts on one event share .9 to 1, or far less where one says something else too."""
_A_GOOD_PART = 1 / 3
"""Of the passages: what is told already needs no second telling; alerts on different events share a tenth at most."""


@frozen
class OwnFinding:
    """What a finding tells of its document alone: with the quotes alone that are its own."""

    finding: Finding
    is_led: bool  # its headline rests on one of these quotes


@frozen
class Retelling:
    """That an alert tells what one of another document told before, and what it tells beside that."""

    first: str  # id of the alert that told it first
    own: tuple[OwnFinding, ...] = ()  # the gravest first
    is_by_itself: bool = False  # what is its own is told as news of its own, not as an update of the story


@frozen
class StoryPlace:
    """A further document in which the change of an alert came."""

    document_id: str
    title: str
    change: int
    captured_at: datetime
    own: tuple[OwnFinding, ...] = ()  # what was told of it alone
    is_by_itself: bool = False


def stories(journal: Iterable[Notice], alerts: Mapping[str, Alert]) -> dict[str, Retelling]:
    """Return, by the id of an alert of which much is told already, which alert told it first, and what is left.

    The journal decides which is first. A story whose alert was withdrawn takes nothing in any more.
    """
    told = _ToldStories()
    found: dict[str, Retelling] = {}
    for notice in journal:
        if notice.kind is NoticeKind.WITHDRAWAL:
            told.withdraw(notice.alert_id)
        alert = alerts.get(notice.alert_id)
        if notice.kind is not NoticeKind.ALERT or alert is None:
            continue
        again = told.find(alert)
        if again:
            found[alert.id] = again
        if not again or again.is_by_itself:  # an update of a story is not told to all who were told the story
            told.add(alert)
    return found


def places_of(
    told_again: Mapping[str, Retelling], alerts: Mapping[str, Alert], documents: Iterable[Document]
) -> dict[str, tuple[StoryPlace, ...]]:
    """Return the further places of each story, in the order of telling, by the id of the alert that told it first."""
    titles = {document.id: document.title for document in documents}
    found: dict[str, tuple[StoryPlace, ...]] = {}
    for later_id, again in told_again.items():
        later = alerts[later_id]
        place = place_of(later, titles[later.document_id], again)
        found[again.first] = (*found.get(again.first, ()), place)
    return found


def place_of(later: Alert, title: str, again: Retelling) -> StoryPlace:
    """Return the place that an alert is of a story."""
    return StoryPlace(
        document_id=later.document_id,
        title=title,
        change=later.change,
        captured_at=later.captured_at,
        own=again.own,
        is_by_itself=again.is_by_itself,
    )


def retelling_of(first: Alert, told: ToldQuotes, later: Alert) -> Retelling | None:
    """Return what a later alert is of a story, None where it is none of it; `told` is what the first told."""
    if (
        first.document_id == later.document_id
        or abs(later.captured_at - first.captured_at) > WITHIN
        or later.severity.rank > first.severity.rank
    ):
        return None
    decisive = decisive_quotes(later)
    known = told.hold(decisive.values())
    shared = [quote for key, quote in decisive.items() if key in known]
    own = {key: quote for key, quote in decisive.items() if key not in known}
    if len(shared) <= _A_GOOD_PART * len(decisive) or not any(is_telling(key) for key in known):
        return None
    gravest = max(quote.severity.rank for quote in shared)
    is_grave = any(quote.severity.rank >= gravest for quote in own.values())
    return Retelling(
        first=first.id,
        own=_own_findings(later, own, first.effective_date),
        is_by_itself=is_grave or len(shared) < _NEARLY_ALL * len(decisive),
    )


def own_part(alert: Alert, own: Sequence[OwnFinding]) -> Alert:
    """Return an alert with nothing but what is its own; its summary is still that of all of it."""
    findings = tuple(one.finding for one in own)
    ways = {finding.direction for finding in findings} - {Direction.NEUTRAL}
    gravest = findings[0]
    return replace(
        alert,
        severity=gravest.severity,
        direction=ways.pop() if len(ways) == 1 else Direction.MIXED if ways else Direction.NEUTRAL,
        topics=tuple(dict.fromkeys(topic for finding in findings for topic in finding.topics)),
        headline=gravest.headline,
        rules=tuple(dict.fromkeys(rule for finding in findings for rule in finding.rules)),
        severity_reasons=gravest.severity_reasons,
        evidence=tuple(quote for finding in findings for quote in finding.evidence),
        findings=findings,
        sure=gravest.sure,
        sure_reasons=gravest.sure_reasons,
    )


def _own_findings(alert: Alert, own: Collection[QuoteKey], dated: str) -> tuple[OwnFinding, ...]:
    """Return what is left of an alert's findings; that on its day is left where it names another than `dated`."""
    found = []
    for finding in alert.findings:
        if is_of_day(finding, alert):
            if alert.effective_date != dated:
                found.append(OwnFinding(finding=finding, is_led=True))
        elif quotes := {quote_key(q): q for q in reversed(told_quotes(finding)) if quote_key(q) in own}:
            found.append(_own_finding(finding, tuple(reversed(quotes.values()))))
    return tuple(sorted(found, key=lambda one: -one.finding.severity.rank))


def _own_finding(finding: Finding, quotes: tuple[Evidence, ...]) -> OwnFinding:
    """Return a finding with its own quotes; a headline that counts what it sums up holds only if all of it is left."""
    severity = max((severity_of(quote, finding) for quote in quotes), key=lambda one: one.rank)
    is_whole = len(quotes) == len(told_quotes(finding)) or not any(map(str.isdigit, finding.headline))
    reasons = finding.severity_reasons if severity is finding.severity else ()
    return OwnFinding(
        finding=replace(finding, evidence=quotes, severity=severity, severity_reasons=reasons),
        is_led=quotes[0] == finding.evidence[0] and is_whole,
    )


class _ToldStories:
    """The stories told so far, found by what they quote."""

    def __init__(self) -> None:
        self._by_quote: dict[tuple[int, QuoteKey], list[str]] = {}  # by the time, too: words can be in any text
        self._stories: dict[str, tuple[Alert, ToldQuotes]] = {}

    def withdraw(self, alert_id: str) -> None:
        self._stories.pop(alert_id, None)

    def find(self, alert: Alert) -> Retelling | None:
        """Return what an alert is of the story that leaves it the least, None where it is of none."""
        telling = [key for key in decisive_quotes(alert) if is_telling(key)]
        times = range(_time(alert) - 1, _time(alert) + 2)
        ids = dict.fromkeys(id_ for at in times for key in telling for id_ in self._by_quote.get((at, key), ()))
        stories = [self._stories[id_] for id_ in ids if id_ in self._stories]
        found = [again for first, told in stories if (again := retelling_of(first, told, alert))]
        return min(found, key=lambda again: sum(len(one.finding.evidence) for one in again.own), default=None)

    def add(self, alert: Alert) -> None:
        """Let an alert be known as a story that others may tell again."""
        told = ToldQuotes(alert)
        self._stories[alert.id] = (alert, told)
        for key in told:
            self._by_quote.setdefault((_time(alert), key), []).append(alert.id)


def _time(alert: Alert) -> int:
    """Return a number such that alerts of one story have the same one, or two in a row."""
    return alert.captured_at.toordinal() // (WITHIN.days + 1)
