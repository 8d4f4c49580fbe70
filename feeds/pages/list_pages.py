"""Lists that grow with documents and changes, cut into pages of bounded length. Renders none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Generic, TypeVar

from snapshots.frozen_class import frozen

LONGEST = 100
"""Rows of one list on one page: nobody reads a page of ten thousand, which each look at any of them made anew."""

_Row = TypeVar("_Row")


@frozen
class ListPage(Generic[_Row]):
    """One page of a list, with the addresses of those beside it, "" where there is none."""

    number: int  # from 1
    last: int
    rows: Sequence[_Row]
    address: str
    before: str
    after: str

    @property
    def is_first(self) -> bool:
        return self.number == 1


def list_pages(rows: Sequence[_Row], address: str, further: str = "") -> list[ListPage[_Row]]:
    """Return a list in pages, one at least: the first at `address`, the second at "2/" behind `further` or that."""
    cut = _cut(rows) or [rows]
    return _linked(cut, [address, *(f"{further or address}{number}/" for number in range(2, len(cut) + 1))])


def lists_in_pages(groups: Sequence[Sequence[_Row]], address: str, further: str) -> list[ListPage[Sequence[_Row]]]:
    """Return several lists in pages: the first holds the beginning of each, the second what comes next of each."""
    pages = [[rows or () for rows in found] for found in zip_longest(*map(_cut, groups))] or [[]]
    return _linked(pages, [address, *(f"{further}{number}/" for number in range(2, len(pages) + 1))])


def newest_in_pages(rows: Sequence[_Row], address: str, further: str) -> list[ListPage[_Row]]:
    """Return a list that only grows, oldest first, in pages: the newest first, then all of it in parts.

    A part that is full stays as it is, at the address of its number behind `further`, the oldest being 1.
    """
    parts = _cut(rows) if len(rows) > LONGEST else []
    numbers = range(len(parts), 0, -1)
    return _linked([rows[-LONGEST:], *reversed(parts)], [address, *(f"{further}{number}/" for number in numbers)])


def _cut(rows: Sequence[_Row]) -> list[Sequence[_Row]]:
    return [rows[start : start + LONGEST] for start in range(0, len(rows), LONGEST)]


def _linked(pages: Sequence[Sequence[_Row]], addresses: Sequence[str]) -> list[ListPage[_Row]]:
    return [
        ListPage(
            number=number,
            last=len(pages),
            rows=rows,
            address=address,
            before=addresses[number - 2] if number > 1 else "",
            after=addresses[number] if number < len(pages) else "",
        )
        for number, (rows, address) in enumerate(zip(pages, addresses, strict=True), start=1)
    ]
