"""What of a page is not read, said in words of our own beside the page's: a cut, a frame, a page that sends on.

A note stands in square brackets at the end of the text, so that its coming and going is a change like any other.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract.elements import is_hidden
from monitor.extract.links import canonical
from snapshots.records import Segment, SegmentKind

CUT = "[The page goes on; what follows here is not read.]"

_LITTLE = 1_500  # characters of text beside which a frame may hold what the page is for
_SMALL = 100  # pixels; a smaller frame shows nothing to read
_MAX_LOOKED_AT = 50
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*['\"]?\s*(?P<address>[^'\"]+)", re.IGNORECASE)
_FRAMES = "iframe[src],frame[src],embed[src],object[data]"


def notes_of(tree: LexborHTMLParser, *, url: str, length: int, is_cut: bool) -> tuple[Segment, ...]:
    """Return the notes on a parsed page, of whose text `length` characters were read."""
    found = []
    if target := _sent_on(tree, url):
        found.append(f"[The page sends its readers on to {target}]")
    if length < _LITTLE:
        if host := _frame(tree, url):
            found.append(f"[A frame of the page, from {host}, is not read.]")
        elif _canvas(tree):
            found.append("[A drawing of the page is not read.]")
    if is_cut:
        found.append(CUT)
    return tuple(Segment(text=text, kind=SegmentKind.NOTE) for text in found)


def _sent_on(tree: LexborHTMLParser, url: str) -> str:
    """Return the address to which a page sends everyone who opens it (HTML, 4.2.5.3), "" where it sends nobody."""
    for node in tree.css("meta[http-equiv]")[:_MAX_LOOKED_AT]:
        if (node.attributes.get("http-equiv") or "").strip().lower() != "refresh" or _is_for_no_script(node):
            continue
        stated = node.attributes.get("content") or ""
        match = _REFRESH.match(stated) if re.search(r"[;,]|url", stated, re.IGNORECASE) else None
        target = canonical(match["address"], url) if match else ""
        if target and target.partition("?")[0] != canonical(url, url).partition("?")[0]:
            return target
    return ""


def _is_for_no_script(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag == "noscript"


def _frame(tree: LexborHTMLParser, url: str) -> str:
    """Return the host of a frame that readers see and that has to be fetched, "" where there is none."""
    for node in tree.css(_FRAMES)[:_MAX_LOOKED_AT]:
        held = node.attributes
        address = canonical(held.get("src") or held.get("data") or "", url)
        host = urlsplit(address).hostname if address else ""
        if (
            host
            and not held.get("srcdoc")
            and not is_hidden(held)
            and not _is_small(node)
            and not _is_for_no_script(node)
        ):
            return host
    return ""


def _canvas(tree: LexborHTMLParser) -> bool:
    return any(not is_hidden(node.attributes) and not _is_small(node) for node in tree.css("canvas")[:_MAX_LOOKED_AT])


def _is_small(node: LexborNode) -> bool:
    sizes = (node.attributes.get(name) or "" for name in ("width", "height"))
    return any(size.isascii() and size.isdigit() and int(size[:6]) < _SMALL for size in sizes)
