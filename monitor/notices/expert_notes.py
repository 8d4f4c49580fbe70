"""What experts say of an alert under their names, and take back: each a row of the journal. Publishes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from feeds.clean import clean, clean_line
from feeds.published_alerts import standing_notes
from monitor.errors import NoteRefused
from monitor.notices.corrections import LONGEST_NOTE
from snapshots.archive import Archive
from snapshots.records import Alert, Notice, NoticeKind

LONGEST_NAME = 100
"""Characters of a name with what whoever bears it is: "Ada Muster, Data Rights Clinic"."""

_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def sign_note(
    archive: Archive, alert: Alert, note: str, *, signed_by: str, at: datetime, quote: str = "", language: str = ""
) -> Notice:
    """Put a note beside an alert that was told; it changes nothing of the alert.

    `quote` are words of the alert's evidence that the note is about, "" for all of it; `language` is BCP 47. Raises
    `NoteRefused`.
    """
    if language and not _LANGUAGE.fullmatch(language):
        raise NoteRefused(f'{language!r} is no language tag like "en" or "pt-BR"')
    return _tell(
        archive,
        alert,
        NoticeKind.EXPERT_NOTE,
        note,
        signed_by=signed_by,
        at=at,
        quote=_quoted(alert, quote),
        language=language,
    )


def take_note_back(
    archive: Archive, alert: Alert, sequence: int, reason: str, *, signed_by: str, at: datetime
) -> Notice:
    """Say that a note, by its number in the journal, stands no more, and why; raises `NoteRefused`."""
    found = [note for note in standing_notes(_about(archive, alert)) if note.sequence == sequence]
    if not found:
        raise NoteRefused(f"no note {sequence} stands beside {alert.id}; `policywatch notes` lists those that do")
    return _tell(archive, alert, NoticeKind.NOTE_TAKEN_BACK, reason, signed_by=signed_by, at=at, takes_back=found[0].id)


def _tell(
    archive: Archive,
    alert: Alert,
    kind: NoticeKind,
    note: str,
    *,
    signed_by: str,
    at: datetime,
    quote: str = "",
    language: str = "",
    takes_back: str = "",
) -> Notice:
    said, name, about = clean(note).strip(), clean_line(signed_by), _about(archive, alert)
    if not said:
        raise NoteRefused("the note is empty; say in words for everybody what it is to say")
    if len(said) > LONGEST_NOTE:
        raise NoteRefused(f"the note has {len(said)} characters; say it in {LONGEST_NOTE} at most")
    if not name or len(name) > LONGEST_NAME:
        raise NoteRefused(f"a note is signed by a name of {LONGEST_NAME} characters at most: --by 'Ada Muster, lawyer'")
    if not about:
        raise NoteRefused(f"{alert.id} was not told yet; `policywatch held` lists what waits")
    (told,) = archive.tell(
        Notice(
            sequence=0,
            id=f"{alert.id}/{kind.value.replace(' ', '-')}/{len(about)}",
            kind=kind,
            document_id=alert.document_id,
            at=at,
            alert_id=alert.id,
            note=said,
            signed_by=name,
            quote=quote,
            language=language,
            takes_back=takes_back,
        )
    )
    return told


def _about(archive: Archive, alert: Alert) -> Sequence[Notice]:
    return [notice for notice in archive.notices(alert.document_id) if notice.alert_id == alert.id]


def _quoted(alert: Alert, quote: str) -> str:
    """Return the quoted words as the evidence has them, whatever white space they were given with."""
    words = clean(quote).split()
    if not words:
        return ""
    wanted = re.compile(r"\s+".join(map(re.escape, words)))
    for evidence in alert.evidence:
        for text in (evidence.after_text, evidence.before_text):
            if found := wanted.search(text or ""):
                return found[0]
    raise NoteRefused("no passage of the alert has the quoted words; quote from its evidence, before or after")
