"""The pages of regions side by side. No `ins`, no `del`: nothing here is a change over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from feeds import wording
from feeds.addresses import version_address
from feeds.edition.feed_topics import Channel
from feeds.edition.survey import Watched
from feeds.language.translation import _
from feeds.marks import ADDED, REMOVED, MarkedRun, pieces
from feeds.pages.research.research_addresses import REGIONS, regions_address
from feeds.research.research_records import RegionComparison, RegionPair, RegionPassage
from feeds.site import Site
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen
from snapshots.records import Document

_PAIRS = 120  # that the page shows
_PASSAGES = 150  # of each side
_QUESTIONS = 120
_OPEN_QUESTIONS = 12  # that stand open
_MAX_CHARACTERS = 4_000  # of one passage


@frozen
class PassagePair:
    """Two passages; the words that stand in one alone are marked."""

    record: RegionPair
    first: tuple[MarkedRun, ...]
    second: tuple[MarkedRun, ...]


@frozen
class RegionSection:
    """Passages under one heading."""

    heading: str
    passages: tuple[RegionPassage, ...]


@frozen
class VariantPair:
    """Two variants in the list of those that can be compared."""

    first: Document
    second: Document
    address: str
    names: tuple[str, str]


@frozen
class OtherVariant:
    """Another variant of a document, with where the two stand side by side."""

    title: str
    address: str


def region_name(document: Document, other: Document) -> str:
    """Return what tells a variant from the other: its region, its language, or its title."""
    if document.region != other.region:
        return wording.region(document.region) if document.region else _("no region named")
    return (
        _("in {language}").format(language=wording.language(document.language)) if document.language else document.title
    )


def variants_of(document: Document, pairs: Sequence[tuple[Document, Document]]) -> tuple[OtherVariant, ...]:
    """Return what a document is laid side by side with."""
    return tuple(
        OtherVariant(title=(other if one.id == document.id else one).title, address=regions_address(one.id, other.id))
        for one, other in pairs
        if document.id in (one.id, other.id)
    )


def render_regions(pairs: Sequence[tuple[Document, Document]], site: Site, channel: Channel) -> bytes:
    """Return the list of documents that are declared for several regions or languages."""
    return render_page(
        "research/regions.html", REGIONS, site, channel,
        menu="regions", seeing=None, description=_("The same document in two regions, side by side."),
        services=[(name, [_variant_pair(one, other) for one, other in group])
                  for name, group in groupby(pairs, key=lambda pair: pair[0].service)],
    )  # fmt: skip


def render_region_pair(
    found: RegionComparison, sides: tuple[Watched, Watched], site: Site, channel: Channel, on: date | None = None
) -> bytes:
    """Return two variants side by side, as of a day or in their newest versions."""
    path = regions_address(found.first.id, found.second.id)
    addresses = [
        version_address(watched.versions[seen.version - 1])
        for watched, seen in zip(sides, (found.first_version, found.second_version), strict=True)
    ]
    pairs = [_pair(pair) for pair in found.pairs[:_PAIRS]]
    return render_page(
        "research/region_pair.html", path if on is None else f"{path}{on.isoformat()}/", site, channel,
        menu="regions", is_menu_page=False, seeing=None,
        description=_("{first} and {second} side by side at one date.").format(
            first=found.first.title, second=found.second.title
        ),
        found=found, on=on, addresses=addresses, pair_path=path,
        names=(region_name(found.first, found.second), region_name(found.second, found.first)),
        open_questions=_OPEN_QUESTIONS, questions=found.questions[:_QUESTIONS],
        more_questions=max(0, len(found.questions) - _QUESTIONS),
        pairs=pairs, more_pairs=max(0, len(found.pairs) - len(pairs)),
        only=[(_sections(passages[:_PASSAGES]), len(passages), max(0, len(passages) - _PASSAGES))
              for passages in (found.only_first, found.only_second)],
        earliest=max(_began(watched) for watched in sides), latest=max(_newest(watched) for watched in sides),
    )  # fmt: skip


def _began(watched: Watched) -> datetime:
    return watched.versions[0].captured_at


def _newest(watched: Watched) -> datetime:
    return watched.versions[-1].captured_at


def _variant_pair(one: Document, other: Document) -> VariantPair:
    names = (region_name(one, other), region_name(other, one))
    return VariantPair(first=one, second=other, address=regions_address(one.id, other.id), names=names)


def _pair(pair: RegionPair) -> PassagePair:
    if max(len(pair.first), len(pair.second)) > _MAX_CHARACTERS:
        return PassagePair(record=pair, first=(), second=())
    found = pieces(pair.spans)
    return PassagePair(
        record=pair,
        first=tuple(piece for piece in found if piece.op != ADDED),
        second=tuple(piece for piece in found if piece.op != REMOVED),
    )


def _sections(passages: Sequence[RegionPassage]) -> list[RegionSection]:
    return [
        RegionSection(heading=" › ".join(context[-2:]), passages=tuple(group))
        for context, group in groupby(passages, key=lambda passage: passage.context)
    ]
