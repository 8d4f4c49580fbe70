"""Pairs of whole pages in words of our own, with labels: one change, or a harmless one, among much that stays.

`texts` has the pages as plain text, `pairs.jsonl` what is edited in each, the layout before and after, and the label.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.monitor.page_pairs.markup import Layout, render
from tests.monitor.scoring import Label

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePair:
    """A page before and after, and what should be told of it."""

    kind: str  # of the document
    before: bytes
    after: bytes
    label: Label


def page_pairs() -> Iterator[PagePair]:
    """Yield every pair, made anew."""
    for line in (_HERE / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        before = after = (_HERE / "texts" / f"{row['text']}.txt").read_text(encoding="utf-8")
        for edit in row["edits"]:
            after = _edited(after, edit)
        yield PagePair(
            kind=row["kind"],
            before=render(before, row["lang"], Layout(**row["before"])),
            after=render(after, row["lang"], Layout(**row["after"])),
            label=Label(
                id=row["id"],
                language=row["lang"],
                should_alert=row["should_alert"],
                direction=row["direction"],
                topics=frozenset(row["topics"]),
                anchors=tuple(row["anchors"]),
                note=row["summary"],
            ),
        )


def _edited(text: str, edit: Mapping[str, Any]) -> str:
    """Return a text after one edit, each of which fits one place only."""
    if "replace" in edit:
        assert text.count(edit["replace"]) == 1, edit
        return text.replace(edit["replace"], edit["by"])
    if "section" in edit:
        return _moved_section(text, edit["section"], edit["after"])
    lines = text.split("\n")
    if "delete" in edit:
        del lines[_only(lines, edit["delete"])]
    elif "insert" in edit:
        at = _only(lines, edit["after"]) + 1
        lines[at:at] = edit["insert"]
    else:
        row = lines.pop(_only(lines, f"| {edit['row']} |"))
        lines.insert(_only(lines, f"| {edit['after']} |") + 1, row)
    return "\n".join(lines)


def _only(lines: list[str], start: str) -> int:
    (found,) = (index for index, line in enumerate(lines) if line.startswith(start))
    return found


def _moved_section(text: str, title: str, after: str) -> str:
    opening, *sections = text.strip("\n").split("\n## ")
    moved = sections.pop(_only(sections, f"{title}\n"))
    sections.insert(_only(sections, f"{after}\n") + 1, moved)
    return "\n## ".join([opening, *sections])
