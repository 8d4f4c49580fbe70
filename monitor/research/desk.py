"""Answers a researcher's questions about an archive, and remembers what it worked out for the next one.

Every answer can be worked out again from the archive; nothing here is evidence. The archive may grow meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import RLock

from feeds.errors import BadQuestion
from feeds.research.records import Blame, PhraseHistory
from monitor.research.blame import Past, blame
from monitor.research.lineage import Lineage, grow
from monitor.research.phrases import LONGEST, MOST_TEXTS, in_document, together
from monitor.rules import Pack
from snapshots.archive import Archive
from snapshots.errors import ArchiveError
from snapshots.records import Change, Hunk, Sighting, Version, VersionKind


class Desk:
    """One archive's answers under one pack of rules; safe to be asked from several threads."""

    def __init__(self, archive: Archive, pack: Pack) -> None:
        self._archive = archive
        self._pack = pack
        self._lock = RLock()
        self._lineages: dict[str, Lineage] = {}

    def blame(self, document_id: str, number: int) -> Blame:
        """Return since when each segment of a version stands; raises `ArchiveError` where there is no such version."""
        past = self.past(document_id)
        return blame(past, number, self._archive.extraction(document_id, number))

    def phrase(self, phrase: str, document_id: str | None = None, *, is_exact: bool = False) -> PhraseHistory:
        """Return a phrase over all versions, of one document or of all; raises `BadQuestion`.

        With `is_exact` the letters, marks and case have to be the same, otherwise the words.
        """
        wanted = " ".join(phrase.split())
        if not wanted or len(wanted) > LONGEST or "\0" in wanted:
            raise BadQuestion(f"expected a phrase of 1 to {LONGEST} characters without NUL, found {len(wanted)}")
        found = self._archive.texts_with(wanted, document_id, limit=MOST_TEXTS)
        held: dict[str, set[str]] = {}
        for of_document, text in found:
            if not is_exact or wanted in text:
                held.setdefault(of_document, set()).add(text)
        ids = [d.id for d in self._archive.documents() if document_id in (None, d.id)]
        pasts = [self.past(name) for name in ids if self._archive.versions(name)]
        answers = [in_document(past, held.get(past.document.id, ())) for past in pasts]
        return together(wanted, answers, is_exact=is_exact, is_cut=len(found) >= MOST_TEXTS)

    def past(self, document_id: str) -> Past:
        """Return what is known of a document; raises `ArchiveError` where it was never seen."""
        versions = self._archive.versions(document_id)
        if not versions:
            raise ArchiveError(f"{document_id} was never seen; `policywatch status` says why")
        sightings = self._archive.sightings(document_id)
        return Past(
            document=self._archive.document(document_id),
            versions=versions,
            sightings=sightings,
            lineage=self._lineage(document_id, versions, sightings),
        )

    def _lineage(self, document_id: str, versions: Sequence[Version], sightings: Sequence[Sighting]) -> Lineage:
        with self._lock:
            lineage = self._lineages.setdefault(document_id, Lineage())
            if lineage.newest < len(versions):
                changes = {change.to_version: change for change in self._archive.changes(document_id)}
                grow(
                    lineage,
                    parents(versions, changes, sightings),
                    lambda number: self._archive.extraction(document_id, number),
                    lambda number: _hunks(changes.get(number)),
                )
            return lineage


def parents(versions: Sequence[Version], changes: dict[int, Change], sightings: Sequence[Sighting]) -> list[int]:
    """Return for each version the one it was compared with, 0 for none."""
    found = []
    for version in versions:
        change = changes.get(version.number)
        if version.kind is VersionKind.FIRST:
            found.append(0)
        elif change:
            found.append(change.from_version)
        else:  # read again by a newer reader: what was shown last
            earlier = [s.version for s in sightings if s.version and s.attempt < version.attempt]
            found.append(earlier[-1] if earlier else version.number - 1)
    return found


def _hunks(change: Change | None) -> Sequence[Hunk] | None:
    return change.hunks if change and change.computed else None
