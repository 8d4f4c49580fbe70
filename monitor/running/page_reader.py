"""How the pages of documents are read: by what each declaration says, and kept ones anew where that has changed.

Decides nothing. What is remembered between two calls is what the same bytes would be read as again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.decide.candidate import ADOPTED_AFTER
from monitor.decide.freshness import TELL_UNSEEN_AFTER
from monitor.diff import merge
from monitor.extract import extractor_name
from monitor.extract.extraction import Page, page_of, read_page
from monitor.extract.facts import PageFacts
from monitor.extract.page_identity import page_identity
from snapshots.archive import Archive
from snapshots.chain import body_digest
from snapshots.frozen_class import frozen
from snapshots.records import BROWSER, Attempt, Capture, Extraction
from spiders.declarations.declaration import PastSelectors

_MOST_READINGS = 32  # that are remembered: of each page by its bytes, and by what it is without tokens


@frozen
class Reading:
    """How a document's pages are read: the selectors and filters of its declaration, and the links it watches."""

    select: str = "body"
    remove: tuple[str, ...] = ()
    past: tuple[PastSelectors, ...] = ()  # what counted before, by time
    filters: tuple[str, ...] = ()
    watch_links: tuple[str, ...] = ()
    tell_unseen_after: timedelta = TELL_UNSEEN_AFTER
    adopt_variant_after: timedelta = ADOPTED_AFTER

    def at(self, time: datetime) -> tuple[str, tuple[str, ...]]:
        """Return what of a capture of a time counts: `select` and `remove`."""
        then = next((past for past in self.past if time <= past.until), None)
        return (then.select, then.remove) if then else (self.select, self.remove)


class PageReader:
    """Reads the pages of an archive's documents, each as its declaration says."""

    def __init__(self, archive: Archive, readings: Mapping[str, Reading]) -> None:
        """Read as `readings` say, a document that has none by what holds for all."""
        self._archive = archive
        self._readings = readings
        self._pages: OrderedDict[Hashable, tuple[Extraction, PageFacts]] = OrderedDict()  # the one read last at the end

    def reading(self, document_id: str) -> Reading:
        """Return how a document's pages are read."""
        return self._readings.get(document_id, Reading())

    def extractor(self, document_id: str) -> str:
        """Return the name of how a document is read at present; another name may read the same page otherwise."""
        reading = self.reading(document_id)
        name = extractor_name(reading.select, reading.remove, reading.filters)
        before = (f"{past.until.isoformat()} {past.select} {' '.join(past.remove)}" for past in reading.past)
        return "|".join([name, *before])

    def reads_alike(self, document_id: str, one: datetime, other: datetime) -> bool:
        """Return whether captures of two times are read by the same selectors."""
        reading = self.reading(document_id)
        return reading.at(one) == reading.at(other)

    def read(self, seen: Attempt | Capture) -> tuple[Extraction, PageFacts]:
        """Return the text of a page, and what else the page says of itself.

        The same bytes are read once, and so are those that differ in tokens alone: the links of such a page have the
        tokens of the one that was read.
        """
        document_id = seen.exchange.document_id
        reading = self.reading(document_id)
        select, remove = reading.at(seen.exchange.captured_at)
        is_rendered = seen.exchange.channel == BROWSER
        digest = body_digest(seen) if isinstance(seen, Capture) else seen.body_sha256
        how = (seen.exchange.final_url, seen.media_type, seen.charset, select, remove, reading.filters, is_rendered)
        known = self._pages.pop((digest, how), None)
        if known is None:
            body = seen.body if isinstance(seen, Capture) else self._archive.body(digest)
            page = page_of(body, media_type=seen.media_type, charset=seen.charset, is_rendered=is_rendered)
            known = self._read(
                page, how, url=seen.exchange.final_url, select=select, remove=remove, filters=reading.filters
            )
        self._remember((digest, how), known)
        extraction, facts = known
        return replace(extraction, extractor=self.extractor(document_id)), facts

    def _read(
        self, page: Page, how: Hashable, *, url: str, select: str, remove: tuple[str, ...], filters: tuple[str, ...]
    ) -> tuple[Extraction, PageFacts]:
        identity = page_identity(page.markup, url=url, selectors=" ".join((select, *remove)))
        alike = (identity, page.shown, page.is_cut, how)
        known = self._pages.pop(alike, None) or read_page(page, url=url, select=select, remove=remove, filters=filters)
        self._remember(alike, known)
        extraction, facts = known
        return extraction, replace(facts, markup_length=page.length)

    def _remember(self, key: Hashable, known: tuple[Extraction, PageFacts]) -> None:
        self._pages[key] = known
        if len(self._pages) > _MOST_READINGS:
            self._pages.popitem(last=False)

    def text_of(self, document_id: str, number: int) -> tuple[Extraction, bool]:
        """Return a version's effective text as it is read at present, and whether it was kept as read otherwise."""
        kept = self._archive.extraction(document_id, number)
        if kept.extractor == self.extractor(document_id):
            return kept, False
        return self._read_again(document_id, number), True

    def _read_again(self, document_id: str, number: int) -> Extraction:
        """Return a version's effective text from the snapshots that it rests on."""
        versions = self._archive.versions(document_id)[:number]
        versions = [version for version in versions if version.lineage == versions[-1].lineage]
        start = max(index for index, version in enumerate(versions) if not version.partial or index == 0)
        effective: Extraction | None = None
        for version in versions[start:]:
            attempt = self._archive.attempt(version.attempt)
            shown, _ = self.read(attempt)
            segments = merge(effective.segments, shown.segments) if effective else shown.segments
            effective = replace(shown, segments=segments)
        assert effective is not None  # noqa: S101 a version has at least itself
        return effective
