"""When a page was not seen, from the sightings of it alone. Says nothing of why nobody tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from snapshots.records import Outcome, Sighting

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


class Sight(StrEnum):
    """How much of the page an attempt showed."""

    FULL = "seen in full"
    PART = "seen in part"
    NONE = "not seen"


def sight_of(outcome: Outcome) -> Sight:
    """Return how much an attempt with this outcome showed."""
    if outcome in (Outcome.CAPTURED, Outcome.NOT_MODIFIED):
        return Sight.FULL
    return Sight.PART if outcome is Outcome.INCOMPLETE else Sight.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A run of consecutive attempts that did not show the page, or all of which showed part of it."""

    document_id: str
    run: tuple[Sighting, ...]  # at least one
    is_partial: bool  # part of the page was seen throughout
    seen_before: Sighting | None  # the last one in full before it, None if the page was never seen
    ended_by: Sighting | None  # the attempt after it, None while it lasts

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
        return tuple(outcome for outcome, _ in Counter(sighting.outcome for sighting in self.run).most_common())

    @property
    def last_detail(self) -> str:
        return self.run[-1].detail

    @property
    def last_seen_at(self) -> datetime | None:
        return self.seen_before.captured_at if self.seen_before else None

    @property
    def told_by(self) -> Sighting | None:
        """Return the attempt at which the gap is news: the second, where the first may be a passing fault.

        None for a flicker, which is in the record but no news.
        """
        if self.run[0].outcome not in _PASSING:
            return self.run[0]
        return self.run[1] if len(self.run) > 1 else None


def in_order(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Return sightings of one document in the order of their times, because an import brings old ones late.

    A failure after which another channel showed the page at the same look is left out: the page was seen.
    """
    return sorted((s for s in sightings if not s.seen_through), key=lambda s: (s.captured_at, s.attempt))


def gaps(sightings: Sequence[Sighting]) -> tuple[Gap, ...]:
    """Return the gaps in the sightings of one document, oldest first.

    Not seen at all and seen in part are gaps of their own, one after the other.
    """
    found: list[Gap] = []
    run: list[Sighting] = []
    seen_before: Sighting | None = None
    for sighting in in_order(sightings):
        sight = sight_of(sighting.outcome)
        if run and sight is not sight_of(run[0].outcome):
            found.append(_gap(run, seen_before, sighting))
            run = []
        if sight is Sight.FULL:
            seen_before = sighting
        else:
            run.append(sighting)
    if run:
        found.append(_gap(run, seen_before, None))
    return tuple(found)


def _gap(run: Sequence[Sighting], seen_before: Sighting | None, ended_by: Sighting | None) -> Gap:
    return Gap(
        document_id=run[0].document_id,
        run=tuple(run),
        is_partial=sight_of(run[0].outcome) is Sight.PART,
        seen_before=seen_before,
        ended_by=ended_by,
    )
