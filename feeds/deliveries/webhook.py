"""Events as signed HTTP requests (Standard Webhooks 1.0.0). Retries nothing and follows no redirect."""

from __future__ import annotations

import base64
import binascii
import hmac
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from feeds.deliveries.delivery_kinds import SenderContext
from feeds.deliveries.guard import Resolve, resolve
from feeds.deliveries.guarded_http import SECONDS, GuardedClient, check_address, target_answer
from feeds.deliveries.message import Message, TargetAnswer
from feeds.deliveries.payload import body_of
from feeds.deliveries.secrets import Secret
from feeds.deliveries.targets import Network, Target
from feeds.errors import DeliveryError, SecretUnfit

_PREFIX = "whsec_"


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
        secrets = (keys, address) if isinstance(address, Secret) else (keys,)
        self._keys = signing_keys(keys)
        self._now = now
        self._client = GuardedClient(
            secrets=secrets, allow=allow, agent=agent, lookup=lookup, seconds=seconds, context=context
        )
        check_address(self._address, allow)

    def send(self, message: Message) -> TargetAnswer:
        """Post one event, and return what came back."""
        body, now = body_of(message.payload), self._now()
        event, at = webhook_id(message.event_id), str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "webhook-id": event,
            "webhook-timestamp": at,
            "webhook-signature": signature(self._keys, event, at, body),
        }
        answer = self._client.post(self._address, headers, body, is_read=False)
        return answer if isinstance(answer, TargetAnswer) else target_answer(answer, now)


def make_webhook_sender(target: Target, context: SenderContext) -> WebhookSender:
    """Return what sends to a target of the kind `webhook`; raises `DeliveryError` where it has no signing key."""
    if target.secret is None:
        raise DeliveryError(f"target {target.name} has no signing key")
    return WebhookSender(
        address=target.read_address(), keys=target.secret.read(), allow=target.allow, agent=context.agent,
        now=context.now,
    )  # fmt: skip


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
