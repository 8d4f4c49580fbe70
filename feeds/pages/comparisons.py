"""The pages that hold two versions against each other: each version and the one before, and the choice of any two."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.addresses import comparison_address, version_address
from feeds.edition.edition import Edition
from feeds.edition.feed_topics import Channel
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.language.translation import _
from feeds.pages import views
from feeds.pages.comparison_view import fits, lay_out, tally_of
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen
from snapshots.lineages import version_before
from snapshots.records import Alert, ChangeLine, Hunk, Version, VersionKind

_SHORTEST_HASH = 8


@frozen
class ComparedVersion:
    """One of two versions, with the address of its text."""

    version: Version
    address: str


@frozen
class VersionStep:
    """A version against the one before it, as the list of comparisons tells it."""

    before: Version
    after: Version
    address: str
    change: ChangeLine | None
    title: str
    alert: Alert | None = None

    @property
    def is_reading(self) -> bool:
        return self.after.kind is VersionKind.TECHNICAL


def comparison_pages(edition: Edition) -> Iterator[File]:
    """Yield the comparison of each version with the one before it, of each change, and the list of a document's."""
    for watched in edition.named:
        channel = edition.channel_of(watched.document.id)
        yield _list_page(edition, watched, channel)
        steps = {(number - 1, number) for number in range(2, len(watched.versions) + 1)}
        own = {(version_before(watched.versions, number), number) for _, number in steps}
        steps |= {(before, after) for before, after in own if before}
        for before, after in sorted(steps | {(line.from_version, line.to_version) for line in watched.changes}):
            yield comparison_page(edition, watched, channel, before, after)


def comparison_page(
    edition: Edition, watched: Watched, channel: Channel, before: int, after: int, *, choice: bool = False
) -> File:
    """Return the comparison of two versions of a document, by their numbers, in either order.

    With `choice` it offers all others, which a file doesn't: it would have to be made again with each version.
    """
    document = watched.document
    sides = [_side(watched, number) for number in (before, after)]
    line = next((c for c in watched.changes if (c.from_version, c.to_version) == (before, after)), None)
    title = views.title_of(edition.survey, line) if line else ""
    address = comparison_address(document.id, before, after)
    listed = list(reversed(watched.versions)) if choice else []
    steps = _steps(watched, before, after)

    def render() -> bytes:
        texts = [edition.archive.extraction(document.id, number) for number in (before, after)]
        hunks: tuple[Hunk, ...] | None = None
        if line:
            change = edition.archive.change(line.number)
            hunks = change.hunks if fits(change.hunks, *(text.segments for text in texts)) else None
        found = edition.analysis.compare(texts[0], texts[1]) if hunks is None else hunks
        computed = line.computed if line else True
        comparison = lay_out(found, texts[0].segments, texts[1].segments)
        return render_page(
            "compare.html", address, edition.site, channel, menu="documents", is_menu_page=False, seeing=None,
            description=_("What differs between two versions of {document}, passage by passage.").format(
                document=document.title
            ),
            document=document, before=sides[0], after=sides[1], change=line, change_title=title,
            alert=edition.survey.alerts.get(line.number) if line else None, versions=listed, computed=computed,
            comparison=comparison, tally=tally_of(comparison), step_before=steps[0], step_after=steps[1],
            is_reading=sides[1].version.kind is VersionKind.TECHNICAL and after == before + 1,
        )  # fmt: skip

    numbers = [version.number for version in listed]
    key = key_of(document, [side.version for side in sides], line, title, numbers, list(steps), channel.title)
    return File(path=f"{address}index.html", key=key, render=render)


def _steps(watched: Watched, before: int, after: int) -> tuple[str, str]:
    """Return the addresses of the step before this one and of the one after it, "" where there is none."""
    if after != before + 1:
        return "", ""
    document_id, last = watched.document.id, len(watched.versions)
    return (
        comparison_address(document_id, before - 1, before) if before > 1 else "",
        comparison_address(document_id, after, after + 1) if after < last else "",
    )


def _side(watched: Watched, number: int) -> ComparedVersion:
    version = watched.versions[number - 1]
    return ComparedVersion(version=version, address=version_address(version))


def _list_page(edition: Edition, watched: Watched, channel: Channel) -> File:
    document = watched.document
    changes = {(line.from_version, line.to_version): line for line in watched.changes}
    steps = []
    for before, after in zip(watched.versions, watched.versions[1:], strict=False):
        change = changes.get((before.number, after.number))
        steps.append(
            VersionStep(
                before=before,
                after=after,
                address=comparison_address(document.id, before.number, after.number),
                change=change,
                title=views.title_of(edition.survey, change) if change else "",
                alert=edition.survey.alerts.get(change.number) if change else None,
            )
        )
    address = f"d/{document.id}/compare/"

    def render() -> bytes:
        return render_page(
            "compare_index.html", address, edition.site, channel, menu="documents", is_menu_page=False, seeing=None,
            description=_("Versions of {document} held against each other.").format(
                document=document.title
            ),
            document=document,
            versions=list(reversed(watched.versions)), steps=list(reversed(steps)),
        )  # fmt: skip

    return File(
        path=f"{address}index.html", key=key_of(document, watched.versions, steps, channel.title), render=render
    )


def number_of(watched: Watched, name: str) -> int | None:
    """Return the version that a number, or the beginning of a hash, names; None for none."""
    if name.isascii() and name.isdecimal() and len(name) < _SHORTEST_HASH:
        return int(name) if 1 <= int(name) <= len(watched.versions) else None
    if len(name) < _SHORTEST_HASH:
        return None
    named = [version.number for version in watched.versions if version.body_sha256.startswith(name)]
    return named[-1] if named else None
