"""Whether two addresses are of one page: http and https, www, ports, the last slash and tracking aside. Asks nobody."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from w3lib.url import canonicalize_url

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_ga", re.IGNORECASE)
_WEB_PORTS = (None, 80, 443)


@lru_cache(maxsize=65_536)
def page_key(url: str) -> str:
    """Return what all addresses of one page have in common; "" for what is no address of the web."""
    try:
        parts = urlsplit(canonicalize_url(url.strip(), keep_blank_values=True))
        host, port = (parts.hostname or "").rstrip(".").removeprefix("www."), parts.port
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    where = host if port in _WEB_PORTS else f"{host}:{port}"
    asked = f"?{urlencode(query)}" if query else ""
    return f"{where}{parts.path.rstrip('/')}{asked}"
