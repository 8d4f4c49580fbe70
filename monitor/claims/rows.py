"""Rows of a document: entries that share one purpose, one audience and one legal basis, as a table or a list has them.

A row of a table is what its cells say together, each under its column. A row that is laid out as a list begins
with a title, has a line on whose data it is about, and then says "Why and how we process:" or the like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from monitor.claims.places import ContextLabel, LayoutSection, label_of, opens
from monitor.reading.reader import Reader
from snapshots.frozen_class import frozen
from snapshots.records import Segment, SegmentKind

_TITLE = 14  # words at most
_BEFORE = 3  # lines between a title and the marker that makes it one
_LABEL = 60  # characters of a cell by which its row is known
_TOLD = 200  # characters of a cell that say what its row is for
_SENTENCES = 6  # of the first cell of a row, which go before its other cells
_MARKER = 24  # words of a marker at most


@frozen
class DocumentRow:
    """What the entries between two places of a document share."""

    start: int  # segments
    end: int
    purposes: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()  # the lines that say so
    is_table: bool = False
    is_apart: bool = False  # it has a title of its own, and the heading above is that of another row
    opening: int = 0  # segments up to this one only say what the row is


def rows_of(segments: Sequence[Segment], reader: Reader) -> list[DocumentRow]:
    """Return the rows of a document in order."""
    found = [*_table_rows(segments, reader), *_list_rows(segments, reader)]
    return sorted(found, key=lambda row: row.start)


def _table_rows(segments: Sequence[Segment], reader: Reader) -> Iterator[DocumentRow]:
    start = 0
    while start < len(segments):
        if segments[start].kind is not SegmentKind.CELL:
            start += 1
            continue
        end = last = start
        while end < len(segments) and _is_of_table(segments, end, last):
            last = end if segments[end].kind is SegmentKind.CELL else last
            end += 1
        yield from _rows_of_table(segments, start, end, reader)
        start = end


def _is_of_table(segments: Sequence[Segment], index: int, last: int) -> bool:
    """Whether a segment is a cell, or an entry of a list in a cell: in the `last` one, or in one of its row."""
    segment, cell = segments[index], segments[last]
    if segment.kind is not SegmentKind.BULLET:
        return segment.kind is SegmentKind.CELL
    depth = len(cell.context)
    if segment.context[:depth] == cell.context:
        return True
    above = {segments[i].text[:_LABEL] for i in range(max(0, last - _SENTENCES), last + 1)}
    is_beside = depth > 0 and segment.context[: depth - 1] == cell.context[:-1] and len(segment.context) > depth
    return is_beside and any(segment.context[depth - 1].startswith(text) for text in above)


def _rows_of_table(segments: Sequence[Segment], start: int, end: int, reader: Reader) -> Iterator[DocumentRow]:
    """Yield the rows of one table.

    Cells of the first column stand one label less deep than the others, whose row label is their text. A cell that is
    the whole of its row ("For people under 18") says whose data the rows after it are about.
    """
    cells = [len(segments[i].context) for i in range(start, end) if segments[i].kind is SegmentKind.CELL]
    depth = max(cells) - 1
    audience: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    index = start if depth >= min(cells) else end  # cells of one depth are a page laid out with tables
    while index < end:
        first = index
        column = segments[first].context[:depth]
        while index < end and not _is_deeper(segments[index], depth, column):
            index += 1
        rest = index
        while index < end and _is_deeper(segments[index], depth, column):
            index += 1
        if rest == index:
            return
        opening = _opening(segments, first, rest, depth)
        for band in range(first, opening):
            told = label_of(segments[band].text, reader)
            if len(segments[band].context) == depth:
                # What a band says holds until the next one, also where it says nothing that is understood.
                audience = () if told.purposes else told.audience
                bands = (segments[band].text,)
        row = _row_of_cells(segments, opening, index, reader)
        yield row if row.audience else replace(row, audience=audience, grounds=(*row.grounds, *bands))


def _is_deeper(segment: Segment, depth: int, column: tuple[str, ...]) -> bool:
    """Whether a segment stands in another column than the first, whose place is `column`."""
    if segment.kind is SegmentKind.CELL:
        return len(segment.context) > depth
    return len(segment.context) > depth and segment.context[:depth] != column


def _opening(segments: Sequence[Segment], first: int, rest: int, depth: int) -> int:
    """Return where a row begins: at the cell that the others are labelled with."""
    labels = segments[rest].context[max(0, depth - 1) : depth + 1]
    for index in range(first, rest):
        text = segments[index].text[:_LABEL]
        if len(segments[index].context) == depth and any(label.startswith(text) for label in labels):
            return index
    return rest


def _row_of_cells(segments: Sequence[Segment], start: int, end: int, reader: Reader) -> DocumentRow:
    """Return a row: each cell says what its column is for; a column can be headed by a legal basis itself."""
    slots: dict[str, tuple[str, ...]] = {}
    grounds = []
    for index in range(start, end):
        segment = segments[index]
        column = label_of(segment.context[-1], reader) if segment.context else ContextLabel(text="")
        told = segment.text[:_TOLD]
        slot: str = ""
        value: tuple[str, ...] = ()
        match column.role:  # most cells say nothing of their row, and aren't read for it
            case LayoutSection.PURPOSE:
                slot, value = "purposes", label_of(told, reader).purposes
            case LayoutSection.AUDIENCE:
                slot, value = "audience", label_of(told, reader).audience
            case LayoutSection.BASIS:
                slot, value = "bases", label_of(told, reader).bases or column.bases
            case None if index == start:  # the label of a row under no header says what it is about
                slot, value = "purposes", label_of(told, reader).purposes
        if value and slot not in slots:
            slots[slot] = value
            grounds.append(segment.text)
    return DocumentRow(
        start=start,
        end=end,
        purposes=slots.get("purposes", ()),
        audience=slots.get("audience", ()),
        bases=slots.get("bases", ()),
        grounds=tuple(grounds),
        is_table=True,
    )


def _list_rows(segments: Sequence[Segment], reader: Reader) -> Iterator[DocumentRow]:
    markers = [i for i, segment in enumerate(segments) if _is_marker(segment, reader)]
    titles = [_title(segments, marker, reader) for marker in markers]
    titled = {segments[title].text for title in titles if segments[title].kind is SegmentKind.HEADING}
    for number, (marker, title) in enumerate(zip(markers, titles, strict=True)):
        limit = titles[number + 1] if number + 1 < len(titles) else len(segments)
        end = next((i for i in range(marker, limit) if segments[i].kind is SegmentKind.HEADING and i > marker), limit)
        yield _row_of_list(segments, title, marker, end, titled, reader)


def _is_marker(segment: Segment, reader: Reader) -> bool:
    if (
        segment.kind not in (SegmentKind.SENTENCE, SegmentKind.HEADING)
        or len(segment.text) > 160
        or len(segment.text.split()) > _MARKER
    ):
        return False
    if not (segment.text.endswith(":") or segment.kind is SegmentKind.HEADING or len(segment.text.split()) < 9):
        return False
    if LayoutSection.PURPOSE not in opens(segment.text, reader):
        return False
    label = label_of(segment.text, reader)
    return label.role is LayoutSection.PURPOSE and not label.is_question and not label.purposes


def _title(segments: Sequence[Segment], marker: int, reader: Reader) -> int:
    """Return where the row of a marker begins: at its title, above the line that says whose data it is about."""
    index = marker - 1
    least = max(0, marker - _BEFORE)
    while index > least and _is_audience_line(segments[index], reader):
        index -= 1
    if index < 0 or segments[index].kind not in (SegmentKind.HEADING, SegmentKind.SENTENCE):
        return marker
    return index if len(segments[index].text.split()) <= _TITLE else index + 1


def _is_apart(title: Segment, titled: Set[str], reader: Reader) -> bool:
    """Whether a row's first line is a title, and the heading that it stands under the title of another row."""
    is_title = title.kind is SegmentKind.SENTENCE and not title.text.endswith((".", ":", "?", "!"))
    return is_title and bool(titled & set(title.context)) and label_of(title.text, reader).role is None


def _is_audience_line(segment: Segment, reader: Reader) -> bool:
    label = label_of(segment.text, reader)
    return bool(label.audience) and not label.purposes


def _row_of_list(
    segments: Sequence[Segment], title: int, marker: int, end: int, titled: Set[str], reader: Reader
) -> DocumentRow:
    labels = [label_of(segments[i].text, reader) for i in range(title, marker)]
    purposes = next((label.purposes for label in labels if label.purposes), ())
    audience = next((label.audience for label in reversed(labels) if label.audience), ())
    inside: list[ContextLabel] = []
    for index in range(marker, end):
        if segments[index].kind is not SegmentKind.BULLET and len(segments[index].text) < 120:
            if LayoutSection.BASIS not in opens(segments[index].text, reader):
                continue
            label = label_of(segments[index].text, reader)
            if label.bases and label.role is LayoutSection.BASIS:
                inside.append(label)
    return DocumentRow(
        start=title,
        end=end,
        opening=marker,
        is_apart=_is_apart(segments[title], titled, reader),
        purposes=purposes,
        audience=audience,
        bases=inside[0].bases if inside else (),
        grounds=tuple(dict.fromkeys(label.text for label in [*labels, *inside[:1]])),
    )
