"""Masses and returns: passages that go by the dozen, hundreds that stand open now, and what was shown before.

A mass is told as one thing and hides nothing: promises, rights and exclusions that go are told beside it like any
other, and what is grave among passages that may have stood there all along is told lower. Rates no passage itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from monitor.alerts.headline_sentences import Subject, Telling, say, say_in_any_case
from monitor.alerts.headlines import evidence_of
from monitor.alerts.news import COME, WENT, News, Sign
from monitor.alerts.passage_severity import RatedPassage
from monitor.alerts.phrase_words import as_it_is, words
from monitor.alerts.told_topics import topics_of_finding, topics_supported
from monitor.rules.pack import Pack
from snapshots.records import Direction, Finding, Hunk, Reason, Severity

_REMOVED = 25  # passages gone at once; more are told as a number
_MAX_EVIDENCE = 40  # quotes of one finding
_TOPICS = 3
_BESIDE = 5  # new passages beside opened sections; more are of sections too, of a few passages each

_Texts = tuple[str | None, str | None]  # of a hunk, before and after
Masses = tuple[list[RatedPassage], list[RatedPassage], list[RatedPassage]]


def is_known_return(entry: RatedPassage) -> bool:
    """Whether a passage only comes back from an earlier version, and gives no more power than the version before.

    Pages show passages by turns, so what was known once is told again only where silence would hide what is critical.
    """
    is_grave = entry.severity is Severity.CRITICAL and entry.direction is Direction.WIDENS
    return all(item.is_return for item in entry.passage.news) and not is_grave


def part_masses(rated: Sequence[RatedPassage], news: Sequence[News], opened: Collection[int]) -> Masses:
    """Return the passages told by themselves, those that only went with a mass, and those of opened sections."""
    is_mass = sum(item.sign in WENT for item in news) > _REMOVED
    own, removed, revealed = [], [], []
    for entry in rated:
        signs = {item.sign for item in entry.passage.news}
        if is_mass and signs <= WENT and entry.direction is not Direction.WIDENS:
            removed.append(entry)
        elif opened and signs <= COME and all(item.hunk.new in opened for item in entry.passage.news):
            revealed.append(entry)
        else:
            own.append(entry)
    come = [entry for entry in own if {item.sign for item in entry.passage.news} <= COME]
    if opened and len(come) > _BESIDE:
        own = [_no_more_than_high(entry) if any(entry is other for other in come) else entry for entry in own]
    return own, removed, revealed


def telling_most(rated: Sequence[RatedPassage], news: Sequence[News], opened: Collection[int]) -> list[RatedPassage]:
    """Return the passages by which it is told what a change is about.

    Where sections stand open now, or a mass went, these are the others, if there are any: what a page shows for the
    first time may have stood there before, and what it lacks by the dozen may only not have loaded.
    """
    told = list(rated)
    is_mass = sum(item.sign in WENT for item in news) > _REMOVED
    for is_so, signs in ((bool(opened), COME), (is_mass, WENT)):
        if is_so:
            told = [entry for entry in told if not {item.sign for item in entry.passage.news} <= signs] or told
    return told


def _no_more_than_high(entry: RatedPassage) -> RatedPassage:
    """Return one of many passages that came while sections were opened: it may have stood in one of them."""
    if entry.severity is not Severity.CRITICAL:
        return entry
    reason = Reason("no more than high: hundreds of passages of the page are shown for the first time")
    return replace(entry, severity=Severity.HIGH, reasons=(*entry.reasons, reason))


def find_removed_mass(
    removed: Sequence[RatedPassage], news: Sequence[News], subject: Subject, pack: Pack, *, about: Collection[str]
) -> list[Finding]:
    """Return the finding, if any, that says how many passages are gone, and quotes those that said something.

    `about` are the topics of the rest of the change, which it names no others beside.
    """
    if not removed:
        return []
    gone = sum(item.sign is Sign.GONE for item in news)
    left = sum(item.sign is Sign.LEAVES for item in news)
    first = max(removed, key=lambda entry: (entry.severity.rank, entry.points))
    own, sentences = pack.wording.words, pack.wording.case["mass_gone"].says
    counted = words(own["gone"] if gone else "", own["left"] if left else "")
    slots = {"thing": counted, "gone": as_it_is(str(gone)), "left": as_it_is(str(left))}
    said = say(sentences, subject, [slots]) or say_in_any_case(sentences[-1], {}, subject)
    return [_sum_up(removed, said, first.severity, first.reasons, pack, about=about)]


def find_opened(
    revealed: Sequence[RatedPassage], count: int, subject: Subject, pack: Pack, *, about: Collection[str]
) -> list[Finding]:
    """Return the finding, if any, on what lets more be done among passages that no earlier capture showed."""
    grave = [e for e in revealed if e.severity is Severity.CRITICAL and e.direction is Direction.WIDENS]
    if not grave:
        return []
    first = max(grave, key=lambda entry: entry.points)
    reasons = (*first.reasons, Reason("one of many passages shown for the first time: it may have stood there before"))
    sentences = pack.wording.case["mass_opened"].says
    slots = {"figure": as_it_is(str(count)), "new": as_it_is(str(len(grave)))}
    said = say(sentences, subject, [slots]) or say_in_any_case(sentences[-1], slots, subject)
    return [_sum_up(grave, said, Severity.MEDIUM, reasons, pack, about=about)]


def _sum_up(
    entries: Sequence[RatedPassage],
    said: Telling,
    severity: Severity,
    reasons: tuple[Reason, ...],
    pack: Pack,
    *,
    about: Collection[str],
) -> Finding:
    each = [(n.hunk, entry.severity) for entry in entries for n in entry.passage.news]
    hunks = {(hunk.before, hunk.after): hunk for hunk, _ in each}
    gravest_last = sorted(each, key=lambda pair: pair[1].rank)  # of what stands in several places the gravest counts
    rated = {(hunk.before, hunk.after): min(own, severity, key=attrgetter("rank")) for hunk, own in gravest_last}
    told = [entry.told for entry in entries]
    topics = topics_of_finding(told, about or topics_supported([topics[:1] for topics in told], pack))
    topics = topics[:_TOPICS] or ("other",)
    quoted = _quoted(hunks, entries, topics)
    directions = {entry.direction for entry in entries} - {Direction.NEUTRAL}
    return Finding(
        headline=said.english,
        phrase=said.phrase,
        severity=severity,
        direction=directions.pop() if len(directions) == 1 else Direction.MIXED if directions else Direction.NEUTRAL,
        topics=topics,
        rules=tuple(dict.fromkeys(rule for entry in entries for rule in entry.rules if rule in pack.rules)),
        severity_reasons=reasons,
        evidence=tuple(evidence_of(hunks[key], severity=rated[key]) for key in quoted),
    )


def _quoted(hunks: Mapping[_Texts, Hunk], entries: Sequence[RatedPassage], topics: Sequence[str]) -> list[_Texts]:
    """Return which of many passages are quoted, in the order of the text: the first of each topic, then the others."""
    first = (next((entry for entry in entries if topic in entry.told), None) for topic in topics)
    stating = dict.fromkeys((n.hunk.before, n.hunk.after) for entry in first if entry for n in entry.passage.news)
    kept = set(list({**stating, **dict.fromkeys(hunks)})[:_MAX_EVIDENCE])
    return [key for key in hunks if key in kept]
