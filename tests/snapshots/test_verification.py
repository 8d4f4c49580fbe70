"""Whatever is altered in an archive, by hand or by a failing disk, `verify` finds and names it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, LargeBinary, Table

from monitor.running.log_timestamps import sign_head
from snapshots.deliveries import ContentKind, DeliveryContent, Subscription
from snapshots.errors import ArchiveError
from snapshots.opening import create_archive, open_archive
from snapshots.records import Awaits, Fault, Hold, Learned, LinkCheck, Outcome, Schedule
from snapshots.signed_heads import sign_attempt
from snapshots.sql.schema import metadata
from snapshots.ssh_signatures import new_key
from snapshots.witnesses import WitnessLimits, WitnessStage, WitnessStep
from tests.authorities import serving_authority
from tests.end_to_end.cli import policywatch
from tests.snapshots.samples import (
    NOTICE,
    POLICY,
    START,
    capture,
    exchange,
    failure,
    judgement,
    rejudging_of_first_change,
)

TABLES = [table for table in metadata.tables.values() if not table.name.startswith("alembic")]
NUMBERS = random.Random(20)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an archive that has rows in every table; tests copy it."""
    folder = tmp_path_factory.mktemp("sound")
    archive = create_archive(folder)
    archive.put_document(POLICY)
    archive.put_document(NOTICE)
    for day in range(5):
        texts = ("Boats are named.", f"On day {day} we count {'masts ' * 40}", *(f"Berth {n}." for n in range(day)))
        kept = archive.keep(
            capture(NUMBERS.randbytes(300).hex().encode() * 4 + b"%d" % day, day=day, source=f"u:{day}")
        )
        made = judgement(archive, kept, texts=texts, alert_id=f"tag:{day}" if day else "", memory=b"%d" % day * 50)
        made = replace(made, learned=(Learned(name="berths", content=NUMBERS.randbytes(40 - day)),))
        if day == 4 and made.alert:
            hold = Hold(alert_id=made.alert.id, document_id=POLICY.id, at=START, awaits=Awaits.PERSON, reason="a test")
            made = replace(made, notices=(), holds=(hold,))
        archive.record(made)
    archive.rejudge(replace(rejudging_of_first_change(archive, 0), alerts=(), notices=()))
    archive.keep_bodies_in(str(folder / "bodies"))
    archive.keep(replace(capture(b"<p>drawn", NOTICE, day=6), screenshot=NUMBERS.randbytes(900)))
    archive.record(judgement(archive, archive.keep(failure(Outcome.NOT_FOUND, b"gone", day=7))))
    archive.put_schedules([Schedule(document_id=POLICY.id, next_check_at=START)])
    for day in (1, 2):
        archive.keep_link_check(LinkCheck(text="Object here", exchange=exchange(day=day), outcome=Outcome.NOT_FOUND))
    step = WitnessStep(witness="keeper", document_id=POLICY.id, version=1, stage=WitnessStage.ASKED, at=START)
    assert archive.witnesses.ask(step, WitnessLimits(per_minute=1, per_day=1)) is None
    archive.witnesses.keep(replace(step, stage=WitnessStage.TAKEN, job="job-1"))
    archive.outbox.register(["desk", "hook"], START)
    mark = archive.outbox.targets()[0].mark
    content = DeliveryContent(event_id="tag:1", kind=ContentKind.NOTICE, notice=1)
    archive.outbox.post("desk", begin=mark, end=replace(mark, notice=1), contents=[content], now=START)
    archive.outbox.bury("hook", "status 410", START)
    reader = Subscription(id="r1", address="reader@harbour.example", wish="{}", created_at=START)
    archive.outbox.subscribe(reader, DeliveryContent(event_id="confirm:r1", kind=ContentKind.CONFIRM))
    archive.outbox.confirm("r1", START + timedelta(hours=1))
    newest = archive.newest_attempt()
    assert newest
    archive.head_proofs.keep(sign_attempt(newest, new_key(), "https://watch.example/", START))
    if shutil.which("openssl"):
        with serving_authority(tmp_path_factory.mktemp("authority")) as authority:
            sign_head(archive, authority.url)
    assert archive.verify().faults == ()
    archive.close()
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "archive")
    return tmp_path / "archive"


def faults(folder: Path) -> tuple[Fault, ...]:
    archive = open_archive(folder)
    try:
        return archive.verify().faults
    finally:
        archive.close()


