"""Orders the stages of one document's journey: keep, extract, decide, judge, record. Fetches and publishes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.memory.document_memory import dump_document, learned_since
from monitor.memory.recollection import Recollection
from monitor.memory.repeated_pages import repeated
from monitor.notices.notifier import NoticePlan, Notifier
from monitor.notices.release import ReleasePolicy
from monitor.running.attempt_record import AttemptRecord, observation_of, record_of_no_capture, record_of_unreadable
from monitor.running.document_states import DocumentState, DocumentStates
from monitor.running.page_reader import PageReader, Reading
from monitor.running.work_limit import PAGE_SECONDS, TooMuchWorkError, within
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import (
    SECOND_HAND,
    Alert,
    Attempt,
    Capture,
    Change,
    Document,
    Hold,
    Judgement,
    Notice,
    Observation,
    Outcome,
    Version,
)

if TYPE_CHECKING:
    from monitor.rules.pack import Pack
    from monitor.running.capture_judge import CaptureJudge

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
        read_pack: Callable[[], Pack] | None = None,
        release_policy: ReleasePolicy = ReleasePolicy(),  # noqa: B008 a frozen value
    ) -> None:
        """Judge under the rules that `read_pack` gives, those that ship with the program where nothing is said.

        It is asked where a page has to be read.
        """
        self._archive = archive
        self._authority = authority
        self._read_pack = read_pack
        self._reader = PageReader(archive, readings or {})
        self._states = DocumentStates(archive, self._reader, lambda: self._pack.signs)
        self._notifier = Notifier(archive, authority, release_policy)

    @cached_property
    def _pack(self) -> Pack:
        from monitor.rules.pack_files import default_pack

        return (self._read_pack or default_pack)()

    @cached_property
    def _capture_judge(self) -> CaptureJudge:
        from monitor.running.capture_judge import CaptureJudge  # most looks show what was seen before

        return CaptureJudge(self._archive, self._reader, self._states, self._pack, self._authority)

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
        waiting = self._notifier.waiting(document.id)
        if attempt.outcome is Outcome.CAPTURED:
            record = self._record_within_limit(document, attempt, state, is_awaited=bool(waiting))
        else:
            record = self._record_of_no_capture(document, attempt, state, is_awaited=bool(waiting))
        return self._write(document, attempt, state, record, waiting)

    def _record_within_limit(
        self, document: Document, attempt: Attempt, state: DocumentState, *, is_awaited: bool
    ) -> AttemptRecord:
        """Return the record of a capture; one that takes more work than any page may stops no other page."""
        try:
            return within(PAGE_SECONDS, lambda: self._record_of_capture(document, attempt, state, is_awaited))
        except (TooMuchWorkError, RecursionError, MemoryError) as error:
            log.warning("%s: a capture of %d bytes could not be read", document.id, attempt.body_length)
            return record_of_unreadable(attempt, state.memory.shown, type(error).__name__)

    def _record_of_no_capture(
        self, document: Document, attempt: Attempt, state: DocumentState, *, is_awaited: bool
    ) -> AttemptRecord:
        memory = state.memory.shown
        # That an archive has nothing newer says nothing of the page; that the site has, does.
        says = attempt.outcome is Outcome.NOT_MODIFIED and attempt.exchange.channel not in SECOND_HAND
        is_text = says and memory.version and is_awaited  # who waits is shown it
        base = self._states.text(document.id, state, memory.version, memory).extraction if is_text else None
        return record_of_no_capture(attempt, memory, base)

    def _record_of_capture(
        self, document: Document, attempt: Attempt, state: DocumentState, is_awaited: bool
    ) -> AttemptRecord:
        if not is_awaited and (known := self._repeated(attempt, state)):
            observation = observation_of(attempt, Outcome.CAPTURED, "", known.served, known)
            return AttemptRecord(observation=observation, memory=known, shown_from=known.version)
        return self._capture_judge.record(document, attempt, state)

    def _repeated(self, seen: Attempt | Capture, state: DocumentState) -> Recollection | None:
        """Return the lineage whose text a page can only show again, None where the page has to be read."""
        if not state.memory.shown.pages:
            return None
        names = self._reader.names(seen)
        return next((known for name in names if (known := repeated(state.memory, name))), None)

    def shows(self, capture: Capture) -> bool:
        """Return whether a capture that is not kept yet shows its document, or something in its place."""
        document = self._archive.document(capture.exchange.document_id)
        state = self._states.of(document.id)
        try:
            return within(
                PAGE_SECONDS,
                lambda: bool(self._repeated(capture, state)) or self._capture_judge.shows(document, capture, state),
            )
        except (TooMuchWorkError, RecursionError, MemoryError):  # it is kept, and told as what could not be read
            return True

    def _plan(
        self, document: Document, state: DocumentState, record: AttemptRecord, waiting: Sequence[tuple[Alert, Hold]]
    ) -> NoticePlan:
        return self._notifier.plan(
            record.observation,
            state.memory.freshness,
            waiting=waiting,
            alert=record.alert,
            shown=record.shown,
            is_read_anew=record.is_read_anew,
            is_new_text=record.shown_from == 0 and record.observation.lineage > 1,
            tell_unseen_after=self._reader.reading(document.id).tell_unseen_after,
        )

    def _write(
        self,
        document: Document,
        attempt: Attempt,
        state: DocumentState,
        record: AttemptRecord,
        waiting: Sequence[tuple[Alert, Hold]],
    ) -> Judged:
        """Write what an attempt led to, with what is told by it, and keep the state that follows from it."""
        at = attempt.exchange.captured_at
        memory = state.memory.after(
            record.memory, at, shown_from=record.shown_from, left=record.left, attempt=attempt.sequence
        )
        plan = self._plan(document, state, record, waiting)
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
