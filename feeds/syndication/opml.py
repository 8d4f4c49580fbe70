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


def render_opml(channels: Sequence[Channel], updated: datetime, site: Site) -> bytes:
    """Return all feeds in their groups; each is named by its Atom form."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = clean_line(_("{site}: all feeds").format(site=site.title))
    etree.SubElement(head, "dateModified").text = format_datetime(updated.replace(microsecond=0))
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
