"""Everything that a publication says, read from the archive once. Renders nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from feeds.edition.document_looks import DocumentLooks, recent_looks
from feeds.edition.file import key_of
from feeds.edition.stories import Retelling, StoryPlace, places_of, stories
from snapshots.archive import Archive
from snapshots.lineages import TextLineage, lineages_of
from snapshots.records import Alert, ChangeLine, Document, Notice, NoticeKind, Observation, Version
from snapshots.visibility import Gap, Visibility, last_sight, visibility_of
from snapshots.witnesses import Witnessed, by_version, witnessed_by

LONGEST_PAUSE = timedelta(days=32)
"""Longer than two looks at a document may lie apart."""

_Found = TypeVar("_Found")

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a feed without entries: a clock would make two builds of one archive differ."""


@dataclass(frozen=True, kw_only=True)  # without slots: what was worked out of it is kept
class Watched:
    """One document with what is on record of it; all tuples oldest first.

    The surveys of one process hold the same object until something moves, and with it what was worked out of it.
    """

    document: Document
    observations: tuple[Observation, ...]
    gaps: tuple[Gap, ...]
    versions: tuple[Version, ...]
    changes: tuple[ChangeLine, ...]
    next_check_at: datetime | None

    @cached_property
    def key(self) -> str:
        """Return what moves with anything on record of the document.

        Looks and versions are only ever added, so that their number stands for them.
        """
        digests = [line.digest for line in self.changes]
        return key_of(self.document, len(self.observations), len(self.versions), digests, self.next_check_at)

    @cached_property
    def texts_key(self) -> str:
        """Return what moves with the document and its versions."""
        return key_of(self.document, len(self.versions))

    def remembered(self, name: Hashable, work_out: Callable[[], _Found]) -> _Found:
        """Return what is worked out of this document and of all that `name` holds alone."""
        if name not in self._found:
            self._found[name] = work_out()
        return cast("_Found", self._found[name])

    @cached_property
    def _found(self) -> dict[Hashable, object]:
        return {}

    @property
    def last(self) -> Observation | None:
        return self.observations[-1] if self.observations else None

    @property
    def as_of(self) -> datetime:
        """Return the time of the last look: all that a page on this document alone knows of the present."""
        return self.last.captured_at if self.last else EPOCH

    @property
    def next_due(self) -> datetime | None:
        """Return when the next look is due, None where none can be: see `Survey.next_due`."""
        due = self.next_check_at
        return due if due and self.as_of < due <= self.as_of + LONGEST_PAUSE else None

    @property
    def lineages(self) -> tuple[TextLineage, ...]:
        """Return the texts that are served at the address in turn."""
        return lineages_of(self.versions, self.observations)

    @property
    def open_gap(self) -> Gap | None:
        return self.gaps[-1] if self.gaps and not self.gaps[-1].ended_by else None

    @property
    def visibility(self) -> Visibility:
        return visibility_of(self.last.outcome) if self.last else Visibility.NONE

    @property
    def seen_at(self) -> datetime | None:
        """Return when the page was last seen in full."""
        if self.open_gap:
            return self.open_gap.last_seen_at
        return last_sight(self.observations)


