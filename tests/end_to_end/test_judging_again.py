"""An archive judged again after its rules changed: laid out, recorded whole, told so, and sent to nobody."""

from __future__ import annotations

import json
import random
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import feedparser
import pytest

from snapshots.opening import open_archive
from snapshots.records import NoticeKind, Release
from tests.end_to_end.cli import PROGRAM, called, policywatch
from tests.end_to_end.warcs import write_warc
from tests.feeds.deliveries.published import KEY
from tests.feeds.deliveries.sinks import hook_sink
from tests.monitor.pages import page, with_change
from tests.postgres import PostgresServer

PERMITS = "Private messages that you send to other members are used to train AI."
SHARES = "We share your phone number with companies that sell advertising."
SILENT = "critical = 96\nhigh = 95\nmedium = 93"
USUAL = "critical = 6\nhigh = 5\nmedium = 3"
MILDER = "critical = 90\nhigh = 80\nmedium = 3"


def set_thresholds(folder: Path, thresholds: str) -> None:
    """Let an archive be judged by the shipped rules with thresholds of its own."""
    rules = (folder / "mine" / "rules.toml").read_text(encoding="utf-8")
    start = rules.index("[thresholds]\n") + len("[thresholds]\n")
    end = rules.index("\n\n", start)
    (folder / "mine" / "rules.toml").write_text(rules[:start] + thresholds + rules[end:], encoding="utf-8")


def watched(folder: Path, thresholds: str, settings: str = "") -> Path:
    """Return the archive of two changes that were judged under some thresholds."""
    called("rules", "export", folder / "a" / "mine")
    (folder / "a" / "policywatch.toml").write_text(
        f'contact = "https://harbour.example/"\nrules = "mine"\n{settings}', encoding="utf-8"
    )
    set_thresholds(folder / "a", thresholds)
    first = with_change("How we use it", 1, PERMITS)
    both = {**first, "Whom we tell": with_change("Whom we tell", 1, SHARES)["Whom we tell"]}
    write_warc(folder / "p.warc.gz", enumerate([page(), page(first), page(both)]))
    called("import", "warc", folder / "p.warc.gz", "--document", "harbour-policy", "--archive", folder / "a")
    return folder / "a"


