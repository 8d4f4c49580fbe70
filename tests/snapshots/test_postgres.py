"""What only the archive on a server has to withstand: other clients, restarts, roles, what its texts can't hold."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Timer

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from snapshots.archive import Archive
from snapshots.deliveries import ContentKind, DeliveryContent, Subscription
from snapshots.errors import ArchiveBusy, ArchiveError, ArchiveExists, ArchiveMissing
from snapshots.opening import create_archive, open_archive, open_to_read
from snapshots.sql import postgres_database
from snapshots.sql.postgres_address import PostgresAddress
from snapshots.sql.schema import GUARD, SEARCH, WRITTEN_ONCE, metadata
from tests.postgres import PostgresServer
from tests.snapshots.samples import POLICY, START, capture, judgement


@pytest.fixture
def address(postgres: PostgresServer) -> PostgresAddress:
    """Return the address of an archive with four looks and three alerts."""
    made = PostgresAddress.parse(postgres.new_archive())
    with closing(open_archive(made)) as archive:
        archive.put_document(POLICY)
        for day in range(4):
            kept = archive.keep(capture(b"<p>policy text of the harbour " * 40 + b"%d" % day, day=day))
            archive.record(judgement(archive, kept, texts=("Boats are named.", f"Day {day}."), alert_id=f"tag:{day}"))
    return made


@pytest.fixture
def archive(address: PostgresAddress) -> Iterator[Archive]:
    opened = open_archive(address)
    yield opened
    opened.close()


def tamper(postgres: PostgresServer, address: PostgresAddress, *statements: str) -> None:
    """Change rows behind the archive's back; triggers and references are no hindrance to the owner of a server."""
    postgres.sql(address.database, "SET session_replication_role = replica", *statements)


def faults(address: PostgresAddress) -> list[str]:
    with closing(open_archive(address)) as archive:
        return [f"{fault.subject}: {fault.problem}" for fault in archive.verify().faults]


def test_a_database_holds_one_archive_and_it_is_made_once(postgres: PostgresServer, archive: Archive) -> None:
    assert [a.sequence for a in archive.attempts()] == [1, 2, 3, 4]
    assert len(archive.alerts()) == 3
    assert archive.verify().faults == ()
    empty = PostgresAddress.parse(postgres.new_database())
    with pytest.raises(ArchiveMissing, match="no archive in the database"):
        open_archive(empty)
    create_archive(empty).close()
    with pytest.raises(ArchiveExists, match="name another database"):
        create_archive(empty)


@pytest.mark.parametrize("table", [table.name for table in WRITTEN_ONCE])
def test_rows_of_record_are_never_changed_nor_deleted(
    postgres: PostgresServer, address: PostgresAddress, table: str
) -> None:
    import psycopg

    key = next(iter(metadata.tables[table].primary_key)).name
    if table in ROWS:
        tamper(postgres, address, ROWS[table])
    for statement in ('UPDATE "{0}" SET "{1}" = "{1}"', 'DELETE FROM "{0}"', 'TRUNCATE "{0}" CASCADE'):
        with pytest.raises(psycopg.errors.RaiseException, match="written once"):
            postgres.sql(address.database, statement.format(table, key))


ROWS = {
    "timestamp": "INSERT INTO timestamp VALUES (1, '{}', 'x')",
    "head_proof": "INSERT INTO head_proof VALUES (1, 1, 'signature', '{}', 'x')",
    "hold": "INSERT INTO hold VALUES (1, 'tag:1', 'harbour-policy', '{}', 'x')",
    "link_look": "INSERT INTO link_look VALUES (1, 'harbour-policy', 'u', '{}', 'x')",
    "rejudgement": "INSERT INTO rejudgement VALUES (1, 1, 'harbour-policy', '{}', 'x')",
    "witness_step": "INSERT INTO witness_step VALUES (1, 'w', 'harbour-policy', 'asked', 1, '{}', 'x')",
}


def test_the_migrations_lead_to_the_schema(address: PostgresAddress) -> None:
    engine = create_engine(address.url())

    def is_ours(name: str | None, kind: str, *_: object) -> bool:
        return not (name or "").startswith((SEARCH, "alembic")) and not (name or "").endswith(GUARD)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours, "include_object": _is_compared})
        assert compare_metadata(context, metadata) == []
        columns = connection.execute(
            text(
                "SELECT table_name, column_name, data_type, collation_name FROM information_schema.columns"
                " WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
            )
        ).all()
    engine.dispose()
    narrow = [row for row in columns if row.data_type == "integer"]
    sorted_by_a_language = [row for row in columns if row.data_type == "text" and row.collation_name != "C"]
    assert (narrow, sorted_by_a_language) == ([], [])
    assert len(columns) > 80


