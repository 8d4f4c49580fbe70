"""The page of each version: its text with a permanent name for every paragraph, links, facts of its capture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feeds.addresses import Copy, anchors, comparison_address, copies, version_address
from feeds.downloads.citation_formats import FORMATS
from feeds.downloads.citations import cite_version
from feeds.downloads.download_files import citation_address, received_address, screenshot_address
from feeds.edition.edition import Edition
from feeds.edition.feed_topics import Channel
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.language.translation import _
from feeds.pages.texts import Paragraph, ParagraphGroup, blocks, former_paragraphs, parts
from feeds.research.version_runs import VersionRun, version_runs
from feeds.templating.jinja_environment import web_address
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, SegmentKind, Version

_CONTENTS = 40  # headings in a contents list


@frozen
class Neighbour:
    """The version before or after one, and where the two are compared."""

    number: int
    address: str
    comparison: str


def version_pages(edition: Edition) -> Iterator[File]:
    """Yield the page of each text that a page as received shows."""
    for watched in edition.named:
        runs = version_runs(watched.observations)
        channel = edition.channel_of(watched.document.id)
        for copy in copies(watched.versions):
            yield _page(edition, watched, copy, runs, channel)


def _page(edition: Edition, watched: Watched, copy: Copy, runs: tuple[VersionRun, ...], channel: Channel) -> File:
    numbers = {version.number for version in copy.versions}
    stood = [run for run in runs if run.version in numbers]
    # What stands says since when, and not until when: each look would make its page anew, and it is the longest.
    since = stood.pop().since if stood and stood[-1] is runs[-1] else None
    is_current = watched.versions[-1].number in numbers
    earlier, later = neighbours(watched, copy.newest)
    witnesses = [
        one
        for version in copy.versions
        for one in edition.survey.witnessed.get((version.document_id, version.number), ())
    ]

    def render() -> bytes:
        version = copy.newest
        archive, document = edition.archive, watched.document
        read = archive.extraction(document.id, version.number)
        older = [archive.extraction(document.id, other.number) for other in reversed(copy.versions[:-1])]
        attempt = archive.attempt(version.attempt)
        read_blocks = blocks(read.segments)
        before = archive.extraction(document.id, earlier.number) if earlier else None
        new = _new(read, before)
        cited = cite_version(version, document, edition.site.url(copy.address), edition.site)
        return render_page(
            "version.html", copy.address, edition.site, channel, menu="documents", is_menu_page=False, seeing=None,
            description=_("The text of {document} as it was seen, every paragraph with a permanent address.").format(
                document=document.title
            ),
            document=document, version=version, is_current=is_current, earlier=earlier,
            later=later, stood=stood, since=since, attempt=attempt, final_url=web_address(attempt.exchange.final_url),
            received=received_address(copy.address),
            screenshot=screenshot_address(copy.address) if attempt.screenshot_sha256 else "",
            language=read.language or document.language,
            parts=parts(read_blocks), passages=len(read.segments), headings=_headings(read_blocks),
            new=new, fresh=frozenset(new), renamed=former_paragraphs(read, older), links=read.links,
            cited=FORMATS["txt"].render(cited).strip(), citations=citation_links(copy.address),
            witnesses=witnesses,
        )  # fmt: skip

    seen = (list(copy.versions), stood, since, is_current)
    key = key_of(watched.document, *seen, earlier, later, channel.title, *witnesses)
    return File(path=f"{copy.address}index.html", key=key, render=render)


def _headings(read: Sequence[ParagraphGroup]) -> list[Paragraph]:
    """Return the headings that a contents list of a text has room for, the deepest left out first."""
    found = [group for group in read if group.kind is SegmentKind.HEADING]
    for level in sorted({group.level for group in found}, reverse=True):
        shown = [group.paragraphs[0] for group in found if group.level <= level]
        if len(shown) <= _CONTENTS:
            return shown
    return []


def _new(read: Extraction, before: Extraction | None) -> list[str]:
    """Return the names of the paragraphs that the version before did not have; of a first version none is new."""
    if before is None:
        return []
    known = set(anchors(before.segments))
    names = zip(read.segments, anchors(read.segments), strict=True)
    return [name for segment, name in names if segment.kind is not SegmentKind.HEADING and name not in known]


def neighbours(watched: Watched, version: Version) -> tuple[Neighbour | None, Neighbour | None]:
    """Return the versions before and after one, None where there is none."""
    numbers = (version.number - 1, version.number + 1)
    earlier, later = (
        watched.versions[number - 1] if 1 <= number <= len(watched.versions) else None for number in numbers
    )
    return (
        _neighbour(earlier, earlier, version) if earlier else None,
        _neighbour(later, version, later) if later else None,
    )


def _neighbour(version: Version, before: Version, after: Version) -> Neighbour:
    return Neighbour(
        number=version.number,
        address=version_address(version),
        comparison=comparison_address(version.document_id, before.number, after.number),
    )


def citation_links(page: str) -> list[tuple[str, str]]:
    """Return the name and the address of every citation of a page."""
    return [(made.name, citation_address(page, made)) for made in FORMATS.values()]
