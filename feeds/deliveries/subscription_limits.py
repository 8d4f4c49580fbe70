"""How often mail may be asked for: by one client, network, domain and address, with a reserve for honest readers.

Kept in memory, of the newest keys alone. Writes no mail and knows no subscription.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from threading import Lock

HOUR = timedelta(hours=1)
PER_CLIENT = 10
PER_NETWORK = 30  # of one /24 or /48, which one owner holds
PER_DOMAIN = 40  # of the addresses that are written to: nobody's post office is flooded from here
PER_FAMILY = 300
"""Of all IPv4 clients, of all IPv6 clients, and of those without an address, each for itself: networks of IPv6 are had
by the thousand, and using them up must leave room for everybody else."""

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


class SubscriptionLimits:
    """What one site lets be asked for in an hour."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._client = Limiter(PER_CLIENT, HOUR, now)
        self._network = Limiter(PER_NETWORK, HOUR, now)
        self._family = Limiter(PER_FAMILY, HOUR, now)
        self._domain = Limiter(PER_DOMAIN, HOUR, now)

    def allow_client(self, host: str) -> bool:
        """Count one more of a client, by its address; False where that is too many."""
        client, network, family = keys_of(host)
        # The narrow ones first: who is refused by them uses up nobody else's share.
        return self._client.allows(client) and self._network.allows(network) and self._family.allows(family)

    def allow_address(self, address: str) -> bool:
        """Count one more of the domain of a mail address that is to be written to."""
        return self._domain.allows(address.rpartition("@")[2].lower())


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


def folded(address: str) -> str:
    """Return a mail address as most mailboxes read it: case and what follows a plus make no other one."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0].lower()}@{domain.lower()}"


def same_mailbox(address: str, others: Iterable[str]) -> int:
    """Return how many of other addresses lead to one mailbox."""
    return sum(folded(other) == folded(address) for other in others)
