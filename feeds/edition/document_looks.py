"""What looks at each document came to, read again only of those that were looked at since. Words nothing.

A process that publishes again and again reads so what is new, and not all there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import Document, Observation, Version
from snapshots.visibility import Gap, gaps_in, in_order

_MOST = 100_000  # looks that are remembered of one archive, some fifty megabytes


@frozen
class DocumentLooks:
    """One document with its looks and versions, oldest first."""

    document: Document
    observations: tuple[Observation, ...]
    gaps: tuple[Gap, ...]
    versions: tuple[Version, ...]
    next_check_at: datetime | None


@frozen
class _Reading:
    """What was read of one document at a revision of its memory."""

    revision: int
    recorded: tuple[Observation, ...]  # in the order of the log: a later look may correct the time of one
    looks: DocumentLooks


class _RememberedLooks:
    """What was read of one archive."""

    def __init__(self) -> None:
        self._known: dict[str, _Reading] = {}
        self._looks = 0
        self._lock = Lock()

    def find(self, document_id: str) -> _Reading | None:
        with self._lock:
            return self._known.get(document_id)

    def keep(self, read: _Reading) -> None:
        """Remember what was read, unless that is more than may be."""
        document_id = read.looks.document.id
        with self._lock:
            before = self._known.pop(document_id, None)
            self._looks -= len(before.recorded) if before else 0
            if self._looks + len(read.recorded) <= _MOST:
                self._known[document_id] = read
                self._looks += len(read.recorded)


_memories: WeakKeyDictionary[Archive, _RememberedLooks] = WeakKeyDictionary()


def recent_looks(archive: Archive, documents: Sequence[Document]) -> Iterator[DocumentLooks]:
    """Yield what looks at documents came to, as the archive stands."""
    memory = _memories.setdefault(archive, _RememberedLooks())
    revisions, schedules = archive.revisions(), archive.schedules()
    for document in documents:
        revision, due = revisions.get(document.id, 0), schedules.get(document.id)
        known = memory.find(document.id)
        next_check_at = due.next_check_at if due else None
        now = known if known and known.revision == revision else _read(archive, document, revision, known)
        if (now.looks.document, now.looks.next_check_at) != (document, next_check_at):
            now = replace(now, looks=replace(now.looks, document=document, next_check_at=next_check_at))
        if now is not known:
            memory.keep(now)
        yield now.looks


def _read(archive: Archive, document: Document, revision: int, known: _Reading | None) -> _Reading:
    """Read what was recorded since; what was recorded before never changes."""
    recorded = known.recorded if known else ()
    recorded += tuple(archive.observations(document.id, after=recorded[-1].attempt if recorded else 0))
    observations = in_order(recorded)
    looks = DocumentLooks(
        document=document,
        observations=tuple(observations),
        gaps=gaps_in(observations),
        versions=tuple(archive.versions(document.id)),
        next_check_at=None,
    )
    return _Reading(revision=revision, recorded=recorded, looks=looks)
