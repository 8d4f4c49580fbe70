"""What a witness's capture of a page says, held against the version that it was asked to keep. Keeps nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from monitor.extract.identity import identities, introduced
from monitor.running.page_reader import PageReader
from snapshots.frozen_class import frozen
from snapshots.records import Capture, CaptureFailure, Extraction, SegmentKind
from snapshots.witnesses import Agreement, Witnessed
from spiders.channels.fetch import ShowsDocument
from spiders.declarations.declaration import Declaration
from spiders.http.timemaps import ArchivedCapture, raw
from spiders.memento.memento_channel import fetch_mementos


@frozen
class WitnessReading:
    """What a look at a witness's capture came to."""

    agreement: Agreement
    detail: str = ""
    is_final: bool = True  # False where the archive may answer otherwise soon


FetchMemento = Callable[[Declaration, ArchivedCapture], Capture | CaptureFailure]


class WitnessReader:
    """Reads what witnesses kept, each document with its own selectors."""

    def __init__(
        self, reader: PageReader, shows: ShowsDocument, declarations: Sequence[Declaration], fetch: FetchMemento
    ) -> None:
        """`shows` says whether a capture shows its document, or a wall or another page in its place."""
        self._reader = reader
        self._shows = shows
        self._declarations = {declaration.document.id: declaration for declaration in declarations}
        self._fetch = fetch

    def read(self, witnessed: Witnessed) -> WitnessReading:
        """Fetch a witness's capture, and compare its text with the version's."""
        declaration = self._declarations.get(witnessed.document_id)
        if declaration is None:
            return WitnessReading(agreement=Agreement.UNREADABLE, detail="the document is not declared any more")
        memento = ArchivedCapture(url=raw(witnessed.url), at=witnessed.saved_at)
        seen = self._fetch(replace(declaration, archives=(memento.url,)), memento)
        if isinstance(seen, CaptureFailure):
            # Without a source it is the archive that failed: it may not have the new capture at hand yet.
            detail = f"{seen.outcome.value}: {seen.detail}"
            return WitnessReading(agreement=Agreement.UNREADABLE, detail=detail, is_final=bool(seen.exchange.source))
        if not self._shows(seen):
            return WitnessReading(agreement=Agreement.UNREADABLE, detail="it shows something in place of the document")
        shown, _ = self._reader.read(seen)
        ours, _ = self._reader.text_of(witnessed.document_id, witnessed.version)
        return compare_texts(ours, shown)


def compare_texts(ours: Extraction, theirs: Extraction) -> WitnessReading:
    """Return whether two texts say the same in the same places, however they are spelt and ordered."""
    one, other = _said(ours), _said(theirs)
    lacking, further = (one - other).total(), (other - one).total()
    if not lacking and not further:
        return WitnessReading(agreement=Agreement.AGREES)
    return WitnessReading(
        agreement=Agreement.DIFFERS, detail=f"{lacking} passages are not in it, {further} stand in it alone"
    )


def memento_fetcher(contact: str) -> FetchMemento:
    """Return what fetches a capture from the archive that has it."""
    return lambda declaration, memento: fetch_mementos(declaration, [memento], contact=contact)[0]


def _said(extraction: Extraction) -> Counter[tuple[bytes, bytes]]:
    """Return how often each passage stands where; notes on how the page was read are none of its words."""
    own = [segment for segment in extraction.segments if segment.kind is not SegmentKind.NOTE]
    return Counter(identities(introduced(own, index)) for index in range(len(own)))
