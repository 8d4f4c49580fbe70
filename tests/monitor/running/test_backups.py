"""An archive out of its backup is the archive; what is no sound backup, or would cover something, is refused."""

from __future__ import annotations

import io
import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.errors import BackupError
from monitor.running.backups import CONTENTS, back_up, restore
from monitor.running.workspace import open_workspace
from snapshots.archive import Archive
from snapshots.errors import ArchiveLost
from snapshots.opening import create_archive, open_archive
from tests.archives import archive_in
from tests.end_to_end.cli import called
from tests.snapshots.samples import POLICY, capture, judgement

SETTINGS = 'title = "Harbour"\nrules = "rules"\nheartbeat = "file:beat.secret"\n'


def filled(folder: Path) -> Archive:
    archive = archive_in(folder)
    archive.put_document(POLICY)
    for day in range(3):
        kept = archive.keep(capture(b"<p>policy text of the harbour %d" % day, day=day))
        archive.record(judgement(archive, kept, texts=(f"Day {day}.",), alert_id=f"tag:{day}"))
    return archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "archive"
    filled(made).close()
    (made / "policywatch.toml").write_text(SETTINGS)
    for name in ("declarations/harbour.toml", "rules/rules.toml", "beat.secret", "secrets/subscriptions.key"):
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text(name)
    return made


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_an_archive_out_of_its_backup_is_the_archive(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "backup.tar"
    with open_archive_of(folder) as archive:
        made = back_up(archive, folder, out)
        head, notices = archive.chain_head(), archive.notices()
    assert mode(out) == 0o600
    assert not made.has_secrets
    again = tmp_path / "again"
    done = restore(out, again)
    assert done.contents.looks == 3
    assert set(done.written) == {"archive.db", "policywatch.toml", "declarations/harbour.toml", "rules/rules.toml"}
    with open_archive_of(again) as archive:
        assert (archive.chain_head(), archive.notices()) == (head, notices)
        assert archive.verify().faults == ()
    assert mode(again / "archive.db") == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_secrets_are_in_it_only_where_they_are_asked_for(folder: Path, tmp_path: Path) -> None:
    called("archive", "backup", tmp_path / "all.tar", "--secrets", "--archive", folder)
    done = restore(tmp_path / "all.tar", tmp_path / "again")
    assert {"beat.secret", "secrets/subscriptions.key"} <= set(done.written)
    assert mode(tmp_path / "again/beat.secret") == 0o600


def test_a_backup_is_one_state_though_the_archive_goes_on(folder: Path, tmp_path: Path) -> None:
    with open_archive_of(folder) as archive:
        back_up(archive, folder, tmp_path / "backup.tar")
        archive.keep(capture(b"<p>later", day=9))
        back_up(archive, folder, tmp_path / "backup.tar")
    assert restore(tmp_path / "backup.tar", tmp_path / "again").contents.looks == 4


def test_nothing_that_stands_there_is_covered(folder: Path, tmp_path: Path) -> None:
    called("archive", "backup", tmp_path / "backup.tar", "--archive", folder)
    with pytest.raises(BackupError, match="holds an archive"):
        restore(tmp_path / "backup.tar", folder)
    (folder / "archive.db").unlink()
    (folder / "policywatch.toml").write_text('title = "Other"\n')
    said = called("archive", "restore", tmp_path / "backup.tar", "--archive", folder).output
    assert "kept as it was" in said and "policywatch.toml" in said
    assert (folder / "policywatch.toml").read_text() == 'title = "Other"\n'
    with open_archive_of(folder) as archive:
        assert archive.chain_head() != "0" * 64


def damaged(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    def rewrite(path: Path) -> None:
        with tarfile.open(path) as tar:
            members = {m.name: tar.extractfile(m).read() for m in tar}  # type: ignore[union-attr]
        change(members)
        with tarfile.open(path, "w") as tar:
            for name, content in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))

    return rewrite


def _list_outside(members: dict[str, bytes]) -> None:
    contents = json.loads(members[CONTENTS])
    contents["files"]["../outside"] = contents["files"]["archive.db"]
    members[CONTENTS] = json.dumps(contents).encode()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: path.write_bytes(b"no tar"), "no backup"),
        (lambda path: path.write_bytes(path.read_bytes()[:20_000]), "damaged|no backup"),
        (damaged(lambda members: members.pop("archive.db")), "lacks archive.db"),
        (damaged(lambda members: members.update({"archive.db": members["archive.db"][:-1] + b"x"})), "match its hash"),
        (damaged(lambda members: members.pop(CONTENTS)), "no backup"),
        (damaged(_list_outside), "no backup"),
    ],
)
def test_what_is_no_sound_backup_is_refused(
    folder: Path, tmp_path: Path, damage: Callable[[Path], None], said: str
) -> None:
    out = tmp_path / "backup.tar"
    called("archive", "backup", out, "--archive", folder)
    damage(out)
    with pytest.raises(BackupError, match=said):
        restore(out, tmp_path / "again")
    assert not (tmp_path / "again/archive.db").exists()
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("loss", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_lost_database_is_not_begun_anew(folder: Path, loss: Callable[[Path], None]) -> None:
    (folder / "policywatch.toml").write_text('title = "Harbour"\n')
    called("build", folder / "site", "--archive", folder)
    loss(folder / "archive.db")
    for command in (("check",), ("verify",), ("status",)):
        assert "restore" in called(*command, "--archive", folder, code=1).stderr
    (folder / "site").rename(folder.with_name("elsewhere"))
    (folder / "locks" / "harbour-policy.lock").touch()
    with pytest.raises(ArchiveLost, match="looked at"):
        create_archive(folder).close()
    with pytest.raises(ArchiveLost), open_workspace(folder):
        pass
    (folder / "locks" / "harbour-policy.lock").unlink()
    with open_workspace(folder, make=True) as workspace:
        assert workspace.archive.documents() == []


def test_nobody_else_reads_the_database(folder: Path) -> None:
    (folder / "archive.db").chmod(0o644)
    with open_archive_of(folder) as archive:
        archive.keep(capture(b"<p>more", day=5))
        assert {mode(path) for path in folder.glob("archive.db*")} == {0o600}


def open_archive_of(folder: Path):  # type: ignore[no-untyped-def]
    from contextlib import closing

    return closing(open_archive(folder))
