"""The page that says since when each passage of a document's newest version stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from feeds.addresses import version_address
from feeds.edition.feed_topics import Channel
from feeds.language.translation import _
from feeds.marks import ADDED, MarkedRun, pieces
from feeds.pages.research.research_addresses import blame_address
from feeds.research.charts import ages_chart
from feeds.research.research_records import Blame, BlamedSegment, EarlierWording
from feeds.research.version_runs import FirstCapture
from feeds.site import Site
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen
from snapshots.records import SegmentKind, Version

_CONTENTS = 40  # headings in a contents list
_MAX_EARLIER = 3  # wordings of a passage that the page shows; the command shows all
_MAX_CHARACTERS = 4_000  # of one of them


@frozen
class Wording:
    """An earlier wording with the words marked that went."""

    record: EarlierWording
    until: FirstCapture
    pieces: tuple[MarkedRun, ...]


@frozen
class SegmentView:
    """A segment as the page shows it."""

    record: BlamedSegment
    css: str
    earlier: tuple[Wording, ...]
    more: int
    anchor: str = ""  # of a heading

    @property
    def has_notes(self) -> bool:
        record = self.record
        return bool(self.earlier or record.absences or record.words_since != record.since)


@frozen
class BlameRun:
    """Segments that stand side by side and came with the same version."""

    since: FirstCapture
    address: str  # of that version's text
    passages: tuple[SegmentView, ...]


@frozen
class Age:
    """How many passages came with a version."""

    since: FirstCapture
    address: str
    count: int


def render_blame(found: Blame, versions: Sequence[Version], site: Site, channel: Channel) -> bytes:
    """Return the page; it moves with versions and with returns to them, not with every look."""
    by_number = {version.number: version for version in versions}
    ages = _ages(found, by_number)
    shown = [_segment_view(segment, number) for number, segment in enumerate(found.segments)]
    return render_page(
        "research/blame.html", blame_address(found.document.id), site, channel,
        menu="documents", is_menu_page=False, seeing=None,
        description=_("Since when each passage of {document} stands there, and what it was before.").format(
            document=found.document.title
        ),
        document=found.document, version=found.version, version_address=version_address(found.version),
        runs=_runs(shown, by_number), headings=_headings(shown), ages=ages, chart=_chart(ages, found),
        total=len(found.segments),
        edited=sum(bool(s.earlier) for s in found.segments), back=sum(s.came_back for s in found.segments),
        first=found.first,
    )  # fmt: skip


def _headings(shown: Sequence[SegmentView]) -> list[SegmentView]:
    """Return the headings that a contents list has room for, the deepest left out first."""
    found = [view for view in shown if view.anchor]
    for depth in sorted({len(view.record.context) for view in found}, reverse=True):
        fitting = [view for view in found if len(view.record.context) <= depth]
        if len(fitting) <= _CONTENTS:
            return fitting
    return []


def _runs(shown: Sequence[SegmentView], versions: dict[int, Version]) -> tuple[BlameRun, ...]:
    return tuple(
        BlameRun(since=since, address=version_address(versions[since.version]), passages=tuple(group))
        for since, group in groupby(shown, key=lambda passage: passage.record.since)
    )


def _segment_view(segment: BlamedSegment, number: int) -> SegmentView:
    css = {SegmentKind.HEADING: "heading", SegmentKind.BULLET: "item", SegmentKind.CELL: "item"}.get(segment.kind, "")
    after = segment.since
    wordings = []
    for before in segment.earlier[:_MAX_EARLIER]:
        is_short = len(before.text) <= _MAX_CHARACTERS
        wordings.append(Wording(record=before, until=after, pieces=_before(before) if is_short else ()))
        after = before.since
    more = len(segment.earlier) - len(wordings)
    anchor = f"h{number}" if segment.kind is SegmentKind.HEADING else ""
    return SegmentView(record=segment, css=css, earlier=tuple(wordings), more=more, anchor=anchor)


def _before(wording: EarlierWording) -> tuple[MarkedRun, ...]:
    """Return the earlier side alone: the later one stands right above it."""
    return tuple(piece for piece in pieces(wording.spans) if piece.op != ADDED)


def _ages(found: Blame, versions: dict[int, Version]) -> tuple[Age, ...]:
    counts = Counter(segment.since for segment in found.segments)
    ordered = sorted(counts.items(), key=lambda age: age[0].version)
    return tuple(
        Age(since=since, address=version_address(versions[since.version]), count=count) for since, count in ordered
    )


def _chart(ages: Sequence[Age], found: Blame) -> Markup:
    return ages_chart([(age.since.captured_at, age.count) for age in ages], found.version.captured_at)
