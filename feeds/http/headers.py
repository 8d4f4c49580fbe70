"""The HTTP headers that published files go out with, the same from `serve` and from any other host. Sends nothing."""

from __future__ import annotations

import re

from feeds.language.translation import without_language
from feeds.site import Site
from snapshots.frozen_class import frozen

_FEED = re.compile(r"feeds/.+\.(?:atom|rss|json)")

CACHE = "public, max-age=900"
"""Feed readers ask every quarter of an hour at most; validators make the asking cheap."""

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'"
)
"""What a page says of itself, for hosts that send no headers of ours."""

POLICY = f"{PAGE_POLICY}; frame-ancestors 'none'"

Headers = tuple[tuple[str, str], ...]

SAFETY: Headers = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
"""What every answer carries, whoever made it: nothing that a page holds may run."""

EVERYWHERE: Headers = (*SAFETY, ("Cache-Control", CACHE))

OPEN: Headers = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "ETag, Last-Modified, Link"))


@frozen
class HeaderRule:
    """Headers of the files below a folder."""

    folder: str  # with a slash at its end, none in front
    headers: Headers


RECEIVED = "page-as-received.txt"
"""The name of a page as it was received, wherever it stands: plain text to take away, never shown as a page."""

SCREENSHOT = "screenshot.png"
"""The name of the picture of a page as a browser showed it when it was captured."""

TAKEN_AWAY: Headers = (("Content-Disposition", "attachment"),)

OPEN_FOLDERS = ("feeds/", "api/", "data/", "log/")
"""What scripts of other sites may read: it is made to be read by programs."""

RULES = tuple(HeaderRule(folder=folder, headers=OPEN) for folder in OPEN_FOLDERS)


def headers_of(path: str) -> Headers:
    """Return the headers of a published path, which has no slash in front, but for its type and validators."""
    more = (rule.headers for rule in RULES if without_language(path).startswith(rule.folder))
    kept = TAKEN_AWAY if path.endswith((f"/{RECEIVED}", f"/{SCREENSHOT}")) else ()
    return (*EVERYWHERE, *(header for headers in more for header in headers), *kept)


def is_open(path: str) -> bool:
    """Whether scripts of other sites may read a published path."""
    return without_language(path).startswith(OPEN_FOLDERS)


def headers_of_site(path: str, site: Site) -> Headers:
    """Return the headers of a path where a site is served: with those by which a feed is subscribed to at a hub."""
    if not site.hub or not _FEED.fullmatch(without_language(path)):
        return headers_of(path)
    return (*headers_of(path), ("Link", f'<{site.hub}>; rel="hub", <{site.url(path)}>; rel="self"'))
