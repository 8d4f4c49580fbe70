"""Text that stands in a page as a page of its own: shadow roots, frames with their document in them, drawings.

Fetches nothing: what a frame would load from an address is not here.
"""

from __future__ import annotations

import re
from base64 import b64decode
from urllib.parse import unquote_to_bytes

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_DOCUMENTS = 50  # of frames in one page
MAX_DOCUMENT = 2_000_000  # characters of one of them
_TEMPLATE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1\s*>|\Z)|<(/?)template\b([^>]*)>",
    re.IGNORECASE | re.DOTALL,
)
_HELD = re.compile(r"\s*data:(?:text/html|image/svg\+xml|application/xhtml\+xml)[^,]*?(;base64)?,", re.IGNORECASE)
_SHADOW = re.compile(r"shadowroot(?:mode)?\s*=", re.IGNORECASE)


def open_shadow_roots(markup: str) -> str:
    """Return markup in which declarative shadow roots (HTML, 4.12.3) are elements like any others.

    A parser keeps them apart from the page, while a browser shows them in the place of what stands beside them.
    """
    if b"shadowroot" not in markup.encode("utf-8", "replace").lower():  # of nearly all pages, in a tenth of the time
        return markup
    opened: list[bool] = []

    def replaced(match: re.Match[str]) -> str:
        if match[3] is None:
            return match[0]
        if match[2]:
            return "</div>" if opened and opened.pop() else match[0]
        opened.append(bool(_SHADOW.search(match[3])))
        return "<div data-shadow-root>" if opened[-1] else match[0]

    return _TEMPLATE.sub(replaced, markup)


def hide_unslotted(tree: LexborHTMLParser) -> None:
    """Mark as hidden what stands in the host of a shadow root that has no place for it."""
    for root in tree.css("div[data-shadow-root]")[:MAX_DOCUMENTS]:
        host = root.parent
        if host is None or root.css_first("slot") is not None:
            continue
        for child in list(host.iter(include_text=True)):
            if child.mem_id == root.mem_id:
                continue
            if child.tag == "-text":
                child.decompose()
            elif (child.tag or "-")[0] not in "-!":
                child.attrs["hidden"] = ""


def document_of(frame: LexborNode) -> LexborHTMLParser | None:
    """Return the document that a frame holds in itself, None where it would have to be fetched."""
    attributes = frame.attributes
    held = attributes.get("srcdoc") or _written_out(attributes.get("src") or attributes.get("data") or "")
    if not held or len(held) > MAX_DOCUMENT:
        return None
    return LexborHTMLParser(held)


def holds_document(node: LexborNode) -> bool:
    """Whether an object or a picture has a page or a drawing in its own address (RFC 2397)."""
    attributes = node.attributes
    return bool(_HELD.match(attributes.get("src") or attributes.get("data") or ""))


def _written_out(address: str) -> str:
    """Return the markup that an address holds in itself, "" for one that would have to be fetched."""
    match = _HELD.match(address) if len(address) <= MAX_DOCUMENT else None
    if match is None:
        return ""
    markup = unquote_to_bytes(address[match.end() :])
    try:
        return (b64decode(markup) if match[1] else markup).decode("utf-8", "replace")
    except ValueError:
        return ""


def has_drawn_text(drawing: LexborNode) -> bool:
    """Whether a drawing (SVG) has words in it."""
    return drawing.css_first("text,foreignObject") is not None