@dataclass(frozen=True, kw_only=True)  # without slots: what all documents are gone through for is kept
class Survey:
    """An archive as it is to be published: what was not told is not in it.

    A change whose alert is held is left out with its alert until the alert is told.
    """

    watched: tuple[Watched, ...]  # by id
    changes: tuple[ChangeLine, ...]  # by (decided_at, number)
    alerts: Mapping[int, Alert]  # by the number of their change
    by_alert_id: Mapping[str, Alert]
    sequels: Mapping[str, Alert]  # by the id of the alert whose half page they complete
    alert_digests: Mapping[int, str]  # of `alerts` and all that was told about them, for keys
    notices: tuple[Notice, ...]  # the whole journal, in sequence
    witnessed: Mapping[tuple[str, int], tuple[Witnessed, ...]]  # what archives keep, by document and version
    witnesses: Mapping[str, tuple[Witnessed, ...]]  # the same by the id of the alert that told the version
    told: Mapping[str, tuple[Notice, ...]]  # the same by the id of the alert that they are about
    stories: Mapping[str, Retelling]  # by the id of an alert: what another told before, of another document
    places: Mapping[str, tuple[StoryPlace, ...]]  # by the id of an alert: further documents in which its change came
    heads: Mapping[int, str]  # chain hashes of the attempts that led to a telling: the head of the log at that time
    attempts: int
    chain_head: str

    @cached_property
    def as_of(self) -> datetime:
        """Return the time of the last attempt: the only "now" that a build knows."""
        return max((w.last.captured_at for w in self.watched if w.last), default=EPOCH)

    @cached_property
    def watched_key(self) -> str:
        """Return what moves with anything on record of any document, for the keys of what tells of all of them."""
        return key_of([watched.key for watched in self.watched])

    @cached_property
    def next_due(self) -> datetime | None:
        """Return when the next look is due, None where none is planned.

        A time that has passed already is of a document that nobody watches any more; one further away than looks can
        lie apart was set by a clock that was wrong.
        """
        until = self.as_of + LONGEST_PAUSE
        due = (w.next_check_at for w in self.watched if w.next_check_at and self.as_of < w.next_check_at <= until)
        return min(due, default=None)

    @cached_property
    def in_gaps(self) -> tuple[Watched, ...]:
        """Return the documents that are not seen, or not in full."""
        return tuple(watched for watched in self.watched if watched.open_gap)

    @cached_property
    def seen_in_full(self) -> int:
        """Return how many documents were seen in full at the last look."""
        return sum(watched.visibility is Visibility.FULL for watched in self.watched)

    @cached_property
    def alerting(self) -> tuple[ChangeLine, ...]:
        return tuple(change for change in self.changes if change.number in self.alerts)

    def find(self, document_id: str) -> Watched | None:
        """Return a document with what is on record of it, None where there is none of this id."""
        return self._by_id.get(document_id)

    def of(self, document_id: str) -> Watched:
        """Return a document of this survey with what is on record of it."""
        return self._by_id[document_id]

    @cached_property
    def _by_id(self) -> Mapping[str, Watched]:
        return {watched.document.id: watched for watched in self.watched}

    @cached_property
    def leading(self) -> tuple[ChangeLine, ...]:
        """Return the alerting changes that are told for the first time, a story once, or by what is their own."""
        return tuple(change for change in self.alerting if not self.is_only_place(self.alerts[change.number]))

    def is_only_place(self, alert: Alert) -> bool:
        """Whether an alert is a further place of a story and no news by itself."""
        again = self.retelling_of(alert)
        return again is not None and not again.is_by_itself

    def retelling_of(self, alert: Alert) -> Retelling | None:
        """Return what an alert is of a story that stands, None where it is of none, or is all that is left of it."""
        again = self.stories.get(alert.id)
        told = self.told.get(again.first, ()) if again else ()
        return None if any(notice.kind is NoticeKind.WITHDRAWAL for notice in told) else again

    def first_of(self, alert: Alert) -> Alert | None:
        """Return the alert that told the same of another document before, None where there is none."""
        again = self.stories.get(alert.id)
        return self.by_alert_id.get(again.first) if again else None

    def notices_of(self, alert: Alert) -> tuple[Notice, ...]:
        """Return what the public was told about an alert, first that of the alert itself."""
        return self.told.get(alert.id, ())


