"""How well the newest version of each document is read: worked out once for a text, and remembered. Judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from monitor.claims.health import Health, health_of
from monitor.reading.reader import Reader
from monitor.reading.spoken_language import resolve_language
from monitor.research.result_cache import ResultCache
from monitor.rules.pack import Pack
from snapshots.archive import Archive
from snapshots.records import Document, Version


class KeptHealth:
    """Says of documents how well they are read, from what was worked out under the same rules before, where it can."""

    def __init__(self, archive: Archive, pack: Pack, kept: ResultCache, fingerprint: str) -> None:
        """Keep in `kept` what is worked out by the program of a `fingerprint`; another one reads the texts anew."""
        self._archive = archive
        self._pack = pack
        self._kept = kept
        self._program = f"{fingerprint} {pack.name}"

    def of(self, document: Document, versions: Sequence[Version]) -> Health | None:
        """Return how well the newest of a document's versions is read, None where it has none."""
        if not versions:
            return None
        newest = versions[-1]
        name = f"health {document.id}"
        key = f"{self._program} {document.language} {newest.number} {newest.body_sha256} {newest.extractor}"
        stored = self._kept.get(name, key)
        if isinstance(stored, dict) and stored.keys() == Health.__annotations__.keys():
            return Health(**stored)
        extraction = self._archive.extraction(document.id, newest.number)
        language = resolve_language(extraction, self._pack, declared=document.language)
        found = health_of(extraction, Reader(self._pack, language))
        self._kept.put(name, key, asdict(found))
        return found
