"""Signed tokens in the addresses that subscribers are sent. Each is good for one purpose; knows no subscription."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from itsdangerous import BadSignature, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

from feeds.deliveries.secrets import Secret, SecretReference
from feeds.errors import DeliveryError

CONFIRM_WITHIN = timedelta(hours=48)

KEY_FILE = "secrets/subscriptions.key"


class TokenPurpose(StrEnum):
    """What a token lets its bearer do."""

    CONFIRM = "confirm"  # expires
    MANAGE = "manage"
    UNSUBSCRIBE = "unsubscribe"


class Tokens:
    """Makes and reads tokens under one key."""

    def __init__(self, key: Secret, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._key = key
        self._now = now

    def make(self, purpose: TokenPurpose, subject: str) -> str:
        """Return a token for a subject: the id of a subscription, or the name of a target."""
        return self._serializer(purpose).dumps(subject)

    def read(self, purpose: TokenPurpose, token: str) -> str | None:
        """Return the subject of a token; None for one that is forged, for another purpose, or too old."""
        serializer = self._serializer(purpose)
        try:
            if isinstance(serializer, URLSafeTimedSerializer):
                subject = serializer.loads(token, max_age=int(CONFIRM_WITHIN.total_seconds()))
            else:
                subject = serializer.loads(token)
        except BadSignature:
            return None
        return subject if isinstance(subject, str) else None

    def _serializer(self, purpose: TokenPurpose) -> URLSafeSerializer | URLSafeTimedSerializer:
        key, salt = self._key.reveal(), f"policywatch.{purpose.value}"
        if purpose is not TokenPurpose.CONFIRM:
            return URLSafeSerializer(key, salt=salt)
        now = self._now

        class Signer(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(now().timestamp())

        return URLSafeTimedSerializer(key, salt=salt, signer=Signer)


def load_key(folder: Path) -> Secret:
    """Return the key that an archive's tokens are signed with; it is made at the first call.

    Whoever loses the file ends every link in mails that were sent. Raises `SecretUnfit` where others can read it,
    `DeliveryError` where none can be made.
    """
    path = folder / KEY_FILE
    if not path.exists():
        try:
            _make_key(path)
        except OSError as error:
            raise DeliveryError(f"{path} can't be written: {error.strerror or error}") from error
    return SecretReference(where=f"file:{KEY_FILE}", folder=folder).read()


def _make_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)  # for its owner alone
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(32))
    try:
        os.link(name, path)  # whole or not at all, and never over one that another process made
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
