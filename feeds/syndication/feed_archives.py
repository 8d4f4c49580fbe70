"""How the rows of one feed are cut into the archive documents of RFC 5005 and the current feed. Renders nothing.

A document holds the rows of a month, fewer where a month has many: the current feed is never short of what
no finished document holds, and stays small. A document is finished once the next one has begun; then nothing in
it moves any more. Documents follow the order in which all was told, the current feed the times: what an import tells
of years ago stands in documents, few at a time, and leaves the current feed to what is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from heapq import nlargest

from feeds.edition.feed_topics import NEWEST
from feeds.syndication.journal import EntryRevision
from snapshots.frozen_class import frozen

LONGEST = 10
"""Rows of an archive document: the longest entries there are, as many as this, still make a small feed."""

LATE = 3
"""Of them, those of an earlier month than was told of before them: an import brings so many old entries at most into
a current feed."""

LARGEST = 92_000
"""Bytes that the entries of a current feed may take together; a hundred thousand are promised for the whole."""


@frozen
class FeedArchive:
    """One archive document."""

    name: str  # "2026-11"; "2026-11-2" for the second of that month
    rows: tuple[EntryRevision, ...]  # oldest first


def parts(rows: Sequence[EntryRevision]) -> tuple[FeedArchive, ...]:
    """Return the archive documents of a feed, oldest first; all but the last are finished."""
    cut: list[list[EntryRevision]] = []
    for row in rows:
        if not cut or cut[-1][0].month != row.month or len(cut[-1]) == LONGEST or _late_in([*cut[-1], row]) > LATE:
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


def candidates(rows: Sequence[EntryRevision], unfinished: int) -> tuple[EntryRevision, ...]:
    """Return the last state of all entries that a current feed may hold: those of the last `unfinished` rows, which
    it must, then the newest by their times.
    """
    last = {row.entry_id: row for row in rows}
    owed = dict.fromkeys(row.entry_id for row in rows[len(rows) - unfinished :])
    others = (row for row in last.values() if row.entry_id not in owed)
    return (*map(last.__getitem__, owed), *nlargest(NEWEST, others, key=lambda row: (row.at, row.place)))


def newest(
    rows: Sequence[EntryRevision], unfinished: int, size_of: Callable[[EntryRevision], int]
) -> tuple[EntryRevision, ...]:
    """Return the entries of a current feed: the newest by number and bytes, and all of the last `unfinished` rows."""
    owed = len({row.entry_id for row in rows[len(rows) - unfinished :]})
    found: list[EntryRevision] = []
    room = LARGEST
    for number, row in enumerate(candidates(rows, unfinished)):
        room -= size_of(row)
        if number >= owed and (room < 0 or len(found) == NEWEST):
            break
        found.append(row)
    return tuple(found)


def _late_in(rows: Sequence[EntryRevision]) -> int:
    return sum(f"{row.at:%Y-%m}" < row.month for row in rows)
