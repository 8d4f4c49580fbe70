"""From the rated passages of a change to findings, one for one thing, and to one alert's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Any

from monitor.alerts.announced import find_announced_date
from monitor.alerts.another_document import find_other_document
from monitor.alerts.answers import find_changed_answers
from monitor.alerts.countries import find_changed_countries
from monitor.alerts.field_limits import find_changed_fields
from monitor.alerts.foreign_passages import foreign_parts
from monitor.alerts.grounding import company_named_for_ai
from monitor.alerts.headline_facts import PARTICULAR, facts_of
from monitor.alerts.headline_parts import names_of
from monitor.alerts.headline_sentences import Subject, Telling, subject_of
from monitor.alerts.headlines import QUOTED_MOST, choose_news, evidence_of, headline_of, headline_of_rest
from monitor.alerts.leading import Precedence
from monitor.alerts.look_alikes import find_look_alikes
from monitor.alerts.masses import find_opened, find_removed_mass, is_known_return, part_masses, telling_most
from monitor.alerts.news import News, newly_visible
from monitor.alerts.passage_severity import RatedPassage, layouts_of, rate_passages
from monitor.alerts.relisted import without_relisted
from monitor.alerts.renamed_throughout import find_renamed
from monitor.alerts.situation import Situation, labels_of, news_in
from monitor.alerts.summaries import summary_of
from monitor.alerts.sureness import SURE_WORDS
from monitor.alerts.told_topics import OF_PRODUCTS, topics_of_finding, topics_supported
from monitor.alerts.translated import without_translated
from monitor.alerts.unread_parts import find_unread
from monitor.alerts.version_lines import with_version_lines
from monitor.alerts.watched_links import find_link_changes
from monitor.claims.health import is_drop, row_health
from monitor.reading.reader import Reader
from monitor.rules.pack import Pack
from monitor.rules.pack_files import default_pack
from snapshots.frozen_class import frozen
from snapshots.phrases import ToldPhrase
from snapshots.records import Direction, Evidence, Finding, Reason, Severity

_MAX_FINDINGS = 8
_MAX_ABROAD = 2  # findings on passages in one other language
_LONG_TEXT = 30  # passages
_FEW = 2


@frozen
class Assessment:
    """What a change means; an alert's content where `severity` is alerting."""

    severity: Severity
    direction: Direction
    topics: tuple[str, ...]
    headline: str
    summary: str
    effective_date: str
    findings: tuple[Finding, ...]
    sureness: int | None = None  # of the surest finding, in hundredths
    sure_reasons: tuple[Reason, ...] = ()
    worth_a_look: tuple[Finding, ...] = ()  # what would be grave and is too unsure for an alert
    summary_phrases: tuple[ToldPhrase, ...] = ()


# What is told beside the sentences: each finds what no wording shows.
_BESIDE_WORDS = (find_link_changes, find_changed_countries, find_changed_fields, find_changed_answers, find_unread)
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
    reader = _reader_of(situation, pack)
    subject = subject_of(situation, pack)
    if not situation.is_computed:
        return _assess_unread(situation, subject, reader)
    if other := find_other_document(situation, reader):
        return replace(_NOTHING, worth_a_look=(other,))
    situation = without_relisted(without_translated(situation, reader), reader)
    weighed = _weigh(situation, reader)
    stated, dated = find_announced_date(situation, weighed.news, subject, reader) or (None, None)
    findings = _sure_findings(situation, weighed, dated, subject, reader)
    looks = (*_findings(weighed.unsure, _MAX_FINDINGS - 1, subject, reader), *find_renamed(situation.hunks, reader))
    if not findings:
        return replace(_NOTHING, worth_a_look=looks)
    surest = max(findings, key=lambda finding: finding.sure or 0)
    summary, phrases = _summary(findings, situation, weighed, stated, reader)
    return Assessment(
        severity=findings[0].severity,
        direction=_overall({f.direction for f in findings}),
        topics=_topics_of(findings),
        headline=findings[0].headline,
        summary=summary,
        summary_phrases=phrases,
        effective_date=stated.isoformat() if stated else "",
        findings=tuple(findings),
        sureness=surest.sure,
        sure_reasons=surest.sure_reasons,
        worth_a_look=looks,
    )


def _reader_of(situation: Situation, pack: Pack) -> Reader:
    """Return what reads the texts of a change: "Harbour AI" names no AI where it is the company."""
    reader = Reader(pack, situation.language)
    return replace(reader, company=company_named_for_ai([s.text for s in situation.now.segments], reader))


