"""How often something may be asked for, by whoever asks. Kept in memory, of the newest keys alone; answers nobody."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from threading import Lock

_KEYS = 20_000  # remembered at once


class Limiter:
    """At most so many in a time, for each key; kept in memory, of the newest keys alone."""

    def __init__(self, most: int, within: timedelta, now: Callable[[], datetime]) -> None:
        self._most = most
        self._within = within
        self._now = now
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def allows(self, key: str) -> bool:
        """Count one more for a key; False where that is too many."""
        now = self._now()
        with self._lock:
            times = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            while len(self._seen) > _KEYS:
                self._seen.popitem(last=False)
            while times and not now - self._within < times[0] <= now:  # nor a time to come: the clock was set back
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(now)
            return True


def keys_of(host: str) -> tuple[str, str, str]:
    """Return a client, the network that it belongs to, and its family, as far as limits go."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host, host, ""
    if mapped := getattr(address, "ipv4_mapped", None):
        address = mapped
    lengths = (32, 24) if address.version == 4 else (64, 48)  # a /64 is what one subscriber is given
    client, network = (str(ip_network(f"{address}/{length}", strict=False)) for length in lengths)
    return client, network, str(address.version)
