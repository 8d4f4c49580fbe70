"""What only the archive on disk has to withstand: tampering, other programs, other schemas, full disks."""

from __future__ import annotations

import random
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import snapshots.sql.migrations
from snapshots.archive import Archive
from snapshots.deliveries import ContentKind, DeliveryContent, Subscription
from snapshots.errors import ArchiveDamaged, ArchiveError, ArchiveFull, ArchiveMissing
from snapshots.opening import create_archive, open_archive
from snapshots.records import Learned
from snapshots.sql.schema import SEARCH, metadata
from tests.archives import archive_in
from tests.snapshots.samples import POLICY, START, capture, judgement


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    archive = archive_in(tmp_path)
    archive.put_document(POLICY)
    for day in range(4):
        kept = archive.keep(capture(b"<p>policy text of the harbour " * 40 + b"%d" % day, day=day))
        made = judgement(archive, kept, texts=("Boats are named.", f"Day {day}."), alert_id=f"tag:{day}")
        archive.record(replace(made, learned=(Learned(name="berths", content=b"berth " * (6 - day)),)))
    archive.close()
    return tmp_path


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    opened = open_archive(folder)
    yield opened
    opened.close()


def tamper(folder: Path, *statements: str) -> None:
    """Change rows behind the archive's back, as a person with a database tool would."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            connection.execute(statement)
    connection.close()


def faults(folder: Path) -> list[str]:
    archive = open_archive(folder)
    try:
        return [f"{fault.subject}: {fault.problem}" for fault in archive.verify().faults]
    finally:
        archive.close()


def test_what_was_kept_is_there_after_a_new_start(archive: Archive) -> None:
    assert [a.sequence for a in archive.attempts()] == [1, 2, 3, 4]
    assert archive.body(archive.attempt(4).body_sha256).endswith(b"3")
    assert len(archive.alerts()) == 3
    assert archive.verify().faults == ()


def test_an_archive_is_made_once(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="holds an archive already"):
        create_archive(folder)
    with pytest.raises(ArchiveMissing, match="policywatch init"):
        open_archive(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="no archive can be made"):
        create_archive(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    "table", ["attempt", "body", "sighting", "version", "extraction", "change", "alert", "telling"]
)
def test_rows_of_record_are_never_changed_nor_deleted(folder: Path, table: str) -> None:
    connection = sqlite3.connect(folder / "archive.db")
    for statement in (f'UPDATE "{table}" SET content = content', f'DELETE FROM "{table}"'):  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match="written once"):
            connection.execute(statement)
    connection.close()


TAMPERED: list[tuple[str, str]] = [
    ("UPDATE attempt SET content = replace(content, '200', '404') WHERE sequence = 2", "attempt 2"),
    ("UPDATE attempt SET hash = '" + "0" * 64 + "' WHERE sequence = 3", "attempt 3"),
    ("UPDATE attempt SET source = 'urn:other' WHERE sequence = 1", "attempt 1: is filed under"),
    ("DELETE FROM attempt WHERE sequence = 2", "attempt 3: the log lacks"),
    ("UPDATE body SET content = substr(content, 1, 12) WHERE rowid = 2", "body "),
    ("DELETE FROM body WHERE rowid = 4", "refers to a missing body"),
    ("UPDATE version SET content = replace(content, 'h', 'p') WHERE number = 2", "version harbour-policy 2"),
    ("UPDATE telling SET content = replace(content, 'alert', 'unseen') WHERE sequence = 2", "telling 2"),
    ("UPDATE telling SET alert_id = NULL WHERE sequence = 1", "telling 1: is filed under"),
    ("UPDATE extraction SET checksum = 'x' WHERE number = 3", "text of harbour-policy version 3"),
    ("DELETE FROM extraction WHERE number = 2", "text of harbour-policy version 2"),
    ("UPDATE change SET document_id = 'harbour-policy', content = zeroblob(9) WHERE number = 1", "change 1"),
    ("UPDATE alert SET change = 9 WHERE change = 1", "alert tag:1"),
    ("UPDATE alert SET pack = 'other' WHERE change = 2", "alert tag:2: is filed under"),
    ("UPDATE sighting SET checksum = 'x' WHERE attempt = 4", "sighting 4"),
    ("DELETE FROM sighting WHERE attempt = 2", "attempt 2: was judged, and what was made of it is missing"),
    ("UPDATE memory_content SET content = zeroblob(4)", "memory of harbour-policy"),
    ("UPDATE memory_learned SET content = zeroblob(4)", "memory of harbour-policy: what it learned"),
    ("DELETE FROM memory_learned WHERE start > 0", "memory of harbour-policy: what it learned"),
    ("DELETE FROM memory_content", "memory of harbour-policy: has lost all but what it learned"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "named"), TAMPERED)
def test_verify_names_what_was_tampered_with(folder: Path, statement: str, named: str) -> None:
    tamper(folder, statement)
    assert any(named in fault for fault in faults(folder)), faults(folder)


def test_a_body_that_rests_on_a_damaged_one_is_named_too(folder: Path) -> None:
    tamper(folder, "UPDATE body SET content = zeroblob(30) WHERE anchor IS NULL")
    assert len([fault for fault in faults(folder) if fault.startswith("body ")]) == 4


def test_a_screenshot_that_was_taken_out_is_missed(folder: Path) -> None:
    archive = open_archive(folder)
    kept = archive.keep(replace(capture(b"<p>drawn", day=5), screenshot=b"\x89PNG"))
    archive.close()
    tamper(folder, f"DELETE FROM body WHERE sha256 = '{kept.screenshot_sha256}'")  # noqa: S608
    assert f"attempt 5: its screenshot {kept.screenshot_sha256} is not kept" in faults(folder)


def test_a_damaged_body_is_refused_not_returned(folder: Path) -> None:
    tamper(folder, "UPDATE body SET content = zeroblob(30) WHERE anchor IS NULL")
    archive = open_archive(folder)
    with pytest.raises(ArchiveDamaged, match="restore it from a backup"):
        archive.body(archive.attempt(1).body_sha256)
    archive.close()


def test_a_document_is_not_begun_anew_where_what_was_remembered_of_it_is_lost(folder: Path) -> None:
    tamper(folder, "DELETE FROM memory_content")
    archive = open_archive(folder)
    with pytest.raises(ArchiveDamaged, match="restore it from a backup"):
        archive.memory("harbour-policy")
    archive.close()


def test_a_flipped_byte_of_the_file_is_noticed(folder: Path) -> None:
    path = folder / "archive.db"
    sound = path.read_bytes()
    with closing(sqlite3.connect(path)) as connection, connection:
        content = connection.execute("SELECT content FROM body WHERE anchor IS NULL").fetchone()[0]
    connection.close()
    place = sound.index(content[-40:]) + 10
    path.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
    assert faults(folder)


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"this is a letter, not a database. " * 99)
    with pytest.raises(ArchiveDamaged, match="damaged"):
        open_archive(tmp_path)


def test_an_archive_of_a_newer_program_is_left_alone(folder: Path) -> None:
    tamper(folder, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ArchiveError, match="newer policywatch"):
        open_archive(folder)


def test_the_migrations_lead_to_the_schema(folder: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(snapshots.sql.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [snapshots.sql.migrations.HEAD]
    engine = create_engine(f"sqlite:///{folder / 'archive.db'}")

    def is_ours(name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or not (name or "").startswith((SEARCH, "alembic"))

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_an_archive_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    folder = tmp_path
    archive = create_archive(folder)
    archive.put_document(POLICY)
    # All kept before anything is recorded: attempts of that schema know nothing of the chain of records.
    kept = [archive.keep(capture(b"<p>policy text of the harbour " * 40 + b"%d" % day, day=day)) for day in range(4)]
    for day, one in enumerate(kept):
        archive.record(judgement(archive, one, texts=("Boats are named.", f"Day {day}."), alert_id=f"tag:{day}"))
    archive.close()
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute("ALTER TABLE alert DROP COLUMN pack")
        for table in ("document", "memory", "schedule"):
            connection.execute(f"DROP INDEX {table}_guard")
        for table in (
            "telling",
            "hold",
            "target",
            "delivery",
            "subscription",
            "timestamp",
            "head_proof",
            "link_look",
            "witness_step",
            "record_chain",
            "rejudgement",
            "memory_learned",
        ):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("ALTER TABLE memory_content DROP COLUMN learned")
        for column in ("store", "stored"):
            connection.execute(f"ALTER TABLE body DROP COLUMN {column}")
        connection.execute("DROP TABLE body_store")
        for index in ("change_of_document", "alert_of_document"):
            connection.execute(f"DROP INDEX {index}")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        old = connection.execute("SELECT id, content, checksum FROM alert ORDER BY id").fetchall()
    connection.close()
    archive = open_archive(folder)
    assert [alert.pack for alert in archive.alerts()] == ["", "", ""]
    assert [(t.id, t.at) for t in archive.notices()] == [(a.id, a.decided_at) for a in archive.alerts()]
    assert archive.verify().faults == ()
    last = archive.keep(capture(b"<p>one more", day=9))
    made = judgement(archive, last, texts=("Day 9.",), alert_id="tag:9")
    assert made.alert
    archive.record(replace(made, alert=replace(made.alert, pack="2026.11+0123456789ab")))
    assert archive.alerts()[-1].pack == "2026.11+0123456789ab"
    assert archive.verify().faults == ()
    archive.close()
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        assert connection.execute("SELECT id, content, checksum FROM alert ORDER BY id").fetchall()[:3] == old
        with pytest.raises(sqlite3.IntegrityError, match="written once"):
            connection.execute("UPDATE alert SET pack = 'x'")
    connection.close()


def test_a_half_made_archive_is_finished_at_the_next_start(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "archive.db").close()
    (tmp_path / "archive.db").touch()
    archive = open_archive(tmp_path)
    archive.put_document(POLICY)
    assert archive.keep(capture(b"1")).sequence == 1
    archive.close()


HOLDER = """
import sys, time
from pathlib import Path
from snapshots.opening import open_archive
with open_archive(Path(sys.argv[1])).claim("harbour-policy") as is_free:
    print(is_free, flush=True)
    time.sleep(60)
