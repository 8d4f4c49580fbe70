"""What feedgen can't write by itself: entry links with attributes, language, RSS authors. Holds no text."""

from __future__ import annotations

from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class AtomFeedExtension(BaseExtension):
    """Nothing: feedgen wants a class for the feed where there is one for its entries."""


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
    """Declares what the items use, and that the channel is not that of another program."""

    def extend_ns(self) -> dict[str, str]:
        return {"dc": _DC}


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
