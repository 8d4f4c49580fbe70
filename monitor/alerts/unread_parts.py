"""What of a page can't be read any more, or can't be compared: told, because silence would pass for no change."""

from __future__ import annotations

from monitor.alerts.headline_sentences import Subject
from monitor.alerts.plain_findings import finding_of
from monitor.alerts.situation import Situation
from monitor.reading.reader import Reader
from snapshots.records import Direction, Finding, Hunk, HunkKind, SegmentKind


def find_unread(situation: Situation, subject: Subject, reader: Reader) -> list[Finding]:
    """Return a finding on the notes that a page is read with and wasn't before, and on a change nobody worked out."""
    known = {segment.text for segment in situation.before.segments if segment.kind is SegmentKind.NOTE}
    notes = [s for s in situation.now.segments if s.kind is SegmentKind.NOTE and s.text not in known]
    hunks = [Hunk(kind=HunkKind.ADDED, after=note.text, segment_kind=SegmentKind.NOTE) for note in notes]
    if situation.is_computed and not hunks:
        return []
    why = "part of the page is not read" if hunks else "too many passages changed to be compared"
    return [finding_of("unread", Direction.NEUTRAL, hunks, ("other",), subject, reader.pack, why=why, is_weighed=False)]
