"""The address of everything that has a page, and the permanent names of the paragraphs in it. They never change.

A document goes by its id, a change by its number, a version by the beginning of the sha256 of the page as it was
received: who has the file can tell its address. Addresses stand below the site and without a slash in front.

A paragraph goes by `#p-` and the beginning of a hash of its words: the same words have the same name in every
version, wherever they stand. Makes no page and reads no archive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256

from snapshots.frozen_class import frozen
from snapshots.records import Segment, Version

SHOWN = 12
"""How much of a hash stands in an address."""

_ANCHOR = 10  # and how much in the name of a paragraph


def document_address(document_id: str) -> str:
    """Return the address of a document's page."""
    return f"d/{document_id}/"


def change_address(number: int) -> str:
    """Return the address of the page of a change, alerting or not."""
    return f"changes/{number}/"


def version_address(version: Version) -> str:
    """Return the address of the text that a captured page shows.

    Versions that rest on the same bytes, such as one that was read again by a newer reader, share it.
    """
    return f"d/{version.document_id}/v/{version.body_sha256[:SHOWN]}/"


def comparison_address(document_id: str, before: int, after: int) -> str:
    """Return the address of the comparison of two versions, by their numbers."""
    return f"d/{document_id}/compare/{before}..{after}/"


def day_address(document_id: str, day: date) -> str:
    """Return the address of what stood in a document on a day (UTC)."""
    return f"d/{document_id}/{day.isoformat()}/"


@frozen
class Copy:
    """The bytes of one page as received, and the versions that were read from them, oldest first."""

    address: str
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        return self.versions[-1]


def copies(versions: Sequence[Version]) -> tuple[Copy, ...]:
    """Return the versions of a document by the address of their text, in the order in which they first came."""
    found: dict[str, list[Version]] = {}
    for version in versions:
        found.setdefault(version_address(version), []).append(version)
    return tuple(Copy(address=address, versions=tuple(several)) for address, several in found.items())


@lru_cache(maxsize=1 << 15)  # a dozen files name the paragraphs of one text, and the next version has nearly the same
def anchor_of(text: str) -> str:
    """Return the name of the first paragraph of these words in a text; all space counts as one."""
    return f"p-{sha256(' '.join(text.split()).encode(errors='surrogatepass')).hexdigest()[:_ANCHOR]}"


def anchors(segments: Iterable[Segment]) -> tuple[str, ...]:
    """Return the name of each paragraph of a text: the second of the same words ends in "-2", and so on."""
    seen: Counter[str] = Counter()
    names = []
    for segment in segments:
        name = anchor_of(segment.text)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return tuple(names)
