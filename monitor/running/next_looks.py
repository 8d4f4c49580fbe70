"""When a document is to be looked at next, and when that is too late or no time at all. Looks at none."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from snapshots.records import Schedule
from snapshots.visibility import CLOCK_SLACK
from spiders.declarations.declaration import Declaration

log = logging.getLogger(__name__)

OVERDUE_AFTER = timedelta(hours=1)
"""How late a look may be: many that fall due together are made one after another."""


def is_due(declaration: Declaration, schedule: Schedule | None, now: datetime) -> bool:
    """Return whether a document is to be looked at: never looked at, or its time has come or is none that can be."""
    if schedule is None or schedule.next_check_at <= now:
        return True
    if not is_too_far(schedule.next_check_at, declaration.every, now):
        return False
    told = "%s was to be looked at next on %s: the clock must have been wrong, or is; it is looked at now"
    log.warning(told, declaration.document.id, schedule.next_check_at.strftime("%Y-%m-%d %H:%M"))
    return True


def is_too_far(next_check_at: datetime, every: timedelta, now: datetime) -> bool:
    """Return whether a next look is set for a time that only a wrong clock can have set it for."""
    return next_check_at > now + every + CLOCK_SLACK
