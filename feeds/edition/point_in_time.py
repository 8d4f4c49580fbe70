"""What somebody means who names a day or a time: one meaning for pages, API and commands. Reads nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}")


def as_it_stood_on(text: str) -> datetime:
    """Return the last moment that a day or a time (ISO 8601) covers: of a day its end, as the pages of days show it.

    Without a zone it is UTC. Raises `ValueError` for what is neither.
    """
    moment = datetime.fromisoformat(text.strip())
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment + timedelta(days=1, microseconds=-1) if _DAY.fullmatch(text.strip()) else moment
