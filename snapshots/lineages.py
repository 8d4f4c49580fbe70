"""The texts that are served at one address in turn, as versions and observations have them. Tells nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from snapshots.frozen_class import frozen
from snapshots.records import Observation, Version


@frozen
class TextLineage:
    """One of the texts served at an address: what it is known by, and when it was served."""

    number: int  # from 1, in the order in which they were first served
    language: str  # BCP 47, "" where nothing says
    region: str  # whose rules it speaks of, "" where nothing says
    versions: int
    newest: int  # number of its newest version
    first_at: datetime
    last_at: datetime  # when it was last served
    is_served: bool  # it is the one that was served last


def lineages_of(versions: Sequence[Version], observations: Iterable[Observation]) -> tuple[TextLineage, ...]:
    """Return the texts that a document's looks were served, in the order in which they were first."""
    number_of = {version.number: version.lineage for version in versions}
    seen: dict[int, list[Observation]] = {}
    for look in sorted(observations, key=lambda look: (look.captured_at, look.attempt)):
        number = look.lineage or number_of.get(look.version or 0, 0)
        if number:
            seen.setdefault(number, []).append(look)
    served = max(seen, key=lambda number: (seen[number][-1].captured_at, seen[number][-1].attempt), default=0)
    return tuple(
        TextLineage(
            number=number,
            language=next((look.language for look in reversed(seen[number]) if look.language), ""),
            region=next((look.region for look in reversed(seen[number]) if look.region), ""),
            versions=sum(version.lineage == number for version in versions),
            newest=max((version.number for version in versions if version.lineage == number), default=0),
            first_at=seen[number][0].captured_at,
            last_at=seen[number][-1].captured_at,
            is_served=number == served,
        )
        for number in sorted(seen)
    )


def version_before(versions: Sequence[Version], number: int) -> int:
    """Return the number of the version of the same text before one, 0 where it is the first of it."""
    lineage = versions[number - 1].lineage
    return max((v.number for v in versions[: number - 1] if v.lineage == lineage), default=0)
