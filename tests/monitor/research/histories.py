"""Documents with a history, made of texts in words of our own. Asserts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.decide.digests import text_digest
from monitor.diff import compare
from snapshots.archive import Archive
from snapshots.records import (
    Change,
    Extraction,
    Judgement,
    Observation,
    Outcome,
    Segment,
    SegmentKind,
    Severity,
    Version,
    VersionKind,
)
from tests.monitor.pages import DOCUMENT, archive, capture, failure

Text = Sequence[tuple[str, str]]
"""Segments, each with its heading."""


def extraction(text: Text) -> Extraction:
    """Return a text as it is read from a page."""
    segments = tuple(
        Segment(text=words, kind=SegmentKind.SENTENCE, context=(heading,) if heading else ()) for heading, words in text
    )
    return Extraction(title="", language="en", segments=segments, links=(), extractor="test/1")


def recorded(texts: Sequence[Text], shown: Sequence[int] = (), into: Archive | None = None) -> Archive:
    """Return an archive in which each day showed one text: 1 is the first one, 0 a page that was not seen.

    Without `shown` each was shown once. A text becomes a version when it is first shown.
    """
    made = into or archive()
    made.put_document(DOCUMENT)
    versions: dict[int, int] = {}
    last = 0
    for day, number in enumerate(shown or range(1, len(texts) + 1)):
        if number == 0:
            attempt = made.keep(failure(Outcome.WALL, day))
            _record(made, attempt.sequence, day, Outcome.WALL, None)
            continue
        attempt = made.keep(capture(f"{number}".encode(), day))
        if number in versions:
            _record(made, attempt.sequence, day, Outcome.CAPTURED, versions[number])
        else:
            versions[number] = len(versions) + 1
            _record(
                made, attempt.sequence, day, Outcome.CAPTURED, versions[number], extraction(texts[number - 1]), last
            )
        last = versions[number]
    return made


def _record(
    made: Archive,
    sequence: int,
    day: int,
    outcome: Outcome,
    version: int | None,
    text: Extraction | None = None,
    before: int = 0,
) -> None:
    attempt = made.attempt(sequence)
    at = attempt.exchange.captured_at
    observation = Observation(
        document_id=DOCUMENT.id, attempt=sequence, captured_at=at, outcome=outcome, detail="", version=version
    )
    judgement = Judgement(
        document_id=DOCUMENT.id,
        attempt=sequence,
        expected_revision=made.memory(DOCUMENT.id).revision,
        memory=b"{}",
        observation=observation,
    )
    if text and version:
        kind = VersionKind.UPDATE if before else VersionKind.FIRST
        taken = Version(
            document_id=DOCUMENT.id, number=version, kind=kind, attempt=sequence, captured_at=at,
            body_sha256=attempt.body_sha256, text_sha256=text_digest(text.segments), extractor=text.extractor,
        )  # fmt: skip
        judgement = replace(judgement, version=taken, extraction=text)
        if before:
            old = made.versions(DOCUMENT.id)[before - 1]
            change = Change(
                document_id=DOCUMENT.id, number=0, from_version=before, to_version=version, captured_at=at,
                previous_captured_at=old.captured_at, decided_at=at, severity=Severity.LOW,
                hunks=compare(made.extraction(DOCUMENT.id, before), text).hunks,
            )  # fmt: skip
            judgement = replace(judgement, change=change)
    made.record(judgement)
