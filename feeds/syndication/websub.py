"""Telling a WebSub hub which feeds changed (W3C WebSub, section 7). Tells nobody else, and tries once.

What a hub answers is not kept: readers that subscribe there still ask for the feed themselves now and then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

import httpcore

from feeds.errors import HubUnreachable
from feeds.language.translation import without_language
from feeds.site import Site

_FEED = re.compile(r"feeds/(?:documents/)?[^/]+\.(?:atom|rss|json)")
_AT_ONCE = 50  # topics of one request
_SECONDS = 10.0


def changed_topics(paths: Iterable[str], site: Site) -> list[str]:
    """Return the addresses of the current feeds among published paths; archive documents are nobody's topic."""
    return [site.url(path) for path in sorted(paths) if _FEED.fullmatch(without_language(path))]


def ping(site: Site, topics: list[str]) -> int:
    """Tell the site's hub that topics have changed, and return how many requests that took.

    Raises `HubUnreachable` where the hub takes one not.
    """
    bodies = list(_bodies(topics))
    try:
        for body in bodies:
            _post(site.hub, body)
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise HubUnreachable(
            f"the hub {site.hub} can't be told of changed feeds: {error or type(error).__name__}"
        ) from error
    return len(bodies)


def _bodies(topics: list[str]) -> Iterator[bytes]:
    for start in range(0, len(topics), _AT_ONCE):
        fields = [("hub.mode", "publish")]
        for topic in topics[start : start + _AT_ONCE]:
            fields += [("hub.topic", topic), ("hub.url", topic)]  # hubs read the one or the other
        yield urlencode(fields).encode("ascii")


def _post(hub: str, body: bytes) -> None:
    answer = httpcore.request(
        "POST",
        hub,
        headers={"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "policywatch"},
        content=body,
        extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), _SECONDS)},
    )
    if not 200 <= answer.status < 300:
        raise HubUnreachable(f"the hub {hub} refused to hear of changed feeds: status {answer.status}")
