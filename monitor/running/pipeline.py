"""Orders the stages of one document's journey: keep, extract, decide, judge, record. Fetches and publishes nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from monitor.alerts import Situation, assess, labels_of
from monitor.decide import (
    Adopted,
    Candidate,
    FirstVersion,
    Incomplete,
    NewVersion,
    NotThePage,
    Recollection,
    Returned,
    Unchanged,
    decide,
    upgrade,
)
from monitor.decide.decision import ADOPTED_AFTER
from monitor.decide.freshness import TELL_UNSEEN_AFTER
from monitor.decide.recollection import dump, load, text_digest
from monitor.diff import merge
from monitor.extract import extract_page, extractor_name
from monitor.extract.facts import PageFacts
from monitor.notices.notifier import Notifier
from monitor.notices.release import ReleasePolicy
from monitor.reading.spoken_language import resolve_language
from monitor.rules.pack import Pack
from monitor.rules.pack_files import default_pack
from monitor.running.attempt_record import (
    AttemptRecord,
    observation_of,
    record_of_no_capture,
    record_of_upgrade,
    record_of_version,
    seen_in_part,
    version_of,
)
from monitor.running.drafting import draft_alert, draft_change
from snapshots.archive import Archive
from snapshots.records import (
    IMPORTED,
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
class _State:
    """A document's memory as last read or written, and the effective text of its current version."""

    revision: int
    content: bytes
    memory: Recollection
    base: Extraction | None
    is_read_anew: bool = False  # the current version had to be read again: the reading of the page changed


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
        state = self._state(document)
        if attempt.outcome is Outcome.CAPTURED:
            record = self._record_of_capture(document, attempt, state)
        else:
            record = record_of_no_capture(attempt, state.memory, state.base)
        return self._write(document, attempt, state, record)

    def _record_of_capture(self, document: Document, attempt: Attempt, state: _State) -> AttemptRecord:
        extraction, facts = self._extract(attempt, self._archive.body(attempt.body_sha256))
        if attempt.exchange.reads_anew and state.base and text_digest(extraction.segments) != state.memory.text_sha256:
            record = record_of_upgrade(attempt, extraction, upgrade(state.memory, extraction))
            return replace(record, shown=extraction)
        candidate = self._candidate(document, state, attempt.exchange, extraction, facts, attempt=attempt.sequence)
        decision = decide(state.memory, state.base, candidate)
        log.debug("decided", extra={"document": document.id, "decision": type(decision).__name__})
        memory = decision.memory
        match decision:
            case FirstVersion():
                version = version_of(attempt, memory.version, decision.extraction, VersionKind.FIRST)
                record = record_of_version(attempt, version, decision.extraction, memory)
            case Adopted():  # in another language: nothing to compare, so nothing to tell
                version = version_of(attempt, memory.version, decision.extraction, VersionKind.TECHNICAL)
                record = record_of_version(attempt, version, decision.extraction, memory)
            case NewVersion():
                record = self._record_of_change(document, attempt, state, decision)
            case Unchanged() if state.is_read_anew and state.base:
                record = record_of_upgrade(attempt, state.base, memory)
            case Unchanged(variant=variant) | Returned(variant=variant):
                observation = observation_of(attempt, Outcome.CAPTURED, "", variant)
                record = AttemptRecord(observation=replace(observation, version=memory.version), memory=memory)
            case Incomplete(detail=detail, variant=variant):
                observation = observation_of(attempt, Outcome.INCOMPLETE, detail, variant)
                record = AttemptRecord(observation=observation, memory=memory)
            case NotThePage(outcome=outcome, detail=detail, variant=variant):
                return AttemptRecord(observation=observation_of(attempt, outcome, detail, variant), memory=memory)
            case _:
                assert_never(decision)
        record = replace(record, shown=extraction)
        return seen_in_part(record) if facts.is_cut else record

    def shows(self, capture: Capture) -> bool:
        """Return whether a capture that is not kept yet shows its document, or something in its place."""
        document = self._archive.document(capture.exchange.document_id)
        state = self._state(document)
        extraction, facts = self._extract(capture, capture.body)
        shown = self._candidate(document, state, capture.exchange, extraction, facts, attempt=0)
        return not isinstance(decide(state.memory, state.base, shown), NotThePage)

    def _candidate(
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
        is_first_import = exchange.channel in IMPORTED and not state.memory.version
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

    def _state(self, document: Document) -> _State:
        """Return a document's state under the present extractor."""
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
            return state
        base = self._read_again(document.id, state.memory.version)
        return replace(state, base=base, memory=upgrade(state.memory, base), is_read_anew=True)

    def _read_again(self, document_id: str, number: int) -> Extraction:
        """Return a version's effective text under the present extractor, from the snapshots it rests on."""
        versions = self._archive.versions(document_id)[:number]
        start = max(index for index, version in enumerate(versions) if not version.partial or index == 0)
        effective: Extraction | None = None
        for version in versions[start:]:
            attempt = self._archive.attempt(version.attempt)
            shown, _ = self._extract(attempt, self._archive.body(attempt.body_sha256))
            segments = merge(effective.segments, shown.segments) if effective else shown.segments
            effective = replace(shown, segments=segments)
        assert effective is not None  # noqa: S101 a version has at least itself
        return effective

    def _extract(self, seen: Attempt | Capture, body: bytes) -> tuple[Extraction, PageFacts]:
        reading = self._readings.get(seen.exchange.document_id, Reading())
        return extract_page(
            body,
            url=seen.exchange.final_url,
            media_type=seen.media_type,
            charset=seen.charset,
            select=reading.select,
            remove=reading.remove,
            filters=reading.filters,
        )

    def _record_of_change(
        self, document: Document, attempt: Attempt, state: _State, decision: NewVersion
    ) -> AttemptRecord:
        change, alert = self._assess(document, attempt, state, decision)
        memory = decision.memory
        version = version_of(
            attempt, memory.version, decision.extraction, VersionKind.UPDATE, is_partial=decision.partial
        )
        if decision.partial:
            memory = replace(memory, open_alert=alert.id if alert else state.memory.open_alert)
        record = record_of_version(attempt, version, decision.extraction, memory)
        return replace(record, change=change, alert=alert)

    def _assess(
        self, document: Document, attempt: Attempt, state: _State, decision: NewVersion
    ) -> tuple[Change, Alert | None]:
        before = self._archive.version(document.id, state.memory.version)
        base = state.base or decision.extraction
        assessment = assess(
            Situation(
                kind=document.kind,
                service=document.service,
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
                is_computed=decision.is_computed,
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

    def _write(self, document: Document, attempt: Attempt, state: _State, record: AttemptRecord) -> Judged:
        """Write what an attempt led to, with what is told by it, and keep the state that follows from it."""
        memory = record.memory
        content = state.content if memory == state.memory and state.content else dump(memory)
        plan = self._notifier.plan(
            record.observation,
            alert=record.alert,
            shown=record.shown,
            is_read_anew=state.is_read_anew,
            tell_unseen_after=self._readings.get(document.id, Reading()).tell_unseen_after,
        )
        change, alert = self._archive.record(
            Judgement(
                document_id=document.id,
                attempt=attempt.sequence,
                expected_revision=state.revision,
                memory=content,
                observation=record.observation,
                version=record.version,
                extraction=record.extraction,
                change=record.change,
                alert=record.alert,
                notices=plan.notices,
                holds=plan.holds,
            )
        )
        base = record.extraction or state.base
        if not record.extraction and memory.version != state.memory.version:
            base = self._archive.extraction(document.id, memory.version)
        self._states[document.id] = _State(revision=state.revision + 1, content=content, memory=memory, base=base)
        return Judged(
            attempt=attempt,
            observation=record.observation,
            version=record.version,
            change=change,
            alert=alert,
            notices=plan.notices,
            holds=plan.holds,
        )
