"""The page of a feed: what stands in it, for people without a reader and for browsers, which show none."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from feeds.pages.page import render_page
from feeds.site import Site
from feeds.syndication.channels import Channel
from feeds.syndication.feed import Feed
from feeds.syndication.opml import PATH
from feeds.syndication.parts import Part


def render_page_of(feed: Feed, channel: Channel, cut: Sequence[Part], site: Site) -> bytes:
    """Return the page that stands beside a current feed; entries are those of the feed, whole."""
    shown = [(entry, Markup(entry.html)) for entry in feed.entries]  # noqa: S704 - went through the allow-list
    return render_page(
        "feed.html", feed.page_path, site, channel, menu="feeds", is_menu_page=False, seeing=None,
        description=channel.about, feed=feed, shown=shown, months=[part.name for part in reversed(cut)], opml=PATH,
    )  # fmt: skip
