"""What was recorded, judged once more: under other rules, or to see what no rule explains. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from monitor.alerts import Assessment, assess
from monitor.alerts.new_edition import assess_new_edition
from monitor.alerts.passage_meaning import Meaning
from monitor.alerts.passage_severity import meaning_of
from monitor.alerts.passages import ReadPassage
from monitor.alerts.situation import news_in, passages_in
from monitor.extract.dates import stated_date
from monitor.reading.reader import Reader
from monitor.rule_lab.examples import rules_of
from monitor.rule_lab.recorded_changes import RecordedChange
from monitor.rules.pack import Pack
from snapshots.frozen_class import frozen
from snapshots.records import Severity

_WORDS = frozenset(["thing_gained", "thing_lost", "words_gained", "words_lost"])  # rules that fire on any words


class ReplayOutcome(StrEnum):
    """What becomes of the alert on a recorded change under other rules, where there is none before or after too."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "same"


@frozen
class Reassessment:
    """What other rules make of a recorded change."""

    recorded: RecordedChange
    assessment: Assessment
    differing: tuple[str, ...]  # of severity, direction, topics, headline; where an alert stands against none: "alert"

    @property
    def what(self) -> ReplayOutcome:
        """Return what becomes of the alert."""
        if not self.differing:
            return ReplayOutcome.SAME
        if "alert" in self.differing:
            return ReplayOutcome.GONE if self.recorded.is_told else ReplayOutcome.NEW
        return ReplayOutcome.CHANGED


@frozen
class UnexplainedPassage:
    """A changed passage that states something, and of which the rules know nothing but that words came or went."""

    recorded: RecordedChange
    passage: ReadPassage
    topics: tuple[str, ...]
    rules: tuple[str, ...]  # those that fire on any words, or none
    is_told: bool  # whether the alert on the change quotes it


def reassess(recorded: RecordedChange, pack: Pack) -> Reassessment:
    """Judge a recorded change under a pack and hold the outcome against what stands of it."""
    found = _assess(recorded, pack)
    if recorded.is_told is not found.severity.is_alerting:
        differing: tuple[str, ...] = ("alert",)
    elif not recorded.standing or not recorded.is_told:
        differing = ()
    else:
        names = ("severity", "direction", "topics", "headline")
        differing = tuple(name for name in names if getattr(recorded.standing, name) != getattr(found, name))
    return Reassessment(recorded=recorded, assessment=found, differing=differing)


def _assess(recorded: RecordedChange, pack: Pack) -> Assessment:
    """Return what a pack makes of a change, as `monitor.running.change_assessor` weighs it."""
    now = recorded.situation.now
    stated = stated_date(now.segments, pack.languages) if recorded.edition_before else None
    if stated:
        before = recorded.edition_before
        return assess_new_edition(now, stated=stated, before=before, language=recorded.language, pack=pack)
    found = assess(recorded.situation, pack)
    is_light = recorded.is_muted and found.severity is Severity.MEDIUM
    return replace(found, severity=Severity.LOW) if is_light or recorded.is_translation else found


def find_unexplained(recorded: RecordedChange, pack: Pack) -> Iterator[UnexplainedPassage]:
    """Yield the changed passages of a change that state something and that no rule of the pack explains.

    That words came or went which the pack doesn't know explains nothing: they are what it should learn.
    """
    situation = recorded.situation
    reader = Reader(pack, situation.language)
    quotes = recorded.alert.evidence if recorded.alert else ()
    quoted = {(quote.before_text, quote.after_text, quote.context) for quote in quotes}
    for passage in passages_in(situation, news_in(situation, reader), reader):
        found = meaning_of(passage, situation, reader)
        if _is_explained(found, pack):
            continue
        hunks = [item.hunk for item in passage.news]
        yield UnexplainedPassage(
            recorded=recorded,
            passage=passage,
            topics=reader.topics_in(" … ".join(item.text for item in passage.news)),
            rules=rules_of(found, pack),
            is_told=any((hunk.before, hunk.after, hunk.context) in quoted for hunk in hunks),
        )


def _is_explained(found: Meaning | None, pack: Pack) -> bool:
    return bool(set(rules_of(found, pack)) - _WORDS) or any(term.concept for term in (found.terms if found else ()))
