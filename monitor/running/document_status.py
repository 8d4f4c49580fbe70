"""How each document stands: last seen, since when not, what was found, when it is due. Fetches nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Generic, TypeVar

from monitor.claims.health_counts import Health
from monitor.running.declared_plans import Plan
from monitor.running.kept_health import KeptHealth
from monitor.running.link_targets import LinkState, LinkTarget, targets
from monitor.running.next_looks import OVERDUE_AFTER, is_too_far
from snapshots.archive import Archive
from snapshots.errors import UnknownDocument
from snapshots.frozen_class import frozen
from snapshots.lineages import TextLineage, lineages_of
from snapshots.records import Document, LinkCheck, NoticeKind, Observation, Outcome, Schedule, Version
from snapshots.visibility import CLOCK_SLACK, Gap, Visibility, gaps_in, in_order, last_sight, misdated, visibility_of

_Record = TypeVar("_Record")
_OF_SIGHT = (NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN)


@frozen
class Unseen:
    """Since when no attempt showed anything of the page, and why."""

    since: datetime
    outcome: Outcome  # of the last attempt
    detail: str
    channel: str
    outcomes: tuple[Outcome, ...]  # of all attempts since then, each once
    attempts: int
    told_at: datetime | None  # when the public was told, None where it isn't due yet


@frozen
class DocumentStatus:
    """One document as `status` tells it."""

    document: Document
    attempts: int
    last_attempt_at: datetime | None
    last_outcome: Outcome | None
    last_detail: str
    last_seen_at: datetime | None  # in full
    last_shown_at: datetime | None  # in full or in part
    unseen: Unseen | None  # None while the page is seen, in full or in part
    served: Observation | None  # the last look that was served a variant, be it another than the one watched
    not_seen_since: datetime | None  # None while it is seen in full
    gaps: tuple[Gap, ...]  # oldest first
    lineages: tuple[TextLineage, ...]  # the texts served at the address, in the order in which they were first
    versions: int
    changes: int
    alerts: int
    next_check_at: datetime | None  # None too where it is paused
    robots_reason: str  # why robots.txt is not obeyed, "" where it is
    channel: str = ""  # that made the last look that tells how the document stands
    targets: tuple[LinkTarget, ...] = ()  # of watched links
    health: Health | None = None  # how well the current version is read, None before the first one
    misdated: tuple[Observation, ...] = ()  # looks dated later than one that was made after them
    is_overdue: bool = False  # its next look should have been made `OVERDUE_AFTER` ago, or is set too far ahead
    is_ahead: bool = False  # the newest look, or the next one, is dated further ahead than can be
    is_paused: bool = False  # its declaration says that it is not looked at for now

    @property
    def is_amiss(self) -> bool:
        """Return whether nothing of the page is seen, it never was, or it is not looked at as it should be."""
        return self.is_overdue or self.is_ahead or self.unseen is not None or self.last_shown_at is None

    @property
    def needs_attention(self) -> bool:
        """Return whether a person should look into it: what is amiss, part of a page, links that lead nowhere."""
        is_link_lost = any(target.state in (LinkState.DEAD, LinkState.MOVED) for target in self.targets)
        return self.is_amiss or self.not_seen_since is not None or is_link_lost


def statuses_of(
    archive: Archive,
    plans: Mapping[str, Plan],
    health: KeptHealth,
    now: datetime | None = None,
    *,
    only: Collection[str] | None = None,
) -> list[DocumentStatus]:
    """Return how documents stand, declared or kept, by id; all of them, or those named `only`, in their order.

    `now` is the present where none is given.
    """
    now = now or datetime.now(UTC)
    with archive.one_state():
        kept = {document.id: document for document in archive.documents()} if only is None else {}
        names = sorted({*plans, *kept}) if only is None else list(only)
        records = _DocumentRecords(archive) if only is None else _NamedRecords(archive)
        return [
            _status_of(
                archive, records.of(kept.get(name) or _document(archive, plans, name)), plans.get(name), health, now
            )
            for name in names
        ]


def _document(archive: Archive, plans: Mapping[str, Plan], name: str) -> Document:
    """Return a document as it is kept, or else as it is declared; raises `UnknownDocument`."""
    try:
        return archive.document(name)
    except UnknownDocument:
        if name not in plans:
            raise
        return plans[name].document


class _DocumentRecords:
    """What is on record of documents, read for all of them together: there may be thousands."""

    def __init__(self, archive: Archive) -> None:
        self._schedules, self._counts = archive.schedules(), archive.counts()
        self._observations = _InTurn(archive.observations_by_document())
        self._versions = _InTurn(archive.versions_by_document())
        self._link_checks = _InTurn(archive.link_checks_by_document())

    def of(self, document: Document) -> _OnRecord:
        """Return what is on record of a document, which are asked for in the order of their ids."""
        changes, alerts = self._counts.get(document.id, (0, 0))
        return _OnRecord(
            document=document,
            observations=self._observations.of(document.id),
            versions=self._versions.of(document.id),
            link_checks=self._link_checks.of(document.id),
            schedule=self._schedules.get(document.id),
            changes=changes,
            alerts=alerts,
        )


class _NamedRecords:
    """What is on record of single documents, read for each of them."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self._counts = archive, archive.counts()

    def of(self, document: Document) -> _OnRecord:
        """Return what is on record of a document."""
        changes, alerts = self._counts.get(document.id, (0, 0))
        return _OnRecord(
            document=document,
            observations=self._archive.observations(document.id),
            versions=self._archive.versions(document.id),
            link_checks=self._archive.link_checks(document.id),
            schedule=self._archive.schedule(document.id),
            changes=changes,
            alerts=alerts,
        )


