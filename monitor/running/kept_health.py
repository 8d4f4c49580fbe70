"""How well the newest version of each document is read: worked out once for a text, and remembered. Judges nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from monitor.claims.health_counts import Health
from monitor.research.result_cache import ResultCache
from snapshots.archive import Archive
from snapshots.records import Document, Version

if TYPE_CHECKING:
    from monitor.rules.pack import Pack


class KeptHealth:
    """Says of documents how well they are read, from what was worked out under the same rules before, where it can."""

    def __init__(self, archive: Archive, read_pack: Callable[[], Pack], kept: ResultCache, program: str) -> None:
        """Keep in `kept` what is worked out by a `program`, its rules included; another one reads the texts anew.

        The rules themselves are read where a text has to be.
        """
        self._archive = archive
        self._read_pack = read_pack
        self._kept = kept
        self._program = program

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
        found = self._read(document, newest)
        self._kept.put(name, key, asdict(found))
        return found

    def _read(self, document: Document, newest: Version) -> Health:
        from monitor.claims.health import health_of
        from monitor.reading.reader import Reader
        from monitor.reading.spoken_language import resolve_language

        pack = self._read_pack()
        extraction = self._archive.extraction(document.id, newest.number)
        language = resolve_language(extraction, pack, declared=document.language)
        return health_of(extraction, Reader(pack, language))
