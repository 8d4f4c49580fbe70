"""What became of an alert after it was told, in words; all of it is public. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from feeds.clean import clean
from feeds.language.translation import WordTable
from feeds.published_alerts import corrections_of
from snapshots.frozen_class import frozen
from snapshots.records import Notice, NoticeKind, Release

_TOLD = WordTable(
    {
        Release.STRAIGHT: "Told",
        Release.CONFIRMED: "Told, after a second capture showed it too",
        Release.UNCONFIRMED: "Told unconfirmed: no second capture had shown it",
        Release.BY_PERSON: "Told, after a person had looked at it",
        Release.REJUDGED: "Told, when it was judged again under newer rules",
    }
)
_SAID = WordTable({NoticeKind.CORRECTION: "Corrected", NoticeKind.WITHDRAWAL: "Withdrawn"})


@frozen
class Happening:
    """One line of an alert's history."""

    at: datetime
    what: str
    note: str = ""  # a person's words
    id: str = ""  # of the telling: the id of its feed entry


def history_of(told: Notice, notes: Sequence[Notice]) -> tuple[Happening, ...]:
    """Return the history of an alert, oldest first: how it was told, and what was wrong with it."""
    return (
        Happening(at=told.at, what=_TOLD[told.how], id=told.id),
        *(
            Happening(at=note.at, what=_SAID[note.kind], note=clean(note.note).strip(), id=note.id)
            for note in corrections_of(notes)
        ),
    )


def state_of(notes: Sequence[Notice]) -> str:
    """Return "Withdrawn" or "Corrected", "" where nothing was wrong; a withdrawal outweighs a correction."""
    kinds = {note.kind for note in notes}
    if NoticeKind.WITHDRAWAL in kinds:
        return _SAID[NoticeKind.WITHDRAWAL]
    return _SAID[NoticeKind.CORRECTION] if NoticeKind.CORRECTION in kinds else ""
