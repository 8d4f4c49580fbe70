"""Correcting and withdrawing what was told: a row is added to the journal, and none is changed. Publishes nothing."""

from __future__ import annotations

from datetime import datetime

from monitor.errors import CorrectionRefused
from monitor.notices.said_of_alerts import notices_of, say_of
from snapshots.archive import Archive
from snapshots.records import Alert, Notice, NoticeKind


def take_back(archive: Archive, alert: Alert, kind: NoticeKind, note: str, *, at: datetime) -> Notice:
    """Tell that an alert was wrong in something and stands otherwise, or that it should not have been told.

    The `kind` says which: CORRECTION or WITHDRAWAL. Raises `CorrectionRefused`.
    """
    if any(notice.kind is NoticeKind.WITHDRAWAL for notice in notices_of(archive, alert)):
        raise CorrectionRefused(f"{alert.id} is withdrawn already; nothing of it stands to be corrected or withdrawn")
    said = Notice(sequence=0, id="", kind=kind, document_id=alert.document_id, at=at, note=note)
    hint = "say what was wrong: --note 'The sentence is from another page.'"
    return say_of(archive, alert, said, refused=CorrectionRefused, empty=hint)
