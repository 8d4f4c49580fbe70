"""How a browser shows a feed that somebody opens in it: as a page that says what it is. Renders no feed.

CSS and not XSLT, which browsers have dropped or are about to. It can make no link, so it shows addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.language.translation import _
from feeds.site import Site

PATH = "static/feed.css"
_SAYS = "{says}"
_PAGE = "{page}"


def feed_style_files(edition: Edition) -> Iterator[File]:
    """Yield the style sheet of all feeds, in the language of the edition."""
    style = resources.files("feeds").joinpath("static", "feed.css").read_text(encoding="utf-8")
    yield File(path=PATH, key=key_of(style), render=lambda: _filled(style).encode())


def styled(feed: bytes, site: Site) -> bytes:
    """Return a feed of XML that names its style sheet."""
    declaration, _end, rest = feed.partition(b"?>")
    named = f'?>\n<?xml-stylesheet type="text/css" href="{site.page_url(PATH)}"?>'
    return declaration + named.encode() + rest


def _filled(style: str) -> str:
    says = _("This is a feed. To subscribe, copy the address of this page into a feed reader.")
    page = _("As a page:")
    return style.replace(_SAYS, _quoted(says)).replace(_PAGE, _quoted(page))


def _quoted(words: str) -> str:
    """Return words as a string of CSS."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
