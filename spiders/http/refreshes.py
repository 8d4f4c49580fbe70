"""Where a page leads by itself after a moment: a `Refresh` header, or a meta element that stands for one.

Readers end up there, so it is followed as a redirect is. Follows nothing itself.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from snapshots.records import Capture
from spiders.http.charsets import to_text
from spiders.http.outcomes import header

SOON = 30.0
"""Seconds within which a reader is taken along; later is a page that renews itself, or a session that ends."""

# html.spec.whatwg.org, "shared declarative refresh steps"
_REFRESH = re.compile(r"\s*(\d*\.?[\d.]*)\s*[;,\s]\s*(?:url\s*=\s*)?(.*)", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r"""(["'])(.*?)(?:\1|$)""", re.DOTALL)
_LONGEST = 4_000  # characters of one that are read
_SCRIPTLESS = ("noscript", "template", "svg", "math")


def refresh_target(capture: Capture) -> str:
    """Return the address that a page leads to, as it is written there; "" where the page stays."""
    told = header(capture.exchange.response_headers, "refresh")
    target = _target(told)
    if not target and b"refresh" in capture.body.lower() and capture.media_type in ("", *_HTML):
        target = _of_markup(capture)
    return "" if target.partition("#")[0] in ("", capture.exchange.final_url.partition("#")[0]) else target


_HTML = ("text/html", "application/xhtml+xml")


def _of_markup(capture: Capture) -> str:
    tree = LexborHTMLParser(to_text(capture.body, capture.charset).encode("utf-8", "replace"))
    refreshing = (
        _target(node.attributes.get("content") or "")
        for node in tree.css("meta[http-equiv]")
        if (node.attributes.get("http-equiv") or "").strip().lower() == "refresh" and _counts(node)
    )
    return next(filter(None, refreshing), "")


def _counts(node: LexborNode) -> bool:
    """Return whether a browser that runs scripts heeds an element: not one inside a noscript."""
    parent = node.parent
    while parent is not None:
        if parent.tag in _SCRIPTLESS:
            return False
        parent = parent.parent
    return True


def _target(told: str) -> str:
    match = _REFRESH.fullmatch(told[:_LONGEST])
    if not match or not match[1].strip("."):
        return ""
    seconds = match[1].split(".")[0][:9] or "0"
    if int(seconds) > SOON:
        return ""
    where = match[2].strip()
    if quoted := _QUOTED.match(where):
        where = quoted[2]
    return where.strip()
