"""A text's segments as Markdown that reads back to the same segments. Knows no archive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from snapshots.records import Segment, SegmentKind

_ANYWHERE = re.compile(r"[\\`*_\[\]<>&|~]")
_MARK = re.compile(r"^[#+=-]")
_NUMBER = re.compile(r"^(\d{1,9})([.)])")
_ENDED = (".", "!", "?", "…", "”", '"')
_DEEPEST = 6


def markdown_of(segments: Iterable[Segment]) -> str:
    """Return segments as a Markdown document: headings by depth, bullets, fields and cells as lists, paragraphs."""
    return "\n\n".join(_blocks(segments)) + "\n"


def _blocks(segments: Iterable[Segment]) -> Iterator[str]:
    waiting: list[str] = []  # sentences of one paragraph, or the entries of one list
    is_list = False
    context: tuple[str, ...] = ()
    headings: list[tuple[tuple[str, ...], str]] = []
    for segment in segments:
        if segment.kind is SegmentKind.HEADING:
            yield from _ended(waiting, is_list=is_list)
            headings = [one for one in headings if (*one[0], one[1]) == segment.context[: len(one[0]) + 1]]
            yield f"{'#' * min(len(headings) + 1, _DEEPEST)} {_escaped(segment.text)}"
            headings.append((segment.context, segment.text))
            continue
        is_entry = segment.kind is not SegmentKind.SENTENCE
        goes_on = is_entry or (segment.context == context and waiting and waiting[-1].endswith(_ENDED))
        if is_entry != is_list or not goes_on:
            yield from _ended(waiting, is_list=is_list)
        waiting.append(_escaped(segment.text))
        is_list, context = is_entry, segment.context
    yield from _ended(waiting, is_list=is_list)


def _ended(waiting: list[str], *, is_list: bool) -> Iterator[str]:
    """Yield what waits as one block, and let nothing wait."""
    if waiting:
        yield "\n".join(f"- {entry}" for entry in waiting) if is_list else " ".join(waiting)
    waiting.clear()


def _escaped(text: str) -> str:
    plain = _ANYWHERE.sub(r"\\\g<0>", " ".join(text.split()))
    return _NUMBER.sub(r"\1\\\2", _MARK.sub(r"\\\g<0>", plain))
