"""The head of the log, signed by a real `openssl ts` over HTTP, and checked with it."""

from __future__ import annotations

import logging
import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.downloads.evidence_pack import evidence_pack
from monitor.command_line.program import policywatch
from monitor.errors import SettingsError
from monitor.running.log_timestamps import load_roots, sign_head, sign_if_due, signature_faults
from snapshots.archive import Archive
from snapshots.errors import ArchiveError, BadTimestamp
from snapshots.opening import create_archive
from tests.archives import archive_in, new_archive
from tests.authorities import Authority, openssl, serving_authority
from tests.feeds.samples import filled
from tests.snapshots.samples import POLICY, capture

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="this machine has no openssl")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with serving_authority(tmp_path_factory.mktemp("authority")) as made:
        yield made


@pytest.fixture
def authority(running: Authority) -> Iterator[Authority]:
    yield running
    running.answer = None


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    made: Archive = archive_in(tmp_path / "archive")
    made.put_document(POLICY)
    made.keep(capture(b"<p>one"))
    made.keep(capture(b"<p>two", day=1))
    yield made
    made.close()


def test_a_signed_head_is_kept_once_and_holds(archive: Archive, authority: Authority) -> None:
    roots = load_roots(authority.folder, "root.pem")
    made = sign_head(archive, authority.url, roots)
    assert made
    assert archive.timestamps() == [made]
    assert (made.sequence, made.head, made.authority) == (2, archive.chain_head(), authority.url)
    assert sign_head(archive, authority.url, roots) is None
    archive.keep(capture(b"<p>three", day=2))
    assert sign_head(archive, authority.url, roots)
    assert [kept.sequence for kept in archive.timestamps()] == [2, 3]
    report = archive.verify()
    assert (report.timestamps, report.faults) == (2, ())
    assert signature_faults(archive, roots) == []


def test_openssl_agrees_with_what_is_kept(archive: Archive, authority: Authority, tmp_path: Path) -> None:
    made = sign_head(archive, authority.url)
    assert made
    (tmp_path / "head.txt").write_text(made.head)
    (tmp_path / "head.tsr").write_bytes(b64decode(made.token))
    check = ("ts", "-verify", "-data", "head.txt", "-in", "head.tsr", "-CAfile", str(authority.certificates))
    openssl(tmp_path, *check)
    (tmp_path / "head.txt").write_text("0" * 64)
    with pytest.raises(AssertionError):
        openssl(tmp_path, *check)


@pytest.mark.parametrize(
    ("answer", "said"),
    [((200, b"<html>"), "can't be read"), ((503, b""), "status 503"), ((200, b""), "can't be read"),
     ((200, bytes.fromhex("30053003020102")), "gave no timestamp")],  # a rejection
)  # fmt: skip
def test_what_is_no_timestamp_is_refused(
    archive: Archive, authority: Authority, answer: tuple[int, bytes], said: str
) -> None:
    authority.answer = answer
    with pytest.raises(BadTimestamp, match=said):
        sign_head(archive, authority.url)
    assert archive.timestamps() == []


def test_a_token_for_another_question_or_from_a_stranger_is_refused(
    archive: Archive, authority: Authority, tmp_path: Path
) -> None:
    made = sign_head(archive, authority.url)
    assert made
    archive.keep(capture(b"<p>three", day=2))
    authority.answer = (200, b64decode(made.token))
    with pytest.raises(BadTimestamp, match="another nonce"):
        sign_head(archive, authority.url)
    authority.answer = None
    with serving_authority(tmp_path) as stranger, pytest.raises(BadTimestamp, match="does not hold"):
        sign_head(archive, stranger.url, load_roots(authority.folder, "root.pem"))


def test_nobody_there_and_a_wrong_address_are_told_in_one_line(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(BadTimestamp, match="can't be asked"):
        sign_head(archive, "http://127.0.0.1:9/tsr")
    with pytest.raises(SettingsError, match="http or https"):
        sign_head(archive, "file:///etc/passwd")
    with pytest.raises(SettingsError, match="timestamp_certificates"):
        load_roots(tmp_path, "nowhere.pem")
    (tmp_path / "empty.pem").write_text("nothing")
    with pytest.raises(SettingsError, match="no certificate"):
        load_roots(tmp_path, "empty.pem")


def test_a_token_over_another_head_is_never_kept_and_a_false_one_is_named(
    archive: Archive, authority: Authority
) -> None:
    made = sign_head(archive, authority.url)
    assert made
    with pytest.raises(ArchiveError, match="another head"):
        archive.keep_timestamp(replace(made, sequence=1))
    token = bytearray(b64decode(made.token))
    token[-20] ^= 1  # in the signature
    forged = new_archive()
    forged.put_document(POLICY)
    for attempt in archive.attempts():
        forged.keep(capture(archive.body(attempt.body_sha256), day=attempt.sequence - 1))
    forged.keep_timestamp(replace(made, token=b64encode(token).decode()))
    (fault,) = signature_faults(forged, load_roots(authority.folder, "root.pem"))
    assert fault.subject == "timestamp 2"


def test_a_head_is_signed_once_a_day_and_trouble_stops_nothing(
    archive: Archive, authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    sign_if_due(archive, authority.url, ())
    (first,) = archive.timestamps()
    archive.keep(capture(b"<p>three", day=2))
    sign_if_due(archive, authority.url, (), now=first.at + timedelta(hours=23))
    assert len(archive.timestamps()) == 1
    authority.answer = (500, b"")
    with caplog.at_level(logging.ERROR):
        sign_if_due(archive, authority.url, (), now=first.at + timedelta(hours=25))
    assert "status 500" in caplog.text
    authority.answer = None
    sign_if_due(archive, authority.url, (), now=first.at + timedelta(hours=25))
    assert len(archive.timestamps()) == 2


def test_the_evidence_of_an_alert_carries_the_first_token_after_it(authority: Authority, tmp_path: Path) -> None:
    archive = filled()
    (alert,) = archive.alerts()
    plain = evidence_pack(archive, alert)
    assert sign_head(archive, authority.url)
    signed = evidence_pack(archive, alert)
    assert signed != plain
    archive.keep(capture(b"later", day=8))
    assert sign_head(archive, authority.url)
    assert evidence_pack(archive, alert) == signed
    (tmp_path / "e.zip").write_bytes(signed)
    shutil.unpack_archive(tmp_path / "e.zip", tmp_path / "e")
    shutil.copy(authority.certificates, tmp_path / "e" / "authority.pem")
    (command,) = [line for line in (tmp_path / "e" / "README.txt").read_text().splitlines() if "-verify" in line]
    openssl(tmp_path / "e", *command.split()[1:])
    (tmp_path / "e" / "chain" / "head.txt").write_text("0" * 64)
    with pytest.raises(AssertionError):
        openssl(tmp_path / "e", *command.split()[1:])


def test_the_command_signs_and_verify_checks_with_the_certificates(authority: Authority, tmp_path: Path) -> None:
    archive = create_archive(tmp_path / "a")
    archive.put_document(POLICY)
    archive.keep(capture(b"<p>one"))
    archive.close()
    shutil.copy(authority.certificates, tmp_path / "a" / "authority.pem")
    (tmp_path / "a" / "policywatch.toml").write_text(
        f'timestamp_authority = "{authority.url}"\ntimestamp_certificates = "authority.pem"\n'
    )
    for command, said in (("timestamp", "signed at"), ("timestamp", "signed at"), ("verify", "1 head signed")):
        done = CliRunner().invoke(policywatch, [command, "--archive", str(tmp_path / "a")], catch_exceptions=False)
        assert said in done.stdout
        assert done.exit_code == 0
