"""From the news in a change to findings with a severity that is a visible sum, and to one alert's words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.alerts.news import LISTED, Sign, known_of, newly_visible, news_of
from monitor.alerts.passages import Passage, passages_of
from monitor.alerts.topics import topics_of, topics_of_alert, topics_of_finding
from monitor.alerts.watched_links import moved_links
from monitor.alerts.wording import evidence_of, headline_of, overall_headline, summary_of
from monitor.claims.statements import Statement
from monitor.claims.verdicts import Verdict, weigh
from monitor.extract.dates import effective_dates, is_last_touched
from monitor.extract.identity import is_known, words_key
from monitor.rules import Pack, default_pack
from snapshots.records import Direction, Extraction, Finding, Hunk, HunkKind, Severity

_MAX_FINDINGS = 8
_MAX_EVIDENCE = 40  # quotes of one finding; the change itself has all
_UNLIKE = 0.6  # of the terms of a new passage
_FURTHEST = timedelta(days=550)  # a date later than that after the capture is no announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A change as it is to be judged: what differs, and what was known before."""

    kind: str  # of the document
    language: str
    hunks: tuple[Hunk, ...]
    before: Extraction
    now: Extraction
    seen: Collection[bytes]
    stated: str  # latest ISO date the document gave before
    captured_on: date
    labels: frozenset[bytes] = frozenset()  # keys of the texts that are links and nothing else
    is_partial: bool = False
    is_reversal: bool = False
    watched_links: tuple[str, ...] = ()  # parts of the words or addresses of links whose move is told


def labels_of(*sides: Extraction | None) -> frozenset[bytes]:
    """Return the keys of the texts of all links on both sides: a segment that is one of them states nothing."""
    return frozenset(words_key(link.text) for side in sides if side for link in side.links if link.text)


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
class Weighed:
    """A passage with what it amounts to."""

    passage: Passage
    verdict: Verdict | None  # None: news that no rule explains
    topics: tuple[str, ...]  # the gravest first
    direction: Direction
    points: int
    reasons: tuple[str, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.rule for step in self.verdict.steps)) if self.verdict else ("unexplained",)


def assess(situation: Situation, pack: Pack | None = None) -> Assessment:
    """Return what a change means under a rule pack; `low` where nothing in it is worth an alert."""
    pack = pack or default_pack()
    weighed = weigh_all(situation, pack)
    # From half a page only what is grave is told at once: the rest can wait until the whole page is back.
    least = Severity.HIGH if situation.is_partial else Severity.MEDIUM
    findings = _findings([w for w in weighed if pack.severity(w.points).rank >= least.rank], pack)
    announced = _announced(situation, pack)
    dated = [announced[1]] if announced else []
    links = (situation.before.links, situation.now.links)
    findings.extend(moved_links(situation.hunks, situation.watched_links, situation.seen, *links, pack))
    findings.sort(key=lambda finding: -finding.severity.rank)
    # The date that a text gives is what a reader asks first, so it has its place among the gravest.
    findings = sorted([*findings[: _MAX_FINDINGS - len(dated)], *dated], key=lambda f: -f.severity.rank)
    if not findings:
        return Assessment(
            severity=Severity.LOW, direction=Direction.NEUTRAL, topics=(), headline="", summary="",
            effective_date="", findings=(),
        )  # fmt: skip
    return Assessment(
        severity=findings[0].severity,
        direction=_overall({f.direction for f in findings}),
        topics=topics_of_alert(f.topics for f in findings),
        headline=overall_headline(findings),
        summary=summary_of(findings, is_partial=situation.is_partial, is_reversal=situation.is_reversal),
        effective_date=announced[0].isoformat() if announced else "",
        findings=tuple(findings),
    )


def passages_in(situation: Situation, pack: Pack) -> list[Passage]:
    """Return every passage of news that states something, as it was read, in the order of the text."""
    # A reversal brings back what was seen: there every edit counts.
    seen: Collection[bytes] = frozenset() if situation.is_reversal else situation.seen
    known = known_of(seen, situation.before.segments, situation.now.segments)
    news = news_of(situation.hunks, known, is_partial=situation.is_partial)
    if newly_visible(news):
        news = [item for item in news if item.sign is not Sign.NEW_PASSAGE]
    sides = (situation.before.segments, situation.now.segments)
    news = [item for item in news if not is_known(item.text, situation.labels)]
    return passages_of(news, situation.hunks, sides, situation.language, pack)


def weigh_all(situation: Situation, pack: Pack) -> list[Weighed]:
    """Return every passage of news with what it amounts to, in the order of the text."""
    found = []
    for passage in passages_in(situation, pack):
        entry = _weigh(passage, situation, pack)
        if entry:
            found.append(entry)
    return found


def verdict_of(passage: Passage, situation: Situation) -> Verdict | None:
    """Return what a passage of a change amounts to, None where it is no substance."""
    return weigh(
        passage.before,
        passage.after,
        passage.differences,
        is_form=situation.kind == "opt-out-form",
        is_entry=len(passage.news) == 1
        and passage.news[0].hunk.segment_kind in LISTED
        and passage.news[0].sign is not Sign.REWORDED,
    )