"""


def test_a_claim_ends_with_its_process(archive: Archive, folder: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline().strip() == "True"
    with archive.claim("harbour-policy") as is_free:
        assert not is_free
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with archive.claim("harbour-policy") as is_free:
        assert is_free


def test_more_documents_are_claimed_than_a_process_may_have_files_open(archive: Archive, folder: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # The tests before this one, in the same process, may have files open of their own.
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/dev/fd").iterdir())) + 100, hard))
    try:
        with ExitStack() as claims:
            assert all(claims.enter_context(archive.claim(f"harbour-{n}")) for n in range(3_000))
            with closing(open_archive(folder)) as other, other.claim("harbour-7") as is_free:
                assert not is_free
            # Closing the other one has let go of nothing.
            assert _claimed_elsewhere(folder, "harbour-8") == "False"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert _claimed_elsewhere(folder, "harbour-8") == "True"


def _claimed_elsewhere(folder: Path, document_id: str) -> str:
    """Return whether another process could claim a document."""
    program = HOLDER.replace("harbour-policy", document_id).replace("sleep(60)", "sleep(0)")
    ran = subprocess.run([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True, check=True)
    return ran.stdout.strip()


FULL = """
import resource, signal, sys
from pathlib import Path
from snapshots.opening import open_archive
from snapshots.errors import ArchiveFull
from tests.snapshots.samples import capture
import random
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
archive = open_archive(Path(sys.argv[1]))
for n in range(3):
    archive.keep(capture(random.Random(n).randbytes(10_000)))
    print("kept", flush=True)
