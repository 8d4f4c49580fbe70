"""One HTTP request to an archive: to a checked address, bounded in time and size. Retries and follows nothing."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore

from feeds.deliveries.guard import GuardedBackend
from feeds.deliveries.targets import Network
from feeds.errors import AddressRefused, DeliveryError

SECONDS = 60.0
"""How long one request may take in all: an archive that records live answers once it has the page."""

_MAX_BYTES = 1 << 20  # of an answer; a page that a recording archive shows is not read further


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveAnswer:
    """What an archive answered."""

    status: int
    headers: Mapping[str, str]  # by lower-case name
    body: bytes


def ask_archive(
    method: str,
    url: str,
    headers: Mapping[str, str],
    *,
    content: bytes = b"",
    allow: tuple[Network, ...] = (),
    seconds: float = SECONDS,
) -> ArchiveAnswer:
    """Send a request and return the answer; raises `DeliveryError` where there is none."""
    backend = GuardedBackend(allow=allow, seconds=seconds)
    times = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
    named: dict[bytes | str, bytes | str] = {"Host": urlsplit(url).netloc}
    named.update(headers.items())
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend) as pool,
            pool.stream(method, url, headers=named, content=content, extensions={"timeout": times}) as answer,
        ):
            given = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
            body = bytearray()
            for chunk in answer.iter_stream():
                body += chunk[: _MAX_BYTES - len(body)]
                if len(body) >= _MAX_BYTES:
                    break
            return ArchiveAnswer(status=answer.status, headers=given, body=bytes(body))
    except AddressRefused:
        raise
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise DeliveryError(f"no whole answer within {seconds:.0f} s") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise DeliveryError(f"no answer: {error or type(error).__name__}") from error