def laid_out(folder: Path, *options: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    said = called("rejudge", "--json", "--jobs", "1", "--archive", folder, *options).stdout
    *entries, summary = [json.loads(line) for line in said.splitlines()]
    return entries, summary


def test_under_the_same_rules_nothing_is_to_be_told_otherwise(tmp_path: Path) -> None:
    entries, summary = laid_out(watched(tmp_path, USUAL), "--apply")
    assert entries == []
    assert (summary["judged"], summary["applied"]) == (2, True)
    with closing(open_archive(tmp_path / "a")) as archive:
        assert archive.rejudgements() == []


def test_what_was_silent_is_told_once_and_where_it_stood_before(tmp_path: Path) -> None:
    folder = watched(tmp_path, SILENT)
    called("build", tmp_path / "before", "--archive", folder)
    set_thresholds(folder, USUAL)
    entries, summary = laid_out(folder)
    assert [entry["what"] for entry in entries] == ["new", "new"]
    assert summary["newly_told"] == 2
    with closing(open_archive(folder)) as archive:
        assert archive.alerts() == []  # nothing is written before somebody says so
        laid_out(folder, "--apply")
        assert [alert.id for alert in archive.alerts()] == [entry["alert"] for entry in entries]
        assert [(told.kind, told.how) for told in archive.notices()] == [(NoticeKind.ALERT, Release.REJUDGED)] * 2
        assert archive.verify().faults == ()
    assert laid_out(folder, "--apply")[0] == []
    changes = feedparser.parse((folder / "site/feeds/changes.atom").read_bytes()).entries
    before = feedparser.parse((tmp_path / "before/feeds/changes.atom").read_bytes()).entries
    assert {entry.id for entry in before} < {entry.id for entry in changes}  # the rows of then stay
    assert len(changes) == 4
    page_of_first = (folder / "site/changes/1/index.html").read_text(encoding="utf-8")
    assert "when it was judged again under newer rules" in page_of_first


def test_what_was_told_stays_told_and_is_corrected_by_an_entry(tmp_path: Path) -> None:
    folder = watched(tmp_path, USUAL)
    before = called("alerts", "--json", "--archive", folder).stdout.splitlines()
    set_thresholds(folder, MILDER)
    entries, summary = laid_out(folder, "--apply")
    assert [(entry["differing"], entry["step"]) for entry in entries] == [(["severity"], "corrected")] * 2
    assert summary["other_severity"] == summary["corrected"] == 2
    set_thresholds(folder, SILENT)
    assert {entry["what"] for entry in laid_out(folder, "--apply")[0]} == {"gone"}
    set_thresholds(folder, USUAL)
    assert {(entry["what"], entry["step"]) for entry in laid_out(folder, "--apply")[0]} == {("new", "corrected")}
    told = [json.loads(line) for line in called("alerts", "--json", "--archive", folder).stdout.splitlines()]
    assert [{**one, "history": []} for one in told] == [{**json.loads(line), "history": []} for line in before]
    assert [note["note"] for note in told[0]["history"]] == [
        "Judged again under newer rules, its severity would be medium, not critical.",
        "Judged again under newer rules, this change would not be told as an alert.",
        "Judged again under newer rules, this change would be told after all, as critical.",
    ]


def test_what_is_withdrawn_or_waits_is_left_as_it_is(tmp_path: Path) -> None:
    folder = watched(tmp_path, USUAL)
    called("withdraw", "1", "--note", "A test page.", "--archive", folder)
    set_thresholds(folder, SILENT)
    steps = {entry["change"]: entry["step"] for entry in laid_out(folder, "--apply")[0]}
    assert steps == {1: "withdrawn", 2: "corrected"}
    assert [entry["change"] for entry in laid_out(folder)[0]] == [1]


def test_nobody_is_woken_for_a_change_of_long_ago(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYWATCH_HOOK", KEY)
    with hook_sink() as sink:
        target = (
            f'[[target]]\nname = "desk"\nkind = "webhook"\naddress = "{sink.url}"\n'
            'secret = "env:POLICYWATCH_HOOK"\nallow = ["127.0.0.1/32"]\n'
        )
        folder = watched(tmp_path, SILENT)
        settings = (folder / "policywatch.toml").read_text(encoding="utf-8")
        (folder / "policywatch.toml").write_text(f"{settings}{target}", encoding="utf-8")
        called("deliver", "--archive", folder)
        set_thresholds(folder, USUAL)
        laid_out(folder, "--apply")
        called("deliver", "--archive", folder)
        assert sink.got == []


def test_several_processes_come_to_what_one_comes_to(tmp_path: Path) -> None:
    folder = watched(tmp_path, SILENT)
    set_thresholds(folder, USUAL)
    arguments = ("rejudge", "--json", "--archive", folder, "--jobs")
    one, several = called(*arguments, "1").stdout, policywatch(*arguments, "2").stdout
    assert one == several
    only = called("rejudge", "harbour-policy", "--json", "--jobs", "1", "--archive", folder).stdout
    assert only == one
    assert "it has: harbour-policy" in called("rejudge", "elsewhere", "--archive", folder, code=1).stderr


def test_a_kill_leaves_all_of_it_or_nothing(tmp_path: Path) -> None:
    folder = watched(tmp_path, SILENT)
    set_thresholds(folder, USUAL)
    chance = random.Random(11)
    for _ in range(6):
        process = subprocess.Popen(
            [*PROGRAM, "rejudge", "--apply", "--archive", str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.8, 2.2))
        process.kill()
        process.wait()
        archive = open_archive(folder)
        counts = len(archive.rejudgements()), len(archive.alerts()), len(archive.notices())
        assert counts in ((0, 0, 0), (2, 2, 2))
        assert archive.verify().faults == ()
        archive.close()
    laid_out(folder, "--apply")
    assert len(open_archive(folder).rejudgements()) == 2


def test_an_archive_on_a_server_is_judged_again_too(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres.new_database()
    folder = watched(tmp_path, SILENT)
    called("archive", "copy", folder, address)
    said = policywatch("rejudge", "--apply", "--json", "--jobs", "2", "--archive", address).stdout
    *entries, summary = [json.loads(line) for line in said.splitlines()]
    assert [entry["step"] for entry in entries] == ["told", "told"]
    assert summary["applied"] is True
    assert "2 alerts" in called("verify", "--archive", address).output
