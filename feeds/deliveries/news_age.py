"""Whether something told is news to who listens since a time. Pure but for one look into the archive."""

from __future__ import annotations

from datetime import datetime, timedelta

from snapshots.archive import Archive
from snapshots.errors import ArchiveError
from snapshots.records import Notice, Release

OLD_AFTER = timedelta(days=7)
"""How long after a change was decided upon what is told of it by judging it again is still sent to anybody."""


def is_news_since(archive: Archive, notice: Notice, since: datetime) -> bool:
    """Return whether something was told since a time.

    What comes of captures that were imported is as old as they are. What comes of a look at the page itself was told
    when it was made, whatever the clock said then: one that was behind must keep no alert from people. What newer rules
    make of a change of long ago is published, and nobody is woken for it.
    """
    if notice.how is Release.REJUDGED and _is_old(archive, notice):
        return False
    return notice.at >= since or _was_looked_at(archive, notice)


def _was_looked_at(archive: Archive, notice: Notice) -> bool:
    try:
        return bool(notice.attempt) and not archive.attempt(notice.attempt).exchange.source
    except ArchiveError:
        return False


def _is_old(archive: Archive, notice: Notice) -> bool:
    return notice.at - archive.alert(notice.alert_id).decided_at > OLD_AFTER
