"""When an alert is told: at once, after a second look that agrees, or by a person. Pure; records nothing.

Between the judging of an alert and its telling stands a hold. A capture decides both, so that a replay
tells what was told then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from monitor.extract.text import key
from snapshots.records import (
    Alert,
    Awaits,
    Evidence,
    Extraction,
    Hold,
    Release,
    Severity,
    Telling,
    TellingKind,
)

CROWD_WITHIN = timedelta(hours=6)
"""How close alerts of different documents must lie to count as one mass event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """How careful telling is."""

    looks: int = 3  # without an answer, after which an alert of high or critical is told unconfirmed; 0: no second look
    crowd: int = 0  # more documents than this alerting within `CROWD_WITHIN` wait for a person; 0: never


class SecondLook(Enum):
    """What another attempt says of an alert that waits for it."""

    AGREES = auto()
    DISAGREES = auto()
    NO_ANSWER = auto()


def second_look(alert: Alert, shown: Extraction | None, *, is_whole: bool) -> SecondLook:
    """Say whether a capture shows what an alert tells; `shown` is None where the page was not seen.

    Of half a page only what came is asked for: that something is gone can't be seen on it.
    """
    if shown is None:
        return SecondLook.NO_ANSWER
    there = {key(segment.text) for segment in shown.segments} | {key(link.url) for link in shown.links}
    quotes = [quote for quote in alert.evidence if is_whole or quote.after_text]
    if not quotes:
        return SecondLook.NO_ANSWER if not is_whole else SecondLook.AGREES
    standing = sum(_stands(quote, there) for quote in quotes)
    # A further edit may have taken one quote; most of them must still be as they were told.
    return SecondLook.AGREES if 2 * standing > len(quotes) else SecondLook.DISAGREES


def _stands(quote: Evidence, there: set[bytes]) -> bool:
    if quote.after_text:
        return key(quote.after_text) in there
    return not quote.before_text or key(quote.before_text) not in there


def first_step(
    alert: Alert, *, at: datetime, attempt: int, caution: Caution, crowd: int, is_read_anew: bool
) -> Telling | Hold:
    """Tell an alert that was judged just now, or say what it waits for.

    `crowd` is the number of documents alerting around the same time, this one among them; `is_read_anew`
    tells that the reading of the page was changed with this capture.
    """
    if is_read_anew:
        reason = "the declaration or the reading of pages changed with this capture: is it the page that changed?"
        return _hold(alert, at, Awaits.PERSON, reason)
    if caution.looks and alert.severity.rank >= Severity.HIGH.rank:
        return _hold(alert, at, Awaits.SECOND_LOOK, f"{alert.severity}, seen once so far")
    return _told_or_crowded(alert, at, attempt, Release.STRAIGHT, caution, crowd)


def next_step(
    alert: Alert, look: SecondLook, *, at: datetime, attempt: int, looks: int, caution: Caution, crowd: int
) -> Telling | Hold | None:
    """Tell an alert that waits for a second look, hold it for a person, or None to go on waiting.

    `looks` counts those since it was judged, this one among them.
    """
    if look is SecondLook.AGREES:
        return _told_or_crowded(alert, at, attempt, Release.CONFIRMED, caution, crowd)
    if look is SecondLook.DISAGREES or looks >= caution.looks:
        return _told_or_crowded(alert, at, attempt, Release.UNCONFIRMED, caution, crowd)
    return None


def telling_of(alert: Alert, *, at: datetime, attempt: int = 0, how: Release = Release.STRAIGHT) -> Telling:
    """Return the row of the journal that tells an alert."""
    return Telling(
        sequence=0,
        id=alert.id,
        kind=TellingKind.ALERT,
        document_id=alert.document_id,
        at=at,
        alert_id=alert.id,
        how=how,
        attempt=attempt,
    )


def _told_or_crowded(
    alert: Alert, at: datetime, attempt: int, how: Release, caution: Caution, crowd: int
) -> Telling | Hold:
    if caution.crowd and crowd > caution.crowd:
        reason = f"{crowd} documents alert within {CROWD_WITHIN.total_seconds() / 3600:.0f} h: is it what it seems?"
        return _hold(alert, at, Awaits.PERSON, reason)
    return telling_of(alert, at=at, attempt=attempt, how=how)


def _hold(alert: Alert, at: datetime, awaits: Awaits, reason: str) -> Hold:
    return Hold(alert_id=alert.id, document_id=alert.document_id, at=at, awaits=awaits, reason=reason)
