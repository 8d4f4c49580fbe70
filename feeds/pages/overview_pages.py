"""The pages that tell of all documents, one function a page, and the files that all pages share.

None is rendered before it is asked. Links inside are relative, so a site works below any address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from importlib import resources
from itertools import groupby
from typing import Any

from feeds import wording
from feeds.edition.edition import Edition
from feeds.edition.feed_topics import NEWEST, Channel
from feeds.edition.file import File, key_of
from feeds.edition.survey import Survey, Watched
from feeds.language.translation import _
from feeds.pages import views
from feeds.pages.list_pages import ListPage, list_pages, lists_in_pages, newest_in_pages
from feeds.site import Site
from feeds.templating.page_frame import render_page
from snapshots.records import ChangeLine

_STATIC = ("site.css", "site.js", "icon.svg")
_LATEST = 12  # alerts on the front page
_WATCHED = 100  # documents there; all are on the page of documents, and on that of what is seen
_GAPS = 100


def render_index(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the front page: latest alerts, and what is seen."""
    entries = views.list_leading(survey, survey.leading[-_LATEST:])
    shown = [watched for watched in survey.watched if watched.last]
    return render_page(
        "index.html", "", site, channels[0], menu="alerts", seeing=views.seeing_of(survey),
        description=site.about, survey=survey, entries=entries,
        unseen=survey.in_gaps[:_WATCHED], shown=shown[:_WATCHED],
        not_looked_at=[watched for watched in survey.watched if not watched.last], most=_WATCHED,
    )  # fmt: skip


def render_changes(page: ListPage[ChangeLine], survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return one page of the list of changes, newest first."""
    return render_page(
        "changes.html", page.address, site, channels[-1], menu="changes", is_menu_page=page.is_first,
        seeing=_seeing(page, survey), description=_("All changes, newest first."), survey=survey,
        entries=views.list_changes(survey, page.rows), page=page,
    )  # fmt: skip


def render_documents(page: ListPage[Watched], survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return one page of the list of documents by service."""
    return render_page(
        "documents.html", page.address, site, channels[0], menu="documents", is_menu_page=page.is_first,
        seeing=_seeing(page, survey), description=_("The documents that are being watched."),
        services=views.services(page.rows), page=page,
    )  # fmt: skip


def render_feeds(page: ListPage[Sequence[Channel]], survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return one page of the list of every feed."""
    groups = [
        {"title": rows[0].group, "anchor": rows[0].group.lower().replace(" ", "-"), "channels": rows}
        for rows in page.rows
        if rows
    ]
    return render_page(
        "feeds.html", page.address, site, channels[0], menu="feeds", is_menu_page=page.is_first,
        seeing=_seeing(page, survey), description=_("Every feed, for any feed reader."), groups=groups, newest=NEWEST,
        page=page,
    )  # fmt: skip


def render_status(page: ListPage[Watched], survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return what is seen and what is not, for each document; every gap stands on the first page."""
    past = views.past_gaps(survey) if page.is_first else []
    return render_page(
        "status.html", page.address, site, channels[1], menu="status", is_menu_page=page.is_first,
        seeing=_seeing(page, survey),
        description=_("For each document: when it was last seen, and every gap with its reason."),
        survey=survey, page=page, open_gaps=survey.in_gaps if page.is_first else (),
        strips={w.document.id: views.strip(w, survey.as_of) for w in page.rows},
        past_gaps=past[:_GAPS], more_gaps=max(0, len(past) - _GAPS), outcomes=wording.OUTCOMES,
    )  # fmt: skip


def _seeing(page: ListPage[Any], survey: Survey) -> views.Seeing | None:
    """Return the honest line of a first page; with it all further ones would move with every look."""
    return views.seeing_of(survey) if page.is_first else None


def render_about(site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the page that says how all this comes about."""
    return render_page(
        "about.html", "about/method/", site, channels[0], menu="", is_menu_page=False, seeing=None,
        description=_("How pages are watched, how changes are judged, and what can’t be seen."),
    )  # fmt: skip


def render_not_found(site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the page for addresses that lead nowhere; it answers at any depth, so its links start at the host."""
    return render_page(
        "404.html",
        None,
        site,
        channels[0],
        menu="",
        seeing=None,
        description=_("There is nothing at this address."),
    )


def static_files(edition: Edition) -> Iterator[File]:
    """Yield what all pages share."""
    for name in _STATIC:
        content = resources.files("feeds").joinpath("static", name).read_bytes()
        yield File(path=f"static/{name}", key=sha256(content).hexdigest(), render=partial(bytes, content))


def overview_pages(edition: Edition) -> Iterator[File]:
    """Yield the pages that tell of all documents; they move with every look."""
    survey, site, channels = edition.survey, edition.site, edition.channels
    key = _key_of_all(edition)
    yield File(path="index.html", key=key, render=partial(render_index, survey, site, channels))
    lists: tuple[tuple[Callable[..., bytes], list[ListPage[Any]]], ...] = (
        (render_changes, newest_in_pages(survey.changes, "changes/", "changes/part-")),
        (render_documents, list_pages(views.by_service(survey.watched), "d/", "documents/")),
        (render_feeds, lists_in_pages(_grouped(channels), "feeds/", "feeds/page-")),
        (render_status, list_pages(survey.watched, "status/")),
    )
    for render, pages in lists:
        for page in pages:
            yield File(
                path=f"{page.address}index.html",
                key=key if page.is_first else _key_of_further(page, edition),
                render=partial(render, page, survey, site, channels),
            )
    about = partial(render_about, site, channels)
    yield File(path="about/method/index.html", key=key_of(channels[0].title), render=about)
    yield File(path="404.html", key=key_of(), render=partial(render_not_found, site, channels))


def _key_of_all(edition: Edition) -> str:
    survey = edition.survey
    changes = [change.digest for change in survey.changes]
    told = list(survey.alert_digests.values())
    return key_of(survey.watched_key, changes, told, survey.chain_head, edition.channels_key)


def _key_of_further(page: ListPage[Any], edition: Edition) -> str:
    """Return what a page of a list that is not the first depends on: its own rows, and the day on which strips end."""
    survey = edition.survey
    rows = [_row_key(row, survey) for row in page.rows]
    places = (page.number, page.last, page.address, page.before, page.after)
    return key_of(places, rows, survey.as_of.date(), edition.channels_key)


def _row_key(row: object, survey: Survey) -> object:
    if isinstance(row, Watched):
        return row.key
    if isinstance(row, ChangeLine):
        alert = survey.alerts.get(row.number)
        places = [place.change for place in survey.places.get(alert.id, ())] if alert else []
        return [row.digest, survey.alert_digests.get(row.number, ""), places]
    return ""  # of feeds, which the key of all of them covers


def _grouped(channels: Sequence[Channel]) -> list[list[Channel]]:
    return [list(group) for _, group in groupby(channels, key=lambda channel: channel.group)]
