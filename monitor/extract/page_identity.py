"""What makes two pages the same to a reader of their markup: all of it but what is drawn anew for each fetch.

A site that watches its visitors writes tokens into each page it sends. Only what extraction takes no word from is left
out, so that pages of one identity are read as the same text; a page whose style sheets look at such values keeps them.
"""

from __future__ import annotations

import re
from hashlib import sha256

from selectolax.lexbor import LexborHTMLParser

from monitor.extract.links import canonical

_ADDRESS = re.compile(r"(?:https?:/)?/", re.IGNORECASE)  # what begins otherwise may be a script, or a place in the page
_LOOKED_AT = re.compile(r"\[\s*(?:href|value|nonce)", re.IGNORECASE)  # by a selector of a style sheet


def page_identity(markup: str, *, url: str = "", selectors: str = "") -> bytes:
    """Return 32 bytes that two pages share where they differ in tokens alone.

    Those are the words of scripts, nonces, what hidden fields hold, addresses of files, and what `canonical` leaves
    out of a link's address. `selectors` are those with which the page is to be read.
    """
    tree = LexborHTMLParser(markup)
    sheets = "".join(node.text(deep=True) for node in tree.css("style"))
    if not _LOOKED_AT.search(selectors + sheets):
        _leave_tokens_out(tree, url)
    return sha256((tree.html or "").encode("utf-8", "replace")).digest()


def _leave_tokens_out(tree: LexborHTMLParser, url: str) -> None:
    for node in tree.css("script"):
        for child in list(node.iter(include_text=True)):
            child.decompose()
    for node in tree.css("[nonce]"):
        node.attrs["nonce"] = ""
    for node in tree.css('input[type="hidden" i][value]'):
        node.attrs["value"] = ""
    for node in tree.css('link[href][rel="stylesheet" i],link[href][rel="preload" i]'):
        node.attrs["href"] = ""
    for node in tree.css('a[href*="?"]'):
        address = node.attributes.get("href") or ""
        if _ADDRESS.match(address):
            node.attrs["href"] = canonical(address, url)
