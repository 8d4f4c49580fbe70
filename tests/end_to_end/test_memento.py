"""The history that a real web archive has of an address, through the real command line."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from snapshots.opening import open_archive
from tests.end_to_end.cli import policywatch
from tests.end_to_end.warcs import story
from tests.pywb import Pywb
from tests.spiders.memento.archived import START, URL, Answer, write


@pytest.fixture(scope="module")
def timemap(pywb: Pywb, tmp_path_factory: pytest.TempPathFactory) -> str:
    answers = [Answer(at=START + timedelta(days=day), body=body) for day, body in story(23)]
    return pywb.add("story", write(tmp_path_factory.mktemp("warc") / "story.warc.gz", answers)) + "timemap/link/"


def test_a_history_is_imported_in_parts_and_once(tmp_path: Path, timemap: str) -> None:
    asked = ("import", "memento", URL, "--document", "harbour-policy", "--timemap", timemap, "--archive", tmp_path)
    done = policywatch(*asked, "--until", "2026-03-11T00:00Z", "--json")
    first = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(first) == 10
    assert "harbour-policy: 10 captures imported, 0 known before, 0 unreadable, " in done.stderr
    done = policywatch(*asked)
    assert "harbour-policy: 13 captures imported, 10 known before, 0 unreadable, " in done.stdout
    with closing(open_archive(tmp_path)) as archive:
        shown = [version.captured_at for version in archive.versions("harbour-policy")]
        assert archive.verify().faults == ()
    assert shown == [START + timedelta(days=day) for day in range(0, 23, 5)]


@pytest.mark.slow
def test_what_an_archive_does_not_have_is_said(tmp_path: Path, timemap: str) -> None:
    asked = ("import", "memento", f"{URL}/never", "--document", "never", "--timemap", timemap, "--archive", tmp_path)
    assert "the archive has no memento" in policywatch(*asked, code=1).stderr
