"""When "the page can no longer be seen" is news, and when its end is. Words no notice and remembers none.

The only clock is the times of the attempts, so a replay tells what was told then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from snapshots.frozen_class import frozen
from snapshots.records import COLLECTION, NoticeKind, Observation, Outcome
from snapshots.visibility import CLOCK_SLACK, Visibility, is_live, visibility_of

TELL_UNSEEN_AFTER = timedelta(hours=48)
"""How long a page is looked for in vain before that is told, where a declaration says nothing else."""


@frozen
class FreshnessNews:
    """What one attempt makes due to be told of whether the page can be seen."""

    kind: NoticeKind  # unseen or seen again
    observation: Observation  # the attempt that makes it due
    last_seen_at: datetime | None  # before the spell, in full or in part; None if it never was
    since: datetime  # the first attempt of the spell that did not show the page
    attempts: int  # that did not show it
    outcomes: tuple[Outcome, ...]  # of those, each once, in the order they first came

    @property
    def is_in_part(self) -> bool:
        """Whether what is seen again is only part of the page."""
        return visibility_of(self.observation.outcome) is Visibility.PART


@frozen
class Freshness:
    """How fresh the last sight of a document is, after some attempts: the state that `next_notice` carries on."""

    last_attempt_at: datetime | None = None
    last_seen_at: datetime | None = None  # in full or in part
    since: datetime | None = None  # first attempt of the spell unseen, None while the page is seen
    attempts: int = 0  # of the spell
    outcomes: tuple[Outcome, ...] = ()  # of the spell
    is_told: bool = False
    doubted_at: datetime | None = (
        None  # a sight that a later look is dated before: its clock was ahead, or this one behind
    )


def next_notice(
    state: Freshness, observation: Observation, tell_after: timedelta
) -> tuple[Freshness, FreshnessNews | None]:
    """Return the state after one more attempt, and the notice that it makes due.

    Unseen is due once, at the first attempt at least `tell_after` after the last that showed the page in full or
    in part; after the first attempt of all where none ever did. Seen again is due at the next that shows it.
    An attempt older than one already taken (imports bring such) makes nothing due. A look at the page itself that is
    is dated before one that was made earlier tells of a clock that was wrong, and time goes on from it.
    """
    if observation.seen_through:  # another channel showed the page at the same look
        return state, None
    at, shown_at = observation.at, observation.captured_at
    is_shown = visibility_of(observation.outcome) is not Visibility.NONE
    # A web archive's capture shows the page of its own time; what a collection holds stands until it records another.
    is_seen = is_shown and (at == shown_at or at - shown_at < tell_after or observation.channel == COLLECTION)
    state = _set_right(state, observation)
    if state.last_attempt_at is not None and at < state.last_attempt_at:
        return (_seen_earlier(state, at) if is_seen else state), None
    state = replace(state, last_attempt_at=at)
    if is_seen:
        notice = _notice(NoticeKind.SEEN_AGAIN, state, observation) if state.is_told else None
        # That nothing changed is what the server says: the page itself was seen when it was captured.
        is_sight = observation.outcome is not Outcome.NOT_MODIFIED or state.last_seen_at is None
        seen_at = max(shown_at, state.last_seen_at or shown_at) if is_sight else state.last_seen_at
        return Freshness(last_attempt_at=at, last_seen_at=seen_at, doubted_at=state.doubted_at), notice
    if is_shown:
        state = replace(state, last_seen_at=max(shown_at, state.last_seen_at or shown_at))
    state = replace(
        state,
        since=state.since or at,
        attempts=state.attempts + 1,
        outcomes=state.outcomes if is_shown else tuple(dict.fromkeys((*state.outcomes, observation.outcome))),
    )
    if state.is_told or at - (state.last_seen_at or state.since or at) < tell_after:
        return state, None
    return replace(state, is_told=True), _notice(NoticeKind.UNSEEN, state, observation)


def freshness(observations: Iterable[Observation], tell_after: timedelta = TELL_UNSEEN_AFTER) -> Freshness:
    """Return the state after observations of one document, to go on from."""
    state = Freshness()
    for observation in observations:
        state, _ = next_notice(state, observation, tell_after)
    return state


def _set_right(state: Freshness, observation: Observation) -> Freshness:
    """Return the state with no time that the log contradicts: none before it is later than a look made after it."""
    at = observation.at
    if not is_live(observation) or state.last_attempt_at is None:
        return state
    if state.doubted_at and at >= state.doubted_at:  # the clock was behind meanwhile, and not ahead before
        return replace(state, last_seen_at=max(state.doubted_at, state.last_seen_at or at), doubted_at=None)
    if state.last_attempt_at <= at + CLOCK_SLACK:
        return state
    seen, since = state.last_seen_at, state.since
    return replace(
        state,
        last_attempt_at=at,
        last_seen_at=min(seen, at) if seen else None,
        since=min(since, at) if since else None,
        doubted_at=max(filter(None, (state.doubted_at, seen if seen and seen > at else None)), default=None),
    )


def _seen_earlier(state: Freshness, at: datetime) -> Freshness:
    state = replace(state, last_seen_at=max(at, state.last_seen_at or at))
    if state.since is None or at < state.since:
        return state
    return replace(state, since=state.last_attempt_at, attempts=1)  # it was seen within the spell


def _notice(kind: NoticeKind, state: Freshness, observation: Observation) -> FreshnessNews:
    return FreshnessNews(
        kind=kind,
        observation=observation,
        last_seen_at=state.last_seen_at,
        since=state.since or observation.captured_at,
        attempts=state.attempts,
        outcomes=state.outcomes,
    )


def dump_freshness(state: Freshness) -> dict[str, Any]:
    """Return the state as plain JSON."""
    moments = (state.last_attempt_at, state.last_seen_at, state.since, state.doubted_at)
    return {
        "times": [at.isoformat() if at else None for at in moments],
        "attempts": state.attempts,
        "outcomes": [outcome.value for outcome in state.outcomes],
        "is_told": state.is_told,
    }


def load_freshness(raw: Mapping[str, Any]) -> Freshness:
    """Return the state that `dump_freshness` wrote."""
    last, seen, since, doubted = (datetime.fromisoformat(at) if at else None for at in raw["times"])
    return Freshness(
        last_attempt_at=last,
        last_seen_at=seen,
        since=since,
        attempts=raw["attempts"],
        outcomes=tuple(map(Outcome, raw["outcomes"])),
        is_told=raw["is_told"],
        doubted_at=doubted,
    )
