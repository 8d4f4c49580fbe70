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
from functools import cached_property, partial

from feeds.edition.feed_topics import CORRECTIONS, LOOK_PATHS, LOW_PATHS, STATUS, paths_of_alert, paths_of_document
from feeds.edition.file import key_of
from feeds.edition.stories import OwnFinding, Retelling, StoryPlace, own_part, place_of
from feeds.edition.survey import Survey, Watched
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


@dataclass(frozen=True, kw_only=True)  # without slots: its digest is kept, which each feed that it stands in asks for
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
    own: tuple[OwnFinding, ...] = ()  # where only this is told, as all else was told of another document: what it is
    announced: Alert | None = None  # an earlier alert on the day that this one names
    gap: Gap | None = None
    witnesses: tuple[Witnessed, ...] = ()  # captures of the text after the change by independent archives
    head: str = ""  # of the log when the alert was told
    imported: str = ""  # the channel of an import that the change was found in, "" for looks of our own
    month: str = ""  # "2026-11": of this row or of one before it, whichever is later

    @cached_property
    def digest(self) -> str:
        """Return what tells this row from any other of the same archive; what it points to never changes."""
        return key_of(
            self.kind.value, self.entry_id, self.place, self.document, self.change.digest if self.change else "",
            [note.id for note in self.notes], self.announced.id if self.announced else "",
            *([self.paths, [place.change for place in self.places]] if self.first or self.places else ()),
            *(["own"] if self.own else ()),
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
    found: dict[int, str] = {}
    for watched in survey.watched:
        found.update(watched.remembered("imported", partial(_imported_of, watched)))
    return found


def _imported_of(watched: Watched) -> dict[int, str]:
    return {seen.attempt: seen.channel for seen in watched.observations if seen.channel in IMPORTED}


def _notice_rows(
    survey: Survey,
    documents: Mapping[str, Document],
    lines: Mapping[int, ChangeLine],
    versions: Mapping[str, Sequence[Version]],
) -> Iterator[EntryRevision]:
    states: dict[str, tuple[EntryRevision, ...]] = {}  # of each alert's entry: it may say less in some feeds
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
            again = survey.stories.get(alert.id)
            story = states.get(again.first, ()) if again else ()
            states[alert.id] = _further(told, story, again) if again and story else (told,)
            yield from states[alert.id]
            if again and story:
                states[again.first] = tuple(_with_place(state, told, again) for state in story)
                yield from states[again.first]
        elif alert.id in states:
            states[alert.id] = tuple(_noted(state, notice, place) for state in states[alert.id])
            yield from states[alert.id]
            if corrections_of([notice]):
                yield _note_row(states[alert.id])
            if notice.kind is NoticeKind.WITHDRAWAL:
                for place_id in [survey.alerts[one.change].id for one in states[alert.id][0].places]:
                    states[place_id] = _standing(states[place_id], notice, place)
                    yield from states[place_id][1:]


def _further(told: EntryRevision, story: Sequence[EntryRevision], again: Retelling) -> tuple[EntryRevision, ...]:
    """Return the entry of a change that another document had before: all of it in feeds that did not tell of that.

    What is its own and no mere update of the story is told alone in those that did.
    """
    assert told.alert  # noqa: S101 it is the row of an alert
    first, known = story[0].alert, {path for state in story for path in state.paths}
    rest = replace(told, first=first, paths=tuple(path for path in told.paths if path not in known))
    if not again.is_by_itself:
        return (rest,)
    paths = paths_of_alert(own_part(told.alert, again.own), told.document)
    return rest, replace(told, first=first, own=again.own, paths=tuple(path for path in paths if path in known))


def _standing(
    states: Sequence[EntryRevision], notice: Notice, place: tuple[int, int, int]
) -> tuple[EntryRevision, ...]:
    """Return the entry of a further place once its story is withdrawn: in every feed it is what is left of that."""
    whole = states[0]
    assert whole.alert  # noqa: S101 it is the row of an alert
    if any(note.kind is NoticeKind.WITHDRAWAL for note in whole.notes):
        return tuple(states)
    at = max(notice.at, *(state.at + _MOVED for state in states))
    paths = tuple(path for path in paths_of_alert(whole.alert, whole.document) if path not in whole.paths)
    return whole, replace(whole, first=None, own=(), paths=paths, place=place, at=at)


def _with_place(story: EntryRevision, told: EntryRevision, again: Retelling) -> EntryRevision:
    """Return the entry of a story once more, with the place in which the change came now."""
    assert told.alert and told.notice  # noqa: S101 it is the row of an alert
    return replace(
        story,
        kind=RevisionKind.REVISION,
        place=told.place,  # and so before what a person says of the story since that look
        at=max(told.notice.at, story.at + _MOVED),
        places=(*story.places, place_of(told.alert, told.document.title, again)),
    )


def _noted(state: EntryRevision, notice: Notice, place: tuple[int, int, int]) -> EntryRevision:
    """Return the entry of an alert once more, with what was said of it now."""
    return replace(
        state,
        kind=RevisionKind.REVISION,
        place=place,
        notes=(*state.notes, notice),
        at=max(notice.at, state.at + _MOVED),
    )


def _note_row(states: Sequence[EntryRevision]) -> EntryRevision:
    """Return the newest note of an alert as an entry of its own, in all feeds that have the alert."""
    whole = states[0]
    note, (attempt, _, sequence) = whole.notes[-1], whole.place
    return replace(
        whole, place=(attempt, 2, sequence), kind=RevisionKind.NOTE, entry_id=note.id, at=note.at,
        paths=(*dict.fromkeys(path for state in states for path in state.paths), CORRECTIONS),
    )  # fmt: skip


def _low(survey: Survey, site: Site) -> Iterator[EntryRevision]:
    for watched in (one for one in survey.watched if one.changes):
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
