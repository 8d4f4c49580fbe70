"""An archive that lives in this process and ends with it: for tests and rehearsals. Durable it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from threading import RLock

from snapshots.chain import GENESIS, ChainedRow, body_digest, chain_faults, chained, row_content
from snapshots.codec import encode
from snapshots.consistency import check_judgement, check_timestamp, holds_phrase, numbered, words
from snapshots.deliveries import Outbox
from snapshots.errors import AlreadyPublished, ArchiveDamaged, ArchiveError, UnknownDocument
from snapshots.lines import line_of
from snapshots.memory.outbox import InMemoryOutbox
from snapshots.records import (
    Alert,
    Attempt,
    Capture,
    CaptureFailure,
    Change,
    ChangeLine,
    Document,
    Extraction,
    Fault,
    Hold,
    Judgement,
    LinkCheck,
    Memory,
    Notice,
    Observation,
    Schedule,
    TextRun,
    Timestamp,
    VerifyReport,
    Version,
    require_utc,
)


class InMemoryArchive:
    """The `Archive` contract over lists and dicts; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._documents: dict[str, Document] = {}
        self._attempts: list[Attempt] = []
        self._bodies: dict[str, bytes] = {}
        self._memories: dict[str, Memory] = {}
        self._observations: list[Observation] = []
        self._versions: dict[str, list[tuple[Version, Extraction]]] = {}
        self._changes: list[Change] = []
        self._alerts: dict[str, Alert] = {}
        self._link_checks: list[LinkCheck] = []
        self._notices: dict[str, Notice] = {}
        self._holds: dict[str, Hold] = {}  # the newest, by alert
        self._schedules: dict[str, Schedule] = {}
        self._claimed: set[str] = set()
        self._timestamps: dict[int, Timestamp] = {}
        self._writes = 0
        self._outbox = InMemoryOutbox(lambda: (len(self._notices), len(self._changes)))

    @property
    def outbox(self) -> Outbox:
        return self._outbox

    def put_document(self, document: Document) -> None:
        with self._lock:
            self._writes += 1
            self._documents[document.id] = document

    def document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            raise UnknownDocument(f"no document {document_id!r} in the archive; declare it or import it first")
        return self._documents[document_id]

    def documents(self) -> list[Document]:
        with self._lock:
            return [self._documents[document_id] for document_id in sorted(self._documents)]

    def keep(self, seen: Capture | CaptureFailure) -> Attempt:
        document_id = seen.exchange.document_id
        with self._lock:
            self.document(document_id)
            digest = body_digest(seen)
            attempt = chained(
                seen,
                sequence=len(self._attempts) + 1,
                previous_hash=self.chain_head(),
                body_sha256=digest,
                is_revisit=bool(digest) and any(a.body_sha256 == digest for a in self.attempts(document_id)),
            )
            if seen.body is not None:
                self._bodies[digest] = seen.body
            if seen.screenshot:
                self._bodies[attempt.screenshot_sha256] = seen.screenshot
            self._attempts.append(attempt)
            self._writes += 1
            return attempt

    def attempts(self, document_id: str | None = None, *, after: int = 0) -> Iterator[Attempt]:
        with self._lock:
            later = self._attempts[max(after, 0) :]
        return (a for a in later if document_id is None or a.exchange.document_id == document_id)

    def attempt(self, sequence: int) -> Attempt:
        with self._lock:
            if not 1 <= sequence <= len(self._attempts):
                raise ArchiveError(f"no attempt {sequence} in the archive")
            return self._attempts[sequence - 1]

    def last_attempt(self, document_id: str) -> Attempt | None:
        return max(self.attempts(document_id), key=lambda attempt: attempt.sequence, default=None)

    def sources(self, document_id: str) -> set[str]:
        return {attempt.exchange.source for attempt in self.attempts(document_id)} - {""}

    def body(self, sha256: str) -> bytes:
        if sha256 not in self._bodies:
            raise ArchiveError(f"no body {sha256!r} in the archive")
        content = self._bodies[sha256]
        if _sha256(content) != sha256:
            raise ArchiveDamaged(f"body {sha256} does not match its hash; restore it from a backup")
        return content

    def memory(self, document_id: str) -> Memory:
        return self._memories.get(document_id, Memory(document_id=document_id))

    def record(self, judgement: Judgement) -> tuple[Change | None, Alert | None]:
        document_id = judgement.document_id
        with self._lock:
            self.document(document_id)
            versions = self._versions.setdefault(document_id, [])
            check_judgement(
                judgement,
                attempt=self.attempt(judgement.attempt),
                memory=self.memory(document_id),
                newest_version=len(versions),
            )
            if judgement.alert and judgement.alert.id in self._alerts:
                raise ArchiveError(f"an alert {judgement.alert.id} is recorded already; alert ids are minted once")
            for notice in judgement.notices:
                if notice.id in self._notices:
                    raise AlreadyPublished(f"{notice.id} is told already")
            change, alert = numbered(judgement, len(self._changes) + 1)
            self._memories[document_id] = Memory(
                document_id=document_id,
                revision=judgement.expected_revision + 1,
                judged_attempt=judgement.attempt,
                content=judgement.memory,
            )
            self._observations.append(judgement.observation)
            self._writes += 1
            if judgement.version and judgement.extraction:
                versions.append((judgement.version, judgement.extraction))
            if change:
                self._changes.append(change)
            if alert:
                self._alerts[alert.id] = alert
            self.tell(*judgement.notices)
            for hold in judgement.holds:
                self.hold(hold)
            return change, alert

    def observations(self, document_id: str) -> list[Observation]:
        with self._lock:
            found = [observation for observation in self._observations if observation.document_id == document_id]
        return sorted(found, key=lambda observation: observation.attempt)

    def versions(self, document_id: str) -> list[Version]:
        with self._lock:
            return [version for version, _ in self._versions.get(document_id, ())]

    def extraction(self, document_id: str, number: int) -> Extraction:
        with self._lock:
            versions = self._versions.get(document_id, ())
            if not 1 <= number <= len(versions):
                raise ArchiveError(f"{document_id} has no version {number}; it has {len(versions)}")
            return versions[number - 1][1]

    def changes(self, document_id: str | None = None, *, since: datetime | None = None) -> list[Change]:
        earliest = since and require_utc(since, "since")
        with self._lock:
            found = [
                change
                for change in self._changes
                if document_id in (None, change.document_id) and (not earliest or change.decided_at >= earliest)
            ]
        return sorted(found, key=lambda change: (change.decided_at, change.number))

    def change_lines(self) -> list[ChangeLine]:
        return [line_of(change, _sha256(encode(change))) for change in self.changes()]

    def change(self, number: int) -> Change:
        with self._lock:
            if not 1 <= number <= len(self._changes):
                raise ArchiveError(f"no change {number} in the archive")
            return self._changes[number - 1]

    def alerts(self, document_id: str | None = None, *, since: datetime | None = None) -> list[Alert]:
        earliest = since and require_utc(since, "since")
        with self._lock:
            found = [
                alert
                for alert in self._alerts.values()
                if document_id in (None, alert.document_id) and (not earliest or alert.decided_at >= earliest)
            ]
        return sorted(found, key=lambda alert: (alert.decided_at, alert.change))

    def alert(self, alert_id: str) -> Alert:
        with self._lock:
            if alert_id not in self._alerts:
                raise ArchiveError(f"no alert {alert_id} in the archive")
            return self._alerts[alert_id]

    def tell(self, *notices: Notice) -> tuple[Notice, ...]:
        with self._lock:
            for notice in notices:
                self.document(notice.document_id)
                if notice.id in self._notices:
                    raise AlreadyPublished(f"{notice.id} is told already")
                if notice.alert_id:
                    self.alert(notice.alert_id)
            if len({notice.id for notice in notices}) < len(notices):
                raise AlreadyPublished("one id is told twice at once")
            newest = len(self._notices)
            told = tuple(
                replace(notice, sequence=newest + n, attempt=notice.attempt or len(self._attempts))
                for n, notice in enumerate(notices, start=1)
            )
            self._writes += 1
            self._notices.update({notice.id: notice for notice in told})
            return told

    def hold(self, hold: Hold) -> None:
        with self._lock:
            self.alert(hold.alert_id)
            if hold.alert_id in self._notices:
                raise AlreadyPublished(
                    f"{hold.alert_id} is told already and can't be held any more; correct or withdraw it"
                )
            self._writes += 1
            self._holds[hold.alert_id] = hold

    def notices(self, document_id: str | None = None, *, after: int = 0) -> list[Notice]:
        with self._lock:
            return [
                notice
                for notice in self._notices.values()
                if notice.sequence > after and document_id in (None, notice.document_id)
            ]

    def held(self, document_id: str | None = None) -> list[tuple[Alert, Hold]]:
        with self._lock:
            return [
                (alert, self._holds[alert.id])
                for alert in self.alerts(document_id)
                if alert.id in self._holds and alert.id not in self._notices
            ]

    def keep_link_check(self, look: LinkCheck) -> None:
        with self._lock:
            self.document(look.document_id)
            self._writes += 1
            self._link_checks.append(look)

    def link_checks(self, document_id: str) -> list[LinkCheck]:
        with self._lock:
            return [look for look in self._link_checks if look.document_id == document_id]

    def search(self, phrase: str, document_id: str | None = None) -> list[tuple[str, int, str]]:
        wanted = words(phrase)
        with self._lock:
            found = {
                (version.document_id, version.number, segment.text)
                for kept in self._versions.values()
                for version, extraction in kept
                if document_id in (None, version.document_id)
                for segment in extraction.segments
                if holds_phrase(wanted, segment.text)
            }
        return sorted(found)

    def texts_with(self, phrase: str, document_id: str | None = None, *, limit: int) -> list[tuple[str, str]]:
        return sorted({(of_document, text) for of_document, _, text in self.search(phrase, document_id)})[:limit]

    def text_runs(self, document_id: str) -> list[TextRun]:
        with self._lock:
            kept = list(self._versions.get(document_id, ()))
        runs: list[TextRun] = []

        def run(text: str, since: int, until: int | None) -> TextRun:
            return TextRun(document_id=document_id, text=text, since=since, until=until)

        standing: dict[str, int] = {}
        for version, extraction in kept:
            texts = {segment.text.encode("utf-8", "replace").decode() for segment in extraction.segments}
            for text in standing.keys() - texts:
                runs.append(run(text, standing.pop(text), version.number))
            standing |= dict.fromkeys(texts - standing.keys(), version.number)
        runs += [
            TextRun(document_id=document_id, text=text, since=since, until=None) for text, since in standing.items()
        ]
        return sorted(runs, key=lambda run: (run.since, run.text))

    def schedule(self, document_id: str) -> Schedule | None:
        return self._schedules.get(document_id)

    def put_schedules(self, schedules: Sequence[Schedule]) -> None:
        with self._lock:
            for schedule in schedules:
                self.document(schedule.document_id)
            self._writes += 1
            self._schedules.update({schedule.document_id: schedule for schedule in schedules})

    @contextmanager
    def claim(self, document_id: str) -> Iterator[bool]:
        with self._lock:
            is_free = document_id not in self._claimed
            self._claimed.add(document_id)
        try:
            yield is_free
        finally:
            if is_free:
                with self._lock:
                    self._claimed.discard(document_id)

    def chain_head(self) -> str:
        with self._lock:
            return self._attempts[-1].hash if self._attempts else GENESIS

    @contextmanager
    def one_state(self) -> Iterator[None]:
        with self._lock:
            yield

    def state(self) -> str:
        return str(self._writes)

    def keep_timestamp(self, timestamp: Timestamp) -> None:
        with self._lock:
            check_timestamp(timestamp, self.attempt(timestamp.sequence))
            self._timestamps.setdefault(timestamp.sequence, timestamp)
            self._writes += 1

    def timestamps(self) -> list[Timestamp]:
        with self._lock:
            return [self._timestamps[sequence] for sequence in sorted(self._timestamps)]

    def verify(self) -> VerifyReport:
        with self._lock:
            faults = list(chain_faults(_row(attempt) for attempt in self._attempts))
            faults += [
                Fault(subject=f"body {digest}", problem="its bytes do not match its hash")
                for digest, content in self._bodies.items()
                if _sha256(content) != digest
            ]
            faults += [
                Fault(subject=f"attempt {a.sequence}", problem=f"its screenshot {a.screenshot_sha256} is not kept")
                for a in self._attempts
                if a.screenshot_sha256 and a.screenshot_sha256 not in self._bodies
            ]
            return VerifyReport(
                attempts=len(self._attempts),
                bodies=len(self._bodies),
                versions=sum(map(len, self._versions.values())),
                alerts=len(self._alerts),
                notices=len(self._notices),
                chain_head=self.chain_head(),
                timestamps=len(self._timestamps),
                faults=tuple(faults),
            )

    def close(self) -> None:
        """Nothing is held."""


def _row(attempt: Attempt) -> ChainedRow:
    return ChainedRow(
        sequence=attempt.sequence,
        content=row_content(attempt),
        previous_hash=attempt.previous_hash,
        hash=attempt.hash,
    )


def _sha256(content: bytes) -> str:
    return sha256(content).hexdigest()