def _weigh(passage: Passage, situation: Situation, pack: Pack) -> Weighed | None:
    verdict = verdict_of(passage, situation)
    topics = topics_of(passage, verdict, situation.language, pack, is_form=situation.kind == "opt-out-form")
    signs = {item.sign for item in passage.news}
    if verdict is None and not (Sign.NEW_PASSAGE in signs and topics and _is_unlike(passage)):
        return None
    direction = verdict.direction if verdict else Direction.NEUTRAL
    is_whole = Sign.REWORDED not in signs
    rule = pack.rules[_leading(verdict, pack, is_whole=is_whole) if verdict else "unexplained"]
    sums = [(rule.id.replace("_", " "), rule.points)]
    if direction is Direction.WIDENS:
        sums.append(("lets more be done", pack.points["widens"]))
    if direction is Direction.NARROWS:
        sums.append(("lets less be done", pack.points["narrows"]))
    is_general = len(signs) == 1 and is_whole and not any(_names_something(s) for s in passage.statements)
    if is_general:
        sums.append(("names no data, purpose, person or right", pack.points["general"]))
    if signs == {Sign.GONE} and direction is Direction.WIDENS:
        sums.append(("a protection gone", pack.points["protection_lost"]))
    if topics:
        topic = pack.topic(topics[0])
        sums.append((f"about {topic.label}", topic.weight))
    return Weighed(
        passage=passage,
        verdict=verdict,
        topics=topics,
        direction=direction,
        points=max(sum(points for _, points in sums), 3 if verdict and not is_general else 0),
        reasons=tuple(f"{name} {points:+d}" for name, points in sums),
    )


_NAMED = frozenset(["data", "purposes", "people", "rights", "requirements", "bases", "products"])


def _is_unlike(passage: Passage) -> bool:
    """Whether most of what a new text says stood in nothing beside it: no rewording, whatever words it uses."""
    said = {t.key for s in passage.after for t in s.terms}
    new = {d.term.key for d in passage.differences if d.is_gained}
    return bool(said) and len(new & said) >= _UNLIKE * len(said)


def _names_something(statement: Statement) -> bool:
    """Whether a sentence names what is at stake, or keeps something from being done."""
    return any(kind in _NAMED for kind, _ in statement.concepts) or any(
        clause.state == "excluded" for clause in statement.clauses
    )


_MODIFIERS = frozenset(["weak", "only", "qualifier", "people", "any_time", "residents", "required", "optional"])


def _leading(verdict: Verdict, pack: Pack, *, is_whole: bool) -> str:
    """Return the rule that counts most among those that pull the way the passage goes."""
    told = [step.rule for step in verdict.steps if step.rule in pack.rules]
    if is_whole:  # of a sentence that came or went whole, an "only" or a "may" in it is no change
        told = [name for name in told if name.rpartition("_")[0] not in _MODIFIERS]
    return max(told, key=lambda name: pack.rules[name].points, default="unexplained")


def _findings(weighed: Sequence[Weighed], pack: Pack) -> list[Finding]:
    """Return one finding for one thing: passages on the gravest topic that go the same way."""
    groups: dict[tuple[str, Direction], list[Weighed]] = {}
    for entry in weighed:
        groups.setdefault((entry.topics[0] if entry.topics else "other", entry.direction), []).append(entry)
    return [_finding(sorted(group, key=lambda w: -w.points), pack) for group in groups.values()]


def _finding(group: Sequence[Weighed], pack: Pack) -> Finding:
    first = group[0]
    hunks = {(h.before, h.after): h for w in reversed(group) for item in reversed(w.passage.news) if (h := item.hunk)}
    quotes = [evidence_of(hunk) for hunk in reversed(hunks.values())][:_MAX_EVIDENCE]  # each change of words once
    return Finding(
        headline=headline_of(first, len(group), pack),
        severity=pack.severity(first.points),
        direction=first.direction,
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


def _announced(situation: Situation, pack: Pack) -> tuple[date, Finding] | None:
    """Return the latest date that the new text gives as its own, where it is later than every one before."""
    found: list[tuple[date, Hunk]] = []
    for hunk in situation.hunks:
        if hunk.after and hunk.kind in (HunkKind.ADDED, HunkKind.EDITED, HunkKind.MOVED):
            days = [] if is_last_touched(hunk.after) else effective_dates(hunk.after)
            found.extend((day, hunk) for day in days)
    found = [(day, hunk) for day, hunk in found if day - situation.captured_on < _FURTHEST]
    if not found:
        return None
    day, hunk = max(found, key=lambda pair: pair[0])
    if not situation.stated or day.isoformat() <= situation.stated:
        return None
    rule = pack.rules["announced_date"]
    return day, Finding(
        headline=f"The text now names {day.isoformat()} as its date",
        severity=pack.severity(rule.points),
        direction=Direction.NEUTRAL,
        topics=("effective_date",),
        rules=(rule.id,),
        severity_reasons=(f"a later date than any before ({situation.stated}) +{rule.points}",),
        evidence=(evidence_of(hunk),),
    )
