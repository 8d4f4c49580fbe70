"""Datasets as those who use them open them: with the csv module, SQLite, a spreadsheet's eyes, Frictionless."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from feeds.datasets.csvs import csv_bytes, guarded, jsonl_bytes
from feeds.datasets.tables import QUOTES, TABLES
from feeds.publication.site_build import publish
from feeds.site import Site
from monitor.running.composition import analysis
from snapshots.archive import Archive
from tests.archives import new_archive
from tests.feeds.samples import AFTER, BEFORE, HOSTILE, filled
from tests.snapshots.samples import START, capture, judgement

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/", authority="harbour.test,2025")


def built(archive: Archive, out: Path) -> Path:
    publish(archive, out, SITE, analysis())
    return out / "data"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(filled(), tmp_path_factory.mktemp("data") / "site")


def rows(data: Path, table: str) -> list[dict[str, Any]]:
    found = sorted([*data.glob(f"{table}.jsonl"), *data.glob(f"{table}/*.jsonl")])
    return [json.loads(line) for path in found for line in path.read_text().splitlines()]


def test_every_table_has_the_rows_that_the_archive_holds(data: Path) -> None:
    counts = {table.name: len(rows(data, table.name)) for table in TABLES}
    assert counts == {
        "documents": 2, "captures": 6, "versions": 3, "segments": 4, "changes": 2, "hunks": 2, "alerts": 1,
        "findings": 1, "evidence": 1, "tellings": 1, "gaps": 1,
    }  # fmt: skip
    (quote,) = rows(data, "evidence")
    assert (quote["before_text"], quote["after_text"]) == (BEFORE, AFTER)
    (alert,) = rows(data, "alerts")
    assert alert["topics"] == ["private_messages"]
    gone = next(row for row in rows(data, "segments") if row["text"] == BEFORE)
    assert (gone["first_version"], gone["gone_version"]) == (1, 2)
    assert gone["gone_at"] == "2025-03-02T06:00:00Z"


def test_csv_json_and_sqlite_say_the_same(data: Path) -> None:
    for table in TABLES:
        names = [column.name for column in table.columns]
        found = sorted([*data.glob(f"{table.name}.csv"), *data.glob(f"{table.name}/*.csv")])
        read = [row for path in found for row in csv.DictReader(StringIO(path.read_text(), newline=""))]
        assert all(list(row) == names for row in read)
        assert [row[names[0]] for row in read] == [str(row[names[0]]) for row in rows(data, table.name)]
    with closing(sqlite3.connect(data / "sqlite/harbour-policy.sqlite")) as database, database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        (text,) = database.execute("SELECT after_text FROM evidence").fetchone()
        assert database.execute("SELECT count(*) FROM captures").fetchone() == (5,)  # the last day brought nothing
    database.close()
    assert text == AFTER


def test_a_database_is_made_anew_where_something_is_told_and_with_the_first_look_of_a_day(tmp_path: Path) -> None:
    archive, path = filled(), tmp_path / "site/data/sqlite/harbour-policy.sqlite"

    def looks_after(day: float, *texts: str) -> int:
        at = START + timedelta(days=day)
        seen = capture(b"3")
        seen = replace(seen, exchange=replace(seen.exchange, started_at=at, captured_at=at))
        archive.record(judgement(archive, archive.keep(seen), texts=texts))
        built(archive, tmp_path / "site")
        with closing(sqlite3.connect(path)) as database:
            return int(database.execute("SELECT count(*) FROM captures").fetchone()[0])

    assert looks_after(5.1) == 5
    assert looks_after(6) == 7  # all of the day before
    made = path.read_bytes()
    assert looks_after(6.1) == 7
    assert path.read_bytes() == made
    assert looks_after(6.2, "Boats are counted.") == 10
    assert looks_after(6.3) == 10


def test_frictionless_finds_them_sound(data: Path) -> None:
    pytest.importorskip("frictionless", reason="the package frictionless is not installed")
    said = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=data, capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = json.loads(said.stdout)
    assert report["valid"], [(task["name"], task["errors"]) for task in report["tasks"] if task["errors"]]
    assert {task["name"] for task in report["tasks"]} >= {table.name for table in TABLES}


def test_no_program_has_to_guess_the_types_of_a_table(data: Path) -> None:
    package = json.loads((data / "datapackage.json").read_text())
    described = {one["name"]: one for one in package["resources"] if one["format"] in ("csv", "jsonl")}
    for table in TABLES:  # a column that is empty in the first hundred rows says nothing of what it holds
        for name in {table.name, f"{table.name}-jsonl"} & described.keys():
            fields = {field["name"]: field["type"] for field in described[name]["schema"]["fields"]}
            assert fields == {column.name: column.kind.value for column in table.columns}
    assert {one["format"] for one in described.values()} == {"csv", "jsonl"}
    assert {
        key["reference"]["resource"] for key in described["hunks-jsonl"]["schema"]["foreignKeys"]
    } <= described.keys()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\nx", "'=1", "＝1"])
def test_a_spreadsheet_takes_no_text_for_a_formula(text: str) -> None:
    row = (1, 1, 1, "edited", text, None, ("=cmd",))
    (_, read) = csv.reader(StringIO(csv_bytes(QUOTES, [row]).decode(), newline=""))
    assert read[4] == guarded(text)
    assert read[4].removeprefix("'") == text
    assert not read[4].startswith(tuple("=+-@\t\n＝"))
    assert read[6].startswith("[")
    assert json.loads(jsonl_bytes(QUOTES, [row]))["before_text"] == text


def test_hostile_text_stays_in_its_cell(tmp_path: Path) -> None:
    said = f'{HOSTILE}\r\n"; DROP TABLE alerts; --,=HYPERLINK(1)\ud800\u2028'
    data = built(filled(said=said, headline="=cmd|' /C calc'!A1"), tmp_path / "site")
    (path,) = (data / "alerts").glob("*.csv")
    (read,) = csv.DictReader(StringIO(path.read_text(), newline=""))
    assert read["headline"] == "'=cmd|' /C calc'!A1"
    (quote,) = rows(data, "evidence")
    assert quote["after_text"] == said
    with closing(sqlite3.connect(data / "sqlite/harbour-policy.sqlite")) as database, database:
        assert database.execute("SELECT count(*) FROM alerts").fetchone() == (1,)
    database.close()


def test_two_builds_have_the_same_bytes(tmp_path: Path) -> None:
    one, two = (built(filled(), tmp_path / name) for name in ("one", "two"))
    files = [path.relative_to(one) for path in one.rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        assert (one / path).read_bytes() == (two / path).read_bytes()


def test_a_month_that_is_over_is_not_written_again(tmp_path: Path) -> None:
    archive = filled()
    data = built(archive, tmp_path / "site")
    before = {path: path.stat().st_mtime_ns for path in data.rglob("2025-03.*")}
    assert len(before) == 14
    archive.record(judgement(archive, archive.keep(capture(b"9", day=40)), texts=("Boats are painted.",)))
    assert built(archive, tmp_path / "site") == data
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert (data / "changes/2025-04.csv").is_file()
    assert "changes/2025-04.csv" in (data / "datapackage.json").read_text()


def test_an_empty_archive_has_a_description_and_no_tables(tmp_path: Path) -> None:
    data = built(new_archive(), tmp_path / "site")
    assert json.loads((data / "datapackage.json").read_text())["resources"] == []
    assert "CC0" in (data / "README.txt").read_text()
