"""JSON Feed 1.1 from entries. Reads no clock: the same entries give the same bytes."""

from __future__ import annotations

import json
from typing import Any

from feeds import wording
from feeds.clean import clean, clean_line, without_angles
from feeds.site import Site
from feeds.syndication.entry import Entry
from feeds.syndication.feed import Feed

_VERSION = "https://jsonfeed.org/version/1.1"


def render_json(feed: Feed, site: Site) -> bytes:
    """Return a feed as JSON Feed 1.1."""
    made: dict[str, Any] = {
        "version": _VERSION,
        "title": feed.heading(site),
        "home_page_url": site.page_url(feed.page_path),
        "feed_url": site.page_url(f"{feed.own_path}.json"),
        "description": without_angles(clean(feed.about)),
        "language": site.language,
        "authors": [{"name": clean_line(site.title), "url": site.page_url()}],
    }
    if site.hub:
        made["hubs"] = [{"type": "WebSub", "url": site.hub}]
    made["items"] = [_item(entry, site.language) for entry in feed.entries]
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: Entry, language: str) -> dict[str, Any]:
    source = next((link.href for link in entry.links if link.rel == "via"), "")
    return {
        "id": clean_line(entry.id),
        "url": entry.link,
        **({"external_url": source} if source else {}),
        "title": without_angles(clean_line(entry.title)),
        "content_html": clean(entry.html),
        "summary": without_angles(clean(entry.summary)),
        "date_published": wording.stamp(entry.published),
        "date_modified": wording.stamp(entry.updated),
        "tags": list(dict.fromkeys(clean_line(category.label) for category in entry.categories)),
        "language": language,
    }
