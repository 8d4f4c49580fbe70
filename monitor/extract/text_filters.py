"""What is taken out of a page's text before it is compared: a nonce, a counter, "last viewed". Reads no page.

A filter is a function from an `Extraction` to an `Extraction`, found by its name among the entry points. It may read
nothing but what it is given: the same page must always be the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from monitor.extract.links import canonical
from snapshots.records import Extraction, Link

TextFilter = Callable[[Extraction], Extraction]


def drop_link_noise(extraction: Extraction) -> Extraction:
    """Leave of each link where it leads: redirectors, tracking and nonces dropped, and links that lead nowhere."""
    links = ((link, canonical(link.url)) for link in extraction.links)
    return replace(extraction, links=tuple(_leading_to(link, address) for link, address in links if address))


def _leading_to(link: Link, address: str) -> Link:
    return link if link.url == address else Link(text=link.text, url=address, context=link.context)


ALWAYS: tuple[TextFilter, ...] = (drop_link_noise,)
"""The filters that every page goes through; they are entry points too, so that no plug-in takes their names."""


def apply_filters(extraction: Extraction, names: Iterable[str]) -> Extraction:
    """Return a page's text after the filters of every page and those that its declaration names, in that order."""
    for text_filter in (*ALWAYS, *map(_load, names)):
        extraction = text_filter(extraction)
    return extraction


def _load(name: str) -> TextFilter:
    from snapshots.plugins import TEXT_FILTERS  # few pages name one, and this asks what is installed

    found: TextFilter = TEXT_FILTERS.load(name)
    return found
