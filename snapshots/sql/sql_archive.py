"""The archive in a database: the `Archive` contract over the tables of `snapshots.sql.schema`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, select

from snapshots.body_stores import BodyPlace
from snapshots.chain import GENESIS
from snapshots.codec import decode, encode
from snapshots.deliveries import Outbox
from snapshots.errors import ArchiveError, UnknownDocument
from snapshots.head_proofs import HeadProofs
from snapshots.lines import line_in
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
from snapshots.sql import schema
from snapshots.sql.attempt_rows import attempt_at, attempt_of, contents_of, write_attempt
from snapshots.sql.blobs import unpack
from snapshots.sql.bodies import Bodies, body_places
from snapshots.sql.copying import Copied, Told, copy_database
from snapshots.sql.database import Database
from snapshots.sql.document_locks import DocumentLocks, NoLocks
from snapshots.sql.document_rows import by_document
from snapshots.sql.judgement_rows import write_judgement
from snapshots.sql.memory_rows import read_counters, read_memory
from snapshots.sql.migrations import migrate, require_head
from snapshots.sql.moments import microseconds, moment
from snapshots.sql.newest_looks import read_newest_looks, read_told_documents
from snapshots.sql.notices import read_held, read_notices, write_hold, write_notice
from snapshots.sql.outbox import SqlOutbox
from snapshots.sql.proof_rows import SqlHeadProofs
from snapshots.sql.record_checks import verify
from snapshots.sql.rejudgement_rows import read_rejudgements, write_rejudging
from snapshots.sql.search_index import fts5_is_whole
from snapshots.sql.sqlite_database import SqliteDatabase
from snapshots.sql.stored_rows import about, insert_record, newest_number, plain_columns, put_row, unpacked
from snapshots.sql.text_index import RecentTexts, find_texts, read_extraction
from snapshots.sql.witness_rows import SqlWitnessLog
from snapshots.witnesses import WitnessLog

_FEW = 20  # of what is mostly needed of the last
_AT_ONCE = 500  # rows that one query names
_REMEMBERED = 2_000  # alerts, the newest
_PAGE = 200  # attempts read at a time, so that no read keeps the log of writes from being folded in

_NEVER = 2**62  # a number of an attempt that no archive comes to

_DOCUMENT = select(schema.document.c.content).where(schema.document.c.id == bindparam("document"))
_ATTEMPTS = (
    select(schema.attempt)
    .where(schema.attempt.c.sequence > bindparam("after"))
    .order_by(schema.attempt.c.sequence)
    .limit(_PAGE)
)
_ATTEMPTS_OF_DOCUMENT = _ATTEMPTS.where(schema.attempt.c.document_id == bindparam("document"))
_LATEST_OBSERVATIONS = (
    select(schema.observation.c.attempt, schema.observation.c.content)
    .where(
        schema.observation.c.document_id == bindparam("document"),
        schema.observation.c.attempt < bindparam("before"),
    )
    .order_by(schema.observation.c.attempt.desc())
    .limit(_FEW)
)
_VERSION = select(schema.version.c.content).where(
    schema.version.c.document_id == bindparam("document"), schema.version.c.number == bindparam("number")
)


class SqlArchive:
    """The `Archive` contract over one database, and what holds documents beside it.

    Safe to share between threads, and between processes that open the database each for themselves.
    """

    def __init__(self, database: Database, locks: DocumentLocks, home: Path | None = None) -> None:
        """Take over a database, and bring its schema up to date if it may be written to; `home` is its folder."""
        self._database = database
        self._locks = locks
        self._bodies = Bodies(home)
        self._texts = RecentTexts()
        self._outbox = SqlOutbox(database)
        self._witnesses = SqlWitnessLog(database)
        self._head_proofs = SqlHeadProofs(database)
        self._lines: dict[str, ChangeLine] = {}  # by checksum: a recorded change never changes
        self._documents: dict[str, Document] = {}  # by what is stored of them, as they were read last
        self._alerts: dict[str, Alert] = {}  # by checksum, as they were listed last
        self._known: set[str] = set()  # ids of documents, of which none is ever taken out
        try:
            self._prepare()
        except BaseException:
            database.close()
            raise

    def _prepare(self) -> None:
        if self._database.is_read_only:
            with self._database.reading() as connection:
                require_head(connection)
        else:
            with self._database.writing() as connection:
                migrate(connection)

    @property
    def outbox(self) -> Outbox:
        return self._outbox

    @property
    def witnesses(self) -> WitnessLog:
        return self._witnesses

    @property
    def head_proofs(self) -> HeadProofs:
        return self._head_proofs

    def put_document(self, document: Document) -> None:
        with self._database.writing() as connection:
            put_row(connection, schema.document, {"id": document.id}, {"content": encode(document).decode()})

    def document(self, document_id: str) -> Document:
        with self._database.reading() as connection:
            return _document(connection, document_id)

    def documents(self) -> list[Document]:
        with self._database.reading() as connection:
            rows = connection.execute(select(schema.document.c.content).order_by(schema.document.c.id)).scalars().all()
        known = self._documents  # others may call this meanwhile
        self._documents = {row: known.get(row) or decode(Document, row) for row in rows}
        return list(self._documents.values())

    def keep(self, seen: Capture | CaptureFailure, schedule: Schedule | None = None) -> Attempt:
        placed = self._bodies.place(self._database, contents_of(seen))
        with self._database.writing() as connection:
            self._require(connection, seen.exchange.document_id)
            if schedule:
                _put_schedule(connection, schedule)
            return write_attempt(connection, self._bodies, seen, placed)

    def attempts(self, document_id: str | None = None, *, after: int = 0) -> Iterator[Attempt]:
        query = _ATTEMPTS if document_id is None else _ATTEMPTS_OF_DOCUMENT
        of_document = {} if document_id is None else {"document": document_id}
        while True:
            rows = self._rows(query, {"after": after, **of_document})
            for row in rows:
                yield attempt_of(row)
            if len(rows) < _PAGE:
                return
            after = rows[-1].sequence

    def attempt(self, sequence: int) -> Attempt:
        with self._database.reading() as connection:
            return attempt_at(connection, sequence)

    def last_attempt(self, document_id: str) -> Attempt | None:
        column = schema.attempt.c
        query = select(schema.attempt).where(column.document_id == document_id)
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(column.sequence.desc()).limit(1)).first()
        return attempt_of(row) if row else None

    def newest_attempt(self) -> Attempt | None:
        query = select(schema.attempt).order_by(schema.attempt.c.sequence.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return attempt_of(row) if row else None

    def sources(self, document_id: str) -> set[str]:
        column = schema.attempt.c
        with self._database.reading() as connection:
            query = select(column.source).where(column.document_id == document_id, column.source.is_not(None))
            return set(connection.execute(query).scalars())

    def body(self, sha256: str) -> bytes:
        with self._database.reading() as connection:
            return self._bodies.load(connection, sha256)

    def keep_bodies_in(self, address: str) -> None:
        self._bodies.keep_in(self._database, address)

    def body_places(self) -> list[BodyPlace]:
        with self._database.reading() as connection:
            return body_places(connection)

    def memory(self, document_id: str) -> Memory:
        with self._database.reading() as connection:
            return read_memory(connection, document_id)

    def progress(self, document_id: str) -> Memory:
        with self._database.reading() as connection:
            return read_counters(connection, document_id)

    def revisions(self) -> dict[str, int]:
        column = schema.memory.c
        with self._database.reading() as connection:
            known = connection.execute(select(column.document_id, column.revision))
            return {row.document_id: row.revision for row in known}

    def record(self, judgement: Judgement) -> tuple[Change | None, Alert | None]:
        with self._database.writing() as connection:
            self._require(connection, judgement.document_id)
            return write_judgement(connection, judgement, self._texts)

    def rejudge(self, rejudging: Rejudging) -> tuple[Rejudgement, ...]:
        with self._database.writing() as connection:
            return write_rejudging(connection, rejudging)

    def rejudgements(self, document_id: str | None = None) -> list[Rejudgement]:
        with self._database.reading() as connection:
            return read_rejudgements(connection, document_id)

    def observations(self, document_id: str, *, after: int = 0) -> list[Observation]:
        column = schema.observation.c
        query = select(column.content).where(column.document_id == document_id, column.attempt > after)
        query = query.order_by(column.attempt)
        with self._database.reading() as connection:
            return [decode(Observation, content) for content in connection.execute(query).scalars()]

    def observations_backwards(self, document_id: str) -> Iterator[Observation]:
        rows = self._rows(_LATEST_OBSERVATIONS, {"document": document_id, "before": _NEVER})
        while rows:
            yield from (decode(Observation, row.content) for row in rows)
            rows = self._rows(_LATEST_OBSERVATIONS, {"document": document_id, "before": rows[-1].attempt})

    def observations_by_document(self) -> Iterator[tuple[str, list[Observation]]]:
        return by_document(self._database, schema.observation, "attempt", Observation)

    def newest_looks(self) -> list[NewestLook]:
        with self._database.reading() as connection:
            return read_newest_looks(connection)

    def _rows(self, query: Select[Any], asked: Mapping[str, object]) -> Sequence[Row[Any]]:
        with self._database.reading() as connection:
            return connection.execute(query, asked).all()

    def versions(self, document_id: str) -> list[Version]:
        column = schema.version.c
        query = select(column.content).where(column.document_id == document_id).order_by(column.number)
        with self._database.reading() as connection:
            return [decode(Version, content) for content in connection.execute(query).scalars()]

    def versions_by_document(self) -> Iterator[tuple[str, list[Version]]]:
        return by_document(self._database, schema.version, "number", Version)

    def version(self, document_id: str, number: int) -> Version:
        with self._database.reading() as connection:
            content = connection.execute(_VERSION, {"document": document_id, "number": number}).scalar()
        if content is None:
            raise ArchiveError(f"no version {number} of {document_id!r} in the archive")
        return decode(Version, content)

    def extraction(self, document_id: str, number: int) -> Extraction:
        with self._database.reading() as connection:
            return read_extraction(connection, document_id, number, self._texts)

    def changes(self, document_id: str | None = None, *, since: datetime | None = None) -> list[Change]:
        column = schema.change.c
        query = select(schema.change).order_by(column.decided_at, column.number)
        with self._database.reading() as connection:
            return [
                unpacked(Change, row) for row in connection.execute(about(query, schema.change, document_id, since))
            ]

    def change_lines(self) -> list[ChangeLine]:
        column = schema.change.c
        query = select(column.number, column.checksum).order_by(column.decided_at, column.number)
        with self._database.reading() as connection:
            listed = connection.execute(query).all()
            for number in [number for number, checksum in listed if checksum not in self._lines]:
                row = connection.execute(select(schema.change).where(column.number == number)).one()
                self._lines[row.checksum] = line_in(unpack(row.content, length=row.length), row.checksum)
        return [self._lines[checksum] for _, checksum in listed]

    def change(self, number: int) -> Change:
        query = select(schema.change).where(schema.change.c.number == number)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise ArchiveError(f"no change {number} in the archive")
        return unpacked(Change, row)

    def alerts(self, document_id: str | None = None, *, since: datetime | None = None) -> list[Alert]:
        column = schema.alert.c
        query = select(column.change, column.checksum).order_by(column.decided_at, column.change)
        with self._database.reading() as connection:
            listed = connection.execute(about(query, schema.alert, document_id, since)).all()
            known = self._alerts
            found = {checksum: known[checksum] for _, checksum in listed if checksum in known}
            missing = [change for change, checksum in listed if checksum not in found]
            for start in range(0, len(missing), _AT_ONCE):
                rows = select(schema.alert).where(column.change.in_(missing[start : start + _AT_ONCE]))
                found.update({row.checksum: unpacked(Alert, row) for row in connection.execute(rows)})
        alerts = {checksum: found[checksum] for _, checksum in listed}
        if document_id is None and since is None:
            self._alerts = dict(islice(alerts.items(), max(0, len(alerts) - _REMEMBERED), None))
        return list(alerts.values())

    def counts(self) -> dict[str, tuple[int, int]]:
        with self._database.reading() as connection:
            changes, alerts = (_count_by_document(connection, table) for table in (schema.change, schema.alert))
        return {document_id: (count, alerts.get(document_id, 0)) for document_id, count in changes.items()}

    def alert(self, alert_id: str) -> Alert:
        query = select(schema.alert).where(schema.alert.c.id == alert_id)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise ArchiveError(f"no alert {alert_id} in the archive")
        return unpacked(Alert, row)

    def tell(self, *notices: Notice) -> tuple[Notice, ...]:
        with self._database.writing() as connection:
            for notice in notices:
                self._require(connection, notice.document_id)
            return tuple(write_notice(connection, notice) for notice in notices)

    def hold(self, hold: Hold) -> None:
        with self._database.writing() as connection:
            write_hold(connection, hold)

    def notices(self, document_id: str | None = None, *, after: int = 0) -> list[Notice]:
        with self._database.reading() as connection:
            return read_notices(connection, document_id, after)

    def told_documents(self, kind: NoticeKind) -> list[str]:
        with self._database.reading() as connection:
            return read_told_documents(connection, kind)

    def held(self, document_id: str | None = None) -> list[tuple[Alert, Hold]]:
        with self._database.reading() as connection:
            return read_held(connection, document_id)

    def keep_link_check(self, look: LinkCheck) -> None:
        with self._database.writing() as connection:
            self._require(connection, look.document_id)
            number = newest_number(connection, schema.link_check) + 1
            insert_record(connection, schema.link_check, look, number=number, url=look.url)

    def link_checks(self, document_id: str) -> list[LinkCheck]:
        column = schema.link_check.c
        query = select(column.content).where(column.document_id == document_id).order_by(column.number)
        with self._database.reading() as connection:
            return [decode(LinkCheck, content) for content in connection.execute(query).scalars()]

    def link_checks_by_document(self) -> Iterator[tuple[str, list[LinkCheck]]]:
        return by_document(self._database, schema.link_check, "number", LinkCheck)

    def texts_with(self, phrase: str, document_id: str | None = None, *, limit: int) -> list[tuple[str, str]]:
        with self._database.reading() as connection:
            return find_texts(connection, phrase, document_id, limit)

    def text_runs(self, document_id: str) -> list[TextRun]:
        column = schema.passage.c
        query = select(column.text, column.since, column.until).where(column.document_id == document_id)
        with self._database.reading() as connection:
            runs = [
                TextRun(document_id=document_id, text=row.text, since=row.since, until=row.until)
                for row in connection.execute(query)
            ]
        return sorted(runs, key=lambda run: (run.since, run.text))

    def schedule(self, document_id: str) -> Schedule | None:
        column = schema.schedule.c
        with self._database.reading() as connection:
            at = connection.execute(select(column.next_check_at).where(column.document_id == document_id)).scalar()
        return None if at is None else Schedule(document_id=document_id, next_check_at=moment(at))

    def schedules(self) -> dict[str, Schedule]:
        with self._database.reading() as connection:
            rows = connection.execute(select(schema.schedule)).all()
        return {
            row.document_id: Schedule(document_id=row.document_id, next_check_at=moment(row.next_check_at))
            for row in rows
        }

    def put_schedules(self, schedules: Sequence[Schedule]) -> None:
        with self._database.writing() as connection:
            for schedule in schedules:
                _document(connection, schedule.document_id)
                _put_schedule(connection, schedule)

    def claim(self, document_id: str) -> AbstractContextManager[bool]:
        return self._locks.held(document_id)

    def chain_head(self) -> str:
        column = schema.attempt.c
        with self._database.reading() as connection:
            return connection.execute(select(column.hash).order_by(column.sequence.desc()).limit(1)).scalar() or GENESIS

    def one_state(self) -> AbstractContextManager[None]:
        return self._database.one_state()

    def state(self) -> str:
        counters = (
            func.max(schema.attempt.c.sequence),
            func.sum(schema.memory.c.revision),
            func.max(schema.notice.c.sequence),
            func.max(schema.hold.c.number),
            func.max(schema.link_check.c.number),
            func.max(schema.witness_step.c.number),
            func.sum(schema.schedule.c.next_check_at),
        )
        with self._database.reading() as connection:
            counted = [connection.execute(select(counter)).scalar() or 0 for counter in counters]
            described = connection.execute(select(schema.document.c.content).order_by(schema.document.c.id)).scalars()
            return sha256("\n".join([*map(str, counted), *described]).encode()).hexdigest()

    def keep_timestamp(self, timestamp: Timestamp) -> None:
        column = schema.timestamp.c
        with self._database.writing() as connection:
            if timestamp.head != attempt_at(connection, timestamp.sequence).hash:
                raise ArchiveError(f"the timestamp is over another head than that of attempt {timestamp.sequence}")
            if connection.execute(select(column.sequence).where(column.sequence == timestamp.sequence)).first():
                return
            connection.execute(
                schema.timestamp.insert().values(sequence=timestamp.sequence, **plain_columns(timestamp))
            )

    def timestamps(self) -> list[Timestamp]:
        query = select(schema.timestamp.c.content).order_by(schema.timestamp.c.sequence)
        with self._database.reading() as connection:
            return [decode(Timestamp, content) for content in connection.execute(query).scalars()]

    def copy_to(self, path: Path, *, with_bodies: bool = True) -> None:
        is_file = isinstance(self._database, SqliteDatabase)
        if not is_file or not with_bodies or len(self.body_places()) == 1:
            self._database.copy_to(path)
            return
        with TemporaryDirectory(dir=path.parent, prefix=".policywatch-copy-") as folder:
            whole = SqlArchive(SqliteDatabase(Path(folder) / path.name), NoLocks(str(path)))
            with closing(whole):
                self.copy_into(whole, lambda table, done, count: None)
                whole._database.copy_to(path)

    def copy_into(self, target: SqlArchive, told: Told) -> Copied:
        """Bring a copy of this archive up to date; raises `ArchiveExists` where it holds what this one does not."""
        return copy_database(self._database, target._database, told, self._bodies, target._bodies)

    def verify(self) -> VerifyReport:
        broken: tuple[Fault, ...] = ()
        if isinstance(self._database, SqliteDatabase) and not self._database.is_read_only:
            # SQLite wants to be able to write for it; the index is made once more in any case.
            with self._database.writing() as connection:
                broken = tuple(fts5_is_whole(connection))
        with self._database.inspecting() as connection:
            report = verify(connection, self._bodies)
        return replace(report, faults=(*report.faults, *broken))

    def close(self) -> None:
        self._locks.close()
        self._database.close()

    def _require(self, connection: Connection, document_id: str) -> None:
        """Raise `UnknownDocument` unless the archive has the document."""
        if document_id not in self._known:
            _document(connection, document_id)
            self._known.add(document_id)


def _count_by_document(connection: Connection, table: Table) -> dict[str, int]:
    column = table.c.document_id
    return {row[0]: row[1] for row in connection.execute(select(column, func.count()).group_by(column))}


def _put_schedule(connection: Connection, schedule: Schedule) -> None:
    due = {"next_check_at": microseconds(schedule.next_check_at)}
    put_row(connection, schema.schedule, {"document_id": schedule.document_id}, due)


def _document(connection: Connection, document_id: str) -> Document:
    content = connection.execute(_DOCUMENT, {"document": document_id}).scalar()
    if content is None:
        raise UnknownDocument(f"no document {document_id!r} in the archive; declare it or import it first")
    return decode(Document, content)
