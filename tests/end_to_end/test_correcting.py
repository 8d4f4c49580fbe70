"""Correcting and withdrawing an alert, as a person does it, and what readers of the site and its feeds then see."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner
from filelock import FileLock

from feeds.publication.manifest import LOCK
from monitor.command_line.program import policywatch as program
from monitor.errors import CorrectionRefused
from monitor.notices.said_of_alerts import LONGEST_NOTE
from snapshots.errors import ArchiveError
from snapshots.opening import open_archive
from tests.archives import archive_in
from tests.feeds.tellers import Story


def run(*arguments: str | Path) -> str:
    return CliRunner().invoke(program, [str(a) for a in arguments], catch_exceptions=False).stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    archive = archive_in(tmp_path)
    story = Story(archive)
    story.tell(day=1)
    story.tell(day=2, is_held=True)
    archive.close()
    return tmp_path


def entries(folder: Path, name: str) -> list[feedparser.FeedParserDict]:
    return list(feedparser.parse((folder / f"site/feeds/{name}.atom").read_bytes()).entries)


def test_a_correction_is_published_at_once_wherever_the_alert_was(folder: Path) -> None:
    said = run(
        "correct", "https://watch.test/changes/1/", "--note", "It is about letters alone.\x07", "--archive", folder
    )
    assert "tag:harbour.test,2025:harbour-policy/1/correction/1" in said
    for name in ("alerts", "changes", "severity-high", "documents/harbour-policy"):
        old, new = sorted(entries(folder, name), key=lambda entry: len(entry.id))
        assert old.title.startswith("Corrected: ")
        assert new.summary.endswith("It is about letters alone.")
    assert len(entries(folder, "corrections")) == 1
    told = json.loads(run("alerts", "--json", "--archive", folder))
    assert [line["note"] for line in told["history"]] == ["It is about letters alone."]
    assert told["withdrawn"] is False


def test_what_is_withdrawn_stays_marked_and_is_told_of_no_more(folder: Path) -> None:
    run("correct", "1", "--note", "Of letters alone.", "--archive", folder)
    run("withdraw", "1", "--note", "A test page was taken for the policy.", "--archive", folder)
    (old,) = [e for e in entries(folder, "alerts") if e.id.endswith("policy/1")]
    assert old.title.startswith("Withdrawn: ")
    assert "Of letters alone." in old.content[0].value
    assert [e.title.partition(":")[0] for e in entries(folder, "corrections")] == ["Withdrawal", "Correction"]
    with pytest.raises(CorrectionRefused, match="withdrawn already"):
        run("correct", "1", "--note", "Once more.", "--archive", folder)
    archive = open_archive(folder)
    assert archive.verify().faults == ()
    assert [notice.attempt for notice in archive.notices()] == [2, 3, 3]
    archive.close()


@pytest.mark.parametrize(
    ("reference", "note", "error", "said"),
    [
        ("1", " \n", CorrectionRefused, "empty"),
        ("1", "x" * (LONGEST_NOTE + 1), CorrectionRefused, str(LONGEST_NOTE)),
        ("2", "Too early.", CorrectionRefused, "not told yet"),
        ("77", "Nobody.", ArchiveError, "no alert 77"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_the_reason(
    folder: Path, reference: str, note: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        run("correct", reference, "--note", note, "--archive", folder)


def test_while_another_process_publishes_the_correction_is_told_all_the_same(folder: Path) -> None:
    (folder / "site").mkdir()
    with FileLock(folder / "site" / LOCK):
        assert "takes this up" in run("withdraw", "1", "--note", "Wrong page.", "--archive", folder)
    run("build", folder / "site", "--archive", folder)
    assert len(entries(folder, "corrections")) == 1
