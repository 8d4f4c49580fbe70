"""How the pages of documents are read: by what each declaration says, and kept ones anew where that has changed.

Decides nothing. What is remembered between two calls is what the same bytes would be read as again; a page has names
by which another process knows it for the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from monitor.extract.extractor import extractor_name
from monitor.memory.freshness import TELL_UNSEEN_AFTER
from monitor.memory.variant import ADOPTED_AFTER
from snapshots.archive import Archive
from snapshots.chain import body_digest
from snapshots.frozen_class import frozen
from snapshots.records import BROWSER, Attempt, Capture, Extraction

if TYPE_CHECKING:
    from monitor.extract.extraction import Page
    from monitor.extract.facts import PageFacts
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


@frozen
class _How:
    """All that decides what the bytes of a page are read as."""

    extractor: str
    url: str
    media_type: str
    charset: str
    select: str
    remove: tuple[str, ...]
    filters: tuple[str, ...]
    is_rendered: bool


class PageReader:
    """Reads the pages of an archive's documents, each as its declaration says."""

    def __init__(self, archive: Archive, readings: Mapping[str, Reading]) -> None:
        """Read as `readings` say, a document that has none by what holds for all."""
        self._archive = archive
        self._readings = readings
        # By name, the one read last at the end.
        self._pages: OrderedDict[str, tuple[Extraction, PageFacts]] = OrderedDict()
        self._parsed: tuple[str, Page, str] | None = None  # the page parsed last, between its names

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

    def names(self, seen: Attempt | Capture) -> Iterator[str]:
        """Yield the two names of a page: of its bytes, and of what it is without tokens, for which it is parsed.

        Pages that share a name are read as the same text with the same links, whichever process reads them.
        """
        how = self._how(seen)
        name = _name_of_bytes(seen, how)
        yield name
        yield self._parse(seen, name, how)[1]

    def read(self, seen: Attempt | Capture) -> tuple[Extraction, PageFacts]:
        """Return the text of a page, and what else the page says of itself.

        The same bytes are read once, and so are those that differ in tokens alone: the links of such a page have the
        tokens of the one that was read.
        """
        how = self._how(seen)
        name = _name_of_bytes(seen, how)
        known = self._pages.pop(name, None)
        if known is None:
            from monitor.extract.extraction import read_page

            page, alike = self._parse(seen, name, how)
            known = self._pages.pop(alike, None) or read_page(
                page, url=how.url, select=how.select, remove=how.remove, filters=how.filters
            )
            self._remember(alike, known)
            known = known[0], replace(known[1], markup_length=page.length)
        self._remember(name, known)
        return replace(known[0], extractor=how.extractor), known[1]

    def _how(self, seen: Attempt | Capture) -> _How:
        document_id = seen.exchange.document_id
        reading = self.reading(document_id)
        select, remove = reading.at(seen.exchange.captured_at)
        return _How(
            extractor=self.extractor(document_id),
            url=seen.exchange.final_url,
            media_type=seen.media_type,
            charset=seen.charset,
            select=select,
            remove=remove,
            filters=reading.filters,
            is_rendered=seen.exchange.channel == BROWSER,
        )

    def _parse(self, seen: Attempt | Capture, name: str, how: _How) -> tuple[Page, str]:
        """Return a page with its name without tokens; the one asked for last is kept."""
        if self._parsed is None or self._parsed[0] != name:
            from monitor.extract.extraction import page_of
            from monitor.extract.page_identity import page_identity

            body = seen.body if isinstance(seen, Capture) else self._archive.body(seen.body_sha256)
            page = page_of(body, media_type=how.media_type, charset=how.charset, is_rendered=how.is_rendered)
            identity = page_identity(page.markup, url=how.url, selectors=" ".join((how.select, *how.remove)))
            self._parsed = name, page, _named(how, identity.hex(), page.shown, page.is_cut)
        return self._parsed[1:]

    def _remember(self, name: str, known: tuple[Extraction, PageFacts]) -> None:
        self._pages[name] = known
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
        from monitor.diff import merge

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


def _name_of_bytes(seen: Attempt | Capture, how: _How) -> str:
    return _named(how, body_digest(seen) if isinstance(seen, Capture) else seen.body_sha256)


def _named(how: _How, *parts: object) -> str:
    return sha256(repr((how, *parts)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
