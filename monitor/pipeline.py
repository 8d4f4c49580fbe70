"""Orders the stages of one document's journey: keep, extract, decide, judge, record. Fetches and publishes nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.alerts import Situation, assess, labels_of
from monitor.decide import (
    Adopted,
    Candidate,
    Decision,
    FirstVersion,
    Incomplete,
    NewVersion,
    NotThePage,
    Recollection,
    Returned,
    decide,
    upgrade,
)
from monitor.decide.decision import ADOPTED_AFTER
from monitor.decide.freshness import TELL_UNSEEN_AFTER
from monitor.decide.recollection import dump, load, text_digest
from monitor.decide.variants import Variant
from monitor.diff import merge
from monitor.drafting import draft_alert, draft_change
from monitor.extract import extract_page, extractor_name
from monitor.extract.facts import PageFacts
from monitor.notices.notifier import Notifier
from monitor.notices.release import ReleasePolicy
from monitor.reading.spoken_language import resolve_language
from monitor.rules import Pack, default_pack
from snapshots.archive import Archive
from snapshots.records import (
    Alert,
    Attempt,
    Capture,
    Change,
    Document,
    Exchange,
    Extraction,
    Hold,
    Judgement,
    Notice,
    Observation,
    Outcome,
    Version,
    VersionKind,
)

log = logging.getLogger(__name__)

_KINDS: dict[type, VersionKind] = {
    FirstVersion: VersionKind.FIRST,
    Adopted: VersionKind.TECHNICAL,  # in another language: nothing to compare, so nothing to tell
    NewVersion: VersionKind.UPDATE,
}
_UNKNOWN = Variant()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a document's pages are read: the selectors and filters of its declaration, and the links it watches."""

    select: str = "body"
    remove: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    watch_links: tuple[str, ...] = ()
    tell_unseen_after: timedelta = TELL_UNSEEN_AFTER
    adopt_variant_after: timedelta = ADOPTED_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one attempt led to."""

    attempt: Attempt
    observation: Observation
    version: Version | None = None
    change: Change | None = None
    alert: Alert | None = None
    notices: tuple[Notice, ...] = ()  # what the public is told by it, of earlier attempts too
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _JudgedAttempt:
    """An attempt with what it shows of the page."""

    attempt: Attempt
    shown: Extraction | None = None  # None where it shows nothing of the page
    is_read_anew: bool = False  # the reading of the page changed with it


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """A document's memory as last read or written, and the effective text of its current version."""

    revision: int
    content: bytes
    memory: Recollection
    base: Extraction | None


