"""What experts say of an alert under their names, and take back: each a row of the journal. Publishes nothing."""

from __future__ import annotations

import re
from datetime import datetime

from feeds.clean import clean, clean_line
from feeds.published_alerts import standing_notes
from monitor.errors import NoteRefused
from monitor.notices.said_of_alerts import notices_of, say_of
from snapshots.archive import Archive
from snapshots.records import Alert, Notice, NoticeKind

LONGEST_NAME = 100
"""Characters of a name with what whoever bears it is: "Ada Muster, Data Rights Clinic"."""

_EMPTY = "say in words for everybody what it is to say"
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
    said = Notice(
        sequence=0,
        id="",
        kind=NoticeKind.EXPERT_NOTE,
        document_id=alert.document_id,
        at=at,
        note=note,
        signed_by=_name(signed_by),
        quote=_quoted(alert, quote),
        language=language,
    )
    return say_of(archive, alert, said, refused=NoteRefused, empty=_EMPTY)


def take_note_back(
    archive: Archive, alert: Alert, sequence: int, reason: str, *, signed_by: str, at: datetime
) -> Notice:
    """Say that a note, by its number in the journal, stands no more, and why; raises `NoteRefused`."""
    found = [note for note in standing_notes(notices_of(archive, alert)) if note.sequence == sequence]
    if not found:
        raise NoteRefused(f"no note {sequence} stands beside {alert.id}; `policywatch notes` lists those that do")
    said = Notice(
        sequence=0,
        id="",
        kind=NoticeKind.NOTE_TAKEN_BACK,
        document_id=alert.document_id,
        at=at,
        note=reason,
        signed_by=_name(signed_by),
        takes_back=found[0].id,
    )
    return say_of(archive, alert, said, refused=NoteRefused, empty=_EMPTY)


def _name(signed_by: str) -> str:
    name = clean_line(signed_by)
    if not name or len(name) > LONGEST_NAME:
        raise NoteRefused(f"a note is signed by a name of {LONGEST_NAME} characters at most: --by 'Ada Muster, lawyer'")
    return name


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