def _is_compared(_: object, name: str | None, kind: str, *__: object) -> bool:
    return kind != "index" or not (name or "").endswith(GUARD)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE attempt SET content = replace(content, '200', '404') WHERE sequence = 2", "attempt 2"),
        ("UPDATE attempt SET source = 'urn:other' WHERE sequence = 1", "attempt 1: is filed under"),
        ("DELETE FROM attempt WHERE sequence = 2", "attempt 3: the log lacks"),
        ("UPDATE body SET content = substr(content, 1, 12)", "body "),
        ("DELETE FROM body", "refers to a missing body"),
        ("UPDATE version SET content = replace(content, 'h', 'p') WHERE number = 2", "version harbour-policy 2"),
        ("DELETE FROM telling WHERE sequence = 2", "telling 2"),
        ("UPDATE extraction SET checksum = 'x' WHERE number = 3", "text of harbour-policy version 3"),
        ("UPDATE alert SET change = 9 WHERE change = 1", "alert tag:1"),
        ("UPDATE memory SET judged_attempt = judged_attempt - 1", "memory of harbour-policy"),
        ("UPDATE memory_content SET content = 'xx'", "memory of harbour-policy"),
        ("UPDATE passage SET text = 'Ships are named.' WHERE id = 1", "passage of harbour-policy"),
        ("UPDATE passage_search SET words = '{ships}' WHERE id = 1", "the search index"),
        ("DELETE FROM passage_search WHERE id = 1", "the search index"),
        ("ALTER TABLE attempt DISABLE TRIGGER attempt_delete", "trigger attempt_delete"),
        ("DROP TRIGGER alert_update ON alert", "trigger alert_update"),
        ("DROP INDEX attempt_of_document", "index attempt_of_document"),
        (
            "CREATE OR REPLACE FUNCTION policywatch_written_once() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NEW; END'",
            "trigger body_update",
        ),
    ],
)
def test_verify_names_what_was_tampered_with(
    postgres: PostgresServer, address: PostgresAddress, statement: str, named: str
) -> None:
    tamper(postgres, address, statement)
    assert any(named in fault for fault in faults(address)), faults(address)


def test_a_table_that_is_gone_ends_one_look_and_not_the_others(
    postgres: PostgresServer, address: PostgresAddress
) -> None:
    tamper(postgres, address, "DROP TABLE hold", "UPDATE version SET checksum = 'x' WHERE number = 2")
    found = faults(address)
    assert any(fault.startswith("table hold") for fault in found), found
    assert any(fault.startswith("version harbour-policy 2") for fault in found), found


def test_texts_with_a_nul_in_them_are_found_and_come_back(archive: Archive) -> None:
    odd = ("nul \x00 inside", "the sign \x1a0 itself", "\x00", "\x1a")
    archive.record(judgement(archive, archive.keep(capture(b"odd", source="urn:\x00", day=5)), texts=odd))
    assert {run.text for run in archive.text_runs(POLICY.id) if run.until is None} == set(odd)
    assert archive.texts_with("nul inside", limit=9) == [(POLICY.id, "nul \x00 inside")]
    assert archive.sources(POLICY.id) == {"urn:\x00"}
    assert archive.verify().faults == ()


def test_a_word_longer_than_an_index_holds_is_found(archive: Archive) -> None:
    long = "ä" * 3_000
    texts = (f"{long} of boats", f"{long[:-1]}x of boats", " ".join(f"word{n}" for n in range(40_000)))
    archive.record(judgement(archive, archive.keep(capture(b"long", day=5)), texts=texts))
    assert archive.texts_with(f"{long} of", limit=9) == [(POLICY.id, texts[0])]
    assert archive.texts_with("word39998 word39999", limit=9) == [(POLICY.id, texts[2])]
    assert archive.verify().faults == ()


def test_a_server_that_is_started_again_is_waited_for(postgres: PostgresServer, archive: Archive) -> None:
    with archive.claim(POLICY.id) as is_free:
        assert is_free
        with pytest.raises(ArchiveBusy, match="ended the connection"), archive.one_state():
            archive.chain_head()
            postgres.stop()
            archive.chain_head()
        starting = Timer(1.0, postgres.start)
        starting.start()
        assert archive.keep(capture(b"after", day=8)).sequence == 5
        starting.join()
        with archive.claim("another") as other, archive.claim(POLICY.id) as again:
            assert (other, again) == (True, False)
    with archive.claim(POLICY.id) as later:
        assert later
    assert archive.verify().faults == ()


def test_a_writer_waits_for_another_only_so_long(address: PostgresAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_database, "PATIENCE", 1.0)
    with closing(open_archive(address)) as one, closing(open_archive(address)) as other:
        with one._database.writing(), pytest.raises(ArchiveBusy, match="try again"):
            other.keep(capture(b"x", day=9))
        assert other.keep(capture(b"x", day=9)).sequence == 5


