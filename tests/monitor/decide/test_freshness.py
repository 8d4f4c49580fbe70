"""When people are told that a page can no longer be seen, and that it can be again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.memory.freshness import TELL_UNSEEN_AFTER, Freshness, FreshnessNews, NoticeKind, freshness, next_notice
from snapshots.records import Observation, Outcome
from snapshots.visibility import Visibility, visibility_of
from tests.snapshots.samples import START

SEEN, PART, EMPTY, GONE = Outcome.CAPTURED, Outcome.INCOMPLETE, Outcome.EMPTY, Outcome.GONE
DAY = timedelta(days=1)


def looks(*outcomes: Outcome, every: timedelta = DAY) -> list[Observation]:
    return [look(outcome, n * every, n + 1) for n, outcome in enumerate(outcomes)]


def look(outcome: Outcome, after: timedelta, attempt: int) -> Observation:
    return Observation(document_id="d", attempt=attempt, captured_at=START + after, outcome=outcome, detail="")


def notices(observations: list[Observation], tell_after: timedelta = TELL_UNSEEN_AFTER) -> tuple[FreshnessNews, ...]:
    """Return every notice that sightings of one document make due, in the order they are given in."""
    state, found = Freshness(), []
    for observation in observations:
        state, notice = next_notice(state, observation, tell_after)
        if notice:
            found.append(notice)
    return tuple(found)


def told(found: tuple[FreshnessNews, ...]) -> list[tuple[str, int]]:
    return [(notice.kind.value, notice.observation.attempt) for notice in found]


def test_it_is_told_once_after_the_time_and_once_when_it_ends() -> None:
    found = notices(looks(SEEN, EMPTY, EMPTY, GONE, EMPTY, SEEN, SEEN))
    assert told(found) == [("unseen", 3), ("seen again", 6)]
    unseen, again = found
    assert (unseen.last_seen_at, unseen.since) == (START, START + DAY)
    assert (unseen.attempts, unseen.outcomes) == (2, (EMPTY,))
    assert (again.attempts, again.outcomes, again.is_in_part) == (4, (EMPTY, GONE), False)


def test_what_is_shorter_than_the_time_is_not_told_nor_is_its_end() -> None:
    assert notices(looks(SEEN, EMPTY, SEEN, GONE, SEEN, EMPTY)) == ()
    every_hour = looks(SEEN, *[EMPTY] * 47, SEEN, every=timedelta(hours=1))
    assert notices(every_hour) == ()


def test_the_time_is_counted_to_the_attempt_and_is_the_declarations() -> None:
    assert told(notices(looks(SEEN, EMPTY, EMPTY), timedelta(hours=49))) == []
    assert told(notices(looks(SEEN, EMPTY, EMPTY), timedelta(hours=48))) == [("unseen", 3)]
    assert told(notices(looks(SEEN, EMPTY), timedelta(0))) == [("unseen", 2)]


def test_part_of_a_page_is_seen() -> None:
    assert notices(looks(SEEN, PART, PART, PART, EMPTY, PART)) == ()
    *_, again = notices(looks(SEEN, EMPTY, EMPTY, PART))
    assert (again.kind, again.is_in_part) == (NoticeKind.SEEN_AGAIN, True)


def test_a_page_that_was_never_seen_is_told_of_from_the_first_attempt() -> None:
    (unseen,) = notices(looks(Outcome.ROBOTS, Outcome.ROBOTS, Outcome.ROBOTS, Outcome.ROBOTS))
    assert unseen.observation.attempt == 3
    assert unseen.last_seen_at is None


def test_old_captures_that_come_late_are_no_news_but_count_as_seen() -> None:
    assert told(notices([*looks(SEEN, EMPTY, EMPTY), look(SEEN, DAY / 2, 9), look(GONE, 3 * DAY, 10)])) == [
        ("unseen", 3)
    ]
    late = [look(GONE, 5 * DAY, 1), look(SEEN, 4 * DAY, 2), look(GONE, 5.5 * DAY, 3), look(GONE, 6 * DAY, 4)]
    (unseen,) = notices(late)
    assert (unseen.observation.attempt, unseen.last_seen_at) == (4, START + 4 * DAY)
    within = [look(GONE, 1 * DAY, 1), look(GONE, 2 * DAY, 2), look(SEEN, 1.5 * DAY, 3), look(GONE, 4 * DAY, 4)]
    (unseen,) = notices(within)
    assert (unseen.last_seen_at, unseen.since) == (START + 1.5 * DAY, START + 2 * DAY)


@given(outcomes=st.lists(st.sampled_from(Outcome), max_size=30), hours=st.integers(0, 96), at=st.integers(0, 30))
def test_laws(outcomes: list[Outcome], hours: int, at: int) -> None:
    seen, after = looks(*outcomes, every=timedelta(hours=20)), timedelta(hours=hours)
    found = notices(seen, after)
    kinds = [notice.kind for notice in found]
    assert kinds == [NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN] * (len(kinds) // 2) + kinds[len(kinds) // 2 * 2 :]
    for notice in found:
        is_seen = visibility_of(notice.observation.outcome) is not Visibility.NONE
        assert is_seen is (notice.kind is NoticeKind.SEEN_AGAIN)
        assert notice.last_seen_at is None or notice.last_seen_at < notice.since
    # What was told before does not depend on what comes after, and the state is all that is needed to go on.
    assert notices(seen[:at], after) == tuple(n for n in found if n.observation.attempt <= at)
    state: Freshness = freshness(seen[:at], after)
    if at < len(seen):
        state, notice_now = next_notice(state, seen[at], after)
        assert notice_now == next((n for n in found if n.observation.attempt == at + 1), None)


def test_a_page_seen_through_another_channel_at_the_same_look_was_seen() -> None:
    refused = [replace(s, seen_through="memento") for s in looks(*[Outcome.ROBOTS] * 9)]
    seen = [replace(s, attempt=s.attempt + 100) for s in looks(*[SEEN] * 9)]
    assert notices([look for pair in zip(refused, seen, strict=True) for look in pair]) == ()


def test_an_archives_capture_shows_the_page_of_its_own_time_only() -> None:
    def memento(made: int, looked: int) -> Observation:
        outcome = SEEN if made == looked else Outcome.NOT_MODIFIED
        return replace(look(outcome, made * DAY, looked + 1), looked_at=START + looked * DAY + timedelta(hours=1))

    found = notices([memento(0, 0), memento(0, 1), memento(0, 2), memento(0, 3), memento(4, 4)])
    assert told(found) == [("unseen", 3), ("seen again", 5)]
    assert found[0].last_seen_at == START


def live(hours: float, outcome: Outcome) -> Observation:
    return replace(look(outcome, timedelta(hours=hours), 0), channel="http")


def kinds_of(*looks: Observation) -> list[tuple[int, NoticeKind]]:
    state, told = Freshness(), []
    for number, observation in enumerate(looks):
        state, notice = next_notice(state, observation, TELL_UNSEEN_AFTER)
        if notice:
            told.append((number, notice.kind))
    return told


def test_a_look_from_a_time_to_come_keeps_no_silence() -> None:
    ahead = [live(0, Outcome.CAPTURED), live(9_600, Outcome.CAPTURED)]
    then = [live(hours, Outcome.NOT_FOUND) for hours in range(24, 120, 24)]
    assert kinds_of(*ahead, *then) == [(4, NoticeKind.UNSEEN)]


def test_looks_of_a_clock_that_was_behind_make_no_alarm_once_it_is_right() -> None:
    right = [live(9_600, Outcome.CAPTURED)]
    behind = [live(hours, Outcome.CAPTURED) for hours in (0, 6)]
    again = [live(9_612, Outcome.TIMEOUT), live(9_618, Outcome.CAPTURED)]
    assert kinds_of(*right, *behind, *again) == []


def test_not_modified_is_no_sight_of_the_page() -> None:
    looks = [live(0, Outcome.CAPTURED), *(live(hours, Outcome.NOT_MODIFIED) for hours in (6, 12))]
    assert kinds_of(*looks, live(47, Outcome.GONE)) == []
    assert kinds_of(*looks, live(48, Outcome.GONE)) == [(3, NoticeKind.UNSEEN)]
