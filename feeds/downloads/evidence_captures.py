"""Which captures an alert rests on, and where in its evidence they lie. Packs nothing."""

from __future__ import annotations

from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Attempt, Change, NoticeKind, Outcome, Version

_PAGES = {"text/plain": "page.txt", "text/markdown": "page.md.txt", "text/x-markdown": "page.md.txt"}


@frozen
class EvidenceCapture:
    """One capture that an alert rests on, and the folder of the zip in which it lies."""

    folder: str  # before | first | after
    attempt: Attempt
    version: Version  # whose text it showed

    @property
    def page(self) -> str:
        """Return the file of the body, under a name that no program runs or renders."""
        return f"{self.folder}/{_PAGES.get(self.attempt.media_type, 'page.html.txt')}"


def captures_of(archive: Archive, change: Change) -> list[EvidenceCapture]:
    """Return the capture that showed the text before, that which showed it after, and the first without what went."""
    before, after = (archive.version(change.document_id, n) for n in (change.from_version, change.to_version))
    seen = [s for s in archive.observations(change.document_id) if s.attempt < after.attempt]
    # The last capture that still showed the text before: the change lies between these two and nowhere else.
    standing = [s.attempt for s in seen if s.version == before.number and s.outcome is Outcome.CAPTURED]
    kept = [a for a in map(archive.attempt, reversed(standing)) if a.body_sha256]
    found = [
        EvidenceCapture(folder="before", attempt=kept[0] if kept else archive.attempt(before.attempt), version=before)
    ]
    begun = [s.attempt for s in seen if s.captured_at == change.captured_at and s.attempt > before.attempt]
    if begun and archive.attempt(begun[0]).body_sha256:
        found.append(EvidenceCapture(folder="first", attempt=archive.attempt(begun[0]), version=after))
    return [*found, EvidenceCapture(folder="after", attempt=archive.attempt(after.attempt), version=after)]


def notice_attempts(archive: Archive, alert: Alert) -> list[int]:
    """Return the attempt that led to the telling of an alert, none for one that is held or that a person released."""
    return [
        notice.attempt
        for notice in archive.notices(alert.document_id)
        if notice.alert_id == alert.id and notice.kind is NoticeKind.ALERT and notice.attempt
    ]
