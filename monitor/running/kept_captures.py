"""What an archive has of a document that a revisit record of a foreign crawl repeats. Changes nothing."""

from __future__ import annotations

from datetime import datetime

from snapshots.archive import Archive
from snapshots.records import Attempt, Capture, CaptureFailure
from spiders.http.results import result_of
from spiders.http.same_page import page_key
from spiders.warc.record_parts import is_digest_of
from spiders.warc.repeated import Repeated


class KeptCaptures:
    """Finds kept captures by their record's id, by address and time, or by the digest of their body."""

    def __init__(self, archive: Archive, document_id: str) -> None:
        self._archive = archive
        self._document_id = document_id
        self._names: dict[str, int] = {}
        self._times: dict[tuple[str, datetime], int] = {}
        self._bodies: dict[str, int] = {}
        self._digests: dict[str, int] = {}
        self._read_to = 0

    def find(self, repeated: Repeated) -> Capture | CaptureFailure | None:
        """Return what a revisit repeats as it was kept, None where it never was."""
        self._read_on()
        sequence = self._names.get(repeated.name) if repeated.name else None
        if sequence is None and repeated.at:
            sequence = self._times.get((repeated.key, repeated.at))
        if sequence is None and repeated.payload:
            sequence = self._with_payload(repeated.payload)
        return self._seen(self._archive.attempt(sequence)) if sequence else None

    def _read_on(self) -> None:
        """Take in what was kept since the last question."""
        for attempt in self._archive.attempts(self._document_id, after=self._read_to):
            self._read_to = attempt.sequence
            exchange = attempt.exchange
            if attempt.body_sha256:
                self._names[exchange.source] = attempt.sequence
                self._times[page_key(exchange.final_url), exchange.captured_at] = attempt.sequence
                self._bodies.setdefault(attempt.body_sha256, attempt.sequence)

    def _with_payload(self, payload: str) -> int | None:
        """Return the capture whose body has a digest; the newest bodies are tried first."""
        if payload in self._digests:
            return self._digests[payload]
        for digest, sequence in reversed(self._bodies.items()):
            if is_digest_of(payload, self._archive.body(digest)):
                self._digests[payload] = sequence
                return sequence
        return None

    def _seen(self, attempt: Attempt) -> Capture | CaptureFailure:
        return result_of(
            attempt.exchange,
            attempt.outcome,
            attempt.detail,
            body=self._archive.body(attempt.body_sha256),
            media_type=attempt.media_type,
            charset=attempt.charset,
        )
