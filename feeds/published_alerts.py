"""The alerts that the public was told, each with what was said of it since. Renders nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from snapshots.archive import Archive
from snapshots.records import Alert, Notice, NoticeKind
from snapshots.witnesses import Witnessed, by_version, witnessed_by


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAlert:
    """An alert with its telling, and the corrections and withdrawals that followed, oldest first."""

    alert: Alert
    notice: Notice
    history: tuple[Notice, ...] = ()
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
            history=tuple(later.get(told.alert_id, ())),
            witnesses=(witnesses or {}).get(told.alert_id, ()),
        )
        for told in journal
        if told.kind is NoticeKind.ALERT
    )
