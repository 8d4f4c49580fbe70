"""Correcting and withdrawing what was told: a row is added to the journal, and none is changed. Publishes nothing."""

from __future__ import annotations

from datetime import datetime

from feeds.clean import clean
from monitor.errors import CorrectionRefused
from snapshots.archive import Archive
from snapshots.records import Alert, Notice, NoticeKind

LONGEST_NOTE = 2_000
"""Characters of what a person says was wrong; more belongs on a page that the note names."""


def take_back(archive: Archive, alert: Alert, kind: NoticeKind, note: str, *, at: datetime) -> Notice:
    """Tell that an alert was wrong in something and stands otherwise, or that it should not have been told.

    The `kind` says which: CORRECTION or WITHDRAWAL. Raises `CorrectionRefused`.
    """
    said = clean(note).strip()
    about = [notice for notice in archive.notices(alert.document_id) if notice.alert_id == alert.id]
    if not said:
        raise CorrectionRefused("the note is empty; say what was wrong: --note 'The sentence is from another page.'")
    if len(said) > LONGEST_NOTE:
        raise CorrectionRefused(f"the note has {len(said)} characters; say it in {LONGEST_NOTE} at most")
    if not about:
        raise CorrectionRefused(f"{alert.id} was not told yet; `policywatch held` lists what waits")
    if any(notice.kind is NoticeKind.WITHDRAWAL for notice in about):
        raise CorrectionRefused(f"{alert.id} is withdrawn already; nothing of it stands to be corrected or withdrawn")
    (told,) = archive.tell(
        Notice(
            sequence=0,
            id=f"{alert.id}/{kind.value}/{len(about)}",
            kind=kind,
            document_id=alert.document_id,
            at=at,
            alert_id=alert.id,
            note=said,
        )
    )
    return told
