"""The tables that the command line hands out, read by csv, sqlite3 and pyarrow."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.datasets.tables import TABLES
from feeds.errors import PackageMissing
from feeds.published_alerts import read_published_alerts
from monitor.command_line.program import policywatch as program
from snapshots.opening import create_archive, open_archive
from tests.story import tell_story


def run(*arguments: str | Path) -> str:
    """Run a command in this process and return what it prints; errors are raised as they are."""
    return CliRunner().invoke(program, [str(a) for a in arguments], catch_exceptions=False).stdout


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables") / "archive"
    with closing(create_archive(folder)) as made:
        tell_story(made)
    return folder


def test_csv_and_json_lines_hold_every_alert(archive: Path, tmp_path: Path) -> None:
    with closing(open_archive(archive)) as opened:
        told = [found.alert.headline for found in read_published_alerts(opened)]
    run("export", "csv", tmp_path / "csv", "--archive", archive)
    run("export", "jsonl", tmp_path / "jsonl", "--archive", archive)
    with (tmp_path / "csv/alerts.csv").open(newline="") as file:
        assert sorted(row["headline"] for row in csv.DictReader(file)) == sorted(told)
    lines = (tmp_path / "jsonl/alerts.jsonl").read_text().splitlines()
    assert sorted(json.loads(line)["headline"] for line in lines) == sorted(told)
    package = json.loads((tmp_path / "csv/datapackage.json").read_text())
    assert {each["path"] for each in package["resources"]} == {f"{table.name}.csv" for table in TABLES}


def test_one_database_holds_all_documents_or_one(archive: Path, tmp_path: Path) -> None:
    run("export", "sqlite", tmp_path / "all.sqlite", "--archive", archive)
    run("export", "sqlite", tmp_path / "one.sqlite", "--document", "demo-ai-notice", "--archive", archive)
    counts = {}
    for name in ("all", "one"):
        with closing(sqlite3.connect(tmp_path / f"{name}.sqlite")) as database:
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            counts[name] = database.execute("SELECT count(*) FROM documents").fetchone()[0]
    assert counts == {"all": 3, "one": 1}


def test_since_leaves_out_what_was_told_before(archive: Path, tmp_path: Path) -> None:
    run("export", "jsonl", tmp_path / "all", "--archive", archive)
    run("export", "jsonl", tmp_path / "late", "--since", "2025-03-01", "--archive", archive)

    def read(name: str, table: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in (tmp_path / name / f"{table}.jsonl").read_text().splitlines()]

    told = {row["change"] for row in read("late", "alerts")}
    for table, column in (("captures", "captured_at"), ("changes", "decided_at"), ("alerts", "decided_at")):
        due = [row for row in read("all", table) if str(row[column]) >= "2025-03-01"]
        late = [row for row in read("all", table) if row in due or (table == "changes" and row["change"] in told)]
        assert read("late", table) == late
        assert 0 < len(late) < len(read("all", table))
    run("export", "sqlite", tmp_path / "late.sqlite", "--since", "2025-03-01", "--archive", archive)
    with closing(sqlite3.connect(tmp_path / "late.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert {row["change"] for row in read("late", "hunks")} <= {row["change"] for row in read("late", "changes")}


def test_parquet_has_types(archive: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    run("export", "parquet", tmp_path, "--archive", archive)
    run("export", "jsonl", tmp_path, "--archive", archive)
    for table in TABLES:
        read = parquet.read_table(tmp_path / f"{table.name}.parquet")
        assert read.num_rows == len((tmp_path / f"{table.name}.jsonl").read_text().splitlines())
        assert read.column_names == [column.name for column in table.columns]
    alerts = parquet.read_table(tmp_path / "alerts.parquet").to_pylist()
    assert all(isinstance(alert["topics"], list) and alert["decided_at"].tzinfo for alert in alerts)


def test_without_pyarrow_it_is_said_what_to_install(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PackageMissing, match=r"pip install 'policywatch\[parquet\]'"):
        run("export", "parquet", tmp_path / "out", "--archive", archive)
    assert not (tmp_path / "out").exists()
