"""Names become addresses here, and one that turns out to be private is not connected to. Knows no page.

A check after the answer would come too late: the request would have been made. Addresses written as numbers
never pass here; `spiders.http.hosts` knows those by their looks.
"""

from __future__ import annotations

from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from spiders.http.hosts import is_private

refused: dict[str, str] = {}
"""The names that were not connected to, with the address each has; Twisted keeps no error but "not found"."""


class GuardedResolver(CachingThreadedResolver):
    """Resolves names as Scrapy does, but for names that lead into a private network."""

    def __init__(self, reactor: Any, cache_size: int, timeout: float, names: frozenset[str]) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._names = names

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:
        settings = crawler.settings
        names = frozenset(settings.getlist("PRIVATE_NAMES"))
        return cls(reactor, settings.getint("DNSCACHE_SIZE"), settings.getfloat("DNS_TIMEOUT"), names)

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 Twisted's name
        found: Deferred[str] = super().getHostByName(name, timeout)
        found.addCallback(self._checked, name)
        return found

    def _checked(self, address: str, name: str) -> str:
        if is_private(address) and name.lower() not in self._names:
            refused[name.lower()] = address
            raise DNSLookupError(f"{name} leads to the private address {address}")
        return address
