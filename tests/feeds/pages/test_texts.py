"""A text as a page shows it: parts that begin with their headings, cells under what they stand under, said once."""

from __future__ import annotations

from feeds.pages.texts import blocks, parts
from snapshots.records import Segment, SegmentKind


def heading(text: str, *above: str) -> Segment:
    return Segment(text=text, kind=SegmentKind.HEADING, context=above)


def sentence(text: str, *above: str) -> Segment:
    return Segment(text=text, kind=SegmentKind.SENTENCE, context=above)


def cell(text: str, *above: str) -> Segment:
    return Segment(text=text, kind=SegmentKind.CELL, context=above)


def test_a_part_begins_with_a_heading_and_holds_what_stands_under_it() -> None:
    read = blocks(
        [
            sentence("The harbour is open."),
            heading("Boats"),
            sentence("Boats are listed.", "Boats"),
            heading("Small boats", "Boats"),
            heading("With oars", "Boats", "Small boats"),
            sentence("Oars are lent.", "Boats", "Small boats", "With oars"),
        ]
    )
    starts = [part[0].paragraphs[0].text for part in parts(read)]
    assert starts == ["The harbour is open.", "Boats", "Small boats"]
    assert [group for part in parts(read) for group in part] == list(read)


def test_cells_of_one_row_and_column_stand_under_its_name_once() -> None:
    (group,) = blocks(
        [
            cell("Your name", "Mooring", "What we use"),
            cell("Your boat", "Mooring", "What we use"),
            cell("To find you", "Mooring", "### Why we use it"),
        ]
    )
    shown = [(under, [cell.text for cell in cells]) for under, cells in group.rows]
    assert shown == [
        ("Mooring › What we use", ["Your name", "Your boat"]),
        ("Mooring › Why we use it", ["To find you"]),
    ]
