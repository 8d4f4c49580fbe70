"""What happened to a document, in order: versions, returns to one seen before, and times in which it was not seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from feeds.publication.survey import Watched
from feeds.research.stands import Stand, stands
from feeds.visibility import Gap
from snapshots.records import ChangeLine, Sighting, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A version, a return to one (with `stand` alone), or a gap; `sighting` is the look that began it."""

    at: datetime
    sighting: Sighting | None
    version: Version | None = None
    change: ChangeLine | None = None  # that brought the version
    stand: Stand | None = None
    gap: Gap | None = None

    @property
    def kind(self) -> str:
        """Return "version", "return" or "gap"."""
        if self.gap:
            return "gap"
        return "version" if self.version else "return"


def history_of(watched: Watched) -> tuple[Event, ...]:
    """Return all events of a document, oldest first."""
    by_attempt = {sighting.attempt: sighting for sighting in watched.sightings}
    changes = {change.to_version: change for change in watched.changes}
    events = [
        Event(
            at=version.captured_at,
            sighting=by_attempt.get(version.attempt),
            version=version,
            change=changes.get(version.number),
        )
        for version in watched.versions
    ]
    shown: set[int] = set()
    for stand in stands(watched.sightings):
        if stand.version in shown:
            events.append(Event(at=stand.since, sighting=by_attempt.get(stand.attempt), stand=stand))
        shown.add(stand.version)
    events += [Event(at=gap.since, sighting=gap.run[0], gap=gap) for gap in watched.gaps]
    return tuple(sorted(events, key=lambda event: (event.at, event.kind)))