@frozen
class _OnRecord:
    """One document with what is on record of it."""

    document: Document
    observations: Sequence[Observation]
    versions: Sequence[Version]
    link_checks: Sequence[LinkCheck]
    schedule: Schedule | None
    changes: int
    alerts: int


class _InTurn(Generic[_Record]):
    """Records by document as they come, in the order of ids; one document's are held at a time."""

    def __init__(self, every: Iterator[tuple[str, list[_Record]]]) -> None:
        self._every = every
        self._next = next(every, None)

    def of(self, document_id: str) -> Sequence[_Record]:
        """Return the records of a document, none where it has none."""
        if self._next is None or self._next[0] != document_id:
            return ()
        found = self._next[1]
        self._next = next(self._every, None)
        return found


def _status_of(
    archive: Archive, known: _OnRecord, declared: Plan | None, health: KeptHealth, now: datetime
) -> DocumentStatus:
    document, schedule = known.document, known.schedule
    every, versions = known.observations, known.versions
    observations = in_order(every)
    found = gaps_in(observations)
    last = observations[-1] if observations else None
    looked_at = max((s.at for s in observations), default=None)
    is_paused = declared is not None and declared.is_paused
    is_watched = declared is not None and not is_paused
    is_far = bool(is_watched and schedule and declared and is_too_far(schedule.next_check_at, declared.every, now))
    return DocumentStatus(
        document=document,
        attempts=len(every),
        last_attempt_at=looked_at,
        last_outcome=last.outcome if last else None,
        last_detail=last.detail if last else "",
        last_seen_at=last_sight(observations),
        last_shown_at=max(filter(None, (last_sight(observations), _last(observations, Visibility.PART))), default=None),
        unseen=_unseen(archive, document, found, last),
        served=served_last(observations),
        not_seen_since=found[-1].since if found and found[-1].ended_by is None else None,
        gaps=found,
        lineages=lineages_of(versions, every),
        versions=len(versions),
        changes=known.changes,
        alerts=known.alerts,
        next_check_at=schedule.next_check_at if schedule and not is_paused else None,
        robots_reason=declared.robots_reason if declared else "",
        channel=last.channel if last else "",
        targets=tuple(targets(known.link_checks)),
        health=health.of(document, versions),
        misdated=misdated(every),
        is_overdue=is_far or bool(is_watched and schedule and schedule.next_check_at < now - OVERDUE_AFTER),
        is_ahead=is_far or bool(looked_at and looked_at > now + CLOCK_SLACK),
        is_paused=is_paused,
    )


def _last(observations: Sequence[Observation], *sights: Visibility) -> datetime | None:
    return next((s.captured_at for s in reversed(observations) if visibility_of(s.outcome) in sights), None)


def _unseen(archive: Archive, document: Document, found: Sequence[Gap], last: Observation | None) -> Unseen | None:
    gap = found[-1] if found and found[-1].ended_by is None and not found[-1].is_partial else None
    if gap is None or last is None:
        return None
    told = [t for t in archive.notices(document_id=document.id) if t.kind in _OF_SIGHT]
    return Unseen(
        since=gap.since,
        outcome=last.outcome,
        detail=last.detail,
        channel=last.channel,
        outcomes=gap.outcomes,
        attempts=gap.attempts,
        told_at=told[-1].at if told and told[-1].kind is NoticeKind.UNSEEN else None,
    )


def served_last(ordered: Sequence[Observation]) -> Observation | None:
    """Return the last look that says which variant it was served, None where none does."""
    return next((look for look in reversed(ordered) if look.language or look.region), None)
