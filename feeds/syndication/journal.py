"""The order in which everything was told: one row for each state that an entry of a feed ever had.

Rows are only ever added at the end, so that what an archive document holds stays as it is. Words nothing.

Where a row stands follows from the log of attempts: alerts and notices stand at the attempt that told them,
changes that are no alert at the one that showed them. What a person adds stands where the log was then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from feeds.edition.feed_topics import CORRECTIONS, LOOK_PATHS, LOW_PATHS, STATUS, paths_of_alert, paths_of_document
from feeds.edition.file import key_of
from feeds.edition.stories import StoryPlace
from feeds.edition.survey import Survey
from feeds.published_alerts import corrections_of
from feeds.site import Site
from snapshots.records import IMPORTED, Alert, ChangeLine, Document, Notice, NoticeKind, Release, Version
from snapshots.visibility import Gap, Visibility, visibility_of
from snapshots.witnesses import Witnessed

_MOVED = timedelta(seconds=1)  # the least by which the time of an updated entry moves: readers compare seconds


class RevisionKind(StrEnum):
    """What a row puts into feeds."""

    ALERT = "alert"
    REVISION = "revision"  # the entry of an alert once more, with what was said of it since
    NOTE = "note"  # a correction or a withdrawal as an entry of its own
    LOW = "low"  # a change that is no alert
    SIGHT = "sight"  # the page can no longer be seen, or is seen again: a telling
    GAP = "gap"  # an attempt did not show the page
    GAP_END = "gap end"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRevision:
    """One state of one entry; what it says follows from what stands here and before it."""

    place: tuple[int, int, int]
    kind: RevisionKind
    entry_id: str
    document: Document
    at: datetime
    paths: tuple[str, ...]  # of the feeds that it belongs into
    change: ChangeLine | None = None
    copies: tuple[Version, ...] = ()  # the text before the change, and after it
    alert: Alert | None = None
    notice: Notice | None = None
    notes: tuple[Notice, ...] = ()  # said of the alert up to this row, oldest first
    places: tuple[StoryPlace, ...] = ()  # further documents in which the same change came, up to this row
    first: Alert | None = None  # of a further place: the alert that told the change first, of another document
    announced: Alert | None = None  # an earlier alert on the day that this one names
    gap: Gap | None = None
    witnesses: tuple[Witnessed, ...] = ()  # captures of the text after the change by independent archives
    head: str = ""  # of the log when the alert was told
    imported: str = ""  # the channel of an import that the change was found in, "" for looks of our own
    month: str = ""  # "2026-11": of this row or of one before it, whichever is later

    @property
    def digest(self) -> str:
        """Return what tells this row from any other of the same archive; what it points to never changes."""
        return key_of(
            self.kind.value, self.entry_id, self.place, self.document, self.change.digest if self.change else "",
            [note.id for note in self.notes], self.announced.id if self.announced else "",
            *([self.paths, [place.change for place in self.places]] if self.first or self.places else ()),
            *self.witnesses,
        )  # fmt: skip


def entry_revisions(survey: Survey, site: Site) -> list[EntryRevision]:
    """Return every row in the order told."""
    notices, imported = survey.notices, _imported(survey)
    documents = {watched.document.id: watched.document for watched in survey.watched}
    lines = {line.number: line for line in survey.changes}
    versions = {watched.document.id: watched.versions for watched in survey.watched}
    rows = [
        *_notice_rows(survey, documents, lines, versions),
        *_low(survey, site),
        *_gaps(survey, {t.attempt for t in notices if t.kind in (NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN)}, site),
    ]
    found = (
        replace(row, imported=imported.get(row.copies[-1].attempt, "")) if row.copies else row
        for row in sorted(rows, key=lambda row: row.place)
    )
    return list(_with_months(list(_apart(found))))


def _imported(survey: Survey) -> dict[int, str]:
    """Return the channel of each look that was brought in from elsewhere."""
    return {
        seen.attempt: seen.channel
        for watched in survey.watched
        for seen in watched.observations
        if seen.channel in IMPORTED
    }


def _notice_rows(
    survey: Survey,
    documents: Mapping[str, Document],
    lines: Mapping[int, ChangeLine],
    versions: Mapping[str, Sequence[Version]],
) -> Iterator[EntryRevision]:
    states: dict[str, EntryRevision] = {}  # of each alert's entry
    named: dict[tuple[str, str], Alert] = {}  # the first alert of a document that names a day
    attempt = 0
    for notice in survey.notices:
        attempt = max(attempt, notice.attempt)
        place = (attempt, 1, notice.sequence)
        document = documents[notice.document_id]
        alert = survey.by_alert_id.get(notice.alert_id)
        if alert is None:
            yield EntryRevision(
                place=place, kind=RevisionKind.SIGHT, entry_id=notice.id, document=document, at=notice.at,
                paths=(STATUS, *paths_of_document(document)), notice=notice,
            )  # fmt: skip
        elif notice.kind is NoticeKind.ALERT:
            told = EntryRevision(
                place=place, kind=RevisionKind.ALERT, entry_id=alert.id, document=document, at=notice.at,
                paths=paths_of_alert(alert, document), change=lines[alert.change],
                copies=_copies(lines[alert.change], versions[document.id]), alert=alert, notice=notice,
                head=survey.heads.get(notice.attempt, ""),
                announced=named.get((alert.document_id, alert.effective_date)),
                witnesses=survey.witnesses.get(alert.id, ()),
            )  # fmt: skip
            if alert.effective_date:
                named.setdefault((alert.document_id, alert.effective_date), alert)
            story = states.get(survey.stories.get(alert.id, ""))
            states[alert.id] = _further(told, story) if story else told
            yield states[alert.id]
            if story:
                states[story.entry_id] = _with_place(story, told)
                yield states[story.entry_id]
        elif alert.id in states:
            state = states[alert.id]
            later = replace(
                state, kind=RevisionKind.REVISION, place=place, notes=(*state.notes, notice),
                at=max(notice.at, state.at + _MOVED),
            )  # fmt: skip
            states[alert.id] = later
            yield later
            if corrections_of([notice]):
                yield _note_row(later)


def _further(told: EntryRevision, story: EntryRevision) -> EntryRevision:
    """Return the entry of a change that another document had before: only in feeds that did not tell of that."""
    own = tuple(path for path in told.paths if path not in story.paths)
    return replace(told, first=story.alert, paths=own)


def _with_place(story: EntryRevision, told: EntryRevision) -> EntryRevision:
    """Return the entry of a story once more, with the place in which the change came now."""
    assert told.alert and told.notice  # noqa: S101 it is the row of an alert
    attempt, _, sequence = told.place
    further = StoryPlace(
        document_id=told.document.id,
        title=told.document.title,
        change=told.alert.change,
        captured_at=told.alert.captured_at,
    )
    return replace(
        story,
        kind=RevisionKind.REVISION,
        place=(attempt, 2, sequence),
        at=max(told.notice.at, story.at + _MOVED),
        places=(*story.places, further),
    )


def _note_row(later: EntryRevision) -> EntryRevision:
    """Return the newest note of an alert as an entry of its own."""
    note, (attempt, _, sequence) = later.notes[-1], later.place
    return replace(
        later, place=(attempt, 2, sequence), kind=RevisionKind.NOTE, entry_id=note.id, at=note.at,
        paths=(*later.paths, CORRECTIONS),
    )  # fmt: skip


def _low(survey: Survey, site: Site) -> Iterator[EntryRevision]:
    for watched in survey.watched:
        attempts = {version.number: version.attempt for version in watched.versions}
        for line in watched.changes:
            if line.number not in survey.alerts or _was_low(survey, survey.alerts[line.number]):
                yield EntryRevision(
                    place=(attempts[line.to_version], 0, line.number), kind=RevisionKind.LOW,
                    entry_id=site.change_id(line.number), document=watched.document, at=line.decided_at,
                    paths=LOOK_PATHS if line.worth_a_look else LOW_PATHS, change=line,
                    copies=_copies(line, watched.versions),
                )  # fmt: skip


def _was_low(survey: Survey, alert: Alert) -> bool:
    """Whether a change was told as no alert at first: that row stays, and the alert gets one of its own."""
    return survey.notices_of(alert)[0].how is Release.REJUDGED


def _copies(line: ChangeLine, versions: Sequence[Version]) -> tuple[Version, ...]:
    return tuple(versions[number - 1] for number in (line.from_version, line.to_version))


def _gaps(survey: Survey, told: set[int], site: Site) -> Iterator[EntryRevision]:
    """Yield the begin and the end of each gap that is news, but for those at an attempt that a telling is of."""
    for watched in survey.watched:
        document = watched.document
        for gap in watched.gaps:
            if not gap.told_by:
                continue
            begun = EntryRevision(
                place=(gap.told_by.attempt, 3, 0), kind=RevisionKind.GAP, document=document,
                entry_id=site.status_id(gap.run[0].attempt, "in-part" if gap.is_partial else "not-seen"),
                at=gap.told_by.captured_at, paths=(STATUS,), gap=gap,
            )  # fmt: skip
            if gap.told_by.attempt not in told:
                yield begun
            end = gap.ended_by
            if end and visibility_of(end.outcome) is Visibility.FULL and end.attempt not in told:
                yield replace(
                    begun, place=(end.attempt, 3, 1), kind=RevisionKind.GAP_END, at=end.captured_at,
                    entry_id=site.status_id(gap.run[0].attempt, "back"),
                )  # fmt: skip


def _apart(rows: Iterable[EntryRevision]) -> Iterator[EntryRevision]:
    """Yield rows in their order, each at a second of its own: readers that sort by time show them in that order too.

    A row waits for those before it alone, so that one which was published stays at its time.
    """
    taken: set[datetime] = set()
    for row in rows:
        at = row.at
        while at.replace(microsecond=0) in taken:
            at += _MOVED
        taken.add(at.replace(microsecond=0))
        yield row if at == row.at else replace(row, at=at)


def _with_months(rows: Sequence[EntryRevision]) -> Iterator[EntryRevision]:
    month = ""
    for row in rows:
        month = max(month, f"{row.at:%Y-%m}")
        yield replace(row, month=month)


def by_channel(rows: Sequence[EntryRevision]) -> dict[str, list[EntryRevision]]:
    """Return the rows of each feed, in order."""
    found: dict[str, list[EntryRevision]] = {}
    for row in rows:
        for path in row.paths:
            found.setdefault(path, []).append(row)
    return found
