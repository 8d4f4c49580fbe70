"""The contract that every archive keeps; `tests/snapshots` runs one suite against all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from snapshots.body_stores import BodyPlace
from snapshots.deliveries import Outbox
from snapshots.head_proofs import HeadProofs
from snapshots.records import (
    Alert,
    Attempt,
    Capture,
    CaptureFailure,
    Change,
    ChangeLine,
    Document,
    Extraction,
    Hold,
    Judgement,
    LinkCheck,
    Memory,
    NewestLook,
    Notice,
    NoticeKind,
    Observation,
    Rejudgement,
    Rejudging,
    Schedule,
    TextRun,
    Timestamp,
    VerifyReport,
    Version,
)
from snapshots.witnesses import WitnessLog


class Archive(Protocol):
    """Append-only evidence, and the judgements derived from it.

    Every write is durable when the call returns. Raises `ArchiveError` and its kinds.
    """

    @property
    def outbox(self) -> Outbox:
        """Return what is known of deliveries; unlike all else it changes."""

    @property
    def witnesses(self) -> WitnessLog:
        """Return what independent archives were asked to keep, and what came of it."""

    @property
    def head_proofs(self) -> HeadProofs:
        """Return the proofs over heads of the log beside the tokens of a timestamp authority."""

    def put_document(self, document: Document) -> None:
        """Add a document or replace the description of one; nothing already kept changes."""

    def document(self, document_id: str) -> Document:
        """Return one document; raises `UnknownDocument`."""

    def documents(self) -> list[Document]:
        """Return all documents, by id."""

    def keep(self, seen: Capture | CaptureFailure, schedule: Schedule | None = None) -> Attempt:
        """Append one attempt with its body to the log and chain it; with it goes when its document is due next.

        Whoever is killed has done both or neither: no look is forgotten, and none is made a second time for it.
        """

    def attempts(self, document_id: str | None = None, *, after: int = 0) -> Iterator[Attempt]:
        """Yield kept attempts in sequence, those later than sequence `after`."""

    def attempt(self, sequence: int) -> Attempt:
        """Return one attempt; raises `ArchiveError` where there is none."""

    def last_attempt(self, document_id: str) -> Attempt | None:
        """Return the newest attempt of a document."""

    def newest_attempt(self) -> Attempt | None:
        """Return the attempt whose hash is the head of the log, None while it is empty."""

    def sources(self, document_id: str) -> set[str]:
        """Return the non-empty `source` of every kept attempt of a document, so that an import can resume."""

    def body(self, sha256: str) -> bytes:
        """Return a kept body; raises `ArchiveDamaged` where its bytes don't match, `StoreUnreachable`."""

    def keep_bodies_in(self, address: str) -> None:
        """Let new bodies go into the store at an address from now on, or with "" into the database.

        What is kept stays where it is. Raises `ArchiveError` where the store can't be written.
        """

    def body_places(self) -> list[BodyPlace]:
        """Return where bodies lie and how many: the database first, then its stores in the order they were named."""

    def memory(self, document_id: str) -> Memory:
        """Return the decider's memory, empty for a document never judged."""

    def progress(self, document_id: str) -> Memory:
        """Return the decider's memory without its content: by its revision it is known whether that has moved."""

    def revisions(self) -> dict[str, int]:
        """Return the revision of each judged document's memory, by id: it moves with every judgement."""

    def record(self, judgement: Judgement) -> tuple[Change | None, Alert | None]:
        """Write a judgement in one transaction and return its change and alert as numbered.

        Its tellings and holds are written with it. Raises `ArchiveBusy` if the memory's revision is not
        `expected_revision`.
        """

    def rejudge(self, rejudging: Rejudging) -> tuple[Rejudgement, ...]:
        """Record what later rules made of recorded changes in one transaction, and return the rows as numbered.

        Raises `ArchiveBusy` where another rejudging came in between, `AlreadyPublished` where another process told
        of one of the alerts meanwhile, and `ArchiveError` for a change that is not there.
        """

    def rejudgements(self, document_id: str | None = None) -> list[Rejudgement]:
        """Return what later rules made of recorded changes, oldest first."""

    def observations(self, document_id: str, *, after: int = 0) -> list[Observation]:
        """Return what became of each judged attempt, of those later than `after`, in order."""

    def observations_backwards(self, document_id: str) -> Iterator[Observation]:
        """Yield what became of each judged attempt, the last one first, read as it is asked for."""

    def observations_by_document(self) -> Iterator[tuple[str, list[Observation]]]:
        """Yield each document that was judged, by id, with what became of its attempts."""

    def newest_looks(self) -> list[NewestLook]:
        """Return how the newest judged look at every document ended, by id; cheap for thousands of them."""

    def versions(self, document_id: str) -> list[Version]:
        """Return a document's versions, oldest first."""

    def versions_by_document(self) -> Iterator[tuple[str, list[Version]]]:
        """Yield each document that has versions, by id, with these."""

    def version(self, document_id: str, number: int) -> Version:
        """Return one version of a document; raises `ArchiveError` for a number it has not."""

    def extraction(self, document_id: str, number: int) -> Extraction:
        """Return the segments and links of one version."""

    def changes(self, document_id: str | None = None, *, since: datetime | None = None) -> list[Change]:
        """Return changes ordered by (decided_at, number); `since` bounds `decided_at` from below."""

    def change_lines(self) -> list[ChangeLine]:
        """Return every change without its hunks, in the order of `changes`."""

    def change(self, number: int) -> Change:
        """Return one change; raises `ArchiveError` where there is none."""

    def alerts(self, document_id: str | None = None, *, since: datetime | None = None) -> list[Alert]:
        """Return alerts ordered by (decided_at, change), newest last, told or held."""

    def alert(self, alert_id: str) -> Alert:
        """Return one alert; raises `ArchiveError` where there is none."""

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return how many changes and how many alerts each document has, told or held; one without any has none."""

    def tell(self, *notices: Notice) -> tuple[Notice, ...]:
        """Append to the journal of what the public was told, and return the rows as numbered.

        Raises `AlreadyTold` for an id that stands there, and `ArchiveError` for one about an alert that isn't there.
        """

    def hold(self, hold: Hold) -> None:
        """Hold an alert that isn't told yet for another reason; raises `AlreadyTold` where it is told."""

    def notices(self, document_id: str | None = None, *, after: int = 0) -> list[Notice]:
        """Return the rows of the journal in sequence, those later than sequence `after`."""

    def told_documents(self, kind: NoticeKind) -> list[str]:
        """Return the ids of documents of which the public was told anything of a kind."""

    def held(self, document_id: str | None = None) -> list[tuple[Alert, Hold]]:
        """Return the alerts that are not told yet, each with its newest hold, oldest first."""

    def keep_link_check(self, look: LinkCheck) -> None:
        """Append one look at where a watched link of a document leads."""

    def link_checks(self, document_id: str) -> list[LinkCheck]:
        """Return the looks at where a document's watched links lead, in the order they were kept."""

    def link_checks_by_document(self) -> Iterator[tuple[str, list[LinkCheck]]]:
        """Yield each document whose watched links were looked at, by id, with the looks."""

    def texts_with(self, phrase: str, document_id: str | None = None, *, limit: int) -> list[tuple[str, str]]:
        """Return (document id, segment text) of texts that ever held a phrase, each once; at most `limit` of them."""

    def text_runs(self, document_id: str) -> list[TextRun]:
        """Return since when and until when each text stood in a document, by (since, text)."""

    def schedule(self, document_id: str) -> Schedule | None:
        """Return when a document is due, None if never scheduled."""

    def schedules(self) -> dict[str, Schedule]:
        """Return when each document is due that was ever scheduled, by id."""

    def put_schedules(self, schedules: Sequence[Schedule]) -> None:
        """Set due times."""

    def claim(self, document_id: str) -> AbstractContextManager[bool]:
        """Hold a document for one check; yields False at once if another holder has it.

        The hold ends with the process, however that ends.
        """

    def chain_head(self) -> str:
        """Return the hash of the newest attempt, 64 zeros for an empty log."""

    def one_state(self) -> AbstractContextManager[None]:
        """Let all reads of this thread within see one state of the archive, whatever others write meanwhile."""

    def state(self) -> str:
        """Return a mark that moves with every write but a claim: what was read under it needs no second look."""

    def keep_timestamp(self, timestamp: Timestamp) -> None:
        """Keep a token over a head of the chain; one that is kept for that head already stays.

        Raises `ArchiveError` where the head was never that of the log.
        """

    def timestamps(self) -> list[Timestamp]:
        """Return the tokens by sequence."""

    def copy_to(self, path: Path, *, with_bodies: bool = True) -> None:
        """Write a copy of all as it stands into a file that is not there yet, whatever others write meanwhile.

        Bodies that lie in a store are in it, too, unless it is to be made without them.
        """

    def verify(self) -> VerifyReport:
        """Check every hash, the chain and every reference."""

    def close(self) -> None:
        """Release what is held; the archive is not usable afterwards."""
