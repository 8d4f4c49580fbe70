"""From the news in a change to findings with a severity that is a visible sum, and to one alert's words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.alerts.news import News, Sign, news_of
from monitor.alerts.pack import Pack, Topic, default_pack
from monitor.alerts.wording import evidence_of, headline_of, overall_headline, summary_of
from monitor.extract.dates import effective_dates
from monitor.extract.links import link_key
from snapshots.records import Direction, Evidence, Extraction, Finding, Hunk, HunkKind, Severity

_MAX_FINDINGS = 8
_MAX_EVIDENCE = 12  # quotes of one finding; the change itself has all
_FURTHEST = timedelta(days=550)  # a date later than that after the capture is no announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A change as it is to be judged: what differs, and what was known before."""

    kind: str  # of the document
    language: str
    hunks: tuple[Hunk, ...]
    now: Extraction
    seen: Collection[bytes]
    stated: str  # latest ISO date the document gave before
    captured_on: date
    is_partial: bool = False
    is_reversal: bool = False
    watched_links: tuple[str, ...] = ()  # parts of the words or addresses of links whose move is told


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    news: News
    topics: tuple[Topic, ...]
    direction: Direction
    points: int
    reasons: tuple[str, ...]


def assess(situation: Situation, pack: Pack | None = None) -> Assessment:
    """Return what a change means under a rule pack; `low` where nothing in it is worth an alert."""
    pack = pack or default_pack()
    news = news_of(
        situation.hunks,
        situation.now.segments,
        situation.seen,
        is_partial=situation.is_partial,
        is_reversal=situation.is_reversal,
    )
    weighed = [_weigh(item, situation, pack) for item in news]
    findings = _findings([w for w in weighed if pack.severity(w.points).is_alerting], situation, pack)
    announced = _announced(situation)
    if announced:
        findings.append(announced[1])
    findings.extend(_moved_links(situation))
    findings.sort(key=lambda finding: -finding.severity.rank)
    findings = findings[:_MAX_FINDINGS]
    if not findings:
        return Assessment(
            severity=Severity.LOW, direction=Direction.NEUTRAL, topics=(), headline="", summary="",
            effective_date="", findings=(),
        )  # fmt: skip
    return Assessment(
        severity=findings[0].severity,
        direction=_overall({f.direction for f in findings}),
        topics=tuple(dict.fromkeys(topic for f in findings for topic in f.topics)),
        headline=overall_headline(findings),
        summary=summary_of(findings, is_partial=situation.is_partial, is_reversal=situation.is_reversal),
        effective_date=announced[0].isoformat() if announced else "",
        findings=tuple(findings),
    )


def _weigh(item: News, situation: Situation, pack: Pack) -> _Weighed:
    language = situation.language
    changed = f"{item.added} {item.removed}"
    named = tuple(topic for topic in pack.topics if topic.is_in(changed, language))
    around = tuple(topic for topic in pack.topics if topic not in named and topic.is_in(item.text, language))
    direction, points, reasons = _movement(item, situation, pack)
    topics = named or around[:2]
    if topics:
        gravest = topics[0]
        points += gravest.weight
        reasons.append(f"about {gravest.label} +{gravest.weight}")
    return _Weighed(
        news=item, topics=topics, direction=direction, points=points if topics else 0, reasons=tuple(reasons)
    )


def _movement(item: News, situation: Situation, pack: Pack) -> tuple[Direction, int, list[str]]:
    """Return which way a piece of news goes, its points, and what they are for."""
    signs = [item.sign.value]
    protects_now = _protects(item.added, situation.language, pack)
    protected = _protects(item.removed, situation.language, pack)
    is_form = situation.kind == "opt-out-form"
    if is_form and pack.has_cue("demand", item.added, situation.language):
        direction = Direction.WIDENS
        signs.append("demands_more")
    elif protected and not protects_now:
        direction = Direction.WIDENS
        signs.append("protection_lost")
    elif protects_now and not protected:
        direction = Direction.NARROWS
        signs.append("protection_added")
    elif item.sign in (Sign.GONE, Sign.LEAVES) or not item.added:
        direction = Direction.NARROWS
    else:
        direction = Direction.WIDENS
        signs.append("power_added")
    reasons = [f"{sign.replace('_', ' ')} +{pack.points[sign]}" for sign in signs]
    return direction, sum(pack.points[sign] for sign in signs), reasons


