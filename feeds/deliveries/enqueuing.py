"""From the journal to deliveries: what was told since a target's mark, and the digests whose period is over.

Each target moves by itself, in one transaction that can be repeated: a kill between two of them loses nothing and
doubles nothing. Sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from feeds.deliveries.digests import gather
from feeds.deliveries.matching import wants_telling
from feeds.deliveries.targets import Filter, Period
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.deliveries import Mark, Parcel, ParcelKind, TargetRecord
from snapshots.records import Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """A target as it is enqueued for: what it wants, and, for a digest, when."""

    name: str
    filter: Filter
    period: Period | None = None  # None where each thing is sent by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A target's way from one mark to the next, with what it gets on it."""

    target: str
    begin: Mark
    end: Mark
    parcels: tuple[Parcel, ...]


def post_news(archive: Archive, site: Site, listeners: Sequence[Listener], now: datetime) -> int:
    """Write the deliveries that are due to be written, and return how many."""
    posted = 0
    for step in steps(archive, site, listeners, now):
        if archive.outbox.post(step.target, begin=step.begin, end=step.end, parcels=step.parcels, now=now):
            posted += len(step.parcels)
    return posted


def steps(archive: Archive, site: Site, listeners: Iterable[Listener], now: datetime) -> Iterator[Step]:
    """Yield what each target would get now; writes nothing."""
    records = {record.name: record for record in archive.outbox.targets()}
    heard = [(listener, records[listener.name]) for listener in listeners if listener.name in records]
    journal = _Journal(archive, min((record.mark.telling for _, record in heard), default=0))
    for listener, record in heard:
        if listener.period:
            step = _digest_step(archive, site, listener, listener.period, record, now)
        else:
            step = _telling_step(archive, listener, record, journal)
        if step:
            yield step


def pass_over(archive: Archive, now: datetime) -> None:
    """Let every target go on after what is told by now, unsent: it came from an import of old captures."""
    newest = archive.outbox.end(now)
    for record in archive.outbox.targets():
        end = replace(newest, at=record.mark.at)
        if record.mark != end:
            archive.outbox.post(record.name, begin=record.mark, end=end, parcels=(), now=now)


class _Journal:
    """The tellings since a sequence, and what each is about, read once for all targets."""

    def __init__(self, archive: Archive, after: int) -> None:
        self.rows = archive.tellings(after=after)
        self.documents = {document.id: document for document in archive.documents()} if self.rows else {}
        self.alerts = {t.alert_id: archive.alert(t.alert_id) for t in self.rows if t.alert_id}

    def is_wanted(self, telling: Telling, chosen: Filter) -> bool:
        alert = self.alerts.get(telling.alert_id)
        return wants_telling(chosen, telling, alert, self.documents[telling.document_id])


def _telling_step(archive: Archive, listener: Listener, record: TargetRecord, journal: _Journal) -> Step | None:
    later = [telling for telling in journal.rows if telling.sequence > record.mark.telling]
    if not later:
        return None
    parcels = tuple(
        Parcel(event_id=telling.id, kind=ParcelKind.TELLING, telling=telling.sequence)
        for telling in later
        if telling.at >= record.began_at and journal.is_wanted(telling, listener.filter)
    )
    end = replace(record.mark, telling=later[-1].sequence)
    return Step(target=record.name, begin=record.mark, end=end, parcels=parcels)


def _digest_step(
    archive: Archive, site: Site, listener: Listener, period: Period, record: TargetRecord, now: datetime
) -> Step | None:
    begin, over = record.mark, period.last_end(now)
    if over <= begin.at:
        return None
    end = archive.outbox.end(over)
    digest = gather(archive, site, listener.filter, begin=begin, end=end, since=record.began_at)
    event_id = site.tag(f"digest/{record.name}/{over:%Y-%m-%dT%H%M}")
    parcel = Parcel(event_id=event_id, kind=ParcelKind.DIGEST, begin=begin, end=end, since=record.began_at)
    parcels = (parcel,) if digest.is_worth_sending else ()
    return Step(target=record.name, begin=begin, end=end, parcels=parcels)
