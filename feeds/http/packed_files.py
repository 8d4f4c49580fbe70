"""Where a published file stands that is kept packed: beside its own place, as `.gz`. Reads and writes nothing."""

from __future__ import annotations

from pathlib import Path

from feeds.http.media_types import is_text, media_type

WORTH_PACKING = 500
"""Bytes; below it an answer fits into a packet or two, and a file into a block of the disk."""

_SUFFIX = ".gz"


def packed_place(place: Path) -> Path:
    """Return where a file stands whose bytes are packed by gzip (RFC 1952)."""
    return place.with_name(place.name + _SUFFIX)


def is_worth_packing(path: str, length: int) -> bool:
    """Return whether the file of a published path is text, and long enough; what a host reads stays as it is."""
    return length >= WORTH_PACKING and not path.startswith((".", "_")) and is_text(media_type(path))