def test_a_password_is_shown_nowhere(postgres: PostgresServer) -> None:
    wrong = postgres.address("postgres", word="wr0ng:/@pass")
    address = PostgresAddress.parse(wrong)
    with pytest.raises(ArchiveError, match="can't be reached") as failed:
        open_archive(address)
    asked = PostgresAddress.parse(
        f"postgresql://127.0.0.1:{postgres.port}/postgres?user=policywatch&password=wr0ng:/@pass"
    )
    with pytest.raises(ArchiveError) as other:
        open_archive(asked)
    with pytest.raises(ArchiveError, match="expected the address") as unfit:
        PostgresAddress.parse("postgresql://policywatch:wr0ng@host:many/name")
    for told in (
        str(failed.value),
        str(other.value),
        str(unfit.value),
        repr(address),
        str(address),
        repr(asked),
        str(asked),
    ):
        assert "wr0ng" not in told
    assert address.has_password and asked.has_password


def test_a_database_that_can_not_hold_all_texts_is_refused(postgres: PostgresServer) -> None:
    with pytest.raises(ArchiveError, match="ENCODING 'UTF8'"):
        create_archive(PostgresAddress.parse(postgres.new_database("LATIN1")))


def test_an_archive_of_a_newer_program_is_left_alone(postgres: PostgresServer, address: PostgresAddress) -> None:
    postgres.sql(address.database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ArchiveError, match="newer policywatch"):
        open_archive(address)


def test_who_may_only_read_reads_and_is_told_so_when_writing(
    postgres: PostgresServer, address: PostgresAddress
) -> None:
    postgres.sql(
        address.database,
        "DROP ROLE IF EXISTS reader",
        "CREATE ROLE reader LOGIN PASSWORD 'reads'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
    )
    place = PostgresAddress.parse(postgres.address(address.database, user="reader", word="reads"))
    try:
        with closing(open_archive(place)) as archive:
            assert len(archive.alerts()) == 3
            assert archive.verify().faults == ()
            with pytest.raises(ArchiveError, match="this role may not do that"):
                archive.keep(capture(b"x", day=9))
        with closing(open_to_read(address)) as archive:
            assert archive.texts_with("boats are named", limit=9) == [(POLICY.id, "Boats are named.")]
            with pytest.raises(ArchiveError, match="opened to be read"):
                archive.keep(capture(b"x", day=9))
            with pytest.raises(ArchiveError, match="nothing in it can be claimed"), archive.claim(POLICY.id):
                pass
    finally:
        postgres.sql(address.database, "DROP OWNED BY reader", "DROP ROLE reader")


def test_thousands_of_documents_are_held_through_one_connection(postgres: PostgresServer, archive: Archive) -> None:
    with ExitStack() as stack:
        held = [stack.enter_context(archive.claim(f"document-{n}")) for n in range(3_000)]
        assert all(held)
        with archive.claim("document-7") as again:
            assert not again
        assert postgres.connections() <= 3
    with archive.claim("document-7") as later:
        assert later


HOLDER = """
import sys, time
from snapshots.opening import open_archive
from snapshots.sql.postgres_address import PostgresAddress
with open_archive(PostgresAddress.parse(sys.argv[1])).claim("harbour-policy") as is_free:
    print(is_free, flush=True)
    time.sleep(60)
"""


def test_a_claim_ends_with_its_process(postgres: PostgresServer, archive: Archive, address: PostgresAddress) -> None:
    where = postgres.address(address.database)
    with archive.claim("another"):
        open_before = postgres.connections(address.database)
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, where], stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline().strip() == "True"
    with archive.claim("harbour-policy") as is_free:
        assert not is_free
    holder.kill()
    holder.wait()
    holder.stdout.close()
    while postgres.connections(address.database) > open_before:
        pass  # the server notices a moment later
    with archive.claim("harbour-policy") as is_free:
        assert is_free


def test_a_reader_who_is_forgotten_leaves_no_row(postgres: PostgresServer, archive: Archive) -> None:
    reader = Subscription(id="r1", address="reader@harbour.example", wish="{}", created_at=START)
    archive.outbox.subscribe(reader, DeliveryContent(event_id="confirm:r1", kind=ContentKind.CONFIRM))
    archive.outbox.confirm("r1", START + timedelta(hours=1))
    assert archive.outbox.unsubscribe("r1")
    assert archive.outbox.subscriptions() == []
    assert archive.outbox.deliveries() == []
    assert archive.verify().faults == ()


def test_it_can_not_be_copied_into_a_file_as_it_is(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="pg_dump"):
        archive.copy_to(tmp_path / "copy.db")
    assert not list(tmp_path.iterdir())


def test_due_times_far_ahead_are_kept(archive: Archive) -> None:
    last = archive.keep(replace(capture(b"late"), exchange=capture(b"late", day=300_000).exchange))
    assert archive.attempt(last.sequence).exchange.captured_at.year > 2800
