"""What all who speak to the network must read alike: which addresses are public, dates, how long a server asks to wait.

Resolves no name and opens no connection.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

IpAddress = IPv4Address | IPv6Address

_UNICAST = IPv6Network("2000::/3")  # all that is given out (RFC 4291, section 2.4)
_NOBODYS = (
    IPv4Network("192.0.0.0/24"),  # for protocols (RFC 6890)
    IPv4Network("192.88.99.0/24"),  # relays of 6to4, given up (RFC 7526)
    IPv6Network("3fff::/20"),  # for documentation (RFC 9637)
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the IPv4 address at its end is what is reached


def is_public(address: IpAddress) -> bool:
    """Return whether an address, and each that it carries inside, is one of the open internet."""
    within = embedded(address)
    return all(_is_open(one) for one in ((*within,) if address in _NAT64 else (address, *within)))


def is_public_host(host: str) -> bool:
    """Return whether a host is named by an address, and by one of the open internet."""
    try:
        return is_public(ip_address(host.partition("%")[0]))
    except ValueError:
        return False


def embedded(address: IpAddress) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses that an IPv6 address stands for: mapped, 6to4, Teredo's two, NAT64."""
    if isinstance(address, IPv4Address):
        return ()
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(one for one in found if one is not None)


def _is_open(address: IpAddress) -> bool:
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    if any(address.version == network.version and address in network for network in _NOBODYS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Return how long a Retry-After header asks to wait (RFC 9110, section 10.2.3), None where it says nothing."""
    given = value.strip()
    if given.isdecimal() and given.isascii():
        return timedelta(seconds=int(given[:9]))
    until = read_http_date(given)
    return None if until is None else max(until - now, timedelta(0))


def read_http_date(text: str) -> datetime | None:
    """Return the time in UTC that a header names (RFC 9110, section 5.6.7), None where it names none."""
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):  # the parser of the standard library raises them all
        return None
