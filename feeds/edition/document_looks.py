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


class _RememberedLooks:
    """What was read of one archive, each document's at a revision of its memory."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, DocumentLooks]] = {}
        self._looks = 0
        self._lock = Lock()

    def find(self, document_id: str, revision: int) -> DocumentLooks | None:
        with self._lock:
            known = self._known.get(document_id)
        return known[1] if known and known[0] == revision else None

    def keep(self, revision: int, read: DocumentLooks) -> None:
        """Remember what was read, unless that is more than may be."""
        document_id = read.document.id
        with self._lock:
            before = self._known.pop(document_id, None)
            self._looks -= len(before[1].observations) if before else 0
            if self._looks + len(read.observations) <= _MOST:
                self._known[document_id] = (revision, read)
                self._looks += len(read.observations)


_memories: WeakKeyDictionary[Archive, _RememberedLooks] = WeakKeyDictionary()


def recent_looks(archive: Archive, documents: Sequence[Document]) -> Iterator[DocumentLooks]:
    """Yield what looks at documents came to, as the archive stands."""
    memory = _memories.setdefault(archive, _RememberedLooks())
    revisions, schedules = archive.revisions(), archive.schedules()
    for document in documents:
        revision, due = revisions.get(document.id, 0), schedules.get(document.id)
        known = memory.find(document.id, revision)
        next_check_at = due.next_check_at if due else None
        now = known or _read(archive, document)
        if (now.document, now.next_check_at) != (document, next_check_at):
            now = replace(now, document=document, next_check_at=next_check_at)
        if now is not known:
            memory.keep(revision, now)
        yield now


def _read(archive: Archive, document: Document) -> DocumentLooks:
    observations = in_order(archive.observations(document.id))
    return DocumentLooks(
        document=document,
        observations=tuple(observations),
        gaps=gaps_in(observations),
        versions=tuple(archive.versions(document.id)),
        next_check_at=None,
    )
