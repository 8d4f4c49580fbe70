"""The page of a day: what stood on it, by the looks beside it, whatever the order in which they were made."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from feeds.pages.days import LookCalendar
from snapshots.records import Observation, Outcome

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def look(day: int, *, version: int | None, attempt: int = 1) -> Observation:
    at = MONDAY + timedelta(days=day)
    outcome = Outcome.CAPTURED if version else Outcome.UNREACHABLE
    return Observation(
        document_id="harbour-policy", attempt=attempt, captured_at=at, outcome=outcome, detail="", version=version
    )


def on(day: int) -> date:
    return (MONDAY + timedelta(days=day)).date()


def test_a_day_between_two_looks_has_the_last_sight_before_and_the_first_after() -> None:
    calendar = LookCalendar([look(0, version=1), look(2, version=None), look(5, version=2)])
    before, after = calendar.seen_beside(on(3))
    assert (before and before.version, after and after.version) == (1, 2)
    assert calendar.beside(on(3)) == (on(2), on(5))
    assert calendar.looks(on(3)) == []
    assert calendar.days == [on(0), on(2), on(5)]


def test_before_the_first_and_after_the_last_look_there_is_none() -> None:
    calendar = LookCalendar([look(1, version=1)])
    assert calendar.seen_beside(on(0))[0] is None
    assert calendar.seen_beside(on(1)) == (calendar.looks(on(1))[0], None)
    assert calendar.beside(on(1)) == (None, None)


@pytest.mark.parametrize("seed", range(20))
def test_looks_made_out_of_order_are_found_as_by_going_through_all(seed: int) -> None:
    chance = random.Random(seed)
    looks = [look(chance.randrange(9), version=chance.choice([None, 1, 2]), attempt=n) for n in range(12)]
    calendar = LookCalendar(looks)
    seen = [o for o in looks if o.version]
    for day in map(on, range(-1, 10)):
        before = [o for o in seen if o.captured_at.date() <= day]
        after = [o for o in seen if o.captured_at.date() > day]
        assert calendar.seen_beside(day) == (before[-1] if before else None, after[0] if after else None)
