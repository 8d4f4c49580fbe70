"""A text as it is read on a page: blocks of paragraphs, each with its permanent name. Renders nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from feeds.addresses import anchor_of, anchors
from feeds.clean import plain_line
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Segment, SegmentKind

_DEEPEST = 6  # of headings in HTML
_PART = 4  # level of the headings at which a part of a text begins
_SHOWN_UNDER = 2  # of a cell's context: its row and its column


@frozen
class Paragraph:
    """A segment with its permanent name."""

    anchor: str
    text: str
    under: str = ""  # row and column of a cell


@frozen
class ParagraphGroup:
    """Paragraphs of one kind that follow each other."""

    kind: SegmentKind
    paragraphs: tuple[Paragraph, ...]
    level: int = 0  # of a heading: 3 to 6, below that of the section it stands in

    @property
    def rows(self) -> tuple[tuple[str, tuple[Paragraph, ...]], ...]:
        """Return paragraphs that follow each other under the same row and column, with what these are called."""
        runs = groupby(self.paragraphs, key=lambda paragraph: paragraph.under)
        return tuple((under, tuple(run)) for under, run in runs)


def blocks(segments: Sequence[Segment]) -> tuple[ParagraphGroup, ...]:
    """Return a text in blocks, in its order; the level of a heading never jumps over one."""
    named = list(zip(segments, anchors(segments), strict=True))
    made: list[ParagraphGroup] = []
    level = 2
    for kind, run in groupby(named, key=lambda pair: pair[0].kind):
        if kind is SegmentKind.HEADING:
            for segment, anchor in run:
                level = min(3 + len(segment.context), level + 1, _DEEPEST)
                made.append(ParagraphGroup(kind=kind, paragraphs=(_paragraph(segment, anchor),), level=level))
        else:
            made.append(
                ParagraphGroup(kind=kind, paragraphs=tuple(_paragraph(segment, anchor) for segment, anchor in run))
            )
    return tuple(made)


def parts(read: Sequence[ParagraphGroup]) -> tuple[tuple[ParagraphGroup, ...], ...]:
    """Return a text in parts, each with the heading that it begins with, so that a browser draws what is looked at."""
    made: list[list[ParagraphGroup]] = []
    for group in read:
        is_start = group.kind is SegmentKind.HEADING and group.level <= _PART
        if is_start or not made:
            made.append([])
        made[-1].append(group)
    return tuple(map(tuple, made))


def _paragraph(segment: Segment, anchor: str) -> Paragraph:
    under = segment.context[-_SHOWN_UNDER:] if segment.kind is SegmentKind.CELL else ()
    return Paragraph(anchor=anchor, text=segment.text, under=" › ".join(map(plain_line, under)))


def former_paragraphs(newest: Extraction, older: Iterable[Extraction]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of older readings of a page that its newest reading has no name for.

    Somebody may have cited them: their names have to lead somewhere for good.
    """
    known = set(anchors(newest.segments))
    return tuple(_once(known, older))


def _once(known: set[str], older: Iterable[Extraction]) -> Iterator[Paragraph]:
    for extraction in older:
        for segment, anchor in zip(extraction.segments, anchors(extraction.segments), strict=True):
            if anchor not in known:
                known.add(anchor)
                yield Paragraph(anchor=anchor, text=segment.text)


def around(segments: Sequence[Segment], text: str) -> tuple[Paragraph | None, Paragraph | None, Paragraph | None]:
    """Return the paragraph of these words in a text with the one before it and the one after it."""
    for place, segment in enumerate(segments):
        if segment.text == text:
            beside = (
                segments[place - 1] if place else None,
                segment,
                next(iter(segments[place + 1 : place + 2]), None),
            )
            before, itself, after = (
                Paragraph(anchor=anchor_of(found.text), text=found.text) if found else None for found in beside
            )
            return before, itself, after
    return None, None, None
