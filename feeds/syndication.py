"""Atom 1.0 (RFC 4287) and RSS 2.0 from entries: the only module that knows feedgen and its traps.

Reads no clock: the same entries give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from feedgen.feed import FeedGenerator

from feeds import wording
from feeds.clean import clean, clean_line, without_angles
from feeds.entries import LANGUAGE, Entry
from feeds.feedgen_extensions import (
    AtomEntryExtension,
    AtomFeedExtension,
    RssEntryExtension,
    RssFeedExtension,
)
from feeds.site import Site
from feeds.survey import EPOCH

ATOM_TYPE = "application/atom+xml"
RSS_TYPE = "application/rss+xml"

_building = Lock()  # feedgen switches the locale of the whole process to write a date


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed before it has a format."""

    path: str  # below the site, without a suffix
    title: str
    about: str
    entries: tuple[Entry, ...]  # newest first

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=EPOCH)


def newest_first(entries: Sequence[Entry], limit: int) -> tuple[Entry, ...]:
    """Return the newest entries by (updated, id)."""
    return tuple(sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)[:limit])


def render_atom(feed: Feed, site: Site) -> bytes:
    """Return a feed as Atom 1.0."""
    made = _feed(feed, site, f"{feed.path}.atom", ATOM_TYPE)
    made.register_extension("policywatch", AtomFeedExtension, AtomEntryExtension)
    for entry in feed.entries:
        item = _item(made, entry)
        item.title(clean_line(entry.title))
        item.summary(clean(entry.summary))
        item.policywatch.language = LANGUAGE
        item.policywatch.links = _links(entry)
    return bytes(made.atom_str())


def render_rss(feed: Feed, site: Site) -> bytes:
    """Return a feed as RSS 2.0."""
    made = _feed(feed, site, f"{feed.path}.rss", RSS_TYPE)
    made.register_extension("policywatch", RssFeedExtension, RssEntryExtension)
    for entry in feed.entries:
        item = _item(made, entry)
        item.title(without_angles(clean_line(entry.title)))
        item.description(without_angles(clean(entry.summary)), isSummary=True)
        item.policywatch.creator = clean_line(site.title)
        item.policywatch.updated = wording.stamp(entry.updated)
        item.policywatch.links = _links(entry)
    with _building:
        return bytes(made.rss_str())


def _feed(feed: Feed, site: Site, own_path: str, media_type: str) -> Any:
    made: Any = FeedGenerator()  # type: ignore[no-untyped-call]
    made.id(site.feed_id(feed.path.removeprefix("feeds/")))
    made.title(without_angles(clean_line(f"{site.title}: {feed.title}")))
    made.description(without_angles(clean(feed.about)))
    made.author(name=clean_line(site.title), uri=site.url())
    made.generator("Policywatch")
    made.docs("https://www.rssboard.org/rss-specification")
    made.language(LANGUAGE)
    made.updated(feed.updated)
    made.lastBuildDate(feed.updated)
    made.link(href=site.url(own_path), rel="self", type=media_type)
    made.link(href=site.url("feeds/"), rel="alternate", type="text/html")  # last: RSS takes the last for its own
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
    return ({"rel": "via", "href": entry.source},) if entry.source else ()
