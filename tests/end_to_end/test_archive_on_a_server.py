"""An archive on a PostgreSQL server, as people use it: moved there, read, exported, watched with, moved back."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from monitor.public import open_archive
from tests.archives import archive_in
from tests.end_to_end.cli import called, policywatch
from tests.postgres import PostgresServer
from tests.story import tell_story

_NAME = "POLICYWATCH_DATABASE"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an archive that tests only read."""
    folder = tmp_path_factory.mktemp("told") / "story"
    tell_story(archive_in(folder)).close()
    return folder


def refusal(*arguments: str | Path) -> str:
    """Return what a command says that refuses."""
    return called(*arguments, code=1).stderr


@pytest.fixture
def where(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of an empty database, which the environment names."""
    address = postgres.new_database()
    monkeypatch.setenv(_NAME, address)
    return address


def test_an_archive_is_moved_to_a_server_and_back(folder: Path, where: str, tmp_path: Path) -> None:
    said = policywatch("archive", "copy", folder, f"env:{_NAME}")
    assert "chain head: " in said.stdout
    assert called("archive", "copy", folder, where, "--json").output.count('"written": 0') == 1
    called("archive", "copy", where, tmp_path / "back")
    heads = [
        called("verify", "--archive", place).output.splitlines()[1:] for place in (folder, where, tmp_path / "back")
    ]
    assert heads[0] == heads[1] == heads[2]
    for command in ("alerts", "changes"):
        one, other = (called(command, "--json", "--archive", place).output for place in (folder, where))
        assert one == other
    assert "onto itself" in refusal("archive", "copy", folder, folder)


def test_what_leaves_an_archive_is_the_same_from_a_server(folder: Path, where: str, tmp_path: Path) -> None:
    called("archive", "copy", folder, where)
    alert_id = json.loads(called("alerts", "--json", "--archive", folder).output.splitlines()[0])["id"]
    for place, out in ((folder, tmp_path / "a"), (where, tmp_path / "b")):
        out.mkdir()
        called("export", "jsonl", out / "tables", "--archive", place)
        called("export", "warc", out / "all.warc.gz", "--archive", place)
        called("export", "evidence", alert_id, "-o", out / "evidence.zip", "--archive", place)
    for name in ("alerts.jsonl", "changes.jsonl"):
        (one,) = (tmp_path / "a/tables").rglob(name)
        (other,) = (tmp_path / "b/tables").rglob(name)
        assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(tmp_path / "a/evidence.zip") as one, zipfile.ZipFile(tmp_path / "b/evidence.zip") as other:
        assert one.namelist() == other.namelist()


def test_a_folder_names_the_database_that_holds_its_archive(folder: Path, where: str, tmp_path: Path) -> None:
    called("archive", "copy", folder, where)
    home = tmp_path / "home"
    called("init", home)
    settings = home / "policywatch.toml"
    settings.write_text(f'database = "env:{_NAME}"\n{settings.read_text()}')
    assert "6 alerts: no faults" in called("verify", "--archive", home).output
    assert "demo-privacy-policy" in called("status", "--archive", home).output
    with open_archive(home) as reader:
        assert len(reader.documents()) == 3
    assert "pg_dump" in refusal("archive", "backup", tmp_path / "backup.tar", "--archive", home)
    assert not (home / "archive.db").exists()
    assert not (tmp_path / "backup.tar").exists()


def test_no_password_is_shown_or_written_into_settings(
    folder: Path, where: str, tmp_path: Path, postgres: PostgresServer
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "policywatch.toml").write_text(f'database = "{where}"\n')
    wrong = postgres.address("nowhere", word="sesame-open")
    said = [
        refusal("status", "--archive", home),
        refusal("status", "--archive", wrong),
        called("archive", "copy", folder, where).output,
        called("archive", "copy", folder, where, "--json").output,
        called("check", "--archive", where, code=2).output,
    ]
    assert "expected an address without a password" in said[0]
    assert "can't be reached" in said[1]
    assert "needs a folder" in said[4]
    assert not any(word in text for text in said for word in ("sesame", "pass:word", "pass%3Aword"))


def test_a_database_without_an_archive_is_said_to_have_none(where: str, tmp_path: Path) -> None:
    assert "no archive in the database" in refusal("status", "--archive", where)
    (tmp_path / "policywatch.toml").write_text('database = "env:NOT_SET_ANYWHERE"\n')
    assert "NOT_SET_ANYWHERE" in refusal("status", "--archive", tmp_path)
