"""Atom 1.0 (RFC 4287) and RSS 2.0 from entries: the only module that knows feedgen and its traps.

Reads no clock: the same entries give the same bytes.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from feedgen.feed import FeedGenerator

from feeds import wording
from feeds.clean import clean, clean_line, without_angles
from feeds.http.media_types import ATOM, RSS
from feeds.site import Site
from feeds.syndication.entry import Entry
from feeds.syndication.feed import Feed
from feeds.syndication.feed_style import styled
from feeds.syndication.feedgen_extensions import (
    AtomEntryExtension,
    AtomFeedExtension,
    RssEntryExtension,
    RssFeedExtension,
)

_building = Lock()  # feedgen switches the locale of the whole process to write a date


def render_atom(feed: Feed, site: Site) -> bytes:
    """Return a feed as Atom 1.0."""
    made = _feed(feed, site)
    made.register_extension("policywatch", AtomFeedExtension, AtomEntryExtension)
    made.policywatch.is_archive = bool(feed.part)
    for attributes in feed.links(site, "atom", ATOM):
        made.link(attributes)
    made.link(href=site.page_url(feed.page_path), rel="alternate", type="text/html")
    for entry in feed.entries:
        item = _item(made, entry)
        item.title(without_angles(clean_line(entry.title)))
        item.summary(without_angles(clean(entry.summary)))
        item.policywatch.language = site.language
        item.policywatch.links = _links(entry)
    return styled(bytes(made.atom_str()), site)


def render_rss(feed: Feed, site: Site) -> bytes:
    """Return a feed as RSS 2.0, after the profile of the RSS Advisory Board."""
    made = _feed(feed, site)
    made.register_extension("policywatch", RssFeedExtension, RssEntryExtension)
    made.policywatch.is_archive = bool(feed.part)
    made.policywatch.links = feed.links(site, "rss", RSS)
    made.link(href=site.page_url(feed.page_path), rel="alternate")
    for entry in feed.entries:
        item = _item(made, entry)
        item.title(without_angles(clean_line(entry.title)))
        item.description(without_angles(clean(entry.summary)), isSummary=True)
        item.policywatch.creator = clean_line(site.title)
        item.policywatch.updated = wording.stamp(entry.updated)
        item.policywatch.links = _links(entry)
    with _building:
        return styled(bytes(made.rss_str()), site)


def _feed(feed: Feed, site: Site) -> Any:
    made: Any = FeedGenerator()  # type: ignore[no-untyped-call]
    made.id(feed.feed_id(site))
    made.title(feed.heading(site))
    made.description(without_angles(clean(feed.about)))
    made.author(name=clean_line(site.title), uri=site.page_url())
    made.generator("Policywatch")
    made.docs("https://www.rssboard.org/rss-specification")
    made.language(site.language)
    made.updated(feed.updated)
    made.lastBuildDate(feed.updated)
    return made


def _item(made: Any, entry: Entry) -> Any:
    item = made.add_entry(order="append")
    item.id(clean_line(entry.id))
    item.updated(entry.updated)
    item.published(entry.published)
    item.link(href=entry.link)
    item.content(clean(entry.html), type="html")
    for category in entry.categories:
        item.category(term=clean_line(category.term), scheme=category.scheme, label=clean_line(category.label))
    return item


def _links(entry: Entry) -> tuple[dict[str, str], ...]:
    """Return what an entry leads to beside its own page, with all that is known of it."""
    return tuple(
        {
            key: value
            for key, value in (
                ("rel", link.rel), ("href", link.href), ("title", clean_line(link.title)), ("type", link.type),
            )
            if value
        }
        for link in entry.links
    )  # fmt: skip
