"""Orders the stages of one document's journey: keep, extract, decide, judge, record. Fetches and publishes nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

from feeds.wording import language
from monitor.alerts import Assessment, Situation, assess, labels_of
from monitor.alerts.new_edition import assess_new_edition
from monitor.decide import (
    Candidate,
    DocumentMemory,
    FirstVersion,
    Incomplete,
    NewVersion,
    NotThePage,
    Placement,
    Recollection,
    Returned,
    Unchanged,
    decide,
    place,
    upgrade,
)
from monitor.decide.candidate import ADOPTED_AFTER
from monitor.decide.document_memory import dump_document, load_document
from monitor.decide.freshness import TELL_UNSEEN_AFTER
from monitor.decide.marks import Text
from monitor.decide.placing import not_gone_before
from monitor.decide.variants import Variant, variant_of
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
    record_of_unreadable,
    record_of_upgrade,
    record_of_version,
    seen_in_part,
    version_of,
)
from monitor.running.drafting import draft_alert, draft_change
from monitor.running.events import joined
from monitor.running.work_limit import TooMuchWorkError, within
from snapshots.archive import Archive
from snapshots.records import (
    IMPORTED,
    OF_COLLECTIONS,
    SECOND_HAND,
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
    Severity,
    Version,
    VersionKind,
)

log = logging.getLogger(__name__)

_READING_SECONDS = 8.0  # of CPU; a policy of 300 KB takes a fiftieth of it
_JUDGING_SECONDS = 5.0  # of these, to say what a change means


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
    """A document's memory as last read or written, and the texts of its versions that were asked for."""

    revision: int
    content: bytes
    memory: DocumentMemory
    texts: dict[int, Text]  # under the present extractor


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
            record = self._record_within_limit(document, attempt, state)
        else:
            record = self._record_of_no_capture(document, attempt, state)
        return self._write(document, attempt, state, record)

    def _record_within_limit(self, document: Document, attempt: Attempt, state: _State) -> AttemptRecord:
        """Return the record of a capture; one that takes more work than any page may stops no other page."""
        try:
            return within(_READING_SECONDS, lambda: self._record_of_capture(document, attempt, state))
        except (TooMuchWorkError, RecursionError, MemoryError) as error:
            log.warning("%s: a capture of %d bytes could not be read", document.id, attempt.body_length)
            return record_of_unreadable(attempt, state.memory.shown, type(error).__name__)

    def _record_of_no_capture(self, document: Document, attempt: Attempt, state: _State) -> AttemptRecord:
        memory = state.memory.shown
        # That an archive has nothing newer says nothing of the page; that the site has, does.
        says = attempt.outcome is Outcome.NOT_MODIFIED and attempt.exchange.channel not in SECOND_HAND
        base = self._text(document.id, state, memory.version, memory).extraction if says and memory.version else None
        return record_of_no_capture(attempt, memory, base)

    def _record_of_capture(self, document: Document, attempt: Attempt, state: _State) -> AttemptRecord:
        extraction, facts = self._extract(attempt, self._archive.body(attempt.body_sha256))
        candidate = self._candidate(document, state, attempt.exchange, extraction, facts, attempt=attempt.sequence)
        at = self._place(document, state, candidate)
        decision = decide(at.memory, at.base, at.shown)
        log.debug("decided", extra={"document": document.id, "decision": type(decision).__name__})
        if isinstance(decision, NewVersion | Incomplete) and self._is_read_otherwise(attempt, at):
            record = record_of_upgrade(attempt, extraction, upgrade(at.memory, extraction))
            return replace(record, shown=extraction, shown_from=at.version)
        memory = decision.memory
        is_read_anew = self._is_read_anew(document.id, at)
        match decision:
            case FirstVersion() if at.is_newer_edition:
                record = self._record_of_edition(document, attempt, at, decision)
            case FirstVersion():
                version = version_of(attempt, memory, decision.extraction, VersionKind.FIRST)
                record = record_of_version(attempt, version, decision.extraction, memory)
            case NewVersion():
                record = self._record_of_change(document, attempt, at, decision)
            case Unchanged() if is_read_anew and at.base:
                record = record_of_upgrade(attempt, at.base, memory)
            case Unchanged(variant=variant) | Returned(variant=variant):
                observation = observation_of(attempt, Outcome.CAPTURED, "", variant, memory)
                record = AttemptRecord(observation=observation, memory=memory)
            case Incomplete(detail=detail, variant=variant):
                observation = observation_of(attempt, Outcome.INCOMPLETE, detail, variant, memory)
                record = AttemptRecord(observation=replace(observation, version=None), memory=memory)
            case NotThePage(outcome=outcome, detail=detail, variant=variant):
                return AttemptRecord(observation=observation_of(attempt, outcome, detail, variant), memory=memory)
            case _:
                assert_never(decision)
        record = replace(
            record, shown=at.shown.extraction, shown_from=at.version, left=at.left, is_read_anew=is_read_anew
        )
        return seen_in_part(record) if facts.is_cut else record

    def shows(self, capture: Capture) -> bool:
        """Return whether a capture that is not kept yet shows its document, or something in its place."""
        document = self._archive.document(capture.exchange.document_id)
        state = self._state(document)
        try:
            return within(_READING_SECONDS, lambda: self._shows(document, state, capture))
        except (TooMuchWorkError, RecursionError, MemoryError):  # it is kept, and told as what could not be read
            return True

    def _shows(self, document: Document, state: _State, capture: Capture) -> bool:
        extraction, facts = self._extract(capture, capture.body)
        at = self._place(
            document, state, self._candidate(document, state, capture.exchange, extraction, facts, attempt=0)
        )
        return not isinstance(decide(at.memory, at.base, at.shown), NotThePage)

    def _place(self, document: Document, state: _State, candidate: Candidate) -> Placement:
        return place(state.memory, lambda number, memory: self._text(document.id, state, number, memory), candidate)

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
        is_first_import = exchange.channel in IMPORTED and not state.memory.newest
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
            memory = load_document(stored.content)
            state = _State(revision=stored.revision, content=stored.content, memory=memory, texts={})
        extractor = self._extractor(document.id)
        if all(lineage.extractor in ("", extractor) for lineage in state.memory.lineages):
            return state
        state = replace(state, texts={})
        anew = tuple(
            upgrade(lineage, self._text(document.id, state, lineage.version, lineage).extraction)
            if lineage.version
            else lineage
            for lineage in state.memory.lineages
        )
        return replace(state, memory=replace(state.memory, lineages=anew))

    def _extractor(self, document_id: str) -> str:
        reading = self._readings.get(document_id, Reading())
        return extractor_name(reading.select, reading.remove, reading.filters)

    def _text(self, document_id: str, state: _State, number: int, lineage: Recollection) -> Text:
        """Return the effective text of a version of a lineage under the present extractor."""
        if number not in state.texts:
            extraction = self._archive.extraction(document_id, number)
            if extraction.extractor != self._extractor(document_id):
                extraction = self._read_again(document_id, number)
            known = lineage.served if number == lineage.version else Variant()
            signs = self._pack.signs
            variant = known if known != Variant() else variant_of(extraction, PageFacts(), signs)
            state.texts[number] = Text(extraction=extraction, variant=variant, signs=signs)
        return state.texts[number]

    def _is_read_anew(self, document_id: str, at: Placement) -> bool:
        """Whether the version that a capture is compared with was kept as another extractor read it."""
        if not at.version:
            return False
        return self._archive.version(document_id, at.version).extractor != self._extractor(document_id)

    def _is_read_otherwise(self, attempt: Attempt, at: Placement) -> bool:
        """Whether another reader than that of the version before made a capture's text: then a difference is no news.

        A collection of Open Terms Archive reads pages by its own selectors; a look of our own after it reads all.
        """
        if not at.base or not at.version:
            return False
        before = self._archive.attempt(self._archive.version(attempt.exchange.document_id, at.version).attempt)
        readers = {exchange.channel in OF_COLLECTIONS for exchange in (before.exchange, attempt.exchange)}
        return attempt.exchange.reads_anew or len(readers) > 1

    def _read_again(self, document_id: str, number: int) -> Extraction:
        """Return a version's effective text under the present extractor, from the snapshots it rests on."""
        versions = self._archive.versions(document_id)[:number]
        versions = [version for version in versions if version.lineage == versions[-1].lineage]
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
        self, document: Document, attempt: Attempt, at: Placement, decision: NewVersion
    ) -> AttemptRecord:
        change, alert = self._assess(document, attempt, at, decision)
        memory = decision.memory
        version = version_of(attempt, memory, decision.extraction, VersionKind.UPDATE, is_partial=decision.partial)
        if alert:
            memory = replace(memory, told=memory.version, told_alert=alert.id)
        if decision.partial:
            memory = replace(memory, open_alert=alert.id if alert else at.memory.open_alert)
        record = record_of_version(attempt, version, decision.extraction, memory)
        return replace(record, change=change, alert=alert)

    def _record_of_edition(
        self, document: Document, attempt: Attempt, at: Placement, decision: FirstVersion
    ) -> AttemptRecord:
        """Return the record of a text in another language that is dated later than the one before it."""
        sibling, memory = at.sibling or at.memory, decision.memory
        assessment = assess_new_edition(
            decision.extraction,
            stated=date.fromisoformat(memory.stated),
            before=sibling.stated,
            language=language(memory.served.language),
            pack=self._pack,
        )
        before = self._archive.version(document.id, sibling.version)
        shown = NewVersion(extraction=decision.extraction, hunks=(), memory=memory, is_computed=False)
        change = draft_change(shown, before, attempt, attempt, assessment)
        alert = self._draft(document, attempt, change, assessment, at, follows="")
        version = version_of(attempt, memory, decision.extraction, VersionKind.UPDATE)
        record = record_of_version(attempt, version, decision.extraction, memory)
        return replace(record, change=change, alert=alert)

    def _draft(
        self,
        document: Document,
        attempt: Attempt,
        change: Change,
        assessment: Assessment,
        at: Placement,
        *,
        follows: str,
    ) -> Alert:
        alert = draft_alert(
            change,
            assessment,
            id=f"tag:{self._authority}:{document.id}/{attempt.sequence}",
            follows=follows,
            pack=self._pack.name,
            lineage=at.memory.lineage,
        )
        return joined(alert, self._archive.alerts(document.id))

    def _assess(
        self, document: Document, attempt: Attempt, at: Placement, decision: NewVersion
    ) -> tuple[Change, Alert | None]:
        before = self._archive.version(document.id, at.version)
        base = at.base or decision.extraction
        assessment = self._assess_within_limit(
            Situation(
                kind=document.kind,
                service=document.service,
                language=decision.memory.language
                or resolve_language(decision.extraction, self._pack, declared=document.language, beside=(base,)),
                hunks=not_gone_before(decision.hunks, at.turns),
                before=base,
                now=decision.extraction,
                seen=at.memory.seen,
                stated=at.memory.stated,
                captured_on=attempt.exchange.captured_at.date(),
                labels=labels_of(at.base, decision.extraction),
                is_partial=decision.partial,
                is_reversal=decision.is_reversal,
                is_computed=decision.is_computed,
                watched_links=self._readings.get(document.id, Reading()).watch_links,
            )
        )
        # What went missing first showed at an earlier capture; what came with it shows now.
        is_whole = decision.is_end or decision.is_awaited or not any(h.after is not None for h in decision.hunks)
        is_old = decision.first_attempt and is_whole
        shown = self._archive.attempt(decision.first_attempt) if is_old else attempt
        if at.is_translation:  # the edition was told when the other language had it
            assessment = replace(assessment, severity=Severity.LOW)
        looks = self._archive.observations_backwards(document.id)
        change = draft_change(decision, before, shown, attempt, assessment, looks)
        if not assessment.severity.is_alerting:
            return change, None
        follows = at.memory.told_alert if decision.is_end else at.memory.open_alert
        return change, self._draft(document, attempt, change, assessment, at, follows=follows)

    def _assess_within_limit(self, situation: Situation) -> Assessment:
        try:
            return within(_JUDGING_SECONDS, lambda: assess(situation, self._pack))
        except TooMuchWorkError:  # that it changed is known all the same, and told
            return assess(replace(situation, hunks=(), is_computed=False), self._pack)

    def _write(self, document: Document, attempt: Attempt, state: _State, record: AttemptRecord) -> Judged:
        """Write what an attempt led to, with what is told by it, and keep the state that follows from it."""
        at = attempt.exchange.captured_at
        memory = state.memory.after(record.memory, at, shown_from=record.shown_from, left=record.left)
        content = state.content if memory == state.memory and state.content else dump_document(memory)
        plan = self._notifier.plan(
            record.observation,
            alert=record.alert,
            shown=record.shown,
            is_read_anew=record.is_read_anew,
            is_new_text=record.shown_from == 0 and record.observation.lineage > 1,
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
        texts = {number: text for number, text in state.texts.items() if number in memory.late}
        self._states[document.id] = _State(revision=state.revision + 1, content=content, memory=memory, texts=texts)
        return Judged(
            attempt=attempt,
            observation=record.observation,
            version=record.version,
            change=change,
            alert=alert,
            notices=plan.notices,
            holds=plan.holds,
        )
