"""How each document stands: last seen, since when not, what was found, when it is due. Fetches nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.visibility import Gap, Sight, gaps, in_order, sight_of
from monitor.claims.health import Health, health_of
from monitor.extract.language import language_of
from monitor.link_targets import Target, targets
from monitor.rules import Pack, default_pack
from snapshots.archive import Archive
from snapshots.records import Document, Outcome
from spiders.declaration import Declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One document as `status` tells it."""

    document: Document
    attempts: int
    last_attempt_at: datetime | None
    last_outcome: Outcome | None
    last_detail: str
    last_seen_at: datetime | None  # in full
    not_seen_since: datetime | None  # None while it is seen in full
    gaps: tuple[Gap, ...]  # oldest first
    versions: int
    changes: int
    alerts: int
    next_check_at: datetime | None
    robots_reason: str  # why robots.txt is not obeyed, "" where it is
    channel: str = ""  # that made the last look that tells how the document stands
    targets: tuple[Target, ...] = ()  # of watched links
    health: Health | None = None  # how well the current version is read, None before the first one


def standings(archive: Archive, declarations: Sequence[Declaration] = (), pack: Pack | None = None) -> list[Standing]:
    """Return how every document of an archive stands, by id."""
    reasons = {d.document.id: d.robots_reason for d in declarations if d.robots == "ignore"}
    pack = pack or default_pack()
    return [_standing(archive, document, reasons.get(document.id, ""), pack) for document in archive.documents()]


def _standing(archive: Archive, document: Document, robots_reason: str, pack: Pack) -> Standing:
    every = archive.sightings(document.id)
    sightings = in_order(every)
    found = gaps(sightings)
    last = sightings[-1] if sightings else None
    schedule = archive.schedule(document.id)
    return Standing(
        document=document,
        attempts=len(every),
        last_attempt_at=max((s.at for s in every), default=None),
        last_outcome=last.outcome if last else None,
        last_detail=last.detail if last else "",
        last_seen_at=next((s.captured_at for s in reversed(sightings) if sight_of(s.outcome) is Sight.FULL), None),
        not_seen_since=found[-1].since if found and found[-1].ended_by is None else None,
        gaps=found,
        versions=len(archive.versions(document.id)),
        changes=len(archive.changes(document.id)),
        alerts=len(archive.alerts(document.id)),
        next_check_at=schedule.next_check_at if schedule else None,
        robots_reason=robots_reason,
        channel=last.channel if last else "",
        targets=tuple(targets(archive.link_looks(document.id))),
        health=_health(archive, document, pack),
    )


def _health(archive: Archive, document: Document, pack: Pack) -> Health | None:
    versions = archive.versions(document.id)
    if not versions:
        return None
    extraction = archive.extraction(document.id, versions[-1].number)
    return health_of(extraction, language_of(extraction) or "en", pack)
