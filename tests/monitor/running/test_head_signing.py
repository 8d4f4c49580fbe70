"""Heads of the log signed with a publisher's key: kept, handed on, published, and held against a log."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feeds.downloads.evidence_pack import evidence_pack
from monitor.command_line.program import policywatch
from monitor.errors import SettingsError
from monitor.running.head_signing import (
    EVERY,
    held_against,
    held_against_statement,
    make_key_file,
    sign_head,
)
from snapshots.archive import Archive
from snapshots.errors import ArchiveError, BadSignature
from snapshots.head_proofs import ProofKind
from snapshots.opening import open_archive
from snapshots.signed_heads import hand_over, replace_lost
from snapshots.ssh_signatures import key_text, new_key, public_line
from tests.archives import archive_in, new_archive
from tests.feeds.samples import filled
from tests.snapshots.samples import POLICY, START, capture

SITE = "https://watch.example/"


@pytest.fixture
def archive() -> Iterator[Archive]:
    made = new_archive()
    made.put_document(POLICY)
    made.keep(capture(b"<p>one"))
    yield made


def called(*arguments: object, fails: bool = False) -> Result:
    done = CliRunner().invoke(policywatch, list(map(str, arguments)))
    assert bool(done.exit_code) is fails, done.output
    return done


def ssh_verify(folder: Path, name: str) -> bool:
    if not shutil.which("ssh-keygen"):
        pytest.skip("this machine has no ssh-keygen (OpenSSH)")
    command = f"ssh-keygen -Y verify -f allowed_signers.txt -I publisher -n policywatch -s {name}.sig < {name}"
    return not subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, check=False).returncode


def test_a_head_is_signed_once_and_verify_counts_it(archive: Archive) -> None:
    key = new_key()
    made = sign_head(archive, key, SITE)
    assert made and (made.sequence, made.head, made.by) == (1, archive.chain_head(), public_line(key))
    assert sign_head(archive, key, SITE) is None
    archive.keep(capture(b"<p>two", day=1))
    assert sign_head(archive, key, SITE)
    report = archive.verify()
    assert (report.signed_heads, report.faults) == (2, ())
    assert sign_head(new_archive(), key, SITE) is None


def test_a_site_made_again_and_again_signs_what_is_told_at_once_and_looks_now_and_then(archive: Archive) -> None:
    key = new_key()
    first = sign_head(archive, key, SITE, every=EVERY)
    assert first
    archive.keep(capture(b"<p>two", day=1))
    assert sign_head(archive, key, SITE, every=EVERY, now=first.at + EVERY / 2) is None
    assert sign_head(archive, key, SITE, every=EVERY, now=first.at + EVERY)
    told = filled()
    notice = told.notices()[-1]
    signed = sign_head(told, key, SITE, every=EVERY)
    assert signed and signed.sequence >= notice.attempt


def test_another_key_signs_only_after_the_one_in_force_has_named_it(archive: Archive) -> None:
    old, new = new_key(), new_key()
    sign_head(archive, old, SITE)
    latest = archive.keep(capture(b"<p>two", day=1))
    with pytest.raises(BadSignature, match="key rotate"):
        sign_head(archive, new, SITE)
    archive.head_proofs.keep(hand_over(latest, old, new, START))
    assert sign_head(archive, new, SITE)
    archive.keep(capture(b"<p>three", day=2))
    with pytest.raises(BadSignature):  # and the old one no more
        sign_head(archive, old, SITE)
    assert archive.verify().faults == ()
    for key in (old, new):
        assert list(held_against(archive, public_line(key))) == []
    (fault,) = held_against(archive, public_line(new_key()))
    assert fault.subject == "the head at attempt 2" and "does not vouch" in fault.problem


def test_who_holds_a_lost_key_is_told_that_it_vouches_for_nothing_later(archive: Archive) -> None:
    lost, new = new_key(), new_key()
    sign_head(archive, lost, SITE)
    latest = archive.keep(capture(b"<p>two", day=1))
    archive.head_proofs.keep(replace_lost(latest, public_line(lost), new, START))
    assert sign_head(archive, new, SITE)
    assert archive.verify().faults == ()
    assert len(list(held_against(archive, public_line(lost)))) == 1
    assert list(held_against(archive, public_line(new))) == []


def test_signatures_that_do_not_hold_are_faults(archive: Archive) -> None:
    key, other = new_key(), new_key()
    made = sign_head(archive, key, SITE)
    assert made
    archive.head_proofs.keep(replace(made, statement=made.statement.replace("attempt: 1", "attempt: 9")))
    (wrong,) = archive.verify().faults
    assert "its signature is none" in wrong.problem
    stranger = new_archive()
    stranger.put_document(POLICY)
    stranger.keep(capture(b"<p>one"))
    sign_head(stranger, key, SITE)
    stranger.keep(capture(b"<p>two", day=1))
    foreign = new_archive()
    foreign.put_document(POLICY)
    for day in (0, 1):
        foreign.keep(capture(b"<p>one" if not day else b"<p>two", day=day))
    signed = sign_head(foreign, other, SITE)
    assert signed
    stranger.head_proofs.keep(signed)
    (fault,) = stranger.verify().faults
    assert "named no other" in fault.problem
    with pytest.raises(ArchiveError, match="another head"):
        archive.head_proofs.keep(replace(signed, head="ab" * 32, sequence=1))


def test_a_log_is_held_to_a_head_that_a_reader_kept(archive: Archive, tmp_path: Path) -> None:
    key = new_key()
    made = sign_head(archive, key, SITE)
    assert made
    kept = tmp_path / "head.txt"
    kept.write_text(made.statement)
    kept.with_name("head.txt.sig").write_text(made.proof)
    archive.keep(capture(b"<p>two", day=1))
    assert list(held_against_statement(archive, kept, public_line(key))) == []
    assert list(held_against_statement(archive, kept)) == []
    anew = new_archive()
    anew.put_document(POLICY)
    (cut,) = held_against_statement(anew, kept)
    assert "cut off" in cut.problem
    anew.keep(capture(b"<p>another one"))
    sign_head(anew, key, SITE)
    (fault,) = held_against_statement(anew, kept, public_line(key))
    assert "written anew" in fault.problem
    (forged,) = held_against_statement(archive, kept, public_line(new_key()))
    assert "none of the publisher's" in forged.problem
    kept.write_text("a shopping list")
    (other,) = held_against_statement(archive, kept)
    assert "does not begin with" in other.problem


def test_a_key_file_is_its_owners_alone_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "publisher.key"
    make_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(SettingsError, match="stands there already"):
        make_key_file(path)
    path.rename(tmp_path / "elsewhere.key")
    with pytest.raises(SettingsError, match=r"publisher\.key\.pub stands there already"):
        make_key_file(path)
    assert (tmp_path / "elsewhere.key").read_bytes() == before and not path.exists()


def test_the_evidence_of_an_alert_carries_the_signature_and_its_readme_checks_it(tmp_path: Path) -> None:
    if not shutil.which("ssh-keygen"):
        pytest.skip("this machine has no ssh-keygen (OpenSSH)")
    archive = filled()
    (alert,) = archive.alerts()
    plain = evidence_pack(archive, alert)
    assert sign_head(archive, new_key(), SITE)
    signed = evidence_pack(archive, alert)
    assert signed != plain
    archive.keep(capture(b"later", day=8))
    assert evidence_pack(archive, alert) == signed
    (tmp_path / "e.zip").write_bytes(signed)
    shutil.unpack_archive(tmp_path / "e.zip", tmp_path / "e")
    text = (tmp_path / "e" / "README.txt").read_text()
    chain, publisher = (re.search(rf"(?s)\n{n}\. .*?```\n(.*?)```", text) for n in (2, 4))
    assert chain and publisher

    def run(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", "-c", command], cwd=tmp_path / "e", capture_output=True, text=True, check=False)

    assert "Good" in run(publisher[1]).stdout
    assert run(chain[1]).returncode == 0
    stated = tmp_path / "e" / "chain" / "publisher.txt"
    stated.write_text(stated.read_text().replace("head: ", "head: 0"))
    assert run(publisher[1]).returncode
    assert "BROKEN" in run(chain[1]).stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = archive_in(tmp_path / "a")
    made.put_document(POLICY)
    made.keep(capture(b"<p>one"))
    made.close()
    called("key", "make", tmp_path / "a" / "publisher.key")
    settle(tmp_path / "a", "file:publisher.key")
    return tmp_path / "a"


def settle(folder: Path, key: str) -> None:
    settings = f'signing_key = "{key}"\nbase_url = "{SITE}"\nauthority = "harbour.example,2025"\n'
    (folder / "policywatch.toml").write_text(settings)


def keep(folder: Path, body: bytes, day: int) -> None:
    opened = open_archive(folder)
    opened.keep(capture(body, day=day))
    opened.close()


def test_each_build_signs_the_head_and_old_ones_stay_where_readers_find_them(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    called("build", out, "--archive", folder)
    assert ssh_verify(out / "log", "head.txt")
    first = (out / "log" / "head.txt").read_text()
    assert f"publisher: {SITE}" in first and "attempt: 1" in first
    for name in ("head.txt", "head.txt.sig", "publisher.pub"):
        shutil.copy(out / "log" / name, tmp_path / name)
    keep(folder, b"<p>two", 1)
    called("build", out, "--archive", folder)
    assert ssh_verify(out / "log", "head.txt")
    lines = [json.loads(line) for line in (out / "log" / "heads-1.jsonl").read_text().splitlines()]
    assert [line["attempt"] for line in lines] == [1, 2]
    assert lines[0]["statement"] == first and lines[0]["signature"] == (tmp_path / "head.txt.sig").read_text()
    told = called("verify", "--key", tmp_path / "publisher.pub", "--head", tmp_path / "head.txt", "--archive", folder)
    assert "2 heads signed with the key of the publisher" in told.output
    before = {path: path.read_bytes() for path in (out / "log").iterdir()}
    called("build", tmp_path / "again", "--archive", folder)
    assert {out / "log" / path.name: path.read_bytes() for path in (tmp_path / "again" / "log").iterdir()} == before


def test_keys_are_handed_on_by_a_command_and_the_site_tells_it(folder: Path, tmp_path: Path) -> None:
    called("key", "rotate", folder / "next.key", "--archive", folder, fails=True)  # nothing is signed yet
    assert not (folder / "next.key").exists()
    called("build", tmp_path / "site", "--archive", folder)
    shutil.copy(tmp_path / "site" / "log" / "publisher.pub", tmp_path / "first.pub")
    keep(folder, b"<p>two", 1)
    called("key", "rotate", folder / "next.key", "--archive", folder)
    settle(folder, "file:next.key")
    called("build", tmp_path / "site", "--archive", folder)
    log = tmp_path / "site" / "log"
    assert ssh_verify(log, "head.txt") and ssh_verify(log, "key-2.txt")
    assert (log / "publisher.pub").read_text() == (folder / "next.key.pub").read_text()
    called("verify", "--key", tmp_path / "first.pub", "--archive", folder)
    shown = json.loads(called("key", "show", "--json", "--archive", folder).output)
    assert shown["signed_heads"] == 2 and shown["public_key"] in (folder / "next.key.pub").read_text()
    make_key_file(tmp_path / "stranger")
    told = called("verify", "--key", tmp_path / "stranger.pub", "--archive", folder, fails=True)
    assert "does not vouch" in told.output


def test_a_lost_key_is_replaced_only_where_that_is_said(folder: Path, tmp_path: Path) -> None:
    called("build", tmp_path / "site", "--archive", folder)
    shutil.copy(tmp_path / "site" / "log" / "publisher.pub", tmp_path / "first.pub")
    (folder / "publisher.key").unlink()
    keep(folder, b"<p>two", 1)
    called("key", "rotate", folder / "next.key", "--archive", folder, fails=True)
    called("key", "rotate", folder / "next.key", "--lost", "--archive", folder)
    settle(folder, "file:next.key")
    called("build", tmp_path / "site", "--archive", folder)
    assert "no faults" in called("verify", "--archive", folder).output
    called("verify", "--key", tmp_path / "first.pub", "--archive", folder, fails=True)


def test_a_key_that_cant_be_used_is_told_and_the_site_is_made_all_the_same(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "publisher.key").chmod(0o644)
    called("build", tmp_path / "site", "--archive", folder)
    assert "the head of the log is not signed" in caplog.text and "chmod 600" in caplog.text
    assert (tmp_path / "site" / "index.html").exists() and not (tmp_path / "site" / "log").exists()


def test_a_key_comes_out_of_the_environment_too(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARBOUR_KEY", key_text(new_key()))
    settle(folder, "env:HARBOUR_KEY")
    called("build", tmp_path / "site", "--archive", folder)
    assert ssh_verify(tmp_path / "site" / "log", "head.txt")
    settle(folder, "the key itself")
    assert "never written into the settings" in str(
        called("build", tmp_path, "--archive", folder, fails=True).exception
    )


def test_an_archive_keeps_its_proofs_by_kind(archive: Archive) -> None:
    key, new = new_key(), new_key()
    made = sign_head(archive, key, SITE, now=START + timedelta(days=1))
    newest = archive.newest_attempt()
    assert made and newest
    handed = hand_over(newest, key, new, START)
    archive.head_proofs.keep(handed)
    assert archive.head_proofs.kept() == [made, handed]
    assert archive.head_proofs.kept(ProofKind.KEY) == [handed]
