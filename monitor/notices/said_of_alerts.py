"""What a person says of an alert that was told: a row is added to the journal, and none is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from feeds.clean import clean
from monitor.errors import CorrectionRefused, NoteRefused
from snapshots.archive import Archive
from snapshots.records import Alert, Notice

LONGEST_NOTE = 2_000
"""Characters of what a person says; more belongs on a page that the note names."""


def notices_of(archive: Archive, alert: Alert) -> Sequence[Notice]:
    """Return the rows of the journal that are about an alert, oldest first; none where it was not told yet."""
    return [notice for notice in archive.notices(alert.document_id) if notice.alert_id == alert.id]


def say_of(
    archive: Archive, alert: Alert, said: Notice, *, refused: type[CorrectionRefused | NoteRefused], empty: str
) -> Notice:
    """Add what a person says of an alert to the journal, which gives it its number and its id.

    Raises `refused` for a note that is empty, with what is to be said then, or too long, and for an alert that was not
    told yet.
    """
    note, about = clean(said.note).strip(), notices_of(archive, alert)
    if not note:
        raise refused(f"the note is empty; {empty}")
    if len(note) > LONGEST_NOTE:
        raise refused(f"the note has {len(note)} characters; say it in {LONGEST_NOTE} at most")
    if not about:
        raise refused(f"{alert.id} was not told yet; `policywatch held` lists what waits")
    name = f"{alert.id}/{said.kind.value.replace(' ', '-')}/{len(about)}"
    (told,) = archive.tell(replace(said, id=name, document_id=alert.document_id, alert_id=alert.id, note=note))
    return told
