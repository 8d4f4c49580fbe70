"""The page of a document: how it stands, what happened to it when, its versions, and where its data are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from feeds.addresses import comparison_address, day_address, document_address, version_address
from feeds.edition.edition import Edition
from feeds.edition.feed_topics import Channel
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.language.translation import _
from feeds.pages import views
from feeds.pages.document_calendar import calendar_of
from feeds.pages.research.region_pages import OtherVariant, variants_of
from feeds.pages.research.research_files import FORM_KIND
from feeds.research.version_runs import VersionRun, version_runs
from feeds.templating.jinja_environment import web_address
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen
from snapshots.lineages import version_before
from snapshots.records import ChangeLine, Observation, Version

_TIMELINE = 40  # entries that stand open
_LISTED = 400  # and folded; the rest is among all changes
_VERSIONS = 20
_VERSIONS_LISTED = 250
_DAYS = 30


@frozen
class VersionRow:
    """A version as the table of versions tells it."""

    version: Version
    address: str
    change: ChangeLine | None
    comparison: str  # with the version before it, "" for the first
    last: VersionRun | None  # the last run of captures that showed it, None where no capture did on its own


@frozen
class Lately:
    """How often a page was looked at in the days up to the last look, and how often it was seen in full."""

    looks: int
    seen: int


def document_pages(edition: Edition) -> Iterator[File]:
    """Yield the page of each document."""
    for watched in edition.named:
        variants = variants_of(watched.document, edition.variants)
        yield _page(edition, watched, edition.channel_of(watched.document.id), variants)


def _page(edition: Edition, watched: Watched, channel: Channel, variants: tuple[OtherVariant, ...]) -> File:
    """Return the page of a document, which looks at others don't move: there may be thousands."""
    survey, document = edition.survey, watched.document
    source = watched.last.attempt if watched.last else 0

    def render() -> bytes:
        items = views.timeline(watched, survey)
        rows = version_rows(watched)
        attempt = edition.archive.attempt(source) if source else None
        last_full = _last_full(watched)
        return render_page(
            "document.html", document_address(document.id), edition.site, channel, menu="documents",
            is_menu_page=False, seeing=views.seeing_of_one(watched),
            description=_("State, timeline and versions of {document}.").format(
                document=document.title
            ),
            watched=watched, document=document, source=web_address(document.url),
            channel_of=attempt.exchange.channel if attempt else "", items=items[:_TIMELINE],
            earlier=items[_TIMELINE : _TIMELINE + _LISTED], untold=max(0, len(items) - _TIMELINE - _LISTED),
            returns=views.returns(watched), rows=rows[:_VERSIONS], more_rows=rows[_VERSIONS:_VERSIONS_LISTED],
            left_rows=max(0, len(rows) - _VERSIONS_LISTED),
            now=next((row for row in rows if last_full and row.version.number == last_full.version), None),
            served=last_full, lately=_lately(watched, watched.as_of.date()),
            alerts=sum(change.number in survey.alerts for change in watched.changes),
            calendar=calendar_of(watched, watched.as_of), has_form=document.kind == FORM_KIND, variants=variants,
            example_day=day_address(document.id, last_full.captured_at.date()) if last_full else "",
        )  # fmt: skip

    told = [survey.alert_digests.get(change.number, "") for change in watched.changes]
    key = key_of(watched.key, told, channel.title, [v.address for v in variants])
    return File(path=f"{document_address(document.id)}index.html", key=key, render=render)


def version_rows(watched: Watched) -> list[VersionRow]:
    """Return versions with the change that brought them, newest first."""
    changes = {change.to_version: change for change in watched.changes}
    last = {stand.version: stand for stand in version_runs(watched.observations)}
    return [
        VersionRow(
            version=version,
            address=version_address(version),
            change=changes.get(version.number),
            comparison=comparison_address(version.document_id, before, version.number) if before else "",
            last=last.get(version.number),
        )
        for version in reversed(watched.versions)
        for before in [version_before(watched.versions, version.number)]
    ]


def _last_full(watched: Watched) -> Observation | None:
    """Return the last sighting that showed a version."""
    return next((s for s in reversed(watched.observations) if s.version is not None), None)


def _lately(watched: Watched, today: date) -> Lately:
    first = today - timedelta(days=_DAYS - 1)
    lately = [s for s in watched.observations if s.captured_at.date() >= first]
    return Lately(looks=len(lately), seen=sum(s.version is not None for s in lately))
