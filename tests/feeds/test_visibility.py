"""Gaps: from when to when a page was not seen, and when that is news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from feeds.visibility import gaps
from snapshots.records import Outcome, Sighting
from tests.snapshots.samples import START


def sightings(*outcomes: Outcome) -> list[Sighting]:
    return [
        Sighting(document_id="d", attempt=n, captured_at=START + timedelta(days=n), outcome=outcome, detail="")
        for n, outcome in enumerate(outcomes, start=1)
    ]


def test_a_gap_runs_from_the_first_miss_to_the_next_sight() -> None:
    seen, wall = Outcome.CAPTURED, Outcome.CONSENT_WALL
    (gap,) = gaps(sightings(seen, wall, Outcome.EMPTY, wall, Outcome.NOT_MODIFIED))
    assert gap.since == START + timedelta(days=2)
    assert gap.until == START + timedelta(days=5)
    assert gap.last_seen_at == START + timedelta(days=1)
    assert gap.outcomes == (wall, Outcome.EMPTY)
    assert gap.attempts == 3


def test_what_lasts_has_no_end_and_what_was_never_seen_no_last_sight() -> None:
    (gap,) = gaps(sightings(Outcome.ROBOTS, Outcome.ROBOTS))
    assert gap.until is None
    assert gap.last_seen_at is None


def test_seen_in_part_is_a_gap_of_its_own() -> None:
    found = gaps(sightings(Outcome.CAPTURED, Outcome.INCOMPLETE, Outcome.GONE, Outcome.CAPTURED))
    assert [gap.is_partial for gap in found] == [True, False]
    assert found[0].until == found[1].since


def test_one_passing_fault_is_no_news_a_second_is() -> None:
    assert gaps(sightings(Outcome.CAPTURED, Outcome.TIMEOUT, Outcome.CAPTURED))[0].told_by is None
    (gap,) = gaps(sightings(Outcome.CAPTURED, Outcome.TIMEOUT, Outcome.TIMEOUT))
    assert gap.told_by
    assert gap.told_by.attempt == 3
    assert gaps(sightings(Outcome.CAPTURED, Outcome.NOT_FOUND))[0].told_by is not None


def test_what_another_channel_showed_at_the_same_look_is_no_gap() -> None:
    refused, seen = sightings(Outcome.ROBOTS, Outcome.CAPTURED)
    assert gaps([replace(refused, seen_through="memento"), replace(seen, captured_at=START)]) == ()
