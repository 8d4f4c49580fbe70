"""A build that names only what moved leaves the folder as one that names everything would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.edition import survey
from feeds.edition.survey import take_survey
from feeds.publication.manifest import MANIFEST, MORE, read_manifest
from feeds.publication.site_build import publish
from feeds.site import Site
from snapshots.records import Direction, Document, Finding, Notice, NoticeKind, Outcome, Schedule, Severity
from snapshots.sql.sql_archive import SqlArchive
from snapshots.witnesses import WitnessStage, WitnessStep
from tests.feeds.samples import WORKINGS, filled
from tests.snapshots.samples import NOTICE, POLICY, START, capture, failure, judgement

SITE = Site(
    title="Harbour watch", base_url="https://watch.example.test/", authority="harbour.test,2025", languages=("en", "de")
)
DAY = 6  # after what the sample holds
MANIFESTS = (MANIFEST, MORE)


def contents(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.startswith(".policywatch")
    }


def see(archive: SqlArchive, document: Document, *texts: str, hour: int, body: bytes = b"", alert_id: str = "") -> None:
    seen = capture(body or b"hour %d" % hour, document, day=DAY)
    at = START + timedelta(days=DAY, hours=hour)
    seen = replace(seen, exchange=replace(seen.exchange, started_at=at, captured_at=at))
    archive.record(judgement(archive, archive.keep(seen), texts=texts, alert_id=alert_id))


def lose(archive: SqlArchive) -> None:
    lost = failure(Outcome.NOT_FOUND, day=DAY)
    at = START + timedelta(days=DAY, hours=9)
    lost = replace(lost, exchange=replace(lost.exchange, started_at=at, captured_at=at))
    made = judgement(archive, archive.keep(lost))
    unseen = Notice(
        sequence=0, id="tag:unseen", kind=NoticeKind.UNSEEN, document_id=POLICY.id, at=at, attempt=made.attempt
    )
    archive.record(replace(made, notices=(unseen,)))


def tell(kind: NoticeKind) -> Callable[[SqlArchive], object]:
    def told(archive: SqlArchive) -> None:
        alert = archive.alerts()[0]
        at = START + timedelta(days=DAY, hours=10)
        archive.tell(
            Notice(
                sequence=0, id=f"tag:{kind.value}", kind=kind, document_id=alert.document_id, at=at,
                alert_id=alert.id, note="It was otherwise.", attempt=1,
            )
        )  # fmt: skip

    return told


def see_grave(archive: SqlArchive, document: Document, *, hour: int) -> None:
    """Have a document say what another may have said before: an alert of a story."""
    seen = capture(b"grave %d" % hour, document, day=DAY)
    at = START + timedelta(days=DAY, hours=hour)
    seen = replace(seen, exchange=replace(seen.exchange, started_at=at, captured_at=at))
    alert_id = f"tag:grave-{document.id}"
    made = judgement(archive, archive.keep(seen), texts=(f"Boats are sold, hour {hour}.",), alert_id=alert_id)
    assert made.alert
    quote = replace(made.alert.evidence[0], after_text="We sell the course of your boat to whoever asks us for it.")
    finding = Finding(
        headline="Courses of boats are sold", severity=Severity.HIGH, direction=Direction.WIDENS, topics=("location",),
        rules=("new-data",), severity_reasons=(), evidence=(quote,),
    )  # fmt: skip
    archive.record(replace(made, alert=replace(made.alert, findings=(finding,), evidence=(quote,))))


def see_again(archive: SqlArchive) -> None:
    see_grave(archive, OTHER, hour=13)
    assert take_survey(archive).places


def withdraw_grave(archive: SqlArchive) -> None:
    alert = next(alert for alert in archive.alerts() if alert.id == f"tag:grave-{NOTICE.id}")
    archive.tell(
        Notice(
            sequence=0, id="tag:grave-withdrawn", kind=NoticeKind.WITHDRAWAL, document_id=NOTICE.id,
            at=START + timedelta(days=DAY, hours=14), alert_id=alert.id, note="It was not so.", attempt=1,
        )
    )  # fmt: skip


OTHER = replace(POLICY, id="harbour-policy-us", region="us", title="Harbour Privacy Policy, US")
EVENTS: dict[str, Callable[[SqlArchive], object]] = {
    "a first look": lambda archive: see(archive, NOTICE, "Boats are welcome.", hour=1),
    "nothing new": lambda archive: see(archive, NOTICE, hour=2, body=b"hour 1"),
    "a new version with an alert": lambda archive: see(
        archive, NOTICE, "Boats are tracked.", hour=3, alert_id="tag:harbour.example,2025:harbour-notice/2"
    ),
    "a further document": lambda archive: archive.put_document(OTHER),
    "which is a variant": lambda archive: see(archive, OTHER, "Boats are sold.", hour=5),
    "another name": lambda archive: archive.put_document(replace(NOTICE, title="Harbour Notice, new")),
    "a plan": lambda archive: archive.put_schedules(
        [Schedule(document_id=POLICY.id, next_check_at=START + timedelta(days=DAY + 1))]
    ),
    "a witness": lambda archive: archive.witnesses.keep(
        WitnessStep(
            witness="archive", document_id=POLICY.id, version=2, stage=WitnessStage.SAVED, at=START,
            url="https://archive.example/2", saved_at=START,
        )
    ),
    "unseen": lose,
    "a correction": tell(NoticeKind.CORRECTION),
    "a withdrawal": tell(NoticeKind.WITHDRAWAL),
    "a story": lambda archive: see_grave(archive, NOTICE, hour=12),
    "which another document tells again": see_again,
    "the withdrawal of a story": withdraw_grave,
}  # fmt: skip


def test_each_event_leaves_what_a_whole_build_makes(tmp_path: Path) -> None:
    archive = filled()
    see(archive, POLICY, hour=0, body=b"2")
    publish(archive, tmp_path / "kept", SITE, WORKINGS)
    for number, (name, happen) in enumerate(EVENTS.items()):
        happen(archive)
        done = publish(archive, tmp_path / "kept", SITE, WORKINGS)
        survey._memories.pop(archive)  # what was worked out before is worked out again
        publish(archive, tmp_path / f"new{number}", SITE, WORKINGS)
        made, whole = contents(tmp_path / "kept"), contents(tmp_path / f"new{number}")
        assert {path for path in whole if made.get(path) != whole[path]} == set(), name
        assert (tmp_path / "kept" / MORE).exists(), "nothing was named anew"
        assert done.changed
        assert publish(archive, tmp_path / "kept", SITE, WORKINGS).changed == (), name
        written = read_manifest(tmp_path / "kept").files
        assert all(written[path] == entry for path, entry in read_manifest(tmp_path / f"new{number}").files.items())


def test_files_of_documents_that_did_not_move_are_not_named(tmp_path: Path) -> None:
    archive = filled()
    for number in range(30):
        other = replace(NOTICE, id=f"notice-{number}")
        archive.put_document(other)
        see(archive, other, f"Berth {number}.", hour=1)
    see(archive, POLICY, hour=2, body=b"2")
    named: list[int] = []

    def count() -> int:
        named.clear()
        publish(archive, tmp_path, SITE, WORKINGS, named.append)
        return len(named)

    every = count()
    see(archive, POLICY, hour=3, body=b"2")
    assert count() < every / 3
    later = replace(
        capture(b"2"), exchange=replace(capture(b"2").exchange, captured_at=START + timedelta(days=DAY + 1))
    )
    archive.record(judgement(archive, archive.keep(later)))
    assert count() >= every, "the first build of a day names everything"


@pytest.mark.parametrize("spoil", ["another build", "a torn line", "other settings"])
def test_all_is_named_where_the_last_build_is_not_what_lies_there(tmp_path: Path, spoil: str) -> None:
    archive = filled()
    see(archive, POLICY, hour=0, body=b"2")
    publish(archive, tmp_path, SITE, WORKINGS)
    see(archive, POLICY, hour=1, body=b"2")
    publish(archive, tmp_path, SITE, WORKINGS)
    lost = "d/harbour-policy/compare/index.html"
    (tmp_path / lost).unlink()  # a build that names everything makes it again
    site = SITE
    if spoil == "another build":
        (tmp_path / MANIFEST).touch()
    elif spoil == "a torn line":
        with (tmp_path / MORE).open("ab") as file:
            file.write(b'{"attempts": 9')
    else:
        site = replace(SITE, title="Another watch")
    assert lost in publish(archive, tmp_path, site, WORKINGS).changed
    assert not (tmp_path / MORE).exists()
