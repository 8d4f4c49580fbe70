"""What is known of each document between two captures: its memory, and the texts that the next may be compared with.

Whatever another process recorded meanwhile is read again. Decides nothing, and writes nothing into the archive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from typing import TYPE_CHECKING

from monitor.memory.document_memory import DocumentMemory, load_document
from monitor.memory.recollection import Recollection
from monitor.memory.variant import Variant
from monitor.running.page_reader import PageReader
from snapshots.archive import Archive
from snapshots.frozen_class import frozen

if TYPE_CHECKING:
    from monitor.decide.marks import Text
    from monitor.rules.signs import Signs


@frozen
class DocumentState:
    """A document's memory as last read or written, and the texts of its versions that were asked for."""

    revision: int
    memory: DocumentMemory
    written: DocumentMemory  # of which the archive has all that was learned
    texts: dict[int, Text] = field(default_factory=dict)  # under the present extractor
    read_again: set[int] = field(default_factory=set)  # those of them that were kept as another extractor read them


class DocumentStates:
    """The states of an archive's documents."""

    def __init__(self, archive: Archive, reader: PageReader, read_signs: Callable[[], Signs]) -> None:
        """Take the texts of versions as `reader` reads them; signs are read where one has to be told from others."""
        self._archive = archive
        self._reader = reader
        self._read_signs = read_signs
        self._states: dict[str, DocumentState] = {}

    def of(self, document_id: str) -> DocumentState:
        """Return a document's state under the present extractor."""
        state = self._states.get(document_id)
        if state is None or state.revision != self._archive.progress(document_id).revision:
            stored = self._archive.memory(document_id)
            memory = load_document(stored.content, stored.learned)
            # Earlier programs wrote what was learned with the rest: as learned, nothing of it is written yet.
            written = memory if stored.learned else DocumentMemory()
            state = DocumentState(revision=stored.revision, memory=memory, written=written)
        extractor = self._reader.extractor(document_id)
        if all(lineage.extractor in ("", extractor) for lineage in state.memory.lineages):
            return state
        from monitor.decide import upgrade  # as the following: only where a page is to be read

        state = replace(state, texts={}, read_again=set())
        anew = tuple(
            upgrade(lineage, self.text(document_id, state, lineage.version, lineage).extraction)
            if lineage.version
            else lineage
            for lineage in state.memory.lineages
        )
        return replace(state, memory=replace(state.memory, lineages=anew))

    def text(self, document_id: str, state: DocumentState, number: int, lineage: Recollection) -> Text:
        """Return the effective text of a version of a lineage under the present extractor."""
        if number not in state.texts:
            from monitor.decide.marks import Text
            from monitor.decide.variants import variant_of
            from monitor.extract.facts import PageFacts

            extraction, is_read_again = self._reader.text_of(document_id, number)
            if is_read_again:
                state.read_again.add(number)
            known = lineage.served if number == lineage.version else Variant()
            signs = self._read_signs()
            variant = known if known != Variant() else variant_of(extraction, PageFacts(), signs)
            state.texts[number] = Text(extraction=extraction, variant=variant, signs=signs)
        return state.texts[number]

    def keep(self, document_id: str, state: DocumentState, memory: DocumentMemory) -> None:
        """Keep what followed from a state, once it is written, with the texts that may be asked for next."""
        self._states[document_id] = DocumentState(
            revision=state.revision + 1,
            memory=memory,
            written=memory,
            texts={number: text for number, text in state.texts.items() if number in memory.late},
            read_again=state.read_again & memory.late,
        )
