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
from tests.snapshots.samples import NOTICE, POLICY, START, failure, judgement


def test_only_documents_that_were_looked_at_since_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(create_archive(tmp_path))
    story.tell(day=1)
    story.tell(day=1, document=NOTICE)
    archive = story.archive
    read: list[str] = []
    observations = SqlArchive.observations

    def watching(self: SqlArchive, document_id: str) -> object:
        read.append(document_id)
        return observations(self, document_id)

    monkeypatch.setattr(SqlArchive, "observations", watching)
    take_survey(archive)
    take_survey(archive)
    assert sorted(read) == sorted([POLICY.id, NOTICE.id])
    archive.record(judgement(archive, archive.keep(failure(Outcome.NOT_FOUND, b"gone", day=5))))
    archive.put_document(replace(NOTICE, title="Harbour notice, renamed"))
    archive.put_schedules([Schedule(document_id=NOTICE.id, next_check_at=START + timedelta(days=9))])
    later = take_survey(archive)
    assert read[2:] == [POLICY.id]
    archive.close()
    assert take_survey(open_archive(tmp_path)) == later
