"""The alerts that the public was told, each with what was said of it since. Renders nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from snapshots.archive import Archive
from snapshots.records import Alert, Telling, TellingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAlert:
    """An alert with its telling, and the corrections and withdrawals that followed, oldest first."""

    alert: Alert
    telling: Telling
    history: tuple[Telling, ...] = ()

    @property
    def told_at(self) -> datetime:
        return self.telling.at

    @property
    def is_withdrawn(self) -> bool:
        return any(later.kind is TellingKind.WITHDRAWAL for later in self.history)

    @property
    def updated_at(self) -> datetime:
        """Return when it last said something new."""
        return max((later.at for later in self.history), default=self.telling.at)


def told_alerts(
    archive: Archive, document_id: str | None = None, *, since: datetime | None = None
) -> tuple[ToldAlert, ...]:
    """Return the told alerts in the order they were told; `since` bounds the time of telling from below."""
    with archive.one_state():
        alerts = {alert.id: alert for alert in archive.alerts(document_id)}
        told = told_of(archive.tellings(document_id), alerts)
    return tuple(found for found in told if since is None or found.told_at >= since)


def told_of(journal: Sequence[Telling], alerts: Mapping[str, Alert]) -> tuple[ToldAlert, ...]:
    """Return those of `alerts` (by id) that a journal tells, in its order."""
    later: dict[str, list[Telling]] = {}
    for telling in journal:
        if telling.alert_id and telling.kind is not TellingKind.ALERT:
            later.setdefault(telling.alert_id, []).append(telling)
    return tuple(
        ToldAlert(alert=alerts[told.alert_id], telling=told, history=tuple(later.get(told.alert_id, ())))
        for told in journal
        if told.kind is TellingKind.ALERT
    )
