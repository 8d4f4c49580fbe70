"""What happened to a document, in order: versions, returns to one seen before, and times in which it was not seen."""

from __future__ import annotations

from datetime import datetime

from feeds.edition.survey import Watched
from feeds.research.version_runs import VersionRun, version_runs
from snapshots.frozen_class import frozen
from snapshots.records import ChangeLine, Observation, Version
from snapshots.visibility import Gap


@frozen
class Event:
    """A version, a return to one (with `stand` alone), or a gap; `sighting` is the look that began it."""

    at: datetime
    observation: Observation | None
    version: Version | None = None
    change: ChangeLine | None = None  # that brought the version
    stand: VersionRun | None = None
    gap: Gap | None = None

    @property
    def kind(self) -> str:
        """Return "version", "return" or "gap"."""
        if self.gap:
            return "gap"
        return "version" if self.version else "return"


def history_of(watched: Watched) -> tuple[Event, ...]:
    """Return all events of a document, oldest first."""
    by_attempt = {observation.attempt: observation for observation in watched.observations}
    changes = {change.to_version: change for change in watched.changes}
    events = [
        Event(
            at=version.captured_at,
            observation=by_attempt.get(version.attempt),
            version=version,
            change=changes.get(version.number),
        )
        for version in watched.versions
    ]
    shown: set[int] = set()
    for stand in version_runs(watched.observations):
        if stand.version in shown:
            events.append(Event(at=stand.since, observation=by_attempt.get(stand.attempt), stand=stand))
        shown.add(stand.version)
    events += [Event(at=gap.since, observation=gap.run[0], gap=gap) for gap in watched.gaps]
    return tuple(sorted(events, key=lambda event: (event.at, event.kind)))
