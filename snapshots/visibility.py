"""When a page was not seen, from the observations of it alone. Says nothing of why nobody tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from snapshots.frozen_class import frozen
from snapshots.records import IMPORTED, SECOND_HAND, NewestLook, Observation, Outcome

_PASSING = frozenset(
    {
        Outcome.TIMEOUT,
        Outcome.DNS,
        Outcome.TLS,
        Outcome.UNREACHABLE,
        Outcome.SERVER_ERROR,
        Outcome.TOO_MANY_REQUESTS,
    }
)


CLOCK_SLACK = timedelta(minutes=10)
"""By how much a look may be dated later than one that was made after it: clocks are set right by less."""

_NOT_LIVE = {"", *IMPORTED, *SECOND_HAND}  # channels whose captures may be of any time


class Visibility(StrEnum):
    """How much of the page an attempt showed."""

    FULL = "seen in full"
    PART = "seen in part"
    NONE = "not seen"


def visibility_of(outcome: Outcome) -> Visibility:
    """Return how much an attempt with this outcome showed."""
    if outcome in (Outcome.CAPTURED, Outcome.NOT_MODIFIED):
        return Visibility.FULL
    return Visibility.PART if outcome is Outcome.INCOMPLETE else Visibility.NONE


@frozen
class Gap:
    """A run of consecutive attempts that did not show the page, or all of which showed part of it."""

    document_id: str
    run: tuple[Observation, ...]  # at least one
    is_partial: bool  # part of the page was seen throughout
    seen_before: Observation | None  # the last one in full before it, None if the page was never seen
    ended_by: Observation | None  # the attempt after it, None while it lasts

    @property
    def since(self) -> datetime:
        return self.run[0].captured_at

    @property
    def until(self) -> datetime | None:
        return self.ended_by.captured_at if self.ended_by else None

    @property
    def attempts(self) -> int:
        return len(self.run)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Return each outcome once, the most common first, the earlier first among equals."""
        return tuple(outcome for outcome, _ in Counter(observation.outcome for observation in self.run).most_common())

    @property
    def last_detail(self) -> str:
        return self.run[-1].detail

    @property
    def last_seen_at(self) -> datetime | None:
        return self.seen_before.captured_at if self.seen_before else None

    @property
    def told_by(self) -> Observation | None:
        """Return the attempt at which the gap is news: the second, where the first may be a passing fault.

        None for a flicker, which is in the record but no news.
        """
        if self.run[0].outcome not in _PASSING:
            return self.run[0]
        return self.run[1] if len(self.run) > 1 else None


def in_order(observations: Iterable[Observation]) -> list[Observation]:
    """Return observations of one document in the order of their times, because an import brings old ones late.

    A failure after which another channel showed the page at the same look is left out: the page was seen. One that
    is dated later than looks which were made after it has the time of the first of those: the clock was ahead.
    """
    seen = sorted((s for s in observations if not s.seen_through), key=lambda s: s.attempt)
    return sorted(_believed(seen), key=lambda s: (s.captured_at, s.attempt))


def misdated(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return the looks that are dated later than the last one of all, which was made after them; in their order."""
    ordered = sorted(observations, key=lambda s: s.attempt)
    now = next((s.at for s in reversed(ordered) if is_live(s)), None)
    last = next((s.attempt for s in reversed(ordered) if is_live(s)), 0)
    if now is None:
        return ()
    return tuple(s for s in ordered if s.attempt < last and s.at > now + CLOCK_SLACK)


def is_live(observation: Observation | NewestLook) -> bool:
    """Return whether an observation is of a look at the page itself, whose time is that of the clock."""
    return observation.channel not in _NOT_LIVE


def _believed(ordered: Sequence[Observation]) -> Iterator[Observation]:
    """Yield observations, in the order of the log, with no time that the log itself contradicts."""
    doubted = {s.attempt for s in misdated(ordered)}
    if not doubted:
        yield from ordered
        return
    earliest: datetime | None = None
    believed: list[Observation] = []
    for observation in reversed(ordered):
        if observation.attempt in doubted and earliest:
            observation = replace(observation, captured_at=earliest, looked_at=None)
        elif is_live(observation):
            earliest = min(observation.at, earliest or observation.at)
        believed.append(observation)
    yield from reversed(believed)


def last_sight(ordered: Sequence[Observation]) -> datetime | None:
    """Return when a page was last seen in full, of observations in the order of their times.

    Where the server said since that nothing changed, that is when the page itself was captured.
    """
    full = [s for s in reversed(ordered) if visibility_of(s.outcome) is Visibility.FULL]
    sight = next((s for s in full if s.outcome is Outcome.CAPTURED), full[-1] if full else None)
    return sight.captured_at if sight else None


def gaps(observations: Iterable[Observation]) -> tuple[Gap, ...]:
    """Return the gaps in the observations of one document, oldest first.

    Not seen at all and seen in part are gaps of their own, one after the other.
    """
    return gaps_in(in_order(observations))


def gaps_in(ordered: Iterable[Observation]) -> tuple[Gap, ...]:
    """Return the gaps in observations that `in_order` has put in order already."""
    found: list[Gap] = []
    run: list[Observation] = []
    seen_before: Observation | None = None
    for observation in ordered:
        visibility = visibility_of(observation.outcome)
        if run and visibility is not visibility_of(run[0].outcome):
            found.append(_gap(run, seen_before, observation))
            run = []
        if visibility is Visibility.FULL:
            # That nothing changed is what the server says; the page itself was seen when it was captured.
            is_sight = observation.outcome is Outcome.CAPTURED or seen_before is None
            seen_before = observation if is_sight else seen_before
        else:
            run.append(observation)
    if run:
        found.append(_gap(run, seen_before, None))
    return tuple(found)


def _gap(run: Sequence[Observation], seen_before: Observation | None, ended_by: Observation | None) -> Gap:
    return Gap(
        document_id=run[0].document_id,
        run=tuple(run),
        is_partial=visibility_of(run[0].outcome) is Visibility.PART,
        seen_before=seen_before,
        ended_by=ended_by,
    )