@contextmanager
def bare(folder: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection under which rows change without triggers and indexes noticing, as on a failing disk."""
    path = folder / "archive.db"
    kept = _schema(path, "DELETE FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL")
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    yield connection
    connection.commit()
    connection.close()
    _schema(path, "INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", kept)


def _schema(path: Path, statement: str, rows: list[tuple[object, ...]] | None = None) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        query = "SELECT * FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        found = connection.execute(query).fetchall()
        if rows is None:
            connection.execute(statement)
        else:
            connection.executemany(statement, rows)
    connection.close()
    return found


def altered(value: object, column: Column[object]) -> object:
    """Return a value with one bit of it flipped."""
    if isinstance(value, bytes) and value:
        at = NUMBERS.randrange(len(value))
        flipped = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
        return flipped if isinstance(column.type, LargeBinary) else flipped.decode("latin-1")
    if isinstance(column.type, LargeBinary):
        return b"x"  # of a body that lies in a store the row has none
    return value ^ (1 << 12) if isinstance(value, int) else 7 if isinstance(column.type, Integer) else "x"


def alter(folder: Path, table: Table, column: Column[object]) -> list[str]:
    """Flip a bit in one column of one row and return the words that name the row."""
    names = ", ".join(f'"{key.name}"' for key in table.primary_key)
    statement = f'UPDATE OR IGNORE "{table.name}" SET "{column.name}" = ? WHERE rowid = ?'  # noqa: S608
    with bare(folder) as connection:
        rows = connection.execute(f'SELECT rowid, "{column.name}", {names} FROM "{table.name}"').fetchall()  # noqa: S608
        rowid, value, *keys = NUMBERS.choice([row for row in rows if row[1] is not None] or rows)
        while connection.execute(statement, (altered(value, column), rowid)).rowcount != 1:
            pass  # that key is taken: flip another bit
    return [key.decode() if isinstance(key, bytes) else str(key) for key in keys]


def check_column(folder: Path, table: Table, column: Column[object]) -> None:
    if table.name == "timestamp" and not shutil.which("openssl"):
        pytest.skip("this machine has no openssl")
    keys = alter(folder, table, column)
    found = faults(folder)
    assert found
    if not column.primary_key and table.name != "passage":
        assert any(all(key in fault.subject.split() for key in keys) for fault in found), (keys, found)


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_a_flipped_bit_in_some_column_of_a_table_is_found_and_its_row_named(folder: Path, table: Table) -> None:
    check_column(folder, table, random.choice(list(table.columns)))


COLUMNS = [(table, column) for table in TABLES for column in table.columns]


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{t.name}-{c.name}" for t, c in COLUMNS])
def test_a_flipped_bit_in_any_column_is_found_and_its_row_named(
    folder: Path, table: Table, column: Column[object]
) -> None:
    check_column(folder, table, column)


def test_every_table_has_rows_to_alter(sound: Path) -> None:
    connection = sqlite3.connect(sound / "archive.db")
    for table in TABLES:
        if table.name == "timestamp" and not shutil.which("openssl"):
            continue
        assert connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0], table.name  # noqa: S608
    connection.close()


def contents(path: Path) -> object:
    """Return all that an archive says, as far as SQLite reads it; None where it reads nothing."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        connection.text_factory = bytes
        tables = [connection.execute(f'SELECT * FROM "{t.name}" NOT INDEXED').fetchall() for t in TABLES]  # noqa: S608
        return tables, connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    except sqlite3.DatabaseError:
        return None
    finally:
        connection.close()


def flips(sound: Path, folder: Path, times: int, seed: int) -> int:
    """Flip one bit of the file at a time; what changes anything must be found, and never end in a fault of ours."""
    whole = (sound / "archive.db").read_bytes()
    used = [at for at, byte in enumerate(whole) if byte]  # most of a small archive is empty pages
    before, chance, found = contents(sound / "archive.db"), random.Random(seed), 0
    missed: list[tuple[int, int]] = []
    for _ in range(times):
        at, bit = chance.choice(used), chance.randrange(8)
        (folder / "archive.db").write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :])
        try:
            is_found = bool(faults(folder))
        except ArchiveError as error:
            is_found = bool(str(error))
        if not is_found and contents(folder / "archive.db") != before:
            missed.append((at, bit))
        found += is_found
    assert missed == []
    return found


def test_a_flipped_bit_anywhere_in_the_file_is_found_or_means_nothing(sound: Path, folder: Path) -> None:
    assert flips(sound, folder, times=15, seed=random.randrange(1 << 30)) > 2


@pytest.mark.slow
def test_a_flipped_bit_anywhere_in_the_file_tried_long(sound: Path, folder: Path) -> None:
    assert flips(sound, folder, times=2_000, seed=2) > 500


@pytest.mark.parametrize("page", [0, 5])
def test_a_page_that_is_gone_ends_the_program_with_one_status_and_no_traceback(folder: Path, page: int) -> None:
    whole = (folder / "archive.db").read_bytes()
    (folder / "archive.db").write_bytes(whole[: page * 4096] + bytes(4096) + whole[(page + 1) * 4096 :])
    said = policywatch("verify", "--archive", folder, code=1).stderr
    assert said.startswith("fault: ") or (said.startswith("policywatch: ") and said.count("\n") == 1)


def test_a_table_whose_pages_are_gone_is_named(folder: Path) -> None:
    connection = sqlite3.connect(folder / "archive.db")
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'telling'").fetchone()[0]
    connection.close()
    whole = (folder / "archive.db").read_bytes()
    (folder / "archive.db").write_bytes(whole[: (root - 1) * 4096] + b"\xff" * 4096 + whole[root * 4096 :])
    found = faults(folder)
    assert any("telling" in fault.subject for fault in found), found
    assert not any("attempt" in fault.subject or "body" in fault.subject for fault in found)  # those are read
