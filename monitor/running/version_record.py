"""What is to be recorded of an attempt that makes a version. Decides and writes nothing."""

from __future__ import annotations

from dataclasses import replace

from monitor.decide.digests import text_digest
from monitor.memory.recollection import Recollection
from monitor.running.attempt_record import AttemptRecord, observation_of
from snapshots.records import Attempt, Extraction, Outcome, Version, VersionKind


def record_of_version(
    attempt: Attempt, version: Version, extraction: Extraction, memory: Recollection
) -> AttemptRecord:
    """Return the record of an attempt that showed a new version, in full or in part."""
    outcome = Outcome.INCOMPLETE if version.partial else Outcome.CAPTURED
    observation = observation_of(attempt, outcome, "", memory.served, memory)
    return AttemptRecord(observation=observation, memory=memory, version=version, extraction=extraction)


def record_of_upgrade(attempt: Attempt, base: Extraction, memory: Recollection) -> AttemptRecord:
    """Return a technical version: the text as it was, as another extractor reads it."""
    number = memory.newest + 1
    states = {**memory.states, text_digest(base.segments): number}
    memory = replace(memory, version=number, newest=number, states=states)
    return record_of_version(attempt, version_of(attempt, memory, base, VersionKind.TECHNICAL), base, memory)


def version_of(
    attempt: Attempt, memory: Recollection, extraction: Extraction, kind: VersionKind, *, is_partial: bool = False
) -> Version:
    """Return the version that an attempt showed, numbered as its lineage remembers it."""
    return Version(
        document_id=attempt.exchange.document_id,
        number=memory.version,
        kind=kind,
        attempt=attempt.sequence,
        captured_at=attempt.exchange.captured_at,
        body_sha256=attempt.body_sha256,
        text_sha256=text_digest(extraction.segments),
        extractor=extraction.extractor,
        partial=is_partial,
        lineage=memory.lineage,
    )
