"""The `[[target]]` and `[mail]` tables of the settings, checked key by key. Opens no file and reads no secret.

A value that may be a secret is never repeated in a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from feeds.deliveries.delivery_kinds import DELIVERY_KINDS
from feeds.deliveries.secrets import SecretReference, is_reference
from feeds.deliveries.targets import (
    Filter,
    MailRelay,
    MailSecurity,
    Network,
    Period,
    Target,
    TargetKind,
    is_mail_address,
)
from feeds.language.translation import NAMES
from snapshots.errors import ArchiveError
from snapshots.sql.postgres_address import PostgresAddress
from snapshots.toml_lines import TomlPath
from snapshots.toml_tables import RecordReader, strict_converter
from snapshots.toml_values import (
    Reader,
    UnfitError,
    array_of,
    choice,
    list_of,
    matching,
    one_of,
    table,
    whole_number,
    words,
)

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_NEEDS_RELAY = (TargetKind.MAIL, TargetKind.DIGEST)
_NEEDS_SECRET = (TargetKind.WEBHOOK, TargetKind.MASTODON, TargetKind.BLUESKY)

name_of_target = matching(r"[a-z0-9]+(-[a-z0-9]+)*", 'lower-case words joined by hyphens, like "news-desk"', longest=60)
_hour = matching(r"([01]\d|2[0-3]):[0-5]\d", 'an hour in UTC like "06:00"')
_day = one_of(_DAYS)


def read_targets(value: object, folder: Path) -> tuple[Target, ...]:
    """Return the targets of the `[[target]]` tables; raises `UnfitError` with every fault."""

    def read_target(given: Any) -> Target:
        try:
            kind = _kind(table(given).get("kind"))
        except UnfitError as unfit:
            raise UnfitError(faults=unfit.below("kind")) from unfit  # which other keys it may have hangs on it
        # A webhook can't do without the key that signs: its receiver could trust nothing; accounts have a password.
        read = _target_reader(kind, secret_reader(folder))
        return read({"secret": None, **given} if kind in _NEEDS_SECRET else given)

    return array_of("target", read_target)(value)


def read_address(value: object, folder: Path) -> str | SecretReference:
    """Return a web address, or where it is kept; raises `UnfitError`."""
    return _webhook_address(value, secret_reader(folder))


def read_database(value: object, folder: Path) -> PostgresAddress | SecretReference:
    """Return the address of a database, or where it is kept; raises `UnfitError`, which repeats no password."""
    text = words(value)
    if is_reference(text):
        return SecretReference(where=text, folder=folder)
    try:
        address = PostgresAddress.parse(text)
    except ArchiveError as error:
        raise UnfitError(f'{error}, or where it is kept, like "env:POLICYWATCH_DATABASE"') from error
    if address.has_password:
        raise UnfitError('expected an address without a password, or where it is kept, like "env:POLICYWATCH_DATABASE"')
    return address


def target_faults(value: object, *, has_relay: bool) -> Iterator[tuple[TomlPath, str]]:
    """Yield what is wrong with targets beside each other, as they are written: names taken, mail without a relay."""
    names: set[object] = set()
    for index, target in enumerate(value if isinstance(value, list) else ()):
        name, kind = (target.get("name"), target.get("kind")) if isinstance(target, dict) else (None, None)
        if isinstance(name, str) and name in names:
            yield (index, "name"), f"expected a name of its own, {name!r} is taken"
        names.add(str(name))
        if kind in _NEEDS_RELAY and not has_relay:
            yield (index, "kind"), f"{name}: mail needs a relay; expected a [mail] table with its host"


def read_mail(value: object, folder: Path) -> MailRelay:
    """Return the relay of the `[mail]` table; raises `UnfitError` with every fault."""
    if not isinstance(value, dict):
        raise UnfitError("expected a [mail] table with host and from")
    security = value.get("security")
    port = _PORTS.get(security, 0) if isinstance(security, str) else 0
    read = RecordReader(
        MailRelay,
        strict_converter(),
        readers={
            "host": words,
            "port": whole_number(1, 65_535),
            "security": choice(MailSecurity),
            "user": words,
            "password": secret_reader(folder),
            "sender": _sender,
        },
        names={"sender": "from", "is_public": "public"},
        check=_mail_faults,
    )
    return read({"port": port, **value} if port else value)


def _mail_faults(mail: Mapping[str, Any]) -> Iterator[tuple[TomlPath, str]]:
    if ("user" in mail) != ("password" in mail):
        yield ("user",), "expected user and password together, or neither"
    elif "user" in mail and mail.get("security") == "none":
        yield ("security",), "expected starttls or tls: a password is not sent over an open line"


def _kind(value: object) -> str:
    kind = words(value)
    return kind if DELIVERY_KINDS.has(kind) else one_of(DELIVERY_KINDS.names())(kind)


def _target_reader(kind: str, secret: Callable[[object], SecretReference]) -> RecordReader[Target]:
    """Return the reader of a target of a kind: only its own keys are known."""
    converter = strict_converter()
    texts = list_of(words)
    wanted = dict.fromkeys(("documents", "services", "regions", "topics", "phrases"), texts)
    flat: dict[str, RecordReader[Any]] = {"filter": RecordReader(Filter, converter, readers=wanted)}
    if kind == TargetKind.DIGEST:
        flat["period"] = RecordReader(Period, converter, readers={"at": _time, "weekday": _weekday})
    addresses: Mapping[str, Reader] = {
        TargetKind.WEBHOOK: lambda value: _webhook_address(value, secret),
        TargetKind.MASTODON: lambda value: _webhook_address(value, secret, "https://mastodon.example"),
        TargetKind.BLUESKY: lambda value: _webhook_address(value, secret, "https://bsky.social/@desk.news.example"),
        TargetKind.MAIL: _mail_address,
        TargetKind.DIGEST: _mail_address,
        TargetKind.APPRISE: secret,
    }
    # What another distribution brings knows alone what its address is, and may need a secret beside it.
    address = addresses.get(kind, lambda value: secret(value) if is_reference(str(value)) else words(value))
    omitted = {"secret", "allow"} if kind in addresses else {"allow"}
    omitted = set() if kind in _NEEDS_SECRET else omitted
    return RecordReader(
        Target,
        converter,
        readers={
            "name": name_of_target,
            "language": one_of(NAMES),
            "address": address,
            "secret": secret,
            "allow": list_of(read_network),
        },
        flat=flat,
        omit={"period"} - flat.keys() | omitted,
    )


def secret_reader(folder: Path) -> Callable[[object], SecretReference]:
    """Return what reads where a secret is kept, and refuses the secret itself."""

    def read(value: object) -> SecretReference:
        if not isinstance(value, str) or not is_reference(value):
            where = 'expected where the secret is kept, "env:NAME" or "file:PATH"'
            raise UnfitError(f"{where}; it is never written into the settings")
        return SecretReference(where=value, folder=folder)

    return read


def _webhook_address(
    value: object, secret: Callable[[object], SecretReference], example: str = "https://hooks.news.example/in"
) -> str | SecretReference:
    text = value if isinstance(value, str) else ""
    if is_reference(text):
        return secret(text)
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.password:
        expected = f"expected an address like {example}, without a user in it"
        raise UnfitError(f"{expected}; or where it is kept")
    return text


def _mail_address(value: object) -> str:
    address = words(value)
    if not is_mail_address(address):
        raise UnfitError(f"expected one mail address like desk@news.example, found {address!r}")
    return address


def _sender(value: object) -> str:
    sender = words(value)
    if not is_mail_address(parseaddr(sender)[1]):
        raise UnfitError(f'expected a mail address like "Policywatch <alerts@news.example>", found {sender!r}')
    return sender


def read_network(value: object) -> Network:
    """Return a network; raises `UnfitError`."""
    try:
        return ip_network(words(value))
    except ValueError as error:
        raise UnfitError(f'expected networks like "10.1.0.0/16" or "127.0.0.1/32": {error}') from error


def _time(value: object) -> time:
    return time.fromisoformat(_hour(value))


def _weekday(value: object) -> int:
    return _DAYS.index(_day(value.lower() if isinstance(value, str) else value))
