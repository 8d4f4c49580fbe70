"""Reads a capture and says what it is to its document: decided, and judged where it is news. Writes nothing.

It rests on all that reads pages and understands texts, which most looks do without.
"""

from __future__ import annotations

import logging
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
    Returned,
    Unchanged,
    decide,
    place,
    take_over,
    upgrade,
)
from monitor.decide.digests import links_digest, text_digest
from monitor.extract.facts import PageFacts
from monitor.memory.recollection import Recollection
from monitor.memory.repeated_pages import with_pages
from monitor.rules.pack import Pack
from monitor.running.attempt_record import AttemptRecord, observation_of, seen_in_part
from monitor.running.document_states import DocumentState, DocumentStates
from monitor.running.page_reader import PageReader
from monitor.running.version_record import record_of_upgrade, record_of_version, version_of
from snapshots.archive import Archive
from snapshots.records import (
    IMPORTED,
    OF_COLLECTIONS,
    Attempt,
    Capture,
    Document,
    Exchange,
    Extraction,
    Outcome,
    VersionKind,
)

if TYPE_CHECKING:
    from monitor.running.change_assessor import ChangeAssessor

log = logging.getLogger(__name__)


class CaptureJudge:
    """Says what the captures of an archive's documents are, one after the other as `states` are kept."""

    def __init__(
        self,
        archive: Archive,
        reader: PageReader,
        states: DocumentStates,
        pack: Pack,
        authority: str,
    ) -> None:
        """Judge under the rules of `pack`; ids of alerts are minted under `authority`."""
        self._archive = archive
        self._reader = reader
        self._states = states
        self._pack = pack
        self._authority = authority

    @cached_property
    def _assessor(self) -> ChangeAssessor:
        from monitor.running.change_assessor import ChangeAssessor  # most pages that are read bring no other text

        return ChangeAssessor(self._archive, self._authority, self._reader, self._pack)

    def record(self, document: Document, attempt: Attempt, state: DocumentState) -> AttemptRecord:
        """Return all that is to be recorded of a capture of a document."""
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

    def shows(self, document: Document, capture: Capture, state: DocumentState) -> bool:
        """Return whether a capture that is not kept yet shows its document, or something in its place."""
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
