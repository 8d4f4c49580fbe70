"""A checker of feeds: RFC 4287 and 5005, RSS 2.0 with the RSS Advisory Board's profile, JSON Feed 1.1, OPML 2.0.

It is held against feeds that are known to be bad (`test_checking.py` beside it), so that its silence counts.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.feeds.checking.atom import check_atom
from tests.feeds.checking.json_feed import check_json
from tests.feeds.checking.opml import check_opml
from tests.feeds.checking.rss import check_rss

CHECKS: dict[str, Callable[[bytes], list[str]]] = {
    "atom": check_atom,
    "rss": check_rss,
    "json": check_json,
    "opml": check_opml,
}


def complaints(path: str, content: bytes) -> list[str]:
    """Return what is wrong, or unwise, with a feed of that name; each line begins with "error" or "warning"."""
    return CHECKS[path.rpartition(".")[2]](content)
