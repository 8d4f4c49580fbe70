"""What was recorded, judged once more: under other rules, or to see what no rule explains. Writes nothing.

A judgement rests on more than two versions: on every text that was shown before. The archive doesn't keep that for
each change, so it is gathered again by walking a document's versions in order, as `monitor.decide` did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from monitor.alerts import Assessment, Situation, assess, labels_of
from monitor.alerts.passage_meaning import Meaning
from monitor.alerts.passage_severity import meaning_of
from monitor.alerts.passages import ReadPassage
from monitor.alerts.situation import news_in, passages_in
from monitor.decide import Recollection
from monitor.extract.dates import stated_date
from monitor.extract.identity import keys_of
from monitor.extract.language import language_of
from monitor.reading.reader import Reader
from monitor.reading.spoken_language import resolve_language
from monitor.rule_lab.examples import rules_of
from monitor.rules.pack import Pack
from snapshots.archive import Archive
from snapshots.records import Alert, Change, Document, Extraction, Hunk, Segment, Version, VersionKind

_WORDS = frozenset(["thing_gained", "thing_lost", "words_gained", "words_lost"])  # rules that fire on any words


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedChange:
    """A recorded change with the alert that told of it, and the situation it was judged in."""

    change: Change
    alert: Alert | None
    situation: Situation


class ReplayOutcome(StrEnum):
    """What becomes of the alert on a recorded change under other rules, where there is none before or after too."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
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
            return ReplayOutcome.GONE if self.recorded.alert else ReplayOutcome.NEW
        return ReplayOutcome.CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class UnexplainedPassage:
    """A changed passage that states something, and of which the rules know nothing but that words came or went."""

    recorded: RecordedChange
    passage: ReadPassage
    topics: tuple[str, ...]
    rules: tuple[str, ...]  # those that fire on any words, or none
    is_told: bool  # whether the alert on the change quotes it


@dataclass(slots=True)
class _PriorState:
    """What the decider knew of a document before a change; `monitor.decide.recollection` has the rules."""

    pack: Pack
    memory: Recollection = field(default_factory=Recollection)
    states: set[str] = field(default_factory=set)

    def add(self, version: Version, extraction: Extraction) -> None:
        memory = self.memory.with_seen(extraction)
        if version.kind is not VersionKind.TECHNICAL:  # the text as another extractor reads it: no news of the page
            stated = stated_date(extraction.segments, self.pack.languages)
            memory = replace(
                memory,
                language=memory.language or language_of(extraction, self.pack.languages),
                stated=max(memory.stated, stated.isoformat() if stated else ""),
            )
        self.memory = memory
        self.states.add(version.text_sha256)


def recorded_changes(
    archive: Archive, document: Document, pack: Pack, watched_links: Mapping[str, tuple[str, ...]] | None = None
) -> Iterator[RecordedChange]:
    """Yield every change of a document as it was judged, oldest first; `watched_links` are those declared, by id."""
    changes = {change.to_version: change for change in archive.changes(document.id)}
    alerts = {alert.change: alert for alert in archive.alerts(document.id)}
    versions = archive.versions(document.id)
    known = _PriorState(pack)
    for version in versions:
        now = archive.extraction(document.id, version.number)
        change = changes.get(version.number)
        if change:
            before = versions[change.from_version - 1]
            base = archive.extraction(document.id, before.number)
            situation = _situation(document, change, (before, version), (base, now), known)
            situation = replace(situation, watched_links=(watched_links or {}).get(document.id, ()))
            yield RecordedChange(change=change, alert=alerts.get(change.number), situation=situation)
        known.add(version, now)


def _situation(
    document: Document,
    change: Change,
    versions: tuple[Version, Version],
    texts: tuple[Extraction, Extraction],
    known: _PriorState,
) -> Situation:
    (before, version), (base, now) = versions, texts
    seen, links = known.memory.seen, base
    if before.extractor != version.extractor:  # then the old text was read again first, and that reading isn't kept
        base = replace(base, segments=tuple(old_side(now, change.hunks)))
        seen |= keys_of(base.segments)
    is_back = version.text_sha256 in known.states and version.text_sha256 != before.text_sha256
    return Situation(
        kind=document.kind,
        service=document.service,
        language=known.memory.language or resolve_language(now, known.pack, declared=document.language, beside=(base,)),
        hunks=change.hunks,
        before=base,
        now=now,
        seen=seen,
        stated=known.memory.stated,
        captured_on=change.decided_at.date(),
        labels=labels_of(links, now),
        is_partial=change.partial,
        is_reversal=is_back and not change.partial,
    )


def old_side(now: Extraction, hunks: tuple[Hunk, ...]) -> list[Segment]:
    """Return the segments that a change was compared with: what stayed, and what its hunks say was there before."""
    changed = {hunk.new for hunk in hunks if hunk.new is not None}
    kept = [segment for index, segment in enumerate(now.segments) if index not in changed]
    gone = [
        Segment(text=hunk.before, kind=hunk.segment_kind, context=hunk.context_before or hunk.context)
        for hunk in hunks
        if hunk.before is not None and (hunk.old is not None or hunk.new is not None)
    ]
    return kept + gone


def reassess(recorded: RecordedChange, pack: Pack) -> Reassessment:
    """Judge a recorded change under a pack and hold the outcome against what is stored."""
    found = assess(recorded.situation, pack)
    alert = recorded.alert
    if (alert is not None) is not found.severity.is_alerting:
        differing: tuple[str, ...] = ("alert",)
    elif alert is None:
        differing = ()
    else:
        names = ("severity", "direction", "topics", "headline")
        differing = tuple(name for name in names if getattr(alert, name) != getattr(found, name))
    return Reassessment(recorded=recorded, assessment=found, differing=differing)


def find_unexplained(recorded: RecordedChange, pack: Pack) -> Iterator[UnexplainedPassage]:
    """Yield the changed passages of a change that state something and that no rule of the pack explains.

    That words came or went which the pack doesn't know explains nothing: they are what it should learn.
    """
    situation = recorded.situation
    reader = Reader(pack, situation.language)
    quotes = recorded.alert.evidence if recorded.alert else ()
    quoted = {(quote.before_text, quote.after_text, quote.context) for quote in quotes}
    for passage in passages_in(situation, news_in(situation, pack.languages), reader):
        found = meaning_of(passage, situation)
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
