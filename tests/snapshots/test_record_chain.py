"""What was told, held and changed can't be thinned: whatever is altered, taken out or put in is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from snapshots.records import Awaits, Hold
from tests.archives import archive_in
from tests.snapshots.samples import START, capture, judgement
from tests.snapshots.test_sql import POLICY, faults, tamper


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    archive = archive_in(tmp_path)
    archive.put_document(POLICY)
    for day in range(4):
        kept = archive.keep(capture(b"<p>policy text of the harbour %d" % day, day=day))
        archive.record(judgement(archive, kept, texts=("Boats are named.", f"Day {day}."), alert_id=f"tag:{day}"))
    kept = archive.keep(capture(b"<p>policy text of the harbour 9", day=9))
    made = judgement(archive, kept, texts=("Boats are named.", "Day 9."), alert_id="tag:9")
    hold = Hold(alert_id="tag:9", document_id=POLICY.id, at=START, awaits=Awaits.PERSON, reason="a test")
    archive.record(replace(made, notices=(), holds=(hold,)))
    archive.keep(capture(b"<p>policy text of the harbour 10", day=10))
    assert archive.verify().faults == ()
    assert len(archive.verify().records_head) == 64
    archive.close()
    return tmp_path


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("DELETE FROM telling WHERE sequence = (SELECT max(sequence) FROM telling)", "telling 3"),
        ("DELETE FROM telling WHERE sequence = 2", "telling 2"),
        ("DELETE FROM hold", "hold 1"),
        ("DELETE FROM change WHERE number = 2", "change 2"),
        ("UPDATE memory SET judged_attempt = judged_attempt - 1", "memory of harbour-policy"),
        ("DELETE FROM record_chain WHERE number = 3", "link 4"),
        ("DELETE FROM record_chain; DELETE FROM telling; DELETE FROM hold; DELETE FROM change", "attempt 3"),
        ("DELETE FROM record_chain WHERE kind = 'hold'", "hold 1"),
        ("UPDATE record_chain SET checksum = 'x' WHERE number = 2", "link 2"),
    ],
)
def test_what_is_taken_out_or_altered_is_named(folder: Path, statement: str, named: str) -> None:
    tamper(folder, *statement.split("; "))
    assert any(fault.startswith(named) for fault in faults(folder)), faults(folder)


def test_the_newest_records_can_not_be_cut_off_together_with_their_links(folder: Path) -> None:
    tamper(
        folder,
        "DELETE FROM hold",
        "DELETE FROM record_chain WHERE number = (SELECT max(number) FROM record_chain)",
    )
    assert any(fault.startswith("attempt 6: the records that were there") for fault in faults(folder))


def test_what_is_put_in_is_named(folder: Path) -> None:
    tamper(
        folder,
        "INSERT INTO telling SELECT sequence + 50, id || 'x', document_id, alert_id, content, checksum FROM telling"
        " WHERE sequence = 1",
    )
    assert any("it was put in" in fault for fault in faults(folder))
