"""Whether something told is news to who listens since a time. Pure but for one look into the archive."""

from __future__ import annotations

from datetime import datetime

from snapshots.archive import Archive
from snapshots.errors import ArchiveError
from snapshots.records import Notice


def is_news_since(archive: Archive, notice: Notice, since: datetime) -> bool:
    """Return whether something was told since a time.

    What comes of captures that were imported is as old as they are. What comes of a look at the page itself was told
    when it was made, whatever the clock said then: one that was behind must keep no alert from people.
    """
    return notice.at >= since or _was_looked_at(archive, notice)


def _was_looked_at(archive: Archive, notice: Notice) -> bool:
    try:
        return bool(notice.attempt) and not archive.attempt(notice.attempt).exchange.source
    except ArchiveError:
        return False