@frozen
class _Weighed:
    """The news of a change, and its passages by how each is told."""

    news: Sequence[News]
    opened: frozenset[int]  # ids of the news that only came into sight
    is_held: bool  # rows lost their purpose, people or legal basis to a new layout: a text's place says nothing
    least: Severity  # from which on something is told
    sure: Sequence[RatedPassage]  # told one by one
    removed: Sequence[RatedPassage]  # told as one removal
    revealed: Sequence[RatedPassage]  # told as one opening
    unsure: Sequence[RatedPassage]  # grave, and not read surely enough for an alert


def _weigh(situation: Situation, reader: Reader) -> _Weighed:
    """Return what each passage of a change weighs, parted by how it is told."""
    layouts = layouts_of(situation, reader)
    is_held = is_drop(*map(row_health, layouts))
    news = news_in(situation, reader)
    opened = newly_visible(news)
    every = rate_passages(situation, news, reader, None if is_held else layouts)
    least = _least_told(situation, every)
    grave = [entry for entry in every if entry.severity.rank >= least.rank and not is_known_return(entry)]
    told = [entry for entry in grave if entry.is_sure]
    unsure = [entry for entry in grave if not entry.is_sure]
    if _is_lone_doubt(told, situation):
        told, unsure = [], grave
    sure, removed, revealed = part_masses(told, news, opened)
    return _Weighed(
        news=news,
        opened=opened,
        is_held=is_held,
        least=least,
        sure=sure,
        removed=removed,
        revealed=revealed,
        unsure=unsure,
    )


def _is_lone_doubt(told: Sequence[RatedPassage], situation: Situation) -> bool:
    """Whether all that would be told of a long text is an edit or two that say nothing which can be filled in.

    Of a hundred passages one is always being touched up: a name, a link, a line beside the text.
    """
    is_long = len(situation.now.segments) >= _LONG_TEXT
    is_vague = all(entry.sureness.is_vague and entry.severity is Severity.MEDIUM for entry in told)
    return is_long and is_vague and len(told) <= _FEW


def _summary(
    findings: Sequence[Finding], situation: Situation, weighed: _Weighed, stated: date | None, reader: Reader
) -> tuple[str, tuple[ToldPhrase, ...]]:
    return summary_of(
        findings,
        reader.pack,
        people=_people(weighed.sure, findings[0], reader),
        language=situation.language,
        stated=stated,
        seen_on=situation.captured_on,
        opened=len(weighed.opened),
        is_partial=situation.is_partial,
        is_reversal=situation.is_reversal,
        is_held=weighed.is_held,
    )


def _sure_findings(
    situation: Situation, weighed: _Weighed, dated: Finding | None, subject: Subject, reader: Reader
) -> list[Finding]:
    """Return what an alert tells, the gravest first: what is read off the page, and in the room left its passages."""
    pack, opened = reader.pack, weighed.opened
    telling = telling_most(weighed.sure, weighed.news, opened)
    about = topics_supported([entry.told for entry in telling], pack)
    if any(entry.names_product for entry in telling):  # a product is new once, however much else changed
        about |= {OF_PRODUCTS}
    # The date that a text gives is what a reader asks first, so it has its place among the gravest.
    of_page = [
        *_findings_beside(situation, subject, reader, weighed.least),
        *find_removed_mass(weighed.removed, weighed.news, subject, pack, about=about),
        *find_opened(weighed.revealed, len(opened), subject, pack, about=about),
        *([dated] if dated else []),
    ]
    told = _findings(weighed.sure, _MAX_FINDINGS - len(of_page), subject, reader, about)
    read_off = [replace(finding, **_sure_of_page(pack)) for finding in of_page]
    return with_version_lines(sorted([*told, *read_off], key=lambda f: -f.severity.rank), situation.hunks, reader)


def _least_told(situation: Situation, every: Sequence[RatedPassage]) -> Severity:
    """Return from which severity on something is told.

    From half a page only what is grave is told at once, and the rest can wait until the whole page is back; beside
    what is grave it is told too, for nobody is woken by it.
    """
    grave = [entry for entry in every if entry.severity.rank >= Severity.HIGH.rank and entry.is_sure]
    is_waiting = situation.is_partial and all(map(is_known_return, grave))
    return Severity.HIGH if is_waiting else Severity.MEDIUM


def _assess_unread(situation: Situation, subject: Subject, reader: Reader) -> Assessment:
    """Return that a text changed by more than can be compared or judged: nobody can say what is in it."""
    findings = find_unread(situation, subject, reader)
    summary, phrases = summary_of(findings, reader.pack, stated=None, seen_on=situation.captured_on)
    return Assessment(
        severity=findings[0].severity,
        direction=Direction.NEUTRAL,
        topics=_topics_of(findings),
        headline=findings[0].headline,
        summary=summary,
        summary_phrases=phrases,
        effective_date="",
        findings=tuple(findings),
    )


