"""The page of a feed: what stands in it, for people without a reader and for browsers, which show none."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from feeds.edition.feed_topics import Channel
from feeds.pages.page import render_page
from feeds.site import Site
from feeds.syndication.feed import Feed
from feeds.syndication.feed_archives import FeedArchive
from feeds.syndication.opml import PATH


def render_page_of(feed: Feed, channel: Channel, cut: Sequence[FeedArchive], site: Site) -> bytes:
    """Return the page that stands beside a current feed; entries are those of the feed, whole."""
    shown = [(entry, Markup(entry.html)) for entry in feed.entries]  # noqa: S704 - went through the allow-list
    return render_page(
        "feed.html", feed.page_path, site, channel, menu="feeds", is_menu_page=False, seeing=None,
        description=channel.about, feed=feed, shown=shown, months=[part.name for part in reversed(cut)], opml=PATH,
    )  # fmt: skip
