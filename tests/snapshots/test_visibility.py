"""Gaps: from when to when a page was not seen, and when that is news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from snapshots.records import Observation, Outcome
from snapshots.visibility import gaps, in_order, last_sight, misdated
from tests.snapshots.samples import START


def observations(*outcomes: Outcome) -> list[Observation]:
    return [
        Observation(document_id="d", attempt=n, captured_at=START + timedelta(days=n), outcome=outcome, detail="")
        for n, outcome in enumerate(outcomes, start=1)
    ]


def test_a_gap_runs_from_the_first_miss_to_the_next_visibility() -> None:
    seen, wall = Outcome.CAPTURED, Outcome.CONSENT_WALL
    (gap,) = gaps(observations(seen, wall, Outcome.EMPTY, wall, Outcome.NOT_MODIFIED))
    assert gap.since == START + timedelta(days=2)
    assert gap.until == START + timedelta(days=5)
    assert gap.last_seen_at == START + timedelta(days=1)
    assert gap.outcomes == (wall, Outcome.EMPTY)
    assert gap.attempts == 3


def test_what_lasts_has_no_end_and_what_was_never_seen_no_last_visibility() -> None:
    (gap,) = gaps(observations(Outcome.ROBOTS, Outcome.ROBOTS))
    assert gap.until is None
    assert gap.last_seen_at is None


def test_seen_in_part_is_a_gap_of_its_own() -> None:
    found = gaps(observations(Outcome.CAPTURED, Outcome.INCOMPLETE, Outcome.GONE, Outcome.CAPTURED))
    assert [gap.is_partial for gap in found] == [True, False]
    assert found[0].until == found[1].since


def test_one_passing_fault_is_no_news_a_second_is() -> None:
    assert gaps(observations(Outcome.CAPTURED, Outcome.TIMEOUT, Outcome.CAPTURED))[0].told_by is None
    (gap,) = gaps(observations(Outcome.CAPTURED, Outcome.TIMEOUT, Outcome.TIMEOUT))
    assert gap.told_by
    assert gap.told_by.attempt == 3
    assert gaps(observations(Outcome.CAPTURED, Outcome.NOT_FOUND))[0].told_by is not None


def test_what_another_channel_showed_at_the_same_look_is_no_gap() -> None:
    refused, seen = observations(Outcome.ROBOTS, Outcome.CAPTURED)
    assert gaps([replace(refused, seen_through="memento"), replace(seen, captured_at=START)]) == ()


DOWN = Outcome.NOT_FOUND


def live(day: float, outcome: Outcome = Outcome.CAPTURED, attempt: int = 0, channel: str = "http") -> Observation:
    return Observation(
        document_id="d", attempt=attempt, captured_at=START + timedelta(days=day), outcome=outcome, detail="",
        channel=channel,
    )  # fmt: skip


def test_a_look_that_is_dated_after_later_ones_counts_as_made_before_them() -> None:
    looks = [live(0, attempt=1), live(400, attempt=2), live(1, DOWN, attempt=3), live(2, DOWN, attempt=4)]
    assert [s.attempt for s in misdated(looks)] == [2]
    assert [s.attempt for s in in_order(looks)] == [1, 2, 3, 4]
    (gap,) = gaps(looks)
    assert gap.since == looks[2].captured_at
    assert gap.last_seen_at == looks[2].captured_at
    assert gap.ended_by is None


def test_looks_of_a_clock_that_was_behind_leave_the_others_as_they_are() -> None:
    looks = [live(500, attempt=1), live(99, attempt=2), live(501, attempt=3)]
    assert misdated(looks) == ()
    assert last_sight(in_order(looks)) == looks[2].captured_at


def test_what_is_imported_is_as_old_as_it_is() -> None:
    looks = [live(400, attempt=1), live(1, attempt=2, channel="warc")]
    assert misdated(looks) == ()


def test_that_nothing_changed_is_seen_as_of_the_capture_it_was_said_of() -> None:
    looks = [live(0, attempt=1), live(1, Outcome.NOT_MODIFIED, attempt=2), live(2, Outcome.NOT_MODIFIED, attempt=3)]
    assert last_sight(looks) == looks[0].captured_at
    (gap,) = gaps([*looks, live(3, DOWN, attempt=4)])
    assert gap.last_seen_at == looks[0].captured_at
