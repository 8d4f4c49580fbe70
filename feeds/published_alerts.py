"""The alerts that the public was told, each with what was said of it since. Renders nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Notice, NoticeKind
from snapshots.witnesses import Witnessed, by_version, witnessed_by


@frozen
class PublishedAlert:
    """An alert with its telling, what was said of it since, and the notes of experts that stand; oldest first."""

    alert: Alert
    notice: Notice
    history: tuple[Notice, ...] = ()  # corrections and withdrawals
    notes: tuple[Notice, ...] = ()
    witnesses: tuple[Witnessed, ...] = ()  # captures of the text after it by independent archives

    @property
    def told_at(self) -> datetime:
        return self.notice.at

    @property
    def is_withdrawn(self) -> bool:
        return any(later.kind is NoticeKind.WITHDRAWAL for later in self.history)


def read_published_alerts(
    archive: Archive, document_id: str | None = None, *, since: datetime | None = None
) -> tuple[PublishedAlert, ...]:
    """Return the told alerts in the order they were told; `since` bounds the time of telling from below."""
    with archive.one_state():
        alerts = {alert.id: alert for alert in archive.alerts(document_id)}
        told = published_alerts_of(archive.notices(document_id), alerts, witnesses_of_alerts(archive, alerts))
    return tuple(found for found in told if since is None or found.told_at >= since)


def witnesses_of_alerts(archive: Archive, alerts: Mapping[str, Alert]) -> dict[str, tuple[Witnessed, ...]]:
    """Return what independent archives have of the texts that alerts are about, by the id of the alert."""
    kept = by_version(witnessed_by(archive.witnesses.steps()))
    about = {document_id for document_id, _ in kept}
    return {
        alert.id: kept.get((alert.document_id, archive.change(alert.change).to_version), ())
        for alert in alerts.values()
        if alert.document_id in about
    }


def published_alerts_of(
    journal: Sequence[Notice],
    alerts: Mapping[str, Alert],
    witnesses: Mapping[str, tuple[Witnessed, ...]] | None = None,
) -> tuple[PublishedAlert, ...]:
    """Return those of `alerts` (by id) that a journal tells, in its order, with what witnesses have of each."""
    later: dict[str, list[Notice]] = {}
    for notice in journal:
        if notice.alert_id and notice.kind is not NoticeKind.ALERT:
            later.setdefault(notice.alert_id, []).append(notice)
    return tuple(
        PublishedAlert(
            alert=alerts[told.alert_id],
            notice=told,
            history=corrections_of(later.get(told.alert_id, ())),
            notes=standing_notes(later.get(told.alert_id, ())),
            witnesses=(witnesses or {}).get(told.alert_id, ()),
        )
        for told in journal
        if told.kind is NoticeKind.ALERT
    )


def corrections_of(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return what was told of an alert that was wrong in something, or should not have been told."""
    return tuple(one for one in notices if one.kind in (NoticeKind.CORRECTION, NoticeKind.WITHDRAWAL))


def standing_notes(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Return the notes of experts that were not taken back."""
    gone = {one.takes_back for one in notices if one.kind is NoticeKind.NOTE_TAKEN_BACK}
    return tuple(one for one in notices if one.kind is NoticeKind.EXPERT_NOTE and one.id not in gone)
