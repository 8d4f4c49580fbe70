"""From the journal to deliveries: what was told since a target's mark, and the digests whose period is over.

Each target moves by itself, in one transaction that can be repeated: a kill between two of them loses nothing and
doubles nothing. Sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from feeds.deliveries.digests import gather
from feeds.deliveries.matching import wants_notice
from feeds.deliveries.news_age import is_news_since
from feeds.deliveries.targets import Filter, Period
from feeds.deliveries.told_stories import told_stories
from feeds.edition.stories import OwnFinding, Retelling, own_part
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.deliveries import ContentKind, DeliveryContent, Mark, TargetRecord
from snapshots.frozen_class import frozen
from snapshots.records import Notice, NoticeKind
from snapshots.visibility import CLOCK_SLACK


@frozen
class Listener:
    """A target as it is enqueued for: what it wants, and, for a digest, when."""

    name: str
    filter: Filter
    period: Period | None = None  # None where each thing is sent by itself


@frozen
class TargetProgress:
    """A target's way from one mark to the next, with what it gets on it."""

    target: str
    begin: Mark
    end: Mark
    contents: tuple[DeliveryContent, ...]


def enqueue_news(archive: Archive, site: Site, listeners: Sequence[Listener], now: datetime) -> int:
    """Write the deliveries that are due to be written, and return how many."""
    posted = 0
    for step in steps(archive, site, listeners, now):
        if archive.outbox.post(step.target, begin=step.begin, end=step.end, contents=step.contents, now=now):
            posted += len(step.contents)
    return posted


def steps(archive: Archive, site: Site, listeners: Iterable[Listener], now: datetime) -> Iterator[TargetProgress]:
    """Yield what each target would get now; writes nothing."""
    records = {record.name: record for record in archive.outbox.targets()}
    heard = [(listener, records[listener.name]) for listener in listeners if listener.name in records]
    journal = _Journal(archive, min((record.mark.notice for _, record in heard), default=0))
    for listener, record in heard:
        if listener.period:
            step = _digest_step(archive, site, listener, listener.period, record, now)
        else:
            step = _notice_step(archive, listener, record, journal)
        if step:
            yield step


def pass_over(archive: Archive, now: datetime) -> None:
    """Let every target go on after what is told by now, unsent: it came from an import of old captures."""
    newest = archive.outbox.end(now)
    for record in archive.outbox.targets():
        end = replace(newest, at=record.mark.at)
        if record.mark != end:
            archive.outbox.post(record.name, begin=record.mark, end=end, contents=(), now=now)


class _Journal:
    """The tellings since a sequence, and what each is about, read once for all targets."""

    def __init__(self, archive: Archive, after: int) -> None:
        self._archive = archive
        self.rows = archive.notices(after=after)
        self.documents = {document.id: document for document in archive.documents()} if self.rows else {}
        self.alerts = {t.alert_id: archive.alert(t.alert_id) for t in self.rows if t.alert_id}

    @cached_property
    def _stories(self) -> Mapping[str, Retelling]:
        told = [alert for alert in self.alerts.values() if alert]
        return told_stories(self._archive, self._archive.notices(), told)

    def told_before(self, target: str, notice: Notice, now: Iterable[str]) -> Retelling | None:
        """Return what of a telling a target got of another document already; `now` are events that it gets now."""
        again = self._stories.get(notice.alert_id) if notice.kind is NoticeKind.ALERT else None
        if again is None or again.first in now:
            return again
        deliveries = self._archive.outbox.deliveries(target)
        return again if any(sent.content.event_id == again.first for sent in deliveries) else None

    def is_wanted(self, notice: Notice, chosen: Filter, own: Sequence[OwnFinding] = ()) -> bool:
        """Return whether a filter lets a telling through, or of an alert what is its own."""
        alert = self.alerts.get(notice.alert_id)
        part = own_part(alert, own) if alert and own else alert
        return wants_notice(chosen, notice, part, self.documents[notice.document_id])


def _notice_step(
    archive: Archive, listener: Listener, record: TargetRecord, journal: _Journal
) -> TargetProgress | None:
    later = [notice for notice in journal.rows if notice.sequence > record.mark.notice]
    if not later:
        return None
    contents: dict[str, DeliveryContent] = {}
    for notice in later:
        if not is_news_since(archive, notice, record.began_at) or not journal.is_wanted(notice, listener.filter):
            continue
        again = journal.told_before(record.name, notice, contents)
        if again is None or (again.own and journal.is_wanted(notice, listener.filter, again.own)):
            contents[notice.id] = DeliveryContent(
                event_id=notice.id, kind=ContentKind.NOTICE, notice=notice.sequence, is_update=again is not None
            )
    end = replace(record.mark, notice=later[-1].sequence)
    return TargetProgress(target=record.name, begin=record.mark, end=end, contents=tuple(contents.values()))


def _digest_step(
    archive: Archive, site: Site, listener: Listener, period: Period, record: TargetRecord, now: datetime
) -> TargetProgress | None:
    begin, over = record.mark, period.last_end(now)
    if over <= begin.at <= now + CLOCK_SLACK:  # a mark of a time to come was made by a clock that was ahead
        return None
    end = archive.outbox.end(over)
    digest = gather(archive, site, listener.filter, begin=begin, end=end, since=record.began_at)
    event_id = site.tag(f"digest/{record.name}/{over:%Y-%m-%dT%H%M}")
    content = DeliveryContent(event_id=event_id, kind=ContentKind.DIGEST, begin=begin, end=end, since=record.began_at)
    contents = (content,) if digest.is_worth_sending else ()
    return TargetProgress(target=record.name, begin=begin, end=end, contents=contents)
