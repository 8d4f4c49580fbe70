"""One HTTP request to an archive: to a checked address, bounded in time and size. Retries and follows nothing."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from feeds.deliveries.guard import GuardedBackend
from feeds.deliveries.guarded_http import HttpAnswer, ask_guarded
from feeds.deliveries.targets import Network

SECONDS = 60.0
"""How long one request may take in all: an archive that records live answers once it has the page."""

_MAX_BYTES = 1 << 20  # of an answer; a page that a recording archive shows is not read further


def ask_archive(
    method: str,
    url: str,
    headers: Mapping[str, str],
    *,
    content: bytes = b"",
    allow: tuple[Network, ...] = (),
    seconds: float = SECONDS,
) -> HttpAnswer:
    """Send a request and return the answer; raises `DeliveryError` where there is none."""
    backend = GuardedBackend(allow=allow, seconds=seconds)
    named: dict[bytes | str, bytes | str] = {"Host": urlsplit(url).netloc}
    named.update(headers.items())
    return ask_guarded(method, url, named, content, backend=backend, seconds=seconds, longest=_MAX_BYTES)
