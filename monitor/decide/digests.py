"""What a whole text, its links and its passages are known again by: digests that stay as they are. Remembers none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from monitor.extract.identity import is_mark, keys_of
from monitor.extract.links import link_key
from monitor.extract.text import fold
from snapshots.records import Extraction, Segment


def seen_keys(extraction: Extraction) -> set[bytes]:
    """Return the keys of the texts and the links of a page."""
    return keys_of(extraction.segments) | {link_key(link.text, link.url) for link in extraction.links}


def text_digest(segments: tuple[Segment, ...]) -> str:
    """Return the sha256 of the folded texts in order; equal for what a reader would call the same text.

    Of a tick in a table its place is a part, as that is all it says.
    """
    return _digest_of(_ByIdentity(segments))


@dataclass(frozen=True, slots=True, eq=False)
class _ByIdentity:
    """Segments that are only themselves: what takes as long to compare as to work out is known by where it lies."""

    segments: tuple[Segment, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.segments is other.segments

    def __hash__(self) -> int:
        return id(self.segments)


@lru_cache(maxsize=16)
def _digest_of(text: _ByIdentity) -> str:
    lines = (
        f"{fold(s.text)}\t{fold(' '.join(s.context[-2:]))}" if is_mark(s) else fold(s.text)  # row and column
        for s in text.segments
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def links_digest(extraction: Extraction) -> str:
    """Return the sha256 of the links as a set of text and address."""
    lines = sorted({f"{fold(link.text)}\t{link.url}" for link in extraction.links})
    return sha256("\n".join(lines).encode()).hexdigest()
