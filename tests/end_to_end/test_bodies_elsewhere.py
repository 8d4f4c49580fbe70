"""Bodies kept beside the database, as people have it: watched with, verified, exported, backed up, copied."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from monitor.demo import declarations_toml, moments, serving
from tests.end_to_end.cli import called
from tests.end_to_end.test_running import set_up


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive that looked at three pages four times, and keeps what it saw in a directory of its own."""
    folder = tmp_path_factory.mktemp("watched")
    with serving() as story:
        set_up(folder, declarations_toml(story.base_url))
        with (folder / "policywatch.toml").open("a") as settings:
            settings.write('second_look_after = "never"\n')
        said = called("archive", "bodies", "bodies", "--archive", folder).stdout
        assert said == "database: 0 bodies\nbodies: 0 bodies, new ones too\n"
        for moment in moments()[:4]:
            story.show(moment)
            called("check", "--archive", folder)
    return folder


def verified(place: Path) -> list[str]:
    return called("verify", "--archive", place).output.splitlines()


def objects(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*.zst")}


def test_what_is_seen_lies_there_and_all_else_is_as_ever(folder: Path, tmp_path: Path) -> None:
    database, there = map(json.loads, called("archive", "bodies", "--json", "--archive", folder).output.splitlines())
    assert (database["bodies"], there["store"], there["is_current"]) == (0, "bodies", True)
    assert there["bodies"] == len(objects(folder / "bodies")) > 3
    assert "no faults" in "\n".join(verified(folder))
    alert = json.loads(called("alerts", "--json", "--archive", folder).output.splitlines()[0])
    called("export", "evidence", alert["id"], "-o", tmp_path / "evidence.zip", "--archive", folder)
    with zipfile.ZipFile(tmp_path / "evidence.zip") as pack:
        assert any(name.endswith(".warc.gz") for name in pack.namelist())
        assert pack.testzip() is None
    called("export", "warc", tmp_path / "all.warc.gz", "--archive", folder)


def test_a_backup_holds_the_bodies_unless_they_are_left_out(folder: Path, tmp_path: Path) -> None:
    called("archive", "backup", tmp_path / "whole.tar", "--archive", folder)
    called("archive", "restore", tmp_path / "whole.tar", "--archive", tmp_path / "whole")
    assert verified(tmp_path / "whole") == verified(folder)
    assert called("archive", "bodies", "--archive", tmp_path / "whole").output.count("\n") == 1
    called("archive", "backup", tmp_path / "rows.tar", "--without-bodies", "--archive", folder)
    called("archive", "restore", tmp_path / "rows.tar", "--archive", tmp_path / "rows")
    said = called("verify", "--archive", tmp_path / "rows", code=1).output
    assert f"{tmp_path / 'rows' / 'bodies'}, where bodies lie, is not there" in said


def test_a_copy_has_all_bodies_where_it_is_told(folder: Path, tmp_path: Path) -> None:
    called("archive", "copy", folder, tmp_path / "copy", "--bodies", tmp_path / "elsewhere")
    assert objects(tmp_path / "elsewhere") == objects(folder / "bodies")
    assert verified(tmp_path / "copy") == verified(folder)
    called("archive", "copy", tmp_path / "copy", tmp_path / "back")
    (database,) = called("archive", "bodies", "--archive", tmp_path / "back").output.splitlines()
    assert database.endswith("new ones too")
    assert verified(tmp_path / "back") == verified(folder)


def test_verify_names_a_body_that_is_gone(folder: Path, tmp_path: Path) -> None:
    called("archive", "copy", folder, tmp_path / "copy", "--bodies", "bodies")
    lost = max((tmp_path / "copy" / "bodies").rglob("*.zst"), key=lambda path: path.name.count("."))
    lost.unlink()
    said = called("verify", "--archive", tmp_path / "copy", code=1).output
    assert f"body {lost.name.split('.')[0]}" in said
    assert "is gone from bodies" in said
