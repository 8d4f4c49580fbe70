"""A process that publishes again reads what is new, and says the same as one that reads everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.edition.survey import take_survey
from snapshots.opening import create_archive, open_archive
from snapshots.records import Outcome, Schedule
from snapshots.sql.sql_archive import SqlArchive
from tests.feeds.tellers import Story
from tests.snapshots.samples import NOTICE, POLICY, START, capture, failure, judgement


def test_only_documents_that_were_looked_at_since_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(create_archive(tmp_path))
    story.tell(day=1)
    story.tell(day=1, document=NOTICE)
    archive = story.archive
    read: list[str] = []
    observations = SqlArchive.observations

    def watching(self: SqlArchive, document_id: str, *, after: int = 0) -> object:
        found = observations(self, document_id, after=after)
        read.extend([document_id] * len(found))
        return found

    monkeypatch.setattr(SqlArchive, "observations", watching)
    take_survey(archive)
    take_survey(archive)
    assert sorted(read) == sorted([POLICY.id, NOTICE.id] * 2)  # two looks at each
    read.clear()
    archive.record(judgement(archive, archive.keep(failure(Outcome.NOT_FOUND, b"gone", day=5))))
    archive.put_document(replace(NOTICE, title="Harbour notice, renamed"))
    archive.put_schedules([Schedule(document_id=NOTICE.id, next_check_at=START + timedelta(days=9))])
    later = take_survey(archive)
    assert read == [POLICY.id]
    archive.close()
    assert take_survey(open_archive(tmp_path)) == later


def test_a_later_look_corrects_the_time_of_one_that_was_read_before(tmp_path: Path) -> None:
    archive = create_archive(tmp_path)
    archive.put_document(POLICY)
    for day in (0, 400, 1):  # the second by a clock that was ahead
        made = judgement(archive, archive.keep(capture(b"page", day=day)), texts=() if day else ("Boats.",))
        archive.record(replace(made, observation=replace(made.observation, channel="http")))
        read = take_survey(archive).of(POLICY.id)
    assert [look.captured_at for look in read.observations] == [START, *[START + timedelta(days=1)] * 2]
    archive.close()
    assert take_survey(open_archive(tmp_path)).of(POLICY.id) == read
