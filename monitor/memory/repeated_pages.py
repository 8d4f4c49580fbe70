"""Whether a page that was seen before can only be what it was then, so that it need not be read. Reads none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.memory.document_memory import DocumentMemory
from monitor.memory.recollection import Recollection


def repeated(memory: DocumentMemory, name: str) -> Recollection | None:
    """Return the lineage that a page of this name shows again, None where the page has to be read.

    Names are those of `PageReader.names`. Only of the one text of an address, with nothing of it waited for, is the
    same page the same text whatever the time is.
    """
    if len(memory.lineages) != 1:
        return None
    known = memory.lineage(1)
    is_waited_for = known.missing_since or known.absent or known.taken_back or known.replacement or known.rival_of
    return known if known.version and name in known.pages and not is_waited_for else None


def with_pages(memory: Recollection, names: Sequence[str], *, text_sha256: str, links_sha256: str) -> Recollection:
    """Return the memory with the names of the page that was judged last, of whose text and links those are the digests.

    A page that is remembered as its version otherwise than by showing that very text and those very links has to be
    read again: what it is follows from more than itself.
    """
    is_version = (text_sha256, links_sha256) == (memory.text_sha256, memory.links_sha256)
    is_numbered = memory.states.get(text_sha256) == memory.version
    return replace(memory, pages=tuple(names) if is_version and is_numbered else ())
