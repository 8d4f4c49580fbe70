"""What is to be recorded of one attempt, put together from what was decided. Decides and writes nothing."""

from __future__ import annotations

from dataclasses import replace

from monitor.memory.recollection import Recollection
from monitor.memory.variant import Variant
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Attempt, Change, Extraction, Observation, Outcome, Version

_UNKNOWN = Variant()


@frozen
class AttemptRecord:
    """All that is to be recorded of one attempt."""

    observation: Observation
    memory: Recollection  # of the lineage that it shows, or that it might have been
    shown_from: int | None = None  # the version that what it shows was compared with, None where it shows nothing
    left: int = 0  # the version that its lineage was at, where that bears other marks
    is_read_anew: bool = False  # the reading of the page changed with it
    shown: Extraction | None = None  # None where the attempt shows nothing of the page
    version: Version | None = None
    extraction: Extraction | None = None  # the effective text of `version`
    change: Change | None = None
    alert: Alert | None = None


def record_of_no_capture(attempt: Attempt, memory: Recollection, base: Extraction | None) -> AttemptRecord:
    """Return the record of an attempt that brought no page, or said that it is as it was: as `base`, if not None."""
    if attempt.outcome is not Outcome.NOT_MODIFIED:
        observation = observation_of(attempt, attempt.outcome, attempt.detail)
        return AttemptRecord(observation=observation, memory=memory)
    observation = observation_of(attempt, attempt.outcome, attempt.detail, memory.served, memory)
    return AttemptRecord(observation=observation, memory=memory, shown=base, shown_from=memory.version or None)


def record_of_unreadable(attempt: Attempt, memory: Recollection, why: str) -> AttemptRecord:
    """Return the record of a capture that is kept and can't be read: what is remembered of the document stays."""
    what = {"MemoryError": "more memory", "RecursionError": "more nesting"}.get(why, "more work")
    detail = f"could not be read: {attempt.body_length:,} bytes that take {what} than any policy"
    return AttemptRecord(observation=observation_of(attempt, Outcome.UNREADABLE, detail), memory=memory)


def seen_in_part(record: AttemptRecord) -> AttemptRecord:
    """Return the record of a page that goes on beyond what is read of any: it was not seen in full."""
    if record.observation.outcome is not Outcome.CAPTURED:
        return record
    detail = "the page is longer than what is read of one"
    return replace(record, observation=replace(record.observation, outcome=Outcome.INCOMPLETE, detail=detail))


def observation_of(
    attempt: Attempt, outcome: Outcome, detail: str, served: Variant = _UNKNOWN, shown: Recollection | None = None
) -> Observation:
    """Return what an attempt found, of which variant of the page; `shown` is the lineage whose text it is."""
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
        version=(shown.version or None) if shown else None,
        lineage=shown.lineage if shown and shown.version else 0,
    )
