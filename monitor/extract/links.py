"""Canonical link addresses: redirectors unwrapped, tracking and nonces dropped. Follows no link."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborNode

from monitor.extract.elements import Attributes
from monitor.extract.text import key

FORM_LINK = "[form]"
"""What the words of a link begin with that stands for the address to which a form is sent."""

_DROPPED = {
    "h", "fbclid", "refsrc", "ref", "ref_src", "refid", "helpref", "entry_point", "eav", "paipv", "rdr", "_rdr",
    "locale2", "gclid", "igshid", "ig_rid", "token", "jazoest", "lsd", "cft", "tn", "s", "source", "nonce",
    "back_id", "element", "containing_element_id", "link_dialog",
}  # fmt: skip
_DROPPED_PREFIXES = ("__", "utm_", "_fb", "oh", "oe", "_nc_", "ccb")
_MAX_WRAPS = 3
_UNPRESSED = re.compile(r"pointer-events\s*:\s*none", re.IGNORECASE)

# Sites that ask for a login put one round each link of a page, from fetch to fetch.
_LOGIN = re.compile(r"/(?:log_?in|log_?out|sign_?in|checkpoint)\b", re.IGNORECASE)
_AFTER_LOGIN = ("next", "logout_url", "continue", "return_to", "return_url")

# An address written into the path of another, percent-encoded: seen where a page's own links were mangled.
_IN_PATH = re.compile(r"/(https?%3a%2f%2f.+)", re.IGNORECASE)

# Files of a content delivery network: signed anew at each fetch, so their addresses say nothing.
_MEDIA_HOSTS = (".fbcdn.net", ".cdninstagram.com")
_MEDIA_PATHS = ("/video_redirect",)


@lru_cache(maxsize=1 << 14)
def absolute(address: str, base: str) -> str:
    """Return a full address as a page means it, "" for what is no address."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


@lru_cache(maxsize=1 << 15)
def canonical(address: str, base: str = "") -> str:
    """Return the address that `address` stands for, "" for one that leads nowhere outside the page."""
    try:
        return _canonical(urljoin(base, address.strip()), depth=0)
    except ValueError:
        return ""


def link_key(text: str, url: str) -> bytes:
    """Return the 8-byte identity of a link: its words and where it leads."""
    address, _, query = url.partition(
        "?"
    )  # a text is compared without the queries of addresses in it, a link with them
    return key(f"{text} → {address}" + (f" ¶ {query.replace('&', ' ')}" if query else ""))


def _canonical(address: str, depth: int) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https", "mailto", "tel", ""):
        return ""
    query = parse_qsl(parts.query, keep_blank_values=True)
    wrapped = _wrapped(parts.path, dict(query))
    if wrapped and depth < _MAX_WRAPS:
        return _canonical(wrapped, depth + 1)
    if (parts.hostname or "").endswith(_MEDIA_HOSTS) or parts.path.rstrip("/").endswith(_MEDIA_PATHS):
        return ""
    kept = sorted((name, value) for name, value in query if not _is_noise(name))
    host = (parts.hostname or "").lower()
    if parts.port and parts.port not in (80, 443):
        host = f"{host}:{parts.port}"
    # The same page in both schemes: sites write one or the other from fetch to fetch.
    scheme = "https" if parts.scheme == "http" and parts.port in (None, 80) else parts.scheme
    return urlunsplit((scheme, host, parts.path, urlencode(kept), ""))


def _wrapped(path: str, query: dict[str, str]) -> str:
    """Return the address that a redirector's address stands for, "" for what is no redirector."""
    if glued := _IN_PATH.search(path):
        return unquote(glued[1])
    named = query.get("u", "") if path.rstrip("/").endswith(("/l.php", "/flx/warn")) else ""
    named = named or query.get("redirect_uri", "")
    if not named and _LOGIN.search(path):
        named = next((query[name] for name in _AFTER_LOGIN if query.get(name)), "")
    return named if named.startswith(("https://", "http://")) else ""


def _is_noise(name: str) -> bool:
    return name.lower() in _DROPPED or name.lower().startswith(_DROPPED_PREFIXES)


def is_dead(node: LexborNode, attributes: Attributes) -> bool:
    """Whether a link leads nowhere for those who press it: it is switched off, or has nothing to press."""
    if attributes.get("aria-disabled") == "true" or "inert" in attributes:
        return True
    if _UNPRESSED.search(attributes.get("style") or ""):
        return True
    if (attributes.get("onclick") or "").replace(" ", "").rstrip(";").lower() == "returnfalse":
        return True
    is_shown = any(attributes.get(name) for name in ("aria-label", "title"))
    return not is_shown and node.css_first("*:not(a)") is None and not node.text(deep=True).strip()
