"""Events as signed HTTP requests (Standard Webhooks 1.0.0). Retries nothing and follows no redirect."""

from __future__ import annotations

import base64
import binascii
import hmac
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from urllib.parse import urlsplit

import httpcore

from feeds.deliveries.delivery_kinds import SenderContext
from feeds.deliveries.guard import GuardedBackend, Resolve, resolve
from feeds.deliveries.message import Message, TargetAnswer
from feeds.deliveries.payload import body_of
from feeds.deliveries.secrets import Secret, redact
from feeds.deliveries.targets import Network, Target
from feeds.errors import AddressRefused, DeliveryError, SecretUnfit
from snapshots.network import retry_after

SECONDS = 20.0
"""How long one attempt may take in all."""

_PREFIX = "whsec_"
_LONGEST_PATIENCE = timedelta(hours=24)


class WebhookSender:
    """Sends to one address; its signing keys are secrets, and its address may be one."""

    def __init__(
        self,
        *,
        address: str | Secret,
        keys: Secret,
        allow: tuple[Network, ...] = (),
        agent: str = "policywatch",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        lookup: Resolve = resolve,
        seconds: float = SECONDS,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Raises `SecretUnfit` for keys that are none, `AddressRefused` for an address that can't be one."""
        self._address = address.reveal() if isinstance(address, Secret) else address
        self._secrets = (keys, address) if isinstance(address, Secret) else (keys,)
        self._keys = signing_keys(keys)
        self._allow = allow
        self._agent = agent
        self._now = now
        self._lookup = lookup
        self._seconds = seconds
        self._context = context or _trust()
        _check(self._address, allow)

    def send(self, message: Message) -> TargetAnswer:
        """Post one event, and return what came back."""
        body, now = body_of(message.payload), self._now()
        event, at = webhook_id(message.event_id), str(int(now.timestamp()))
        headers: dict[bytes | str, bytes | str] = {
            "Host": urlsplit(self._address).netloc,
            "Content-Type": "application/json",
            "User-Agent": self._agent,
            "Accept": "*/*",
            "webhook-id": event,
            "webhook-timestamp": at,
            "webhook-signature": signature(self._keys, event, at, body),
        }
        try:
            status, waits = self._post(headers, body)
        except AddressRefused as error:
            return TargetAnswer(error=redact(str(error), self._secrets))
        except (httpcore.TimeoutException, TimeoutError):
            return TargetAnswer(error=f"no whole answer within {self._seconds:.0f} s")
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
            return TargetAnswer(error=redact(f"no answer: {error or type(error).__name__}", self._secrets))
        return answer_of(status, waits, now)

    def _post(self, headers: dict[bytes | str, bytes | str], body: bytes) -> tuple[int, str]:
        backend = GuardedBackend(allow=self._allow, seconds=self._seconds, lookup=self._lookup)
        times = dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)
        with (
            httpcore.ConnectionPool(network_backend=backend, ssl_context=self._context) as pool,
            pool.stream(
                "POST", self._address, headers=headers, content=body, extensions={"timeout": times}
            ) as response,
        ):
            given = {name.lower(): value for name, value in response.headers}
            return response.status, given.get(b"retry-after", b"").decode("latin-1")


def make_webhook_sender(target: Target, context: SenderContext) -> WebhookSender:
    """Return what sends to a target of the kind `webhook`; raises `DeliveryError` where it has no signing key."""
    if target.secret is None:
        raise DeliveryError(f"target {target.name} has no signing key")
    return WebhookSender(
        address=target.read_address(), keys=target.secret.read(), allow=target.allow, agent=context.agent,
        now=context.now,
    )  # fmt: skip


@cache
def _trust() -> ssl.SSLContext:
    """Return the certificates of the system; reading them takes longer than a request."""
    return ssl.create_default_context()


def answer_of(status: int, waits: str, now: datetime) -> TargetAnswer:
    """Return what a status means: 2xx accepts, 410 wants nothing more, all else is tried again."""
    if 200 <= status < 300:
        return TargetAnswer(status=status)
    if status == 410:
        return TargetAnswer(status=status, error="it answered 410 Gone", is_gone=True)
    if 300 <= status < 400:
        return TargetAnswer(status=status, error=f"it answered {status}: a redirect, and none is followed")
    asked = retry_after(waits, now) if status in (429, 503) else None
    patience = min(asked, _LONGEST_PATIENCE) if asked is not None else None
    return TargetAnswer(status=status, error=f"it answered {status}", retry_after=patience)


def webhook_id(event_id: str) -> str:
    """Return the id of an event as headers carry it, without the full stops that part what is signed."""
    return f"msg_{sha256(event_id.encode()).hexdigest()[:32]}"


def signature(keys: tuple[bytes, ...], event: str, at: str, body: bytes) -> str:
    """Return a signature by each key, so that a receiver can change over from one to the next."""
    signed = b".".join((event.encode(), at.encode(), body))
    made = (base64.b64encode(hmac.digest(key, signed, "sha256")).decode() for key in keys)
    return " ".join(f"v1,{one}" for one in made)


def signing_keys(secret: Secret) -> tuple[bytes, ...]:
    """Return the keys of a secret: one or more of `whsec_` and base64, with space between them."""
    keys = []
    for given in secret.reveal().split():
        try:
            key = base64.b64decode(given.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            key = b""
        if not given.startswith(_PREFIX) or not 24 <= len(key) <= 64:
            raise SecretUnfit(
                f"a signing key is {_PREFIX} and 24 to 64 random bytes in base64; make one:"
                f' echo "{_PREFIX}$(openssl rand -base64 32)"'
            )
        keys.append(key)
    return tuple(keys)


def _check(address: str, allow: tuple[Network, ...]) -> None:
    try:
        parts = urlsplit(address)
        is_fit = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username and parts.port != 0
        address.encode("ascii")
    except ValueError:
        is_fit = False
    if not is_fit:
        raise AddressRefused("the address of a webhook is https://HOST/PATH in ASCII, without a user in it")
    if parts.scheme == "http" and not allow:
        raise AddressRefused("the address of a webhook begins with https:// unless `allow` names its network")
