"""What feedgen can't write by itself: links with attributes, language, archives, RSS authors. Holds no text."""

from __future__ import annotations

from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_HISTORY = "http://purl.org/syndication/history/1.0"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class AtomFeedExtension(BaseExtension):
    """Says of an archive document that it is one (RFC 5005, section 4)."""

    def __init__(self) -> None:
        self.is_archive = False

    def extend_ns(self) -> dict[str, str]:
        return {"fh": _HISTORY} if self.is_archive else {}

    def extend_atom(self, feed: Any) -> Any:
        if self.is_archive:
            etree.SubElement(feed, f"{{{_HISTORY}}}archive")
        return feed


class AtomEntryExtension(BaseEntryExtension):
    """Writes links with all their attributes, which feedgen 1.0.0 drops (its issue 135), and the language."""

    def __init__(self) -> None:
        self.links: tuple[dict[str, str], ...] = ()
        self.language = ""

    def extend_atom(self, entry: Any) -> Any:
        if self.language:
            entry.set(_LANG, self.language)
        for attributes in self.links:
            etree.SubElement(entry, "link", attributes)
        return entry


class RssFeedExtension(BaseExtension):
    """Writes the links that feedgen leaves out of a channel: its own address, hub and archives."""

    def __init__(self) -> None:
        self.is_archive = False
        self.links: tuple[dict[str, str], ...] = ()

    def extend_ns(self) -> dict[str, str]:
        return {"dc": _DC, **({"fh": _HISTORY} if self.is_archive else {})}

    def extend_rss(self, rss: Any) -> Any:
        channel = rss[0]
        for written in channel.findall(f"{{{_ATOM}}}link"):
            channel.remove(written)
        for place, attributes in enumerate(self.links):
            channel.insert(place, etree.Element(f"{{{_ATOM}}}link", attributes))
        if self.is_archive:
            channel.insert(len(self.links), etree.Element(f"{{{_HISTORY}}}archive"))
        return rss


class RssEntryExtension(BaseEntryExtension):
    """Writes the author, whom RSS itself knows by mail address only, and when the item was updated."""

    def __init__(self) -> None:
        self.creator = ""
        self.updated = ""
        self.links: tuple[dict[str, str], ...] = ()

    def extend_rss(self, item: Any) -> Any:
        etree.SubElement(item, f"{{{_DC}}}creator").text = self.creator
        etree.SubElement(item, f"{{{_ATOM}}}updated").text = self.updated
        for attributes in self.links:
            etree.SubElement(item, f"{{{_ATOM}}}link", attributes)
        return item
