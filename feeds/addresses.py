"""The address of everything that has a page, below the site and without a slash in front. Addresses never change.

A document goes by its id, a change by its number, a version by the beginning of the sha256 of the page as it was
received: who has the file can tell its address. Makes no page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from snapshots.records import Version

SHOWN = 12
"""How much of a hash stands in an address."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
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
