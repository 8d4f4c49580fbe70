"""Orders the stages of one document's journey: keep, extract, decide, judge, record. Fetches and publishes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, assert_never

from monitor.decide import (
    Candidate,
    Decision,
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
    take_over,
    upgrade,
)
from monitor.decide.document_memory import dump_document, learned_since
from monitor.decide.recollection import links_digest, text_digest
from monitor.decide.repeated_pages import repeated, with_pages
from monitor.extract.facts import PageFacts
from monitor.notices.notifier import NoticePlan, Notifier
from monitor.notices.release import ReleasePolicy
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
from monitor.running.document_states import DocumentState, DocumentStates
from monitor.running.page_reader import PageReader, Reading
from monitor.running.work_limit import PAGE_SECONDS, TooMuchWorkError, within
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
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
    Version,
    VersionKind,
)

if TYPE_CHECKING:
    from monitor.running.change_assessor import ChangeAssessor

log = logging.getLogger(__name__)


@frozen
class Judged:
    """What one attempt led to."""

    attempt: Attempt
    observation: Observation
    version: Version | None = None
    change: Change | None = None
    alert: Alert | None = None
    notices: tuple[Notice, ...] = ()  # what the public is told by it, of earlier attempts too
    holds: tuple[Hold, ...] = ()


class Pipeline:
    """Judges kept attempts of an archive, each document's in order.

    `authority` ("example.org,2026") goes into the tag: ids (RFC 4151) of alerts, minted once and stored.
    """

    def __init__(
        self,
        archive: Archive,
        authority: str,
        readings: Mapping[str, Reading] | None = None,
        read_pack: Callable[[], Pack] = default_pack,
        release_policy: ReleasePolicy = ReleasePolicy(),  # noqa: B008 a frozen value
    ) -> None:
        """Judge under the rules that `read_pack` gives, those that ship with the program where nothing is said.

        It is asked where a page has to be read: most looks show what was seen before.
        """
        self._archive = archive
        self._authority = authority
        self._read_pack = read_pack
        self._reader = PageReader(archive, readings or {})
        self._states = DocumentStates(archive, self._reader, lambda: self._pack.signs)
        self._notifier = Notifier(archive, authority, release_policy)

    @cached_property
    def _pack(self) -> Pack:
        return self._read_pack()

    @cached_property
    def _assessor(self) -> ChangeAssessor:
        from monitor.running.change_assessor import ChangeAssessor  # most looks find nothing to judge

        return ChangeAssessor(self._archive, self._authority, self._reader, self._pack)

    def judge_pending(self, document_id: str) -> Iterator[Judged]:
        """Judge every kept attempt of a document that was not judged yet.

        Raises `ArchiveBusy` where another process judged it meanwhile.
        """
        judged = self._archive.progress(document_id).judged_attempt
        for attempt in self._archive.attempts(document_id, after=judged):
            yield self.judge(attempt)

    def tell_waiting(self, document_id: str) -> tuple[Notice, ...]:
        """Tell, unconfirmed, what waits for a second look at a document that won't come: an import has ended."""
        return self._archive.tell(*self._notifier.at_the_end(document_id))

    def judge(self, attempt: Attempt) -> Judged:
        """Decide and record what one kept attempt is to its document."""
        document = self._archive.document(attempt.exchange.document_id)
        state = self._states.of(document.id)
        if attempt.outcome is Outcome.CAPTURED:
            record = self._record_within_limit(document, attempt, state)
        else:
            record = self._record_of_no_capture(document, attempt, state)
        return self._write(document, attempt, state, record)

    def _record_within_limit(self, document: Document, attempt: Attempt, state: DocumentState) -> AttemptRecord:
        """Return the record of a capture; one that takes more work than any page may stops no other page."""
        try:
            return within(PAGE_SECONDS, lambda: self._record_of_capture(document, attempt, state))
        except (TooMuchWorkError, RecursionError, MemoryError) as error:
            log.warning("%s: a capture of %d bytes could not be read", document.id, attempt.body_length)
            return record_of_unreadable(attempt, state.memory.shown, type(error).__name__)

    def _record_of_no_capture(self, document: Document, attempt: Attempt, state: DocumentState) -> AttemptRecord:
        memory = state.memory.shown
        # That an archive has nothing newer says nothing of the page; that the site has, does.
        says = attempt.outcome is Outcome.NOT_MODIFIED and attempt.exchange.channel not in SECOND_HAND
        is_asked_for = says and memory.version and self._notifier.is_look_awaited(document.id)
        base = self._states.text(document.id, state, memory.version, memory).extraction if is_asked_for else None
        return record_of_no_capture(attempt, memory, base)

    def _record_of_capture(self, document: Document, attempt: Attempt, state: DocumentState) -> AttemptRecord:
        if known := self._repeated(attempt, state):
            observation = observation_of(attempt, Outcome.CAPTURED, "", known.served, known)
            return AttemptRecord(observation=observation, memory=known, shown_from=known.version)
        extraction, facts = self._reader.read(attempt)
        candidate = self._candidate(document, state, attempt.exchange, extraction, facts, attempt=attempt.sequence)
        at = self._place(document, state, candidate)
        decision = decide(at.memory, at.base, at.shown)
        told_over = at.over if isinstance(decision, Unchanged | Returned) else None
        if told_over and told_over.base and told_over.came:
            decision = take_over(told_over.memory, told_over.base, told_over.came, told_over.shown)
        log.debug("decided", extra={"document": document.id, "decision": type(decision).__name__})
        if isinstance(decision, NewVersion | Incomplete) and self._is_read_otherwise(attempt, at):
            record = record_of_upgrade(attempt, extraction, upgrade(at.memory, extraction))
            return replace(record, shown=extraction, shown_from=at.version)
        memory = decision.memory
        is_read_anew = at.version in state.read_again
        match decision:
            case FirstVersion() if at.is_newer_edition:
                record = self._assessor.record_of_edition(document, attempt, at, decision)
            case FirstVersion():
                version = version_of(attempt, memory, decision.extraction, VersionKind.FIRST)
                record = record_of_version(attempt, version, decision.extraction, memory)
            case NewVersion():
                record = self._assessor.record_of_change(document, attempt, told_over or at, decision)
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
        record = seen_in_part(record) if facts.is_cut else record
        return replace(record, memory=self._with_pages(attempt, record, at, decision))

    def _repeated(self, seen: Attempt | Capture, state: DocumentState) -> Recollection | None:
        """Return the lineage whose text a page can only show again, None where the page has to be read."""
        if not state.memory.shown.pages or self._notifier.is_look_awaited(seen.exchange.document_id):
            return None
        names = self._reader.names(seen)
        return next((known for name in names if (known := repeated(state.memory, name))), None)

    def _with_pages(self, attempt: Attempt, record: AttemptRecord, at: Placement, decision: Decision) -> Recollection:
        """Return the memory with the names of a page that shows its version in full, and as all of it is read now."""
        is_new = isinstance(decision, FirstVersion | NewVersion)
        is_same = isinstance(decision, Unchanged) and at.version == record.memory.version and not record.is_read_anew
        is_whole = record.observation.outcome is Outcome.CAPTURED and (is_new or is_same)
        shown = at.shown.extraction
        return with_pages(
            record.memory,
            tuple(self._reader.names(attempt)) if is_whole else (),
            text_sha256=text_digest(shown.segments),
            links_sha256=links_digest(shown),
        )

    def shows(self, capture: Capture) -> bool:
        """Return whether a capture that is not kept yet shows its document, or something in its place."""
        document = self._archive.document(capture.exchange.document_id)
        state = self._states.of(document.id)
        try:
            return within(PAGE_SECONDS, lambda: self._shows(document, state, capture))
        except (TooMuchWorkError, RecursionError, MemoryError):  # it is kept, and told as what could not be read
            return True

    def _shows(self, document: Document, state: DocumentState, capture: Capture) -> bool:
        if self._repeated(capture, state):
            return True
        extraction, facts = self._reader.read(capture)
        at = self._place(
            document, state, self._candidate(document, state, capture.exchange, extraction, facts, attempt=0)
        )
        return not isinstance(decide(at.memory, at.base, at.shown), NotThePage)

    def _place(self, document: Document, state: DocumentState, candidate: Candidate) -> Placement:
        return place(
            state.memory, lambda number, memory: self._states.text(document.id, state, number, memory), candidate
        )

    def _candidate(
        self,
        document: Document,
        state: DocumentState,
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
            adopted_after=self._reader.reading(document.id).adopt_variant_after,
        )

    def _is_read_otherwise(self, attempt: Attempt, at: Placement) -> bool:
        """Whether a capture is read otherwise than the last that showed the text before: then a difference is no news.

        A collection of Open Terms Archive reads pages by its own selectors; a look of our own after it reads all. So
        do the selectors of another time.
        """
        if not at.base or not at.version:
            return False
        now = attempt.exchange
        seen = self._archive.observations_backwards(now.document_id)
        before = next((one for one in seen if one.version == at.version), None)
        if before is None:
            return now.reads_anew
        is_of_one_reader = (before.channel in OF_COLLECTIONS) == (now.channel in OF_COLLECTIONS)
        is_read_alike = self._reader.reads_alike(now.document_id, before.captured_at, now.captured_at)
        return now.reads_anew or not is_of_one_reader or not is_read_alike

    def _plan(self, document: Document, state: DocumentState, record: AttemptRecord) -> NoticePlan:
        return self._notifier.plan(
            record.observation,
            state.memory.freshness,
            alert=record.alert,
            shown=record.shown,
            is_read_anew=record.is_read_anew,
            is_new_text=record.shown_from == 0 and record.observation.lineage > 1,
            tell_unseen_after=self._reader.reading(document.id).tell_unseen_after,
        )

    def _write(self, document: Document, attempt: Attempt, state: DocumentState, record: AttemptRecord) -> Judged:
        """Write what an attempt led to, with what is told by it, and keep the state that follows from it."""
        at = attempt.exchange.captured_at
        memory = state.memory.after(
            record.memory, at, shown_from=record.shown_from, left=record.left, attempt=attempt.sequence
        )
        plan = self._plan(document, state, record)
        memory = replace(memory, freshness=plan.freshness)
        change, alert = self._archive.record(
            Judgement(
                document_id=document.id,
                attempt=attempt.sequence,
                expected_revision=state.revision,
                memory=dump_document(memory),
                learned=learned_since(state.written, memory),
                observation=record.observation,
                version=record.version,
                extraction=record.extraction,
                change=record.change,
                alert=record.alert,
                notices=plan.notices,
                holds=plan.holds,
            )
        )
        self._states.keep(document.id, state, memory)
        return Judged(
            attempt=attempt,
            observation=record.observation,
            version=record.version,
            change=change,
            alert=alert,
            notices=plan.notices,
            holds=plan.holds,
        )