def _protects(words: str, language: str, pack: Pack) -> bool:
    return any(pack.has_cue(cue, words, language) for cue in ("negation", "exception", "pause", "right"))


def _findings(weighed: list[_Weighed], situation: Situation, pack: Pack) -> list[Finding]:
    """Return one finding for each gravest topic, the gravest news of it first."""
    groups: dict[str, list[_Weighed]] = {}
    for entry in weighed:
        groups.setdefault(entry.topics[0].id, []).append(entry)
    return [_finding(sorted(group, key=lambda w: -w.points), pack) for group in groups.values()]


def _finding(group: list[_Weighed], pack: Pack) -> Finding:
    first = group[0]
    quotes: list[Evidence] = [evidence_of(w.news.hunk) for w in group[:_MAX_EVIDENCE]]
    return Finding(
        headline=headline_of(first.news, first.topics[0].label),
        severity=pack.severity(first.points),
        direction=_overall({w.direction for w in group}),
        topics=tuple(dict.fromkeys(topic.id for w in group[:_MAX_EVIDENCE] for topic in w.topics)),
        rules=tuple(dict.fromkeys(f"novelty.{w.news.sign.value}" for w in group)),
        severity_reasons=first.reasons,
        evidence=tuple(quotes),
    )


def _overall(directions: set[Direction]) -> Direction:
    said = directions - {Direction.NEUTRAL}
    if not said:
        return Direction.NEUTRAL
    return said.pop() if len(said) == 1 else Direction.MIXED


def _moved_links(situation: Situation) -> list[Finding]:
    """Return a finding for each watched link that leads where it never led before."""
    found = []
    for hunk in situation.hunks:
        if hunk.kind is not HunkKind.LINK_MOVED or not hunk.context or not hunk.after:
            continue
        words = hunk.context[-1]
        told = f"{words} {hunk.before} {hunk.after}".lower()
        is_watched = any(part.lower() in told for part in situation.watched_links)
        if not is_watched or link_key(words, hunk.after) in situation.seen:
            continue
        found.append(
            Finding(
                headline=f"The link “{words}” leads to another address",
                severity=Severity.HIGH,
                direction=Direction.NEUTRAL,
                topics=("user_controls",),
                rules=("novelty.watched_link",),
                severity_reasons=("a link that the declaration watches: high",),
                evidence=(evidence_of(hunk),),
            )
        )
    return found


def _announced(situation: Situation) -> tuple[date, Finding] | None:
    """Return the latest date that the new text gives as its own, where it is later than every one before."""
    found: list[tuple[date, Hunk]] = []
    for hunk in situation.hunks:
        if hunk.after and hunk.kind in (HunkKind.ADDED, HunkKind.EDITED, HunkKind.MOVED):
            found.extend((day, hunk) for day in effective_dates(hunk.after))
    found = [(day, hunk) for day, hunk in found if day - situation.captured_on < _FURTHEST]
    if not found:
        return None
    day, hunk = max(found, key=lambda pair: pair[0])
    if not situation.stated or day.isoformat() <= situation.stated:
        return None
    return day, Finding(
        headline=f"The text now names {day.isoformat()} as its date",
        severity=Severity.MEDIUM,
        direction=Direction.NEUTRAL,
        topics=("effective_date",),
        rules=("novelty.later_date",),
        severity_reasons=(f"a later date than any before ({situation.stated}): medium",),
        evidence=(evidence_of(hunk),),
    )