def take_survey(archive: Archive) -> Survey:
    """Read an archive for publication."""
    memory = _memories.setdefault(archive, _SurveyMemory())
    notices = tuple(archive.notices())
    told: dict[str, tuple[Notice, ...]] = {}
    for notice in notices:
        if notice.alert_id:
            told[notice.alert_id] = (*told.get(notice.alert_id, ()), notice)
    judged = archive.alerts()
    alerts = [alert for alert in judged if alert.id in told]
    held = {alert.change for alert in judged if alert.id not in told}
    changes = tuple(line for line in archive.change_lines() if line.number not in held)
    by_document: dict[str, list[ChangeLine]] = {}
    for change in changes:
        by_document.setdefault(change.document_id, []).append(change)
    told_again = stories(notices, {alert.id: alert for alert in alerts})
    documents = archive.documents()
    newest = archive.newest_attempt()
    attempts = newest.sequence if newest else 0
    kept = witnessed_by(archive.witnesses.steps())
    to_version = {change.number: (change.document_id, change.to_version) for change in changes}
    by_text = by_version(kept)
    witnesses = {alert.id: by_text[text] for alert in alerts if (text := to_version[alert.change]) in by_text}
    return Survey(
        watched=memory.watched_as_before(recent_looks(archive, documents), by_document),
        changes=changes,
        alerts={alert.change: alert for alert in alerts},
        by_alert_id={alert.id: alert for alert in alerts},
        sequels={alert.follows: alert for alert in alerts if alert.follows},
        alert_digests={
            alert.change: memory.digest_of(alert, told[alert.id], witnesses.get(alert.id, ())) for alert in alerts
        },
        notices=notices,
        witnessed=by_text,
        witnesses=witnesses,
        told=told,
        stories=told_again,
        places=places_of(told_again, {alert.id: alert for alert in alerts}, documents),
        heads={n: memory.head_at(archive, n) for n in sorted({t.attempt for t in notices}) if 0 < n <= attempts},
        attempts=attempts,
        chain_head=archive.chain_head(),
    )


class _SurveyMemory:
    """What the last survey of an archive found, of which nearly all is in the next one."""

    def __init__(self) -> None:
        self._watched: Mapping[str, Watched] = {}
        self._digests: dict[str, tuple[tuple[object, ...], str]] = {}
        self._heads: dict[int, str] = {}

    def watched_as_before(
        self, looks: Iterable[DocumentLooks], changes: Mapping[str, Sequence[ChangeLine]]
    ) -> tuple[Watched, ...]:
        """Return all documents, those that did not move since the last survey as they were."""
        before = self._watched
        found = [
            _as_before(before.get(seen.document.id), seen, tuple(changes.get(seen.document.id, ()))) for seen in looks
        ]
        self._watched = {watched.document.id: watched for watched in found}
        return tuple(found)

    def digest_of(self, alert: Alert, told: tuple[Notice, ...], witnesses: tuple[Witnessed, ...]) -> str:
        """Return the digest of an alert, of what was told about it, and of what witnesses have."""
        parts = (alert, told, witnesses)
        known = self._digests.get(alert.id)
        if known is None or known[0] != parts:
            known = parts, key_of(alert, told, *witnesses)
            self._digests[alert.id] = known
        return known[1]

    def head_at(self, archive: Archive, attempt: int) -> str:
        """Return the chain hash of a row of the log, which never changes."""
        if attempt not in self._heads:
            self._heads[attempt] = archive.attempt(attempt).hash
        return self._heads[attempt]


_memories: WeakKeyDictionary[Archive, _SurveyMemory] = WeakKeyDictionary()


def _as_before(before: Watched | None, seen: DocumentLooks, changes: tuple[ChangeLine, ...]) -> Watched:
    now = (seen.document, seen.observations, seen.gaps, seen.versions, changes, seen.next_check_at)
    if before and now == (
        before.document,
        before.observations,
        before.gaps,
        before.versions,
        before.changes,
        before.next_check_at,
    ):
        return before
    return Watched(
        document=seen.document,
        observations=seen.observations,
        gaps=seen.gaps,
        versions=seen.versions,
        changes=changes,
        next_check_at=seen.next_check_at,
    )
