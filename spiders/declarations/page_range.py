"""The words for a part of a page between two of its elements: "from after h2 to before .end". Reads no page."""

from __future__ import annotations

import re

from snapshots.frozen_class import frozen

_RANGE = re.compile(r"from (before|after) (\S.*?) to (before|after) (\S.*)")


@frozen
class PageRange:
    """Where a part begins and ends; both are selectors, of which the first element counts."""

    start: str
    stop: str
    with_start: bool  # the element at the start belongs to it
    with_stop: bool

    def __str__(self) -> str:
        sides = ("before" if self.with_start else "after", "after" if self.with_stop else "before")
        return f"from {sides[0]} {self.start} to {sides[1]} {self.stop}"


def parse_range(selector: str) -> PageRange | None:
    """Return the range that a selector is, None for a plain one."""
    found = _RANGE.fullmatch(selector)
    if not found:
        return None
    return PageRange(start=found[2], stop=found[4], with_start=found[1] == "before", with_stop=found[3] == "after")
