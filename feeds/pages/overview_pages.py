"""The pages that tell of all documents, one function a page, and the files that all pages share.

None is rendered before it is asked. Links inside are relative, so a site works below any address.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from importlib import resources
from itertools import groupby

from feeds import wording
from feeds.edition.edition import Edition
from feeds.edition.feed_topics import NEWEST, Channel
from feeds.edition.file import File, key_of
from feeds.edition.survey import Survey
from feeds.language.translation import _
from feeds.pages import views
from feeds.site import Site
from feeds.templating.page_frame import render_page

_STATIC = ("site.css", "site.js", "icon.svg")
_LATEST = 12  # alerts on the front page
_WATCHED = 100  # documents there; all are on the page of documents, and on that of what is seen
_LISTED = 500  # changes on the page of all
_GAPS = 100


def render_index(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the front page: latest alerts, and what is seen."""
    entries = views.list_leading(survey, survey.leading[-_LATEST:])
    shown = [watched for watched in survey.watched if watched.last]
    return render_page(
        "index.html", "", site, channels[0], menu="alerts", seeing=views.seeing_of(survey),
        description=site.about, survey=survey, entries=entries,
        unseen=[watched for watched in shown if watched.open_gap][:_WATCHED], shown=shown[:_WATCHED],
        not_looked_at=[watched for watched in survey.watched if not watched.last], most=_WATCHED,
    )  # fmt: skip


def render_changes(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the list of changes, newest first and bounded."""
    return render_page(
        "changes.html", "changes/", site, channels[-1], menu="changes", seeing=views.seeing_of(survey),
        description=_("All changes, newest first."), survey=survey,
        entries=views.list_changes(survey, survey.changes[-_LISTED:]),
    )  # fmt: skip


def render_documents(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the list of documents by service."""
    return render_page(
        "documents.html", "d/", site, channels[0], menu="documents", seeing=views.seeing_of(survey),
        description=_("The documents that are being watched."), services=views.services(survey),
    )  # fmt: skip


def render_feeds(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return the page that lists every feed."""
    groups = [
        {"title": title, "anchor": title.lower().replace(" ", "-"), "channels": list(group)}
        for title, group in groupby(channels, key=lambda channel: channel.group)
    ]
    return render_page(
        "feeds.html", "feeds/", site, channels[0], menu="feeds", seeing=views.seeing_of(survey),
        description=_("Every feed, for any feed reader."), groups=groups, newest=NEWEST,
    )  # fmt: skip


def render_status(survey: Survey, site: Site, channels: Sequence[Channel]) -> bytes:
    """Return what is seen and what is not, for each document, with every gap."""
    past = views.past_gaps(survey)
    return render_page(
        "status.html", "status/", site, channels[1], menu="status", seeing=views.seeing_of(survey),
        description=_("For each document: when it was last seen, and every gap with its reason."),
        survey=survey, open_gaps=[watched for watched in survey.watched if watched.open_gap],
        strips={w.document.id: views.strip(w, survey.as_of) for w in survey.watched},
        past_gaps=past[:_GAPS], more_gaps=max(0, len(past) - _GAPS), outcomes=wording.OUTCOMES,
    )  # fmt: skip


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
    key = key_of(survey.watched, survey.changes, list(survey.alert_digests.values()), survey.chain_head, channels)
    for path, render in (
        ("index.html", render_index),
        ("changes/index.html", render_changes),
        ("d/index.html", render_documents),
        ("feeds/index.html", render_feeds),
        ("status/index.html", render_status),
    ):
        yield File(path=path, key=key, render=partial(render, survey, site, channels))
    about = partial(render_about, site, channels)
    yield File(path="about/method/index.html", key=key_of(channels[0].title), render=about)
    yield File(path="404.html", key=key_of(), render=partial(render_not_found, site, channels))
