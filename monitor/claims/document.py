"""All claims of a document, in the order of its text: what each text says, and what its place and its row add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.claims.claim import POWERS, Claim, Frame
from monitor.claims.places import LayoutSection, Place, label_of, may_be_bare_basis, opens, place_of
from monitor.claims.rows import DocumentRow, rows_of
from monitor.claims.sentence_claims import claims_of_text
from monitor.reading.reader import Reader
from snapshots.records import Extraction, Segment, SegmentKind

_LINE = 130  # characters of a line that opens a section of a row, or names a legal basis and nothing else


def claims_of(document: Extraction | Sequence[Segment], reader: Reader) -> tuple[Claim, ...]:
    """Return every claim of a document.

    What a segment says in a place is worked out once: of a changed document only the changed places cost anything.
    """
    segments = document.segments if isinstance(document, Extraction) else tuple(document)
    places = layout_of(segments, reader).places
    found: list[Claim] = []
    for segment, place in zip(segments, places, strict=True):
        for claim in claims_of_text(segment.text, segment.kind, place, reader):
            if place.is_opening and claim.frame is not Frame.BASIS:
                continue
            found.append(replace(claim, context=segment.context, grounds=place.grounds))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The rows of a text, and for each segment what its context and its row give it."""

    rows: Sequence[DocumentRow]
    places: Sequence[Place]


def layout_of(segments: Sequence[Segment], reader: Reader) -> Layout:
    """Return how a text is laid out."""
    rows = rows_of(segments, reader)
    return Layout(rows=rows, places=_places(segments, rows, reader))


def _places(segments: Sequence[Segment], rows: Sequence[DocumentRow], reader: Reader) -> list[Place]:
    found: list[Place] = []
    row: DocumentRow | None = None
    section: LayoutSection | None = None
    number, is_broken = 0, False
    for index, segment in enumerate(segments):
        opened = None
        while number < len(rows) and rows[number].start <= index:
            row, number, section = rows[number], number + 1, None
        if row and index >= row.end:
            row, section = None, None
        if segment.kind is SegmentKind.HEADING:
            section, is_broken = None, False
        elif _may_open(segment, reader, is_in_row=row is not None):
            label = label_of(segment.text, reader)
            opened = label.role
            section = opened or section
            is_broken = is_broken or label.is_bare_basis
        place = place_of(segment.context, reader)
        if is_broken and (row is None or not row.bases):
            # A line of its own names another legal basis than the heading: whose the texts below are is not said.
            place = replace(place, bases=())
        if row:
            is_opening = (
                index < row.opening
                or bool(opened)
                or (segment.text.endswith(":") and bool(opens(segment.text, reader)))
            )
            place = _in_row(place, row, section, segment, is_opening=is_opening)
        found.append(place)
    return found


def _may_open(segment: Segment, reader: Reader, *, is_in_row: bool) -> bool:
    """Whether a line may say what the lines after it are: of what section of their row, or on which legal basis."""
    if segment.kind is not SegmentKind.SENTENCE or len(segment.text) > _LINE:
        return False
    opened = is_in_row and opens(segment.text, reader)
    return bool(opened) or may_be_bare_basis(segment.text, reader)


def _in_row(
    place: Place, row: DocumentRow, section: LayoutSection | None, segment: Segment, *, is_opening: bool
) -> Place:
    role = place.role if row.is_table else section or place.role
    lead = place.lead
    if lead and role is LayoutSection.DATA and (lead.text != segment.context[-1] or lead.frame not in POWERS):
        # What the row is for says nothing of what is done with each kind of data; "Not used:" right above does.
        lead = lead if lead.text == segment.context[-1] and lead.sign < 0 else None
    return Place(  # of each segment of a table, so that `replace` would take most of the time
        role=role,
        lead=lead,
        purposes=row.purposes or place.purposes,
        audience=row.audience or place.audience,
        products=place.products,
        parties=place.parties,
        bases=row.bases or place.bases,
        grounds=row.grounds,
        is_opening=is_opening,
    )
