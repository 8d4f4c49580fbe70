"""Correcting and withdrawing what was told: a row is added to the journal, and none is changed. Publishes nothing."""

from __future__ import annotations

from datetime import datetime

from feeds.clean import clean
from monitor.errors import CorrectionRefused
from snapshots.archive import Archive
from snapshots.records import Alert, Telling, TellingKind

LONGEST_NOTE = 2_000
"""Characters of what a person says was wrong; more belongs on a page that the note names."""


def correct(archive: Archive, alert: Alert, note: str, *, at: datetime) -> Telling:
    """Tell that an alert was wrong in something, and stands otherwise; raises `CorrectionRefused`."""
    return _tell(archive, alert, TellingKind.CORRECTION, note, at)


def withdraw(archive: Archive, alert: Alert, note: str, *, at: datetime) -> Telling:
    """Tell that an alert should not have been told; raises `CorrectionRefused`."""
    return _tell(archive, alert, TellingKind.WITHDRAWAL, note, at)


def _tell(archive: Archive, alert: Alert, kind: TellingKind, note: str, at: datetime) -> Telling:
    said = clean(note).strip()
    about = [telling for telling in archive.tellings(alert.document_id) if telling.alert_id == alert.id]
    if not said:
        raise CorrectionRefused("the note is empty; say what was wrong: --note 'The sentence is from another page.'")
    if len(said) > LONGEST_NOTE:
        raise CorrectionRefused(f"the note has {len(said)} characters; say it in {LONGEST_NOTE} at most")
    if not about:
        raise CorrectionRefused(f"{alert.id} was not told yet; `policywatch held` lists what waits")
    if any(telling.kind is TellingKind.WITHDRAWAL for telling in about):
        raise CorrectionRefused(f"{alert.id} is withdrawn already; nothing of it stands to be corrected or withdrawn")
    (told,) = archive.tell(
        Telling(
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
