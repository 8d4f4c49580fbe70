"""What is to be recorded and told of changes that were judged again. Writes nothing.

What was told stays told. A change that had no alert gets one, and a telling alert that would be graver, milder or none
is corrected by an entry of its own; other topics and another headline are kept beside it and correct nothing, since
each version of the rules words things anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from monitor.rejudging.rejudged_change import RejudgedChange
from monitor.rule_lab.replay import ReplayOutcome
from monitor.running.events import joined
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Notice, NoticeKind, Rejudgement, Rejudging, Release

_CORRECTING = frozenset(["alert", "severity", "direction"])


class RejudgingStep(StrEnum):
    """What is done about a change of which the rules of now make something else."""

    TOLD = "told"
    CORRECTED = "corrected"
    NOTED = "noted"  # beside the alert, of which nothing is told
    HELD = "held"  # not told yet: it waits for what it waited for
    WITHDRAWN = "withdrawn"  # a person took the alert back: nothing of it stands


@frozen
class RejudgingEntry:
    """A change that was judged again with what is done about it."""

    rejudged: RejudgedChange
    step: RejudgingStep


def lay_out(archive: Archive, found: Sequence[RejudgedChange]) -> list[RejudgingEntry]:
    """Return what is to be done about changes that were judged again, oldest first."""
    told, withdrawn = set(), set()
    for notice in archive.notices():
        told.add(notice.alert_id)
        if notice.kind is NoticeKind.WITHDRAWAL:
            withdrawn.add(notice.alert_id)
    ordered = sorted(found, key=lambda one: (one.decided_at, one.change))
    return [RejudgingEntry(rejudged=one, step=_step(one, told, withdrawn)) for one in ordered]


def _step(one: RejudgedChange, told: set[str], withdrawn: set[str]) -> RejudgingStep:
    if one.alert is None:
        return RejudgingStep.TOLD
    if one.alert.id not in told:
        return RejudgingStep.HELD
    if one.alert.id in withdrawn:
        return RejudgingStep.WITHDRAWN
    return RejudgingStep.CORRECTED if _CORRECTING & set(one.differing) else RejudgingStep.NOTED


def rejudging_of(
    archive: Archive, entries: Sequence[RejudgingEntry], *, expected: int, pack: str, at: datetime
) -> Rejudging:
    """Return what is to be recorded; `expected` is the number of the newest rejudgement when work began."""
    alerts: list[Alert] = []
    notices: list[Notice] = []
    rejudgements: list[Rejudgement] = []
    for entry in entries:
        one = entry.rejudged
        if entry.step in (RejudgingStep.HELD, RejudgingStep.WITHDRAWN):
            continue
        notice: Notice | None = None
        alert = one.alert
        if one.draft:
            alert = joined(one.draft, _earlier(archive.alerts(one.document_id) + alerts, one))
            alerts.append(alert)
            notice = _notice(NoticeKind.ALERT, alert, alert.id, at)
        elif alert and entry.step is RejudgingStep.CORRECTED:
            about = sum(told.alert_id == alert.id for told in archive.notices(one.document_id))
            id = f"{alert.id}/{NoticeKind.CORRECTION.value}/{about}"  # noqa: A001
            notice = _notice(NoticeKind.CORRECTION, alert, id, at, note=correction_note(one))
        if notice:
            notices.append(notice)
        rejudgements.append(_rejudgement(one, pack, at, alert, notice))
    return Rejudging(expected=expected, rejudgements=tuple(rejudgements), alerts=tuple(alerts), notices=tuple(notices))


def _earlier(alerts: Sequence[Alert], one: RejudgedChange) -> list[Alert]:
    return [a for a in alerts if a.document_id == one.document_id and a.decided_at <= one.decided_at]


def _notice(kind: NoticeKind, alert: Alert, id: str, at: datetime, *, note: str = "") -> Notice:  # noqa: A002
    return Notice(
        sequence=0,
        id=id,
        kind=kind,
        document_id=alert.document_id,
        at=at,
        alert_id=alert.id,
        how=Release.REJUDGED,
        note=note,
    )


def _rejudgement(
    one: RejudgedChange, pack: str, at: datetime, alert: Alert | None, notice: Notice | None
) -> Rejudgement:
    is_told = one.found.severity.is_alerting
    return Rejudgement(
        number=0,
        change=one.change,
        document_id=one.document_id,
        at=at,
        pack=pack,
        severity=one.found.severity,
        direction=one.found.direction,
        topics=one.found.topics if is_told else (),
        headline=one.found.headline if is_told else "",
        alert_id=alert.id if alert else "",
        notice_id=notice.id if notice else "",
    )


def correction_note(one: RejudgedChange) -> str:
    """Return in words for everybody what newer rules make of an alert that was told."""
    found, standing = one.found, one.standing
    if one.what is ReplayOutcome.GONE or standing is None:
        return "Judged again under newer rules, this change would not be told as an alert."
    if one.what is ReplayOutcome.NEW:
        said = [f"this change would be told after all, as {found.severity.value}"]
    else:
        pairs = (("severity", standing.severity, found.severity), ("direction", standing.direction, found.direction))
        said = [f"its {name} would be {now.value}, not {then.value}" for name, then, now in pairs if now != then]
    words = f"Judged again under newer rules, {' and '.join(said)}."
    return f"{words} It would be told as: “{found.headline}”" if "headline" in one.differing else words
