"""All claims of a document, in the order of its text: what each text says, and what its place and its row add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.claims.claim import POWERS, VISIT_DATA, Claim, Frame
from monitor.claims.places import LayoutSection, Place, label_of, may_be_bare_basis, opens, place_of
from monitor.claims.rows import DocumentRow, rows_of
from monitor.claims.sentence_claims import claims_of_text
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import State, TermKind
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Segment, SegmentKind

_TITLE = 0.8  # of the segments stand under the title of a document
_PEOPLE = 8  # words of a condition that says how old people are, or where they live, and no more
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
            told = _without_condition_of_people(claim, reader)
            found.append(replace(told, context=segment.context, grounds=place.grounds))
    return tuple(found)


def _without_condition_of_people(claim: Claim, reader: Reader) -> Claim:
    """Return a claim without a condition that only says whose data it is about: "If you are over 18, we use"."""
    if claim.state is not State.CONDITIONAL or claim.choice or not claim.audience or not claim.condition:
        return claim
    said = label_of(claim.condition, reader)
    others = (said.purposes, said.data, said.products, said.parties, said.bases, said.frame)
    if any(others) or said.is_of_right or len(claim.condition.split()) > _PEOPLE:
        return claim
    has_age = any(term.kind is TermKind.AGE for term in read_sentence(claim.condition, reader).terms)
    if not set(said.audience) <= set(claim.audience) or not (said.audience or has_age):
        return claim
    return replace(claim, state=State.ALLOWED, condition="", is_bound=False)


@frozen
class Layout:
    """The rows of a text, and for each segment what its context and its row give it."""

    rows: Sequence[DocumentRow]
    places: Sequence[Place]


@lru_cache(maxsize=4)  # the text before a change mostly is the one after the last change
def layout_of(segments: tuple[Segment, ...], reader: Reader) -> Layout:
    """Return how a text is laid out."""
    rows = rows_of(segments, reader)
    return Layout(rows=tuple(rows), places=tuple(_places(segments, rows, reader)))


def _places(segments: Sequence[Segment], rows: Sequence[DocumentRow], reader: Reader) -> list[Place]:
    found: list[Place] = []
    row: DocumentRow | None = None
    section: LayoutSection | None = None
    number, is_broken = 0, False
    title = _title_with_purpose(segments, reader)
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
        if title and segment.context[:1] == (title,):
            place = _under_title(place, segment.context[1:], reader)
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


def _title_with_purpose(segments: Sequence[Segment], reader: Reader) -> str:
    """Return the heading that nearly all of a document stands under, where it names a purpose."""
    tops = Counter(segment.context[0] for segment in segments if segment.context)
    title, number = tops.most_common(1)[0] if tops else ("", 0)
    if number < _TITLE * len(segments):
        return ""
    said = label_of(title, reader)
    return title if said.purposes and VISIT_DATA.isdisjoint(said.data) else ""


def _under_title(place: Place, below: Sequence[str], reader: Reader) -> Place:
    """Return a place under the title of its document, with whether nothing `below` the title gives it a purpose."""
    return place if any(label_of(text, reader).purposes for text in below) else replace(place, is_of_title=True)


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
        purposes=row.purposes or (() if row.is_apart else place.purposes),
        audience=row.audience or place.audience,
        products=place.products,
        parties=place.parties,
        bases=row.bases or place.bases,
        grounds=row.grounds,
        is_opening=is_opening,
        is_of_right=place.is_of_right and not row.purposes,
        is_of_title=place.is_of_title and not row.purposes,
    )
