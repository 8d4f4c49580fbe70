"""From the rated passages of a change to findings, one for one thing, and to one alert's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.alerts.countries import find_changed_countries
from monitor.alerts.headlines import (
    choose_news,
    evidence_of,
    headline_of,
    headline_of_rest,
    overall_headline,
    summary_of,
)
from monitor.alerts.news import count_newly_visible
from monitor.alerts.passage_severity import RatedPassage, layouts_of, rate_passages
from monitor.alerts.situation import Situation, labels_of, news_in
from monitor.alerts.topics import topics_of_alert, topics_of_finding
from monitor.alerts.watched_links import find_moved_links
from monitor.claims.health import is_drop, row_health
from monitor.extract.dates import announced_dates, effective_dates, is_last_touched
from monitor.reading.reader import Reader
from monitor.rules.languages import Languages
from monitor.rules.pack import Pack
from monitor.rules.pack_files import default_pack
from snapshots.records import Direction, Finding, Hunk, HunkKind, Reason, Severity

_MAX_FINDINGS = 8
_MAX_EVIDENCE = 40  # quotes of one finding; the change itself has all
_FURTHEST = timedelta(days=550)  # a date later than that after the capture is no announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a change means; an alert's content where `severity` is alerting."""

    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    headline: str
    summary: str
    effective_date: str
    findings: tuple[Finding, ...]


_NOTHING = Assessment(
    severity=Severity.LOW,
    direction=Direction.NEUTRAL,
    topics=(),
    headline="",
    summary="",
    effective_date="",
    findings=(),
)


def assess(situation: Situation, pack: Pack | None = None) -> Assessment:
    """Return what a change means under a rule pack; `low` where nothing in it is worth an alert."""
    pack = pack or default_pack()
    reader = Reader(pack, situation.language)
    layouts = layouts_of(situation, reader)
    # Rows that lost their purpose, people or legal basis to a new layout: nothing is told that rests on a text's place.
    is_held = is_drop(*map(row_health, layouts))
    # From half a page only what is grave is told at once: the rest can wait until the whole page is back.
    least = Severity.HIGH if situation.is_partial else Severity.MEDIUM
    grave = [w for w in rate_passages(situation, reader, None if is_held else layouts) if w.severity.rank >= least.rank]
    rated = [w for w in grave if w.sureness.value >= pack.sure["told"]]
    announced = _find_announced_date(situation, pack)
    dated = [announced[1]] if announced else []
    links = (situation.before.links, situation.now.links)
    moved = find_moved_links(situation.hunks, situation.watched_links, situation.seen, *links, pack)
    moved += find_changed_countries(situation, pack)
    # The date that a text gives is what a reader asks first, so it has its place among the gravest.
    room = _MAX_FINDINGS - len(dated) - len(moved)
    findings = sorted([*_findings(rated, room, pack), *moved, *dated], key=lambda f: -f.severity.rank)
    if not findings:
        return _NOTHING
    return Assessment(
        severity=findings[0].severity,
        direction=_overall({f.direction for f in findings}),
        topics=topics_of_alert([(f.topics, len(f.evidence)) for f in findings]),
        headline=overall_headline(findings),
        summary=summary_of(
            findings,
            stated=announced[0] if announced else None,
            seen_on=situation.captured_on,
            opened=count_newly_visible(news_in(situation, pack.languages)),
            is_partial=situation.is_partial,
            is_reversal=situation.is_reversal,
            is_held=is_held,
        ),
        effective_date=announced[0].isoformat() if announced else "",
        findings=tuple(findings),
    )


def _findings(rated: Sequence[RatedPassage], room: int, pack: Pack) -> list[Finding]:
    """Return one finding for one thing, the gravest first: passages on the gravest topic that go the same way.

    What has no room of its own is told together in the last one.
    """
    groups: dict[tuple[str, Direction], list[RatedPassage]] = {}
    for entry in rated:
        groups.setdefault((entry.topics[0] if entry.topics else "other", entry.direction), []).append(entry)
    ordered = [sorted(group, key=_gravest) for group in groups.values()]
    ordered.sort(key=lambda group: (*_gravest(group[0]), -len(group)))
    if len(ordered) <= room:
        return [_finding(group, headline_of(group[0], len(group), pack), pack) for group in ordered]
    own = [_finding(group, headline_of(group[0], len(group), pack), pack) for group in ordered[: room - 1]]
    rest = sorted((entry for group in ordered[room - 1 :] for entry in group), key=_gravest)
    return [*own, _finding(rest, headline_of_rest(rest, pack), pack)]


def _gravest(entry: RatedPassage) -> tuple[int, int]:
    return -entry.severity.rank, -entry.points


def _finding(group: Sequence[RatedPassage], headline: str, pack: Pack) -> Finding:
    first = group[0]
    told_first = [choose_news(first), *(news for w in group for news in w.passage.news)]
    hunks = {(h.before, h.after): h for news in reversed(told_first) if (h := news.hunk)}
    quotes = [evidence_of(hunk) for hunk in reversed(hunks.values())][:_MAX_EVIDENCE]  # each change of words once
    return Finding(
        headline=headline,
        severity=first.severity,
        direction=_overall({entry.direction for entry in group}),
        topics=topics_of_finding([w.topics for w in group]) or ("other",),
        rules=tuple(dict.fromkeys(rule for w in group for rule in w.rules if rule in pack.rules)),
        severity_reasons=first.reasons,
        evidence=tuple(quotes),
    )


def _overall(directions: set[Direction]) -> Direction:
    said = directions - {Direction.NEUTRAL}
    if not said:
        return Direction.NEUTRAL
    return said.pop() if len(said) == 1 else Direction.MIXED


def _own_dates(text: str, languages: Languages) -> list[date]:
    """Return the dates that a sentence gives the text as its own."""
    if is_last_touched(text, languages):
        return []
    return [*effective_dates(text, languages), *announced_dates(text, languages)]


def _find_announced_date(situation: Situation, pack: Pack) -> tuple[date, Finding] | None:
    """Return the latest date that the new text gives as its own, where it is later than every one before."""
    found: list[tuple[date, Hunk]] = []
    for hunk in situation.hunks:
        if hunk.after and hunk.kind in (HunkKind.ADDED, HunkKind.EDITED, HunkKind.MOVED):
            days = _own_dates(hunk.after, pack.languages)
            found.extend((day, hunk) for day in days)
    found = [(day, hunk) for day, hunk in found if day - situation.captured_on < _FURTHEST]
    if not found:
        return None
    day, hunk = max(found, key=lambda pair: pair[0])
    is_later = bool(situation.stated) and day.isoformat() > situation.stated
    if not is_later and not (not situation.stated and announced_dates(hunk.after or "", pack.languages)):
        return None
    rule = pack.rules["announced_date"]
    return day, Finding(
        headline=f"The text now names {day.isoformat()} as its date",
        severity=pack.severity(rule.points),
        direction=Direction.NEUTRAL,
        topics=("effective_date",),
        rules=(rule.id,),
        severity_reasons=(Reason(f"a later date than any before ({situation.stated or 'none'})", rule.points),),
        evidence=(evidence_of(hunk),),
    )


__all__ = ["Assessment", "Situation", "assess", "labels_of"]
