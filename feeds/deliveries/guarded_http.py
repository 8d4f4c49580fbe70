"""One POST over a guarded connection, within a deadline. Retries nothing and follows no redirect."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpcore

from feeds.deliveries.guard import GuardedBackend, Resolve, resolve
from feeds.deliveries.message import TargetAnswer
from feeds.deliveries.secrets import Secret, redact
from feeds.deliveries.targets import Network
from feeds.errors import AddressRefused, DeliveryError
from snapshots.frozen_class import frozen
from snapshots.network import retry_after

SECONDS = 20.0
"""How long one request may take in all."""

_LONGEST_PATIENCE = timedelta(hours=24)
_LONGEST_ANSWER = 65_536  # bytes that are read of an answer
_SAID = 300  # characters of what a service gives as its reason


@frozen
class HttpAnswer:
    """What came back."""

    status: int
    waits: str = ""  # its Retry-After
    headers: Mapping[str, str] = field(default_factory=dict)  # by lower-case name
    body: bytes = b""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


@frozen
class GuardedClient:
    """What posts to the addresses of one target; `secrets` are kept out of every error."""

    secrets: tuple[Secret, ...] = ()
    allow: tuple[Network, ...] = ()
    agent: str = "policywatch"
    lookup: Resolve = resolve
    seconds: float = SECONDS
    context: ssl.SSLContext | None = None

    def post(
        self, url: str, headers: Mapping[str, str], body: bytes, *, is_read: bool = True
    ) -> HttpAnswer | TargetAnswer:
        """Return what came back, or why nothing did; unless `is_read`, its body is left where it is."""
        sent: dict[bytes | str, bytes | str] = {
            "Host": urlsplit(url).netloc,
            "User-Agent": self.agent,
            "Accept": "*/*",
        }
        for name, value in headers.items():
            sent[name] = value
        try:
            backend = GuardedBackend(allow=self.allow, seconds=self.seconds, lookup=self.lookup)
            longest = _LONGEST_ANSWER if is_read else 0
            return ask_guarded(
                "POST", url, sent, body, backend=backend, seconds=self.seconds, longest=longest, context=self.context
            )
        except DeliveryError as error:
            return TargetAnswer(error=redact(str(error), self.secrets))


def ask_guarded(
    method: str,
    url: str,
    headers: Mapping[bytes | str, bytes | str],
    body: bytes,
    *,
    backend: GuardedBackend,
    seconds: float,
    longest: int,
    context: ssl.SSLContext | None = None,
) -> HttpAnswer:
    """Send one request and return the answer with at most `longest` bytes of its body, which is left where it is for 0.

    Raises `DeliveryError` where there is none, and its kind `AddressRefused`.
    """
    extensions: dict[str, Any] = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)}
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend, ssl_context=context or _trust()) as pool,
            pool.stream(method, url, headers=dict(headers), content=body, extensions=extensions) as response,
        ):
            given = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            read = bytearray()
            for chunk in response.iter_stream() if longest else ():
                read += chunk[: longest - len(read)]
                if len(read) >= longest:
                    break
            waits = given.get("retry-after", "")
            return HttpAnswer(status=response.status, waits=waits, headers=given, body=bytes(read))
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise DeliveryError(f"no whole answer within {seconds:.0f} s") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise DeliveryError(f"no answer: {error or type(error).__name__}") from error


def check_address(address: str, allow: tuple[Network, ...], *, what: str = "a webhook") -> None:
    """Raise `AddressRefused` for an address that nothing should be sent to."""
    try:
        parts = urlsplit(address)
        is_fit = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username and parts.port != 0
        address.encode("ascii")
    except ValueError:
        is_fit = False
    if not is_fit:
        raise AddressRefused(f"the address of {what} is https://HOST/PATH in ASCII, without a user in it")
    if parts.scheme == "http" and not allow:
        raise AddressRefused(f"the address of {what} begins with https:// unless `allow` names its network")


def json_object(body: bytes) -> dict[str, Any]:
    """Return the object of JSON that a service answered with, an empty one where it answered anything else."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def target_answer(answer: HttpAnswer, now: datetime, said: str = "") -> TargetAnswer:
    """Return what a status means: 2xx accepts, 410 wants nothing more, all else is tried again.

    `said` is what the service gave as its reason, without secrets.
    """
    status, why = answer.status, f": {' '.join(said.split())[:_SAID]}" if said.strip() else ""
    if answer.is_good:
        return TargetAnswer(status=status)
    if status == 410:
        return TargetAnswer(status=status, error=f"it answered 410 Gone{why}", is_gone=True)
    if 300 <= status < 400:
        return TargetAnswer(status=status, error=f"it answered {status}: a redirect, and none is followed")
    asked = retry_after(answer.waits, now) if status in (429, 503) else None
    patience = min(asked, _LONGEST_PATIENCE) if asked is not None else None
    return TargetAnswer(status=status, error=f"it answered {status}{why}", retry_after=patience)


@cache
def _trust() -> ssl.SSLContext:
    """Return the certificates of the system; reading them takes longer than a request."""
    return ssl.create_default_context()
