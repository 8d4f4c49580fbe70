"""When hosts answered last, over all runs of fetching of a program. Asks for nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from snapshots.records import Exchange


class SparedHosts:
    """The hosts that were asked, so that one run of fetching can begin where their rest from an earlier one ends."""

    def __init__(self) -> None:
        self._asked: dict[str, datetime] = {}

    def note(self, exchange: Exchange) -> None:
        """Remember when the host that answered last in an exchange did so."""
        host = urlsplit(exchange.final_url).hostname or ""
        self._asked[host] = max(exchange.captured_at, self._asked.get(host, exchange.captured_at))

    def resting(self, seconds: float) -> tuple[tuple[str, float], ...]:
        """Return the hosts that rest still, where each rests so many seconds, with what is left; forget the others."""
        now = datetime.now(UTC)
        left = {host: min(seconds, seconds - (now - at).total_seconds()) for host, at in self._asked.items()}
        self._asked = {host: at for host, at in self._asked.items() if left[host] > 0}
        return tuple(sorted((host, rest) for host, rest in left.items() if rest > 0))
