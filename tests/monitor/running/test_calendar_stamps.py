"""Heads of the log stamped by a calendar over HTTP: promised, then in a block, and read by the client's tool."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from feeds.downloads.evidence_pack import evidence_pack
from monitor.command_line.program import policywatch
from monitor.running.calendar_stamps import complete_stamps, stamp_head, stamp_if_due, stamps_of
from snapshots.archive import Archive
from snapshots.errors import BadTimestamp
from snapshots.head_proofs import ProofKind
from snapshots.opentimestamps import blocks_of, branch_of, digest_of, proof_file, read_branch, read_proof
from tests.archives import archive_in, new_archive
from tests.calendars import HEIGHT, Calendar, serving_calendar
from tests.feeds.samples import filled
from tests.snapshots.samples import POLICY, capture

NOW = datetime(2025, 5, 1, tzinfo=UTC)
LATER = NOW + timedelta(hours=6)


@pytest.fixture
def calendar() -> Iterator[Calendar]:
    with serving_calendar() as made:
        yield made


@pytest.fixture
def archive() -> Archive:
    made = new_archive()
    made.put_document(POLICY)
    made.keep(capture(b"<p>one"))
    return made


def test_a_stamp_is_a_promise_first_and_leads_to_a_block_later(archive: Archive, calendar: Calendar) -> None:
    made = stamp_head(archive, [calendar.url], NOW)
    assert made and not made.leads_to_block and made.head == archive.chain_head()
    assert stamp_head(archive, [calendar.url], NOW) is None
    assert complete_stamps(archive, [calendar.url], LATER) == 0
    calendar.is_in_block = True
    assert complete_stamps(archive, [calendar.url], NOW + timedelta(minutes=5)) == 0  # too soon to ask
    assert complete_stamps(archive, [calendar.url], LATER) == 1
    asked = len(calendar.asked)
    assert complete_stamps(archive, [calendar.url], LATER) == 0 and len(calendar.asked) == asked
    stamps = stamps_of(archive)
    assert (stamps.heads, stamps.in_blocks) == (1, 1) and stamps.newest
    proof, block = stamps.newest
    assert (block.height, block.merkle_root) == (HEIGHT, calendar.merkle_root(digest_of(proof.head)))
    assert archive.verify().faults == ()


def test_one_calendar_that_answers_is_enough_and_none_is_told(
    archive: Archive, calendar: Calendar, caplog: pytest.LogCaptureFixture
) -> None:
    nobody = "http://127.0.0.1:9"
    with pytest.raises(BadTimestamp, match="can't be asked"):
        stamp_head(archive, [nobody], NOW)
    with caplog.at_level(logging.WARNING):
        assert stamp_head(archive, [nobody, calendar.url], NOW)
    assert nobody in caplog.text


@pytest.mark.parametrize(
    "answer",
    [(200, b""), (200, b"<html>"), (503, b""), (200, b"\x08" * 300), (200, b"\x67\x00"), (200, b"\xf0\xff\xff\x7f")],
)
def test_what_is_no_part_of_a_proof_is_refused(archive: Archive, calendar: Calendar, answer: tuple[int, bytes]) -> None:
    calendar.answer = answer
    with pytest.raises(BadTimestamp):
        stamp_head(archive, [calendar.url], NOW)
    assert archive.head_proofs.kept() == []


def test_an_address_that_only_a_proof_names_is_not_asked(
    archive: Archive, calendar: Calendar, caplog: pytest.LogCaptureFixture
) -> None:
    calendar.is_in_block = True
    with serving_calendar() as inner:
        calendar.names = inner.url
        stamp_head(archive, [calendar.url], NOW)
        assert complete_stamps(archive, [calendar.url], LATER) == 0
        assert inner.asked == [] and "is not asked" in caplog.text


def test_a_head_is_stamped_once_a_day_and_trouble_stops_nothing(
    archive: Archive, calendar: Calendar, caplog: pytest.LogCaptureFixture
) -> None:
    stamp_if_due(archive, [calendar.url], NOW)
    archive.keep(capture(b"<p>two", day=1))
    stamp_if_due(archive, [calendar.url], NOW + timedelta(hours=23))
    assert stamps_of(archive).heads == 1
    calendar.answer = (500, b"")
    stamp_if_due(archive, [calendar.url], NOW + timedelta(hours=25))
    assert "status 500" in caplog.text
    calendar.answer, calendar.is_in_block = None, True
    stamp_if_due(archive, [calendar.url], NOW + timedelta(hours=25))
    assert (stamps_of(archive).heads, stamps_of(archive).in_blocks) == (2, 1)


def test_a_proof_of_another_head_or_with_a_false_claim_is_a_fault(archive: Archive, calendar: Calendar) -> None:
    made = stamp_head(archive, [calendar.url], NOW)
    assert made
    other = proof_file("ab" * 32, read_branch(calendar.promise(b"x" * 32)[1], digest_of("ab" * 32)))
    archive.head_proofs.keep(replace(made, proof=b64encode(other).decode()))
    archive.head_proofs.keep(replace(made, leads_to_block=True))
    archive.head_proofs.keep(replace(made, proof="no base64"))
    told = [fault.problem for fault in archive.verify().faults]
    assert ["something else" in told[0], "says otherwise" in told[1], "base64" in told[2]] == [True] * 3


@given(st.binary(max_size=400))
def test_no_bytes_end_the_reading_of_a_proof_in_anything_but_an_answer(content: bytes) -> None:
    try:
        branch = read_branch(content, b"x" * 32)
    except BadTimestamp:
        return
    assert read_proof(proof_file("0" * 64, branch), "0" * 64) == branch


@pytest.fixture
def ots() -> str:
    """Return the client of OpenTimestamps; it is LGPL, so tests run it where it is and never import it."""
    found = os.environ.get("POLICYWATCH_OTS") or shutil.which("ots")
    if not found:
        pytest.skip("no ots here: pip install opentimestamps-client, or name it in POLICYWATCH_OTS")
    return found


def test_the_client_of_opentimestamps_reads_what_is_kept(
    archive: Archive, calendar: Calendar, ots: str, tmp_path: Path
) -> None:
    first = stamp_head(archive, [calendar.url], NOW)
    assert first
    (tmp_path / "head.txt.ots").write_bytes(b64decode(first.proof))

    def info() -> str:
        done = subprocess.run([ots, "info", "head.txt.ots"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert f"PendingAttestation('{calendar.url}')" in info()
    assert digest_of(first.head).hex() in info()
    calendar.is_in_block = True
    complete_stamps(archive, [calendar.url], LATER)
    last = archive.head_proofs.kept(ProofKind.OPENTIMESTAMPS)[-1]
    (tmp_path / "head.txt.ots").write_bytes(b64decode(last.proof))
    assert f"BitcoinBlockHeaderAttestation({HEIGHT})" in info()
    (block,) = blocks_of(branch_of(last), digest_of(last.head))
    assert block.merkle_root in info()


def test_the_evidence_of_an_alert_carries_a_proof_once_it_leads_to_a_block(calendar: Calendar, tmp_path: Path) -> None:
    archive = filled()
    (alert,) = archive.alerts()
    plain = evidence_pack(archive, alert)
    stamp_head(archive, [calendar.url], NOW)
    assert evidence_pack(archive, alert) == plain  # a promise proves nothing
    calendar.is_in_block = True
    complete_stamps(archive, [calendar.url], LATER)
    (tmp_path / "e.zip").write_bytes(evidence_pack(archive, alert))
    shutil.unpack_archive(tmp_path / "e.zip", tmp_path / "e")
    head = (tmp_path / "e" / "chain" / "bitcoin.txt").read_text()
    branch = read_proof((tmp_path / "e" / "chain" / "bitcoin.txt.ots").read_bytes(), head)
    assert [block.height for block in blocks_of(branch, digest_of(head))] == [HEIGHT]
    assert "ots verify chain/bitcoin.txt.ots" in (tmp_path / "e" / "README.txt").read_text()


def test_the_commands_stamp_and_say_what_a_bitcoin_node_has_to_tell(calendar: Calendar, tmp_path: Path) -> None:
    archive = archive_in(tmp_path / "a")
    archive.put_document(POLICY)
    archive.keep(capture(b"<p>one"))
    archive.close()
    (tmp_path / "a" / "policywatch.toml").write_text(f'calendars = ["{calendar.url}/"]\n')
    for command, said in (("timestamp", "stamped at"), ("verify", "1 head stamped by calendars, 0 of them")):
        done = CliRunner().invoke(policywatch, [command, "--archive", str(tmp_path / "a")], catch_exceptions=False)
        assert said in done.stdout and done.exit_code == 0
