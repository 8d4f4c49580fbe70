"""How the rows of one feed are cut into the archive documents of RFC 5005 and the current feed. Renders nothing.

A document holds the rows of a month, fewer where a month has many: the current feed is never short of what
no finished document holds, and stays small. A document is finished once the next one has begun; then nothing in
it moves any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from feeds.edition.feed_topics import NEWEST
from feeds.syndication.journal import EntryRevision

LONGEST = 10
"""Rows of an archive document: the longest entries there are, as many as this, still make a small feed."""

LARGEST = 92_000
"""Bytes that the entries of a current feed may take together; a hundred thousand are promised for the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedArchive:
    """One archive document."""

    name: str  # "2026-11"; "2026-11-2" for the second of that month
    rows: tuple[EntryRevision, ...]  # oldest first


def parts(rows: Sequence[EntryRevision]) -> tuple[FeedArchive, ...]:
    """Return the archive documents of a feed, oldest first; all but the last are finished."""
    cut: list[list[EntryRevision]] = []
    for row in rows:
        if not cut or cut[-1][0].month != row.month or len(cut[-1]) == LONGEST:
            cut.append([])
        cut[-1].append(row)
    numbers = Counter[str]()
    made: list[FeedArchive] = []
    for part in cut:
        month = part[0].month
        numbers[month] += 1
        name = month if numbers[month] == 1 else f"{month}-{numbers[month]}"
        made.append(FeedArchive(name=name, rows=tuple(part)))
    return tuple(made)


def newest(
    rows: Sequence[EntryRevision], unfinished: int, size_of: Callable[[EntryRevision], int]
) -> tuple[EntryRevision, ...]:
    """Return the last state of the entries of a current feed, newest first: by number and bytes, but no fewer
    than the last `unfinished` rows hold.
    """
    found: dict[str, EntryRevision] = {}
    room = LARGEST
    for number, row in enumerate(reversed(rows)):
        if row.entry_id in found:
            continue
        room -= size_of(row)
        if number >= unfinished and (room < 0 or len(found) == NEWEST):
            break
        found[row.entry_id] = row
    return tuple(found.values())
