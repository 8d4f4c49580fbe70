"""When the public is told: at once, after a second look, by a person; and that a page can't be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.notices.release import ReleasePolicy
from monitor.running.page_reader import Reading
from monitor.running.pipeline import Judged, Pipeline
from snapshots.archive import Archive
from snapshots.records import (
    Awaits,
    Capture,
    CaptureFailure,
    Document,
    NoticeKind,
    Outcome,
    Release,
    Severity,
)
from tests.monitor.pages import DOCUMENT, SECTIONS, START, archive, capture, failure, page, with_change

PERMITS = page(with_change("How we use it", 1, "Private messages that you send to other members are used to train AI."))
REWORDED = with_change("How we use it", 1, "The messages of members may also be used to train AI.")


def watched(
    *seen: Capture | CaptureFailure,
    into: Archive | None = None,
    release_policy: ReleasePolicy = ReleasePolicy(),  # noqa: B008
    readings: dict[str, Reading] | None = None,
) -> tuple[Archive, list[Judged]]:
    kept = into or archive()
    pipeline = Pipeline(kept, "harbour.example,2025", readings, release_policy=release_policy)
    return kept, [pipeline.judge(kept.keep(one)) for one in seen]


def journal(kept: Archive) -> list[tuple[NoticeKind, Release, float]]:
    """Return what was told, how, and on which day."""
    return [(t.kind, t.how, (t.at - START) / timedelta(days=1)) for t in kept.notices()]


def test_a_grave_change_is_told_when_a_second_look_agrees() -> None:
    kept, judged = watched(capture(page(), 0), capture(PERMITS, 1))
    assert judged[1].alert
    assert [(alert.id, hold.awaits) for alert, hold in kept.held()] == [(judged[1].alert.id, Awaits.SECOND_LOOK)]
    assert journal(kept) == []
    watched(capture(PERMITS, 1.1), into=kept)
    assert kept.held() == []
    assert journal(kept) == [(NoticeKind.ALERT, Release.CONFIRMED, pytest.approx(1.1))]


def test_not_modified_since_is_a_second_look_that_agrees() -> None:
    kept, _ = watched(capture(page(), 0), capture(PERMITS, 1), failure(Outcome.NOT_MODIFIED, 1.1))
    assert journal(kept) == [(NoticeKind.ALERT, Release.CONFIRMED, pytest.approx(1.1))]


def test_that_an_archive_has_nothing_newer_is_no_second_look() -> None:
    nothing_newer = failure(Outcome.NOT_MODIFIED, 1.1)
    elsewhere = replace(nothing_newer, exchange=replace(nothing_newer.exchange, channel="memento"))
    kept, _ = watched(capture(page(), 0), capture(PERMITS, 1), elsewhere)
    assert journal(kept) == []


def test_where_the_site_is_silent_looks_at_an_archive_count_as_looks_without_an_answer() -> None:
    found = [failure(Outcome.NOT_MODIFIED, 0) for _ in range(3)]
    elsewhere = [
        replace(one, exchange=replace(one.exchange, channel="memento", started_at=START + timedelta(days=1 + n / 10)))
        for n, one in enumerate(found, 1)
    ]
    kept, _ = watched(capture(page(), 0), capture(PERMITS, 1), *elsewhere)
    assert [(kind, how) for kind, how, _ in journal(kept)] == [(NoticeKind.ALERT, Release.UNCONFIRMED)]


@pytest.mark.parametrize("channel", ["memento", "collection"])
def test_what_others_captured_is_told_at_once_as_unconfirmed_for_a_copy_confirms_nothing(channel: str) -> None:
    copies = [capture(page(), 0), capture(PERMITS, 1)]
    kept, _ = watched(*(replace(one, exchange=replace(one.exchange, channel=channel)) for one in copies))
    assert journal(kept) == [(NoticeKind.ALERT, Release.UNCONFIRMED, pytest.approx(1))]


def test_a_grave_change_that_is_gone_at_the_second_look_is_told_as_unconfirmed() -> None:
    kept, _ = watched(capture(page(), 0), capture(PERMITS, 1), capture(page(), 1.1))
    assert journal(kept) == [(NoticeKind.ALERT, Release.UNCONFIRMED, pytest.approx(1.1))]


def test_a_page_that_does_not_answer_is_asked_three_times_and_then_it_is_told_as_unconfirmed() -> None:
    kept, _ = watched(capture(page(), 0), capture(PERMITS, 1), *(failure(Outcome.TIMEOUT, 1 + n / 10) for n in (1, 2)))
    assert journal(kept) == []
    watched(failure(Outcome.SERVER_ERROR, 1.3), into=kept)
    assert journal(kept) == [(NoticeKind.ALERT, Release.UNCONFIRMED, pytest.approx(1.3))]


def test_a_further_edit_elsewhere_still_agrees() -> None:
    kept, _ = watched(capture(page(), 0), capture(PERMITS, 1), capture(page(REWORDED), 2))
    edited = [journal(kept)[0][1]]
    kept, _ = watched(
        capture(page(), 0),
        capture(PERMITS, 1),
        capture(PERMITS.replace(b"A court can order us", b"Any court may order us"), 2),
    )
    assert [*edited, journal(kept)[0][1]] == [Release.UNCONFIRMED, Release.CONFIRMED]


def test_a_medium_change_is_told_at_once() -> None:
    announced = {**SECTIONS, "Changes": ["We are changing this policy. The new policy takes effect on 16 June 2025."]}
    kept, judged = watched(capture(page(), 0), capture(page(announced), 1))
    assert judged[1].alert
    assert judged[1].alert.severity is Severity.MEDIUM
    assert journal(kept) == [(NoticeKind.ALERT, Release.STRAIGHT, 1)]


def test_without_second_looks_all_is_told_at_once() -> None:
    kept, _ = watched(capture(page(), 0), capture(PERMITS, 1), release_policy=ReleasePolicy(looks=0))
    assert journal(kept) == [(NoticeKind.ALERT, Release.STRAIGHT, 1)]


def test_what_waits_at_the_end_of_a_replay_is_told_as_unconfirmed() -> None:
    kept, _ = watched(capture(page(), 0), capture(PERMITS, 1))
    Pipeline(kept, "harbour.example,2025").tell_waiting(DOCUMENT.id)
    assert journal(kept) == [(NoticeKind.ALERT, Release.UNCONFIRMED, 1)]
    assert Pipeline(kept, "harbour.example,2025").tell_waiting(DOCUMENT.id) == ()


def test_more_documents_than_usual_at_once_wait_for_a_person() -> None:
    kept = archive()
    names = [f"harbour-{n}" for n in range(4)]
    for name in names:
        kept.put_document(replace(DOCUMENT, id=name))

    def of(name: str, body: bytes, day: float) -> Capture:
        seen = capture(body, day)
        return replace(seen, exchange=replace(seen.exchange, document_id=name))

    release_policy = ReleasePolicy(mass_threshold=3)
    for body, day in ((page(), 0.0), (PERMITS, 1.0), (PERMITS, 1.01)):
        watched(*(of(name, body, day) for name in names), into=kept, release_policy=release_policy)
    assert journal(kept) == []
    assert {hold.awaits for _, hold in kept.held()} == {Awaits.PERSON}
    assert "4 documents" in kept.held()[0][1].reason
    assert journal(watched(*(of(names[0], b, d) for b, d in ((PERMITS, 2), (page(), 3))), into=kept)[0]) == []


def test_a_change_that_comes_with_another_reading_waits_for_a_person() -> None:
    kept, _ = watched(capture(page(), 0))
    changed = {DOCUMENT.id: Reading(select="main")}
    watched(capture(PERMITS, 1), into=kept, readings=changed)
    ((_, hold),) = kept.held()
    assert hold.awaits is Awaits.PERSON
    watched(capture(PERMITS, 2), into=kept, readings=changed)
    assert len(kept.held()) == 1


def test_that_a_page_can_no_longer_be_seen_is_told_once_and_so_is_its_end() -> None:
    walls = [failure(Outcome.FORBIDDEN, day) for day in (1, 2, 3, 4, 30)]
    kept, _ = watched(capture(page(), 0), *walls, capture(page(), 31), capture(page(), 32))
    assert journal(kept) == [
        (NoticeKind.UNSEEN, Release.STRAIGHT, 2),
        (NoticeKind.SEEN_AGAIN, Release.STRAIGHT, 31),
    ]
    unseen, again = kept.notices()
    assert "forbidden" in unseen.note
    assert "1 March 2025" in unseen.note
    assert unseen.since == START
    assert unseen.id != again.id
    assert again.attempt == 7


def test_a_new_start_goes_on_from_what_was_told() -> None:
    kept = archive()
    for seen in (capture(page(), 0), *(failure(Outcome.FORBIDDEN, day) for day in (1, 2, 3)), capture(page(), 4)):
        watched(seen, into=kept)
    assert [kind for kind, _, _ in journal(kept)] == [NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN]


def test_each_document_has_its_own_patience() -> None:
    patient = {DOCUMENT.id: Reading(tell_unseen_after=timedelta(days=20))}
    kept, _ = watched(capture(page(), 0), *(failure(Outcome.GONE, day) for day in (1, 19)), readings=patient)
    assert journal(kept) == []
    watched(failure(Outcome.GONE, 20), into=kept, readings=patient)
    assert [kind for kind, _, _ in journal(kept)] == [NoticeKind.UNSEEN]


def test_two_replays_tell_the_same() -> None:
    seen = [capture(page(), 0), capture(PERMITS, 1), failure(Outcome.FORBIDDEN, 2), capture(PERMITS, 9)]

    def told(document: Document = DOCUMENT) -> object:
        return watched(*seen)[0].notices(document.id)

    assert told() == told()
