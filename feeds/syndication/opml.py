"""OPML 2.0: the list of all feeds, which a reader takes in at once. Reads no clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from itertools import groupby

from lxml import etree

from feeds.clean import clean_line, without_angles
from feeds.edition.feed_topics import Channel
from feeds.language.translation import _
from feeds.site import Site

PATH = "feeds/feeds.opml"


_UNDATED = "dateModified"
_last_rendered: dict[str, tuple[Sequence[Channel], Site, bytes]] = {}  # by language


def render_opml(channels: Sequence[Channel], updated: datetime, site: Site) -> bytes:
    """Return all feeds in their groups; each is named by its Atom form.

    With each alert the date alone is another, and of the last list of feeds all else is at hand.
    """
    known = _last_rendered.get(site.language)
    if known is None or known[0] is not channels or known[1] != site:
        known = channels, site, _render_undated(channels, site)
        _last_rendered[site.language] = known
    date = format_datetime(updated.replace(microsecond=0)).encode("ascii")
    return known[2].replace(f"<{_UNDATED}/>".encode(), f"<{_UNDATED}>".encode() + date + f"</{_UNDATED}>".encode(), 1)


def _render_undated(channels: Sequence[Channel], site: Site) -> bytes:
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = clean_line(_("{site}: all feeds").format(site=site.title))
    etree.SubElement(head, _UNDATED)
    etree.SubElement(head, "ownerName").text = clean_line(site.title)
    etree.SubElement(head, "ownerId").text = site.page_url()
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = etree.SubElement(root, "body")
    for group, members in groupby(channels, key=lambda channel: channel.group):
        outline = etree.SubElement(body, "outline", text=without_angles(clean_line(group)))
        for channel in members:
            title = without_angles(clean_line(channel.title))
            etree.SubElement(
                outline, "outline",
                type="rss", text=title, title=title, description=without_angles(clean_line(channel.about)),
                xmlUrl=site.page_url(f"{channel.path}.atom"), htmlUrl=site.page_url(f"{channel.path}/"),
                language=site.language,
            )  # fmt: skip
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