class Pipeline:
    """Judges kept attempts of an archive, each document's in order.

    `authority` ("example.org,2026") goes into the tag: ids (RFC 4151) of alerts, minted once and stored.
    """

    def __init__(
        self,
        archive: Archive,
        authority: str,
        readings: Mapping[str, Reading] | None = None,
        pack: Pack | None = None,
        release_policy: ReleasePolicy = ReleasePolicy(),  # noqa: B008 a frozen value
    ) -> None:
        """Judge under the rules of `pack`, those that ship with the program where none is given."""
        self._archive = archive
        self._authority = authority
        self._readings = readings or {}
        self._pack = pack or default_pack()
        self._notifier = Notifier(archive, authority, release_policy)
        self._states: dict[str, _State] = {}

    def judge_pending(self, document_id: str) -> Iterator[Judged]:
        """Judge every kept attempt of a document that was not judged yet.

        Raises `ArchiveBusy` where another process judged it meanwhile.
        """
        judged = self._archive.memory(document_id).judged_attempt
        for attempt in self._archive.attempts(document_id, after=judged):
            yield self.judge(attempt)

    def tell_waiting(self, document_id: str) -> tuple[Notice, ...]:
        """Tell, unconfirmed, what waits for a second look at a document that won't come: an import has ended."""
        return self._archive.tell(*self._notifier.at_the_end(document_id))

    def judge(self, attempt: Attempt) -> Judged:
        """Decide and record what one kept attempt is to its document."""
        document = self._archive.document(attempt.exchange.document_id)
        state, is_upgraded = self._state(document)
        if attempt.outcome is not Outcome.CAPTURED:
            observation = _observation(attempt, attempt.outcome, attempt.detail)
            look = _JudgedAttempt(attempt=attempt)
            if attempt.outcome is Outcome.NOT_MODIFIED:
                observation = _observation(attempt, attempt.outcome, attempt.detail, state.memory.served)
                observation = replace(observation, version=state.memory.version or None)
                # That an archive has nothing newer says nothing of the page; that the site has, does.
                look = replace(look, shown=None if attempt.exchange.channel == "memento" else state.base)
            return self._record(document, look, state, state.memory, observation)
        extraction, facts = self._extract(attempt)
        shown = self._shown(document, state, attempt.exchange, extraction, facts, attempt=attempt.sequence)
        decision = decide(state.memory, state.base, shown)
        log.debug("decided", extra={"document": document.id, "decision": type(decision).__name__})
        look = _JudgedAttempt(attempt=attempt, shown=extraction, is_read_anew=is_upgraded)
        if isinstance(decision, FirstVersion | Adopted | NewVersion):
            return self._record_version(document, look, state, decision)
        if isinstance(decision, NotThePage):
            observation = _observation(attempt, decision.outcome, decision.detail, decision.variant)
            return self._record(document, _JudgedAttempt(attempt=attempt), state, decision.memory, observation)
        if isinstance(decision, Incomplete):
            observation = _observation(attempt, Outcome.INCOMPLETE, decision.detail, decision.variant)
            return self._record(document, look, state, decision.memory, observation)
        if is_upgraded and not isinstance(decision, Returned) and state.base:
            return self._record_upgrade(document, look, state, decision.memory)
        observation = _observation(attempt, Outcome.CAPTURED, "", decision.variant)
        observation = replace(observation, version=decision.memory.version)
        return self._record(document, look, state, decision.memory, observation)

    def shows(self, capture: Capture) -> bool:
        """Return whether a capture that is not kept yet shows its document, or something in its place."""
        document = self._archive.document(capture.exchange.document_id)
        state, _ = self._state(document)
        reading = self._readings.get(document.id, Reading())
        extraction, facts = extract_page(
            capture.body,
            url=capture.exchange.final_url,
            media_type=capture.media_type,
            charset=capture.charset,
            select=reading.select,
            remove=reading.remove,
            filters=reading.filters,
        )
        shown = self._shown(document, state, capture.exchange, extraction, facts, attempt=0)
        return not isinstance(decide(state.memory, state.base, shown), NotThePage)

    def _shown(
        self,
        document: Document,
        state: _State,
        exchange: Exchange,
        extraction: Extraction,
        facts: PageFacts,
        *,
        attempt: int,
    ) -> Candidate:
        # Whoever imports captures says that they are of this document, in whichever language they are.
        is_first_import = exchange.channel == "warc" and not state.memory.version
        return Candidate(
            extraction=extraction,
            facts=facts,
            captured_at=exchange.captured_at,
            attempt=attempt,
            document=replace(document, language="") if is_first_import else document,
            address=exchange.final_url,
            signs=self._pack.signs,
            adopted_after=self._readings.get(document.id, Reading()).adopt_variant_after,
        )

    def _state(self, document: Document) -> tuple[_State, bool]:
        """Return a document's state, and whether its current version had to be read again."""
        stored = self._archive.memory(document.id)
        state = self._states.get(document.id)
        if state is None or state.revision != stored.revision:
            memory = load(stored.content)
            base = self._archive.extraction(document.id, memory.version) if memory.version else None
            state = _State(revision=stored.revision, content=stored.content, memory=memory, base=base)
        reading = self._readings.get(document.id, Reading())
        if state.base is None or state.base.extractor == extractor_name(
            reading.select, reading.remove, reading.filters
        ):
            return state, False
        base = self._read_again(document.id, state.memory.version)
        return replace(state, base=base, memory=upgrade(state.memory, base)), True

    def _read_again(self, document_id: str, number: int) -> Extraction:
        """Return a version's effective text under the present extractor, from the snapshots it rests on."""
        versions = self._archive.versions(document_id)[:number]
        start = max(index for index, version in enumerate(versions) if not version.partial or index == 0)
        effective: Extraction | None = None
        for version in versions[start:]:
            shown = self._extract(self._archive.attempt(version.attempt))[0]
            segments = merge(effective.segments, shown.segments) if effective else shown.segments
            effective = replace(shown, segments=segments)
        assert effective is not None  # noqa: S101 a version has at least itself
        return effective

    def _extract(self, attempt: Attempt) -> tuple[Extraction, PageFacts]:
        reading = self._readings.get(attempt.exchange.document_id, Reading())
        return extract_page(
            self._archive.body(attempt.body_sha256),
            url=attempt.exchange.final_url,
            media_type=attempt.media_type,
            charset=attempt.charset,
            select=reading.select,
            remove=reading.remove,
            filters=reading.filters,
        )

    def _record_version(
        self, document: Document, look: _JudgedAttempt, state: _State, decision: FirstVersion | Adopted | NewVersion
    ) -> Judged:
        attempt = look.attempt
        partial = isinstance(decision, NewVersion) and decision.partial
        version = _version(document, attempt, decision, _KINDS[type(decision)], partial=partial)
        change, alert = None, None
        memory = decision.memory
        if isinstance(decision, NewVersion):
            change, alert = self._told(document, attempt, state, decision)
            if partial:
                memory = replace(memory, open_alert=alert.id if alert else state.memory.open_alert)
        observation = replace(
            _observation(attempt, Outcome.INCOMPLETE if partial else Outcome.CAPTURED, "", memory.served),
            version=version.number,
        )
        return self._record(document, look, state, memory, observation, (version, decision.extraction), change, alert)

    def _record_upgrade(self, document: Document, look: _JudgedAttempt, state: _State, memory: Recollection) -> Judged:
        attempt = look.attempt
        number = memory.newest + 1
        digest = text_digest(state.base.segments) if state.base else ""
        memory = replace(memory, version=number, newest=number, states={**memory.states, digest: number})
        taken = FirstVersion(extraction=state.base, memory=memory)  # type: ignore[arg-type]
        version = _version(document, attempt, taken, VersionKind.TECHNICAL, partial=False)
        observation = replace(_observation(attempt, Outcome.CAPTURED, "", memory.served), version=number)
        return self._record(document, look, state, memory, observation, (version, taken.extraction))

    def _told(
        self, document: Document, attempt: Attempt, state: _State, decision: NewVersion
    ) -> tuple[Change, Alert | None]:
        before = self._archive.versions(document.id)[state.memory.version - 1]
        base = state.base or decision.extraction
        assessment = assess(
            Situation(
                kind=document.kind,
                language=decision.memory.language
                or resolve_language(decision.extraction, self._pack, declared=document.language, beside=(base,)),
                hunks=decision.hunks,
                before=base,
                now=decision.extraction,
                seen=state.memory.seen,
                stated=state.memory.stated,
                captured_on=attempt.exchange.captured_at.date(),
                labels=labels_of(state.base, decision.extraction),
                is_partial=decision.partial,
                is_reversal=decision.is_reversal,
                watched_links=self._readings.get(document.id, Reading()).watch_links,
            ),
            self._pack,
        )
        # What went missing first showed at an earlier capture; what came with it shows now.
        is_old = decision.first_attempt and not any(h.after is not None for h in decision.hunks)
        shown = self._archive.attempt(decision.first_attempt) if is_old else attempt
        change = draft_change(decision, before, shown, attempt, assessment)
        if not assessment.severity.is_alerting:
            return change, None
        alert_id = f"tag:{self._authority}:{document.id}/{attempt.sequence}"
        follows = state.memory.open_alert
        return change, draft_alert(change, assessment, id=alert_id, follows=follows, pack=self._pack.name)

    def _record(
        self,
        document: Document,
        look: _JudgedAttempt,
        state: _State,
        memory: Recollection,
        observation: Observation,
        written: tuple[Version, Extraction] | None = None,
        change: Change | None = None,
        alert: Alert | None = None,
    ) -> Judged:
        content = state.content if memory == state.memory and state.content else dump(memory)
        version, extraction = written or (None, None)
        attempt = look.attempt
        step = self._notifier.step(
            observation,
            alert=alert,
            shown=look.shown,
            is_read_anew=look.is_read_anew,
            tell_unseen_after=self._readings.get(document.id, Reading()).tell_unseen_after,
        )
        judgement = Judgement(
            document_id=document.id,
            attempt=attempt.sequence,
            expected_revision=state.revision,
            memory=content,
            observation=observation,
            version=version,
            extraction=extraction,
            change=change,
            alert=alert,
            notices=step.notices,
            holds=step.holds,
        )
        change, alert = self._archive.record(judgement)
        base = extraction if extraction else state.base
        if not extraction and memory.version != state.memory.version:
            base = self._archive.extraction(document.id, memory.version)
        self._states[document.id] = _State(revision=state.revision + 1, content=content, memory=memory, base=base)
        return Judged(
            attempt=attempt,
            observation=observation,
            version=version,
            change=change,
            alert=alert,
            notices=step.notices,
            holds=step.holds,
        )


def _observation(attempt: Attempt, outcome: Outcome, detail: str, served: Variant = _UNKNOWN) -> Observation:
    started_at = attempt.exchange.started_at
    return Observation(
        document_id=attempt.exchange.document_id,
        attempt=attempt.sequence,
        captured_at=attempt.exchange.captured_at,
        outcome=outcome,
        detail=detail,
        channel=attempt.exchange.channel,
        seen_through=attempt.exchange.seen_through,
        looked_at=started_at if started_at > attempt.exchange.captured_at else None,
        language=served.language,
        region=served.region,
    )


def _version(document: Document, attempt: Attempt, decision: Decision, kind: VersionKind, *, partial: bool) -> Version:
    assert isinstance(decision, FirstVersion | Adopted | NewVersion)  # noqa: S101
    return Version(
        document_id=document.id,
        number=decision.memory.version,
        kind=kind,
        attempt=attempt.sequence,
        captured_at=attempt.exchange.captured_at,
        body_sha256=attempt.body_sha256,
        text_sha256=text_digest(decision.extraction.segments),
        extractor=decision.extraction.extractor,
        partial=partial,
    )
