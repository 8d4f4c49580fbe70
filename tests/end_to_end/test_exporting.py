"""What the command line hands out."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from monitor.command_line.program import policywatch as program
from snapshots.errors import ArchiveError, CantWrite
from tests.end_to_end.cli import policywatch
from tests.end_to_end.warcs import write_warc
from tests.monitor.pages import page, with_change

WIDER = with_change("How we use it", 1, "Private messages that you send to other members are used to train AI.")


def run(*arguments: str | Path) -> str:
    """Run a command in this process and return what it prints; errors are raised as they are."""
    return CliRunner().invoke(program, [str(a) for a in arguments], catch_exceptions=False).stdout


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exporting")
    write_warc(folder / "p.warc.gz", [(day, page(WIDER if day > 3 else None, nonce=str(day))) for day in range(9)])
    run("import", "warc", folder / "p.warc.gz", "--document", "harbour-policy", "--archive", folder / "a")
    return folder / "a"


def test_evidence_is_written_for_an_id_a_number_and_an_address(archive: Path, tmp_path: Path) -> None:
    told = json.loads(run("alerts", "--json", "--archive", archive).splitlines()[0])
    packs = []
    for at, name in enumerate((told["id"], str(told["change"]), f"https://watch.example/changes/{told['change']}/")):
        out = tmp_path / f"{at}.zip"
        run("export", "evidence", name, "-o", out, "--archive", archive)
        packs.append(out.read_bytes())
    assert packs[0] == packs[1] == packs[2]
    with ZipFile(tmp_path / "0.zip") as pack:
        later = {"history", "withdrawn", "witnesses", "notes"}  # a pack stays as it is
        assert json.loads(pack.read("alert.json")) == {name: told[name] for name in told.keys() - later}
        rows = len(pack.read("chain/rows.tsv").splitlines())
    run("export", "evidence", told["id"], "--to-head", "-o", tmp_path / "h.zip", "--archive", archive)
    with ZipFile(tmp_path / "h.zip") as pack:
        assert len(pack.read("chain/rows.tsv").splitlines()) > rows


@pytest.mark.parametrize("name", ["999", "tag:nobody", "https://watch.example/"])
def test_what_is_no_alert_is_said_to_be_none(archive: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="no alert"):
        run("export", "evidence", name, "-o", tmp_path / "x.zip", "--archive", archive)
    assert not (tmp_path / "x.zip").exists()


def test_a_file_that_cannot_be_written_is_named_in_one_line(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "x.zip"
    with pytest.raises(CantWrite, match="can't be written"):
        run("export", "evidence", "1", "-o", out, "--archive", archive)
    done = policywatch("export", "evidence", "1", "-o", out, "--archive", archive, code=1)
    assert done.stderr.count("\n") == 1


def told(archive: Path) -> list[str]:
    """Return everything that was made of the captures of an archive, as it is printed."""
    named = ("--archive", archive, "--json")
    return [run(*command, *named) for command in (("alerts",), ("changes",), ("history", "harbour-policy", "--looks"))]


def test_an_exported_archive_imported_elsewhere_tells_the_same(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.warc.gz"
    assert "9 looks" in run("export", "warc", out, "--archive", archive)
    run("import", "warc", out, "--document", "harbour-policy", "--archive", tmp_path / "b")
    assert told(tmp_path / "b") == told(archive)
    assert '"faults": []' in run("verify", "--json", "--archive", tmp_path / "b")
    run("export", "warc", tmp_path / "few.warc.gz", "--since", "2025-03-08", "--archive", archive)
    assert (tmp_path / "few.warc.gz").stat().st_size < out.stat().st_size
