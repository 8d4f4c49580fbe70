"""Which alerts tell what another of another document told before, as deliveries ask for it. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feeds.edition.stories import WITHIN, OwnFinding, Retelling, stories
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Document, Notice, NoticeKind


@frozen
class ToldBefore:
    """What a reader was told before an alert: the change of another document, which the alert tells once more."""

    first: Alert
    document: Document  # that it was told of
    own: tuple[OwnFinding, ...]  # what the alert tells beside it


def told_stories(archive: Archive, journal: Iterable[Notice], told: Iterable[Alert]) -> Mapping[str, Retelling]:
    """Return what some alerts are of stories, by their ids; of few documents or no alerts nothing is read."""
    begun = [alert.decided_at for alert in told]
    if not begun or len(archive.documents()) < 2:
        return {}
    earlier = archive.alerts(since=min(begun) - 2 * WITHIN)
    return stories(journal, {alert.id: alert for alert in earlier})


def told_before(archive: Archive, alert: Alert) -> ToldBefore | None:
    """Return what was told before an alert, None where that is nothing, or where the alert adds nothing to it."""
    again = told_stories(archive, archive.notices(), [alert]).get(alert.id)
    if again is None or not again.own:
        return None
    first = archive.alert(again.first)
    return ToldBefore(first=first, document=archive.document(first.document_id), own=again.own)


def standing_places(archive: Archive, withdrawal: Notice, alert: Alert) -> tuple[tuple[Document, Alert], ...]:
    """Return the alerts on other documents that told what is withdrawn now, and that stand."""
    journal = [notice for notice in archive.notices() if notice.sequence <= withdrawal.sequence]
    gone = {notice.alert_id for notice in journal if notice.kind is NoticeKind.WITHDRAWAL}
    again = told_stories(archive, journal, [alert])
    places = [archive.alert(id_) for id_, one in again.items() if one.first == alert.id and id_ not in gone]
    return tuple((archive.document(place.document_id), place) for place in places)
