"""When an alert is told: at once, after a second look that agrees, or by a person. Pure; records nothing.

Between the judging of an alert and its telling stands a hold. A capture decides both, so that a replay
tells what was told then.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto

from snapshots.frozen_class import frozen
from snapshots.records import (
    Alert,
    Awaits,
    Hold,
    Notice,
    NoticeKind,
    Release,
    Severity,
)

MASS_WITHIN = timedelta(hours=6)
"""How close alerts of different documents must lie to count as one mass event."""


@frozen
class ReleasePolicy:
    """How careful telling is."""

    looks: int = 3  # without an answer, after which an alert of high or critical is told unconfirmed; 0: no second look
    mass_threshold: int = 0  # more documents than this alerting within `MASS_WITHIN` wait for a person; 0: never


class Confirmation(Enum):
    """What another attempt says of an alert that waits for it."""

    AGREES = auto()
    DISAGREES = auto()
    NO_ANSWER = auto()


def first_step(
    alert: Alert,
    *,
    at: datetime,
    attempt: int,
    release_policy: ReleasePolicy,
    alerting: int,
    is_read_anew: bool,
    is_second_hand: bool = False,
) -> Notice | Hold:
    """Tell an alert that was judged just now, or say what it waits for.

    `alerting` is the number of documents alerting around the same time, this one among them; `is_read_anew`
    tells that the reading of the page was changed with this capture, `is_second_hand` that others captured it: the
    same copy looked at twice confirms nothing. What was waited for had its second look when it was judged.
    """
    if is_read_anew:
        reason = "the declaration or the reading of pages changed with this capture: is it the page that changed?"
        return _hold(alert, at, Awaits.PERSON, reason)
    if release_policy.looks and alert.severity.rank >= Severity.HIGH.rank:
        if is_second_hand:
            return _tell_or_hold(alert, at, attempt, Release.UNCONFIRMED, release_policy, alerting)
        if alert.captured_at < at:
            return _tell_or_hold(alert, at, attempt, Release.CONFIRMED, release_policy, alerting)
        return _hold(alert, at, Awaits.SECOND_LOOK, f"{alert.severity}, seen once so far")
    return _tell_or_hold(alert, at, attempt, Release.STRAIGHT, release_policy, alerting)


def next_step(
    alert: Alert,
    look: Confirmation,
    *,
    at: datetime,
    attempt: int,
    looks: int,
    release_policy: ReleasePolicy,
    alerting: int,
) -> Notice | Hold | None:
    """Tell an alert that waits for a second look, hold it for a person, or None to go on waiting.

    `looks` counts those since it was judged, this one among them.
    """
    if look is Confirmation.AGREES:
        return _tell_or_hold(alert, at, attempt, Release.CONFIRMED, release_policy, alerting)
    if look is Confirmation.DISAGREES or looks >= release_policy.looks:
        return _tell_or_hold(alert, at, attempt, Release.UNCONFIRMED, release_policy, alerting)
    return None


def notice_of(alert: Alert, *, at: datetime, attempt: int = 0, how: Release = Release.STRAIGHT) -> Notice:
    """Return the row of the journal that tells an alert."""
    return Notice(
        sequence=0,
        id=alert.id,
        kind=NoticeKind.ALERT,
        document_id=alert.document_id,
        at=at,
        alert_id=alert.id,
        how=how,
        attempt=attempt,
    )


def _tell_or_hold(
    alert: Alert,
    at: datetime,
    attempt: int,
    how: Release,
    release_policy: ReleasePolicy,
    alerting: int,
) -> Notice | Hold:
    if release_policy.mass_threshold and alerting > release_policy.mass_threshold:
        reason = f"{alerting} documents alert within {MASS_WITHIN.total_seconds() / 3600:.0f} h: is it what it seems?"
        return _hold(alert, at, Awaits.PERSON, reason)
    return notice_of(alert, at=at, attempt=attempt, how=how)


def _hold(alert: Alert, at: datetime, awaits: Awaits, reason: str) -> Hold:
    return Hold(alert_id=alert.id, document_id=alert.document_id, at=at, awaits=awaits, reason=reason)
