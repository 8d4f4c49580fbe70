"""How often mail may be asked for: by one client, network, domain and address, with a reserve for honest readers.

Writes no mail and knows no subscription.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from feeds.http.client_limits import Limiter, keys_of

HOUR = timedelta(hours=1)
PER_CLIENT = 10
PER_NETWORK = 30  # of one /24 or /48, which one owner holds
PER_DOMAIN = 40  # of the addresses that are written to: nobody's post office is flooded from here
PER_FAMILY = 300
"""Of all IPv4 clients, of all IPv6 clients, and of those without an address, each for itself: networks of IPv6 are had
by the thousand, and using them up must leave room for everybody else."""


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


def folded(address: str) -> str:
    """Return a mail address as most mailboxes read it: case and what follows a plus make no other one."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0].lower()}@{domain.lower()}"


def same_mailbox(address: str, others: Iterable[str]) -> int:
    """Return how many of other addresses lead to one mailbox."""
    return sum(folded(other) == folded(address) for other in others)