limit = (Path(sys.argv[1]) / "archive.db-wal").stat().st_size + 200_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    for n in range(99):
        archive.keep(capture(random.Random(n + 100).randbytes(10_000)))
        print("kept", flush=True)
except Exception as error:
    print(type(error).__name__)
"""


def test_a_write_that_finds_no_room_ends_with_an_error_and_an_intact_archive(folder: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, str(folder)], capture_output=True, text=True, check=False)
    lines = done.stdout.split()
    assert lines[-1].startswith("Archive"), done.stderr
    assert faults(folder) == []
    archive = open_archive(folder)
    assert len(list(archive.attempts())) == 4 + lines.count("kept")
    archive.close()


@pytest.mark.parametrize("write", [lambda a: a.keep(capture(b"5")), lambda a: a.put_document(POLICY)])
def test_sqlite_saying_full_is_told_as_a_full_disk(
    folder: Path, write: Callable[[Archive], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A limit on the number of pages gives the very error code of a full disk, without filling one.
    import snapshots.sql.sqlite_database as database

    set_up = database._set_up

    def small(connection: sqlite3.Connection, record: object) -> None:
        set_up(connection, record)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    monkeypatch.setattr(database, "_set_up", small)
    archive = open_archive(folder)
    with pytest.raises(ArchiveFull, match="make room"):
        for n in range(400):
            archive.keep(capture(bytes(range(256)) * 9 + b"%d" % n, source=f"urn:{n}" * 50))
    archive.close()
    assert faults(folder) == []


@pytest.mark.slow
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(disk)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        archive = create_archive(disk)
        archive.put_document(POLICY)
        kept = []
        with pytest.raises(ArchiveFull, match="make room"):
            for n in range(400):
                kept.append(archive.keep(capture(random.Random(n).randbytes(20_000))))
        archive.close()
        assert faults(disk) == []
        archive = open_archive(disk)
        assert list(archive.attempts()) == kept
        archive.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_nothing_of_an_address_is_left_in_the_files_of_the_archive(tmp_path: Path) -> None:
    archive = create_archive(tmp_path)
    address = "somebody-in-particular@harbour.example"
    asked = Subscription(id="x1", address=address, wish="{}", created_at=START)
    archive.outbox.subscribe(asked, DeliveryContent(event_id="confirm/x1", kind=ContentKind.CONFIRM))
    archive.outbox.confirm("x1", START)
    on_disk = [path for path in tmp_path.iterdir() if path.is_file()]
    assert any(address.encode() in path.read_bytes() for path in on_disk)
    archive.outbox.unsubscribe("x1")
    assert not any(address.encode() in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    archive.close()
