"""Which hosts are on this machine or a private network, and which belong to one owner. Resolves no name."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from snapshots.network import IpAddress, is_public

if TYPE_CHECKING:
    from tldextract import TLDExtract

_PRIVATE_NAMES = (".localhost", ".local", ".internal", ".home.arpa", ".lan")
_NUMBERS = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+)){0,3}")
_WEB_PORTS = {"http": 80, "https": 443}


@cache
def _suffixes() -> TLDExtract:
    """Return the public suffixes as they ship with the library: without its own cache and the network."""
    import tldextract  # with all that it could fetch newer ones with; most looks ask for no owner

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def is_private(host: str) -> bool:
    """Return whether a host, by its name or its address in whatever form, is on this machine or a private network."""
    name = plain_host(host)
    address = _address(name)
    if address is not None:
        return not is_public(address)
    return "." not in name or name.endswith(_PRIVATE_NAMES)


def is_web_address(url: str) -> bool:
    """Return whether an address is one of the web that can be asked at all: no scheme, host or port that is none."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("ascii" if (parts.hostname or "").isascii() else "idna")
        return parts.scheme in ("http", "https") and bool(host) and parts.port != 0
    except ValueError:  # among them all of Unicode's, and ports that are no number or too large
        return False


def private_origins(urls: Iterable[str]) -> frozenset[str]:
    """Return host and port of those addresses that a declaration names on private hosts: it may lead there."""
    return frozenset(_origin(url) for url in urls if is_private(urlsplit(url).hostname or ""))


def leads_private(url: str, allowed: Collection[str]) -> bool:
    """Return whether an address leads to a private host that the declaration did not name itself."""
    return is_private(urlsplit(url).hostname or "") and _origin(url) not in allowed


@lru_cache(maxsize=4096)
def owner(url: str) -> str:
    """Return the registrable domain of an address, or its host where that has none."""
    host = plain_host(urlsplit(url).hostname or "")
    if _address(host) is not None:
        return host
    # Of a top-level domain that is on no list, the name before it is registered (publicsuffix.org's rule `*`).
    return _suffixes()(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])


def _origin(url: str) -> str:
    """Return host and port, with the two ports of the web as one: a site may move to TLS."""
    parts = urlsplit(url)
    port = parts.port or _WEB_PORTS.get(parts.scheme, 0)
    return f"{plain_host(parts.hostname or '')}:{'web' if port in _WEB_PORTS.values() else port}"


def plain_host(host: str) -> str:
    """Return a host as resolvers read it: other scripts' digits and dots are plain ones to them."""
    host = host.strip("[]").rstrip(".").lower()
    try:
        return host.encode("idna").decode("ascii").rstrip(".").lower() if not host.isascii() else host
    except UnicodeError:
        return host


def _address(host: str) -> IpAddress | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    if not _NUMBERS.fullmatch(host):
        return None
    try:  # 127.1, 0x7f000001, 017700000001: what the C library takes for an address
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None
