"""Connections that a webhook may make: to the address that was checked, and within a deadline. Speaks no HTTP.

A name is resolved once, each address it has is looked at, and one of those is connected to, so that no second
answer of a name server can lead elsewhere (DNS rebinding). Redirects are for the caller not to follow.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

import httpcore

from feeds.deliveries.targets import Network
from feeds.errors import AddressRefused
from snapshots.network import IpAddress, embedded, is_public

Resolve = Callable[[str, int], Iterable[str]]


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses that the system knows for a host; raises `OSError` where it knows none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked_addresses(host: str, port: int, allow: Iterable[Network], lookup: Resolve = resolve) -> list[str]:
    """Return the addresses of a host, all of which may be connected to.

    Raises `AddressRefused` where one of them is private, loopback, link-local, reserved or the like: a name that
    leads inside and outside is up to something. Forms like 127.1 or 0x7f000001 are looked at as the system reads them.
    """
    allowed = tuple(allow)
    found = list(lookup(host, port))
    for address in found:
        if not _may_be_reached(ip_address(address.partition("%")[0]), allowed):
            raise AddressRefused(
                f"{host} leads to {address}, which is no public address; deliveries go to none"
                " unless the target's `allow` names its network"
            )
    return found


def _may_be_reached(address: IpAddress, allowed: tuple[Network, ...]) -> bool:
    meant = (address, *embedded(address))
    return is_public(address) or any(
        one in network for one in meant for network in allowed if network.version == one.version
    )


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses alone; all that one request does ends by its deadline."""

    def __init__(self, *, allow: Iterable[Network], seconds: float, lookup: Resolve = resolve) -> None:
        self._allow = tuple(allow)
        self._seconds = seconds
        self._lookup = lookup

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        deadline = time.monotonic() + self._seconds
        try:
            addresses = checked_addresses(host, port, self._allow, self._lookup)
        except OSError as error:
            raise httpcore.ConnectError(f"{host} can't be resolved: {error.strerror or error}") from error
        last: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                left = max(0.1, deadline - time.monotonic())
                stream = httpcore.SyncBackend().connect_tcp(address, port, left, local_address, socket_options)
                return _Bounded(stream, deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last


class _Bounded(httpcore.NetworkStream):
    """A stream whose every step ends by one deadline: a server that drips bytes holds nobody up."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def _left(self, late: type[httpcore.TimeoutException]) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise late("no whole answer in time")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._left(httpcore.ConnectTimeout)
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
