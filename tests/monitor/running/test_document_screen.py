"""Of many documents those that need attention are found by the newest look at each, as all looks would tell them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.research.result_cache import ResultCache
from monitor.rules.pack_files import default_pack
from monitor.running.declared_plans import Plan
from monitor.running.document_screen import Screened, screen
from monitor.running.document_status import DocumentStatus, statuses_of
from monitor.running.kept_health import KeptHealth
from snapshots.codec import encode
from snapshots.opening import create_archive
from snapshots.records import Document, LinkCheck, Notice, NoticeKind, Observation, Outcome, Schedule
from snapshots.sql.sql_archive import SqlArchive
from snapshots.visibility import Visibility
from tests.archives import new_archive
from tests.end_to_end.cli import called
from tests.snapshots.samples import NOTICE, START, capture, exchange, judgement

NOW = START + timedelta(days=10)


def look(archive: SqlArchive, document: Document, outcome: Outcome, *, day: int = 9, channel: str = "http") -> None:
    kept = archive.keep(capture(b"%d" % day, document, day=day))
    made = judgement(archive, kept, texts=("We read.",) if outcome is Outcome.CAPTURED else ())
    seen: Observation = replace(made.observation, outcome=outcome, channel=channel)
    archive.record(replace(made, observation=seen))


def document_of(archive: SqlArchive, name: str) -> Document:
    document = replace(NOTICE, id=name)
    archive.put_document(document)
    return document


def plan_of(document: Document, *, is_paused: bool = False) -> Plan:
    return Plan(encode(document).decode(), 21_600.0, is_paused, "")


@pytest.fixture
def archive() -> SqlArchive:
    archive = new_archive()
    for name, outcomes in {
        "fine": [Outcome.NOT_FOUND, Outcome.CAPTURED],
        "gone": [Outcome.CAPTURED, Outcome.NOT_FOUND],
        "half": [Outcome.CAPTURED, Outcome.INCOMPLETE],
        "late": [Outcome.CAPTURED],
        "paused": [Outcome.CAPTURED],
        "old-import": [Outcome.NOT_FOUND],
        "lost-link": [Outcome.CAPTURED],
        "found-link": [Outcome.CAPTURED],
        "never": [],
    }.items():
        document = document_of(archive, name)
        for day, outcome in enumerate(outcomes, 8):
            look(archive, document, outcome, day=day)
    look(archive, archive.document("old-import"), Outcome.CAPTURED, day=1, channel="warc")
    look(archive, document_of(archive, "ahead"), Outcome.CAPTURED, day=40)
    for name, last in (("lost-link", Outcome.GONE), ("found-link", Outcome.CAPTURED)):
        for day, outcome in enumerate([Outcome.GONE, Outcome.GONE, last, last]):
            archive.keep_link_check(
                LinkCheck(text="object", exchange=exchange(archive.document(name), day=day), outcome=outcome)
            )
        archive.tell(Notice(sequence=0, id=name, kind=NoticeKind.LINK, document_id=name, at=START, note="the link"))
    due = {"late": NOW - timedelta(hours=3), "paused": NOW - timedelta(hours=3), "fine": NOW + timedelta(hours=3)}
    archive.put_schedules([Schedule(document_id=name, next_check_at=at) for name, at in due.items()])
    return archive


def plans_of(archive: SqlArchive) -> dict[str, Plan]:
    plans = {one.id: plan_of(one, is_paused=one.id == "paused") for one in archive.documents()}
    return {**plans, "new": plan_of(replace(NOTICE, id="new"))}


def closely(archive: SqlArchive, folder: Path, names: Collection[str] | None) -> list[DocumentStatus]:
    health = KeptHealth(archive, default_pack, ResultCache(folder), "1")
    return statuses_of(archive, plans_of(archive), health, NOW, only=names)


def screened(archive: SqlArchive, folder: Path) -> Screened:
    return screen(archive, plans_of(archive), lambda names: closely(archive, folder, names), NOW)


def test_the_gravest_come_first_and_what_is_fine_does_not_come(archive: SqlArchive, tmp_path: Path) -> None:
    found = screened(archive, tmp_path)
    assert found.attention == ("gone", "old-import", "ahead", "late", "lost-link", "half", "never", "new")
    assert (found.documents, found.new, found.paused, found.is_amiss) == (11, 2, 1, True)
    assert found.seen == {Visibility.FULL: 6, Visibility.PART: 1, Visibility.NONE: 2}


def test_all_looks_say_the_same_as_the_newest_one(archive: SqlArchive, tmp_path: Path) -> None:
    every = closely(archive, tmp_path, None)
    assert {one.document.id for one in every if one.needs_attention} == set(screened(archive, tmp_path).attention)
    named = closely(archive, tmp_path, [one.document.id for one in every])
    assert named == every


def test_of_many_documents_those_that_need_attention_are_told(tmp_path: Path) -> None:
    archive = create_archive(tmp_path)
    for number in range(101):
        look(archive, document_of(archive, f"policy-{number:03}"), Outcome.CAPTURED)
    for number in range(60):
        look(archive, archive.document(f"policy-{number:03}"), Outcome.NOT_FOUND, day=10)
    archive.close()
    said = called("status", "--archive", tmp_path).stdout
    assert "101 documents: 41 seen in full at the last look, 60 not seen" in said
    assert said.count("NOT SEEN since") == 50
    assert "and 10 more: `policywatch status --attention`" in said
    assert "policy-070" not in said
    assert called("status", "--attention", "--archive", tmp_path).stdout.count("NOT SEEN since") == 60
    assert "policy-070" in called("status", "--all", "--archive", tmp_path).stdout
    alone = called("status", "policy-070", "--archive", tmp_path).stdout
    assert alone.count("last seen in full") == 1
    assert len(called("status", "--json", "--archive", tmp_path).stdout.splitlines()) == 101
    bounded = called("status", "--json", "--attention", "--archive", tmp_path).stdout.splitlines()
    assert len(bounded) == 60
    assert all('"needs_attention": true' in line for line in bounded)
    called("status", "--strict", "--archive", tmp_path, code=1)
    called("status", "policy-070", "--strict", "--archive", tmp_path)