def _findings_beside(situation: Situation, subject: Subject, reader: Reader, least: Severity) -> list[Finding]:
    """Return what is told beside the sentences of the text's own language."""
    return [
        *(found for finder in _BESIDE_WORDS for found in finder(situation, subject, reader)),
        *_findings_abroad(situation, subject, reader.pack, least),
        *find_look_alikes(situation.hunks, reader.pack),
    ]


def _findings_abroad(situation: Situation, subject: Subject, pack: Pack, least: Severity) -> list[Finding]:
    """Return the findings on passages that came in another language than the text around them, in as few as tell it."""
    found = []
    for code, part in foreign_parts(situation, pack.languages).items():
        reader = Reader(pack, code)
        every = rate_passages(part, news_in(part, reader), reader, None)
        rated = [entry for entry in every if entry.severity.rank >= least.rank and entry.is_sure]
        found += _findings(rated, _MAX_ABROAD, replace(subject, language=code), reader) if rated else []
    return found


def _findings(
    rated: Sequence[RatedPassage], room: int, subject: Subject, reader: Reader, about: Collection[str] | None = None
) -> list[Finding]:
    """Return one finding for one thing, the gravest first: passages on the gravest topic that go the same way.

    What has no room of its own is told together in the last one. `about` are the topics that their change is about,
    None where they are all that is told.
    """
    groups: dict[tuple[str, Direction], list[RatedPassage]] = {}
    for entry in rated:
        groups.setdefault((entry.topics[0] if entry.topics else "other", entry.direction), []).append(entry)
    if about is None:
        about = topics_supported([entry.told for entry in rated], reader.pack)
    precedence = Precedence(reader)
    ordered = precedence.order_groups([precedence.order_passages(group) for group in groups.values()])
    kept = len(ordered) if len(ordered) <= room else room - 1
    own = [_finding(group, headline_of(group[0], subject, reader), about, reader) for group in ordered[:kept]]
    rest = precedence.order_passages([entry for group in ordered[kept:] for entry in group])
    return [*own, _finding(rest, headline_of_rest(rest, subject, reader.pack), about, reader)] if rest else own


def _finding(group: Sequence[RatedPassage], said: Telling, about: Collection[str], reader: Reader) -> Finding:
    first = group[0]
    leading = choose_news(first, reader)
    owners = {id(news): w for w in group for news in w.passage.news}
    told_first = [leading, *(news for w in group for news in w.passage.news)]
    each: dict[tuple[str | None, str | None], News] = {}  # each change of words once
    for news in told_first:
        each.setdefault((news.hunk.before, news.hunk.after), news)
    quoted = list(each.values())[:QUOTED_MOST]
    quotes = [_quote_of(news, owners[id(news)], first.severity) for news in quoted]
    shown = {id(news) for news in quoted}  # what stands in two places is about what the quoted one is
    told = [w.told for w in group if any(id(news) in shown for news in w.passage.news)]
    return Finding(
        headline=said.english,
        phrase=said.phrase,
        severity=first.severity,
        direction=_overall({entry.direction for entry in group}),
        topics=topics_of_finding(told, about) or ("other",),
        rules=tuple(dict.fromkeys(rule for w in group for rule in w.rules if rule in reader.pack.rules)),
        severity_reasons=first.reasons,
        evidence=tuple(quotes),
        sure=first.sureness.value,
        sure_reasons=first.sureness.reasons,
    )


def _quote_of(news: News, owner: RatedPassage, most: Severity) -> Evidence:
    """Return a quote that says how grave its passage is by itself, which is no more than its finding is."""
    return evidence_of(news.hunk, owner.place.grounds, min(owner.severity, most, key=attrgetter("rank")))


def _topics_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the topics of an alert: what its findings are about."""
    return tuple(dict.fromkeys(topic for finding in findings for topic in finding.topics))


def _sure_of_page(pack: Pack) -> Mapping[str, Any]:
    """Return how sure what is read off a whole page is: a link, a country, a date that it gives as its own."""
    reason = Reason(SURE_WORDS["page"], pack.sure["page"])
    return {"sure": reason.points, "sure_reasons": (reason,)}


def _people(rated: Sequence[RatedPassage], first: Finding, reader: Reader) -> list[str]:
    """Return whom the first finding is about, in words, where the text says it."""
    for entry in rated:
        news = choose_news(entry, reader)
        if first.evidence and (news.hunk.before, news.hunk.after) == (
            first.evidence[0].before_text,
            first.evidence[0].after_text,
        ):
            facts = facts_of(entry, news, reader)
            return names_of("people", [p for p in facts.people if p in PARTICULAR], facts, reader.pack)
    return []


def _overall(directions: set[Direction]) -> Direction:
    said = directions - {Direction.NEUTRAL}
    if not said:
        return Direction.NEUTRAL
    return said.pop() if len(said) == 1 else Direction.MIXED


__all__ = ["Assessment", "Situation", "assess", "labels_of"]
