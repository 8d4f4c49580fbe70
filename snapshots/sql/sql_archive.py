"""The archive in a database: the `Archive` contract over the tables of `snapshots.sql.schema`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, select

from snapshots.chain import GENESIS, body_digest, chained, row_content
from snapshots.codec import decode, encode
from snapshots.consistency import check_judgement
from snapshots.deliveries import Outbox
from snapshots.errors import ArchiveDamaged, ArchiveError, UnknownDocument
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
    Notice,
    Observation,
    Schedule,
    TextRun,
    Timestamp,
    VerifyReport,
    Version,
    require_utc,
)
from snapshots.sql import record_chain, schema
from snapshots.sql.blobs import unpack
from snapshots.sql.bodies import Bodies
from snapshots.sql.database import Database
from snapshots.sql.document_locks import DocumentLocks
from snapshots.sql.migrations import migrate, require_head
from snapshots.sql.moments import microseconds, moment
from snapshots.sql.notices import read_held, read_notices, write_hold, write_notice
from snapshots.sql.outbox import SqlOutbox
from snapshots.sql.record_checks import verify
from snapshots.sql.search_index import fts5_is_whole
from snapshots.sql.sqlite_database import SqliteDatabase
from snapshots.sql.stored_rows import packed_columns, plain_columns, unpacked
from snapshots.sql.text_index import find_texts, read_extraction, write_extraction

_FEW = 20  # of what is mostly needed of the last
_PAGE = 200  # attempts read at a time, so that no read keeps the log of writes from being folded in


class SqlArchive:
    """The `Archive` contract over one database, and what holds documents beside it.

    Safe to share between threads, and between processes that open the database each for themselves.
    """

    def __init__(self, database: Database, locks: DocumentLocks) -> None:
        """Take over a database, and bring its schema up to date if it may be written to."""
        self._database = database
        self._locks = locks
        self._bodies = Bodies()
        self._outbox = SqlOutbox(database)
        self._lines: dict[str, ChangeLine] = {}  # by checksum: a recorded change never changes
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

    def put_document(self, document: Document) -> None:
        with self._database.writing() as connection:
            _put(connection, schema.document, {"id": document.id}, {"content": encode(document).decode()})

    def document(self, document_id: str) -> Document:
        with self._database.reading() as connection:
            return _document(connection, document_id)

    def documents(self) -> list[Document]:
        with self._database.reading() as connection:
            rows = connection.execute(select(schema.document.c.content).order_by(schema.document.c.id))
            return [decode(Document, content) for content in rows.scalars()]

    def keep(self, seen: Capture | CaptureFailure) -> Attempt:
        document_id, digest = seen.exchange.document_id, body_digest(seen)
        column = schema.attempt.c
        with self._database.writing() as connection:
            self._require(connection, document_id)
            last = connection.execute(
                select(column.sequence, column.hash).order_by(column.sequence.desc()).limit(1)
            ).first()
            known = connection.execute(
                select(column.sequence)
                .where(column.document_id == document_id, column.body_sha256 == (digest or None))
                .limit(1)
            ).first()
            attempt = chained(
                seen,
                sequence=last.sequence + 1 if last else 1,
                previous_hash=last.hash if last else GENESIS,
                body_sha256=digest,
                is_revisit=bool(digest and known),
                records_head=record_chain.head(connection),
            )
            if seen.body is not None:
                self._bodies.keep(connection, document_id, digest, seen.body)
            if seen.screenshot:
                self._bodies.keep(connection, "", attempt.screenshot_sha256, seen.screenshot)
            connection.execute(
                schema.attempt.insert().values(
                    sequence=attempt.sequence,
                    document_id=document_id,
                    body_sha256=digest or None,
                    source=attempt.exchange.source or None,
                    content=row_content(attempt).decode("ascii"),
                    previous_hash=attempt.previous_hash,
                    hash=attempt.hash,
                )
            )
        return attempt

    def attempts(self, document_id: str | None = None, *, after: int = 0) -> Iterator[Attempt]:
        column = schema.attempt.c
        query = select(schema.attempt).order_by(column.sequence).limit(_PAGE)
        if document_id is not None:
            query = query.where(column.document_id == document_id)
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(query.where(column.sequence > after)).all()
            for row in rows:
                yield _attempt(row)
            if len(rows) < _PAGE:
                return
            after = rows[-1].sequence

    def attempt(self, sequence: int) -> Attempt:
        with self._database.reading() as connection:
            return _attempt_at(connection, sequence)

    def last_attempt(self, document_id: str) -> Attempt | None:
        column = schema.attempt.c
        query = select(schema.attempt).where(column.document_id == document_id)
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(column.sequence.desc()).limit(1)).first()
        return _attempt(row) if row else None

    def newest_attempt(self) -> Attempt | None:
        query = select(schema.attempt).order_by(schema.attempt.c.sequence.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return _attempt(row) if row else None

    def sources(self, document_id: str) -> set[str]:
        column = schema.attempt.c
        with self._database.reading() as connection:
            query = select(column.source).where(column.document_id == document_id, column.source.is_not(None))
            return set(connection.execute(query).scalars())

    def body(self, sha256: str) -> bytes:
        with self._database.reading() as connection:
            return self._bodies.load(connection, sha256)

    def memory(self, document_id: str) -> Memory:
        with self._database.reading() as connection:
            return _memory(connection, document_id)

    def record(self, judgement: Judgement) -> tuple[Change | None, Alert | None]:
        document_id = judgement.document_id
        with self._database.writing() as connection:
            self._require(connection, document_id)
            memory = _counters(connection, document_id)
            check_judgement(
                judgement,
                attempt=_attempt_at(connection, judgement.attempt),
                memory=memory,
                newest_version=_newest(connection, schema.version, document_id),
            )
            _write_memory(connection, judgement, memory)
            _insert(connection, schema.observation, judgement.observation, attempt=judgement.attempt)
            if judgement.version and judgement.extraction:
                version = judgement.version.number
                _insert(connection, schema.version, judgement.version, number=version)
                write_extraction(connection, document_id, version, judgement.extraction)
            number = _newest(connection, schema.change) + 1
            change = replace(judgement.change, number=number) if judgement.change else None
            alert = replace(judgement.alert, change=number) if judgement.alert else None
            if change:
                _write_change(connection, change)
            if alert:
                _write_alert(connection, alert)
            for notice in judgement.notices:
                write_notice(connection, notice)
            for hold in judgement.holds:
                write_hold(connection, hold)
        return change, alert

    def observations(self, document_id: str) -> list[Observation]:
        column = schema.observation.c
        query = select(column.content).where(column.document_id == document_id).order_by(column.attempt)
        with self._database.reading() as connection:
            return [decode(Observation, content) for content in connection.execute(query).scalars()]

    def observations_backwards(self, document_id: str) -> Iterator[Observation]:
        column = schema.observation.c
        query = select(column.attempt, column.content).where(column.document_id == document_id)
        query = query.order_by(column.attempt.desc()).limit(_FEW)
        rows = self._rows(query)
        while rows:
            yield from (decode(Observation, row.content) for row in rows)
            rows = self._rows(query.where(column.attempt < rows[-1].attempt))

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._database.reading() as connection:
            return connection.execute(query).all()

    def versions(self, document_id: str) -> list[Version]:
        column = schema.version.c
        query = select(column.content).where(column.document_id == document_id).order_by(column.number)
        with self._database.reading() as connection:
            return [decode(Version, content) for content in connection.execute(query).scalars()]

    def version(self, document_id: str, number: int) -> Version:
        column = schema.version.c
        query = select(column.content).where(column.document_id == document_id, column.number == number)
        with self._database.reading() as connection:
            content = connection.execute(query).scalar()
        if content is None:
            raise ArchiveError(f"no version {number} of {document_id!r} in the archive")
        return decode(Version, content)

    def extraction(self, document_id: str, number: int) -> Extraction:
        with self._database.reading() as connection:
            return read_extraction(connection, document_id, number)

    def changes(self, document_id: str | None = None, *, since: datetime | None = None) -> list[Change]:
        column = schema.change.c
        query = select(schema.change).order_by(column.decided_at, column.number)
        with self._database.reading() as connection:
            return [
                unpacked(Change, row) for row in connection.execute(_about(query, schema.change, document_id, since))
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
        query = select(schema.alert).order_by(column.decided_at, column.change)
        with self._database.reading() as connection:
            rows = connection.execute(_about(query, schema.alert, document_id, since))
            return [unpacked(Alert, row) for row in rows]

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

    def held(self, document_id: str | None = None) -> list[tuple[Alert, Hold]]:
        with self._database.reading() as connection:
            return read_held(connection, document_id)

    def keep_link_check(self, look: LinkCheck) -> None:
        with self._database.writing() as connection:
            self._require(connection, look.document_id)
            number = _newest(connection, schema.link_check) + 1
            _insert(connection, schema.link_check, look, number=number, url=look.url)

    def link_checks(self, document_id: str) -> list[LinkCheck]:
        column = schema.link_check.c
        query = select(column.content).where(column.document_id == document_id).order_by(column.number)
        with self._database.reading() as connection:
            return [decode(LinkCheck, content) for content in connection.execute(query).scalars()]

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

    def put_schedules(self, schedules: Sequence[Schedule]) -> None:
        with self._database.writing() as connection:
            for schedule in schedules:
                _document(connection, schedule.document_id)
                _put(
                    connection,
                    schema.schedule,
                    {"document_id": schedule.document_id},
                    {"next_check_at": microseconds(schedule.next_check_at)},
                )

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
            func.sum(schema.schedule.c.next_check_at),
        )
        with self._database.reading() as connection:
            counted = [connection.execute(select(counter)).scalar() or 0 for counter in counters]
            described = connection.execute(select(schema.document.c.content).order_by(schema.document.c.id)).scalars()
            return sha256("\n".join([*map(str, counted), *described]).encode()).hexdigest()

    def keep_timestamp(self, timestamp: Timestamp) -> None:
        column = schema.timestamp.c
        with self._database.writing() as connection:
            if timestamp.head != _attempt_at(connection, timestamp.sequence).hash:
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

    def copy_to(self, path: Path) -> None:
        self._database.copy_to(path)

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


def _put(connection: Connection, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    """Insert a row, or change the one of that key."""
    same = [table.c[name] == value for name, value in key.items()]
    if not connection.execute(table.update().where(*same).values(**values)).rowcount:
        connection.execute(table.insert().values(**key, **values))


def _document(connection: Connection, document_id: str) -> Document:
    column = schema.document.c
    content = connection.execute(select(column.content).where(column.id == document_id)).scalar()
    if content is None:
        raise UnknownDocument(f"no document {document_id!r} in the archive; declare it or import it first")
    return decode(Document, content)


def _attempt_at(connection: Connection, sequence: int) -> Attempt:
    row = connection.execute(select(schema.attempt).where(schema.attempt.c.sequence == sequence)).first()
    if row is None:
        raise ArchiveError(f"no attempt {sequence} in the archive")
    return _attempt(row)


def _attempt(row: Row[Any]) -> Attempt:
    return decode(Attempt, row.content, previous_hash=row.previous_hash, hash=row.hash)


def _newest(connection: Connection, table: Table, document_id: str | None = None) -> int:
    query = select(func.max(table.c.number))
    if document_id is not None:
        query = query.where(table.c.document_id == document_id)
    return connection.execute(query).scalar() or 0


def _insert(connection: Connection, table: Table, record: Observation | Version | LinkCheck, **key: int | str) -> None:
    connection.execute(table.insert().values(document_id=record.document_id, **plain_columns(record), **key))


def _write_change(connection: Connection, change: Change) -> None:
    content = packed_columns(encode(change))
    connection.execute(
        schema.change.insert().values(
            number=change.number,
            document_id=change.document_id,
            decided_at=microseconds(change.decided_at),
            **content,
        )
    )
    record_chain.seal(connection, schema.change, change.number, content["checksum"])


def _write_alert(connection: Connection, alert: Alert) -> None:
    column = schema.alert.c
    if connection.execute(select(column.id).where(column.id == alert.id)).first():
        raise ArchiveError(f"an alert {alert.id} is recorded already; alert ids are minted once")
    connection.execute(
        schema.alert.insert().values(
            id=alert.id,
            change=alert.change,
            document_id=alert.document_id,
            decided_at=microseconds(alert.decided_at),
            **packed_columns(encode(alert)),
            pack=alert.pack,
        )
    )


def _about(query: Any, table: Table, document_id: str | None, since: datetime | None) -> Any:
    if document_id is not None:
        query = query.where(table.c.document_id == document_id)
    if since is not None:
        query = query.where(table.c.decided_at >= microseconds(require_utc(since, "since")))
    return query


def _memory(connection: Connection, document_id: str) -> Memory:
    row = connection.execute(
        select(schema.memory, schema.memory_content)
        .join(schema.memory_content, schema.memory.c.document_id == schema.memory_content.c.document_id)
        .where(schema.memory.c.document_id == document_id)
    ).first()
    if row is None:
        return Memory(document_id=document_id)
    content = unpack(row.content, length=row.length)
    if sha256(content).hexdigest() != row.checksum:
        raise ArchiveDamaged(f"the memory of {document_id} does not match its checksum; restore it from a backup")
    return Memory(document_id=document_id, revision=row.revision, judged_attempt=row.judged_attempt, content=content)


def _counters(connection: Connection, document_id: str) -> Memory:
    """Return a document's memory without its content, which need not be unpacked to be compared."""
    row = connection.execute(select(schema.memory).where(schema.memory.c.document_id == document_id)).first()
    if row is None:
        return Memory(document_id=document_id)
    return Memory(document_id=document_id, revision=row.revision, judged_attempt=row.judged_attempt)


def _write_memory(connection: Connection, judgement: Judgement, before: Memory) -> None:
    key = {"document_id": judgement.document_id}
    counters = {"revision": before.revision + 1, "judged_attempt": judgement.attempt}
    _put(connection, schema.memory, key, counters)
    column, checksum = schema.memory_content.c, sha256(judgement.memory).hexdigest()
    kept = connection.execute(select(column.checksum).where(column.document_id == judgement.document_id)).scalar()
    if kept != checksum:
        _put(connection, schema.memory_content, key, packed_columns(judgement.memory))
