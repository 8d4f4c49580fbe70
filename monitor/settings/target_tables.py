"""The `[[target]]` and `[mail]` tables of the settings, checked key by key. Opens no file and reads no secret.

A value that may be a secret is never repeated in a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import time
from email.utils import parseaddr
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from feeds.deliveries.secrets import SecretReference, is_reference
from feeds.deliveries.targets import Every, Filter, MailRelay, Network, Period, Target, TargetKind, is_mail_address
from snapshots.records import Direction, NoticeKind, Severity
from spiders.declarations.toml_lines import TableLines

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SECURITY = ("starttls", "tls", "none")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_FILTER = ("documents", "services", "regions", "topics", "severity", "directions", "phrases", "kinds")
_KEYS = {
    TargetKind.WEBHOOK: ("secret", "allow"),
    TargetKind.MAIL: (),
    TargetKind.DIGEST: ("every", "at", "weekday"),
    TargetKind.APPRISE: (),
}

_Choice = TypeVar("_Choice", bound=StrEnum)


class UnfitSetting(ValueError):  # noqa: N818 - it says what is wrong
    """A value is not what its key holds: where it stands, and what was expected."""

    def __init__(self, line: int, key: str, expected: str) -> None:
        super().__init__(expected)
        self.line, self.key, self.expected = line, key, expected


class _Table:
    """One table while it is read; each fault names the line of its key."""

    def __init__(self, values: Mapping[str, Any], lines: TableLines, folder: Path) -> None:
        self.values = values
        self.folder = folder
        self._lines = lines

    def unfit(self, key: str, expected: str) -> UnfitSetting:
        return UnfitSetting(self._lines.keys.get(key, self._lines.line), f"{self._lines.name}.{key}", expected)

    def only(self, known: tuple[str, ...]) -> None:
        for key in self.values:
            if key not in known:
                raise self.unfit(key, f"no such key here; expected one of {', '.join(known)}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if value is None:
            raise self.unfit(key, "expected this key, it is missing")
        if not isinstance(value, str) or not (value.strip() or value == default) or not value.isprintable():
            raise self.unfit(key, "expected text in quotes, on one line and not empty")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, str) and part.strip() for part in value):
            raise self.unfit(key, 'expected a list of texts, like ["whatsapp"]')
        return tuple(part.strip() for part in value)

    def choice(self, key: str, kind: type[_Choice], given: str) -> _Choice:
        try:
            return kind(given.replace("_", " "))
        except ValueError:
            raise self.unfit(key, f"expected one of {', '.join(kind)}; found {given!r}") from None

    def choices(self, key: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
        return tuple(self.choice(key, kind, given) for given in self.texts(key))

    def reference(self, key: str) -> SecretReference | None:
        if key not in self.values:
            return None
        where = self.text(key)
        if not is_reference(where):
            raise self.unfit(
                key,
                'expected where the secret is kept, "env:NAME" or "file:PATH"; it is never written into the settings',
            )
        return SecretReference(where=where, folder=self.folder)


def read_targets(value: object, tables: list[TableLines], folder: Path) -> tuple[Target, ...]:
    """Return the targets of the `[[target]]` tables; raises `UnfitSetting`."""
    lines = [table for table in tables if table.name == "target"]
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value) or len(lines) != len(value):
        line = lines[0].line if lines else 1
        raise UnfitSetting(line, "target", "expected [[target]] in double brackets, one for each target")
    targets: dict[str, Target] = {}
    for values, place in zip(value, lines, strict=True):
        table = _Table(values, place, folder)
        target = _target(table)
        if target.name in targets:
            raise table.unfit("name", f"expected a name of its own, {target.name!r} is taken")
        targets[target.name] = target
    return tuple(targets.values())


def read_mail(value: object, tables: list[TableLines], folder: Path) -> MailRelay:
    """Return the relay of the `[mail]` table; raises `UnfitSetting`."""
    place = next((table for table in tables if table.name == "mail"), None)
    if not isinstance(value, dict) or place is None:
        raise UnfitSetting(1, "mail", "expected a [mail] table with host and from")
    table = _Table(value, place, folder)
    table.only(("host", "port", "security", "user", "password", "from", "public"))
    security = table.text("security", "starttls")
    if security not in _SECURITY:
        raise table.unfit("security", f"expected one of {', '.join(_SECURITY)}; found {security!r}")
    port = value.get("port", _PORTS[security])
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65_536:
        raise table.unfit("port", f"expected a port like 587, found {port!r}")
    sender = table.text("from")
    if not is_mail_address(parseaddr(sender)[1]):
        raise table.unfit("from", f'expected a mail address like "Policywatch <alerts@news.example>", found {sender!r}')
    is_public = value.get("public", False)
    if not isinstance(is_public, bool):
        raise table.unfit("public", f"expected true or false, found {is_public!r}")
    user, password = table.text("user", ""), table.reference("password")
    if bool(user) != bool(password):
        raise table.unfit("user", "expected user and password together, or neither")
    if user and security == "none":
        raise table.unfit("security", "expected starttls or tls: a password is not sent over an open line")
    return MailRelay(
        host=table.text("host"), port=port, security=security, user=user, password=password, sender=sender,
        is_public=is_public,
    )  # fmt: skip


def _target(table: _Table) -> Target:
    name = table.text("name")
    if not _NAME.fullmatch(name) or len(name) > 60:
        raise table.unfit("name", f'expected lower-case words joined by hyphens, like "news-desk", found {name!r}')
    kind = table.choice("kind", TargetKind, table.text("kind"))
    table.only(("name", "kind", "address", *_KEYS[kind], *_FILTER))
    secret = table.reference("secret")
    if kind is TargetKind.WEBHOOK and secret is None:
        raise table.unfit("secret", 'expected where the signing key is kept, "env:NAME" or "file:PATH"')
    return Target(
        name=name,
        kind=kind,
        address=_ADDRESSES[kind](table),
        secret=secret,
        filter=_filter(table),
        period=_period(table) if kind is TargetKind.DIGEST else Period(),
        allow=_networks(table),
    )


def _webhook_address(table: _Table) -> str | SecretReference:
    address = table.text("address")
    if is_reference(address):
        return SecretReference(where=address, folder=table.folder)
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.password:
        raise table.unfit(
            "address",
            "expected an address like https://hooks.news.example/in, without a user in it; or where it is kept",
        )
    return address


def _mail_address(table: _Table) -> str:
    address = table.text("address")
    if not is_mail_address(address):
        raise table.unfit("address", f"expected one mail address like desk@news.example, found {address!r}")
    return address


def _apprise_address(table: _Table) -> SecretReference:
    address = table.reference("address")
    if address is None:
        raise table.unfit("address", 'expected where the Apprise URL is kept, "env:NAME" or "file:PATH"')
    return address


_ADDRESSES: dict[TargetKind, Callable[[_Table], str | SecretReference]] = {
    TargetKind.WEBHOOK: _webhook_address,
    TargetKind.MAIL: _mail_address,
    TargetKind.DIGEST: _mail_address,
    TargetKind.APPRISE: _apprise_address,
}


def _filter(table: _Table) -> Filter:
    least = table.text("severity", "")
    return Filter(
        documents=table.texts("documents"),
        services=table.texts("services"),
        regions=table.texts("regions"),
        topics=table.texts("topics"),
        severity=table.choice("severity", Severity, least) if least else None,
        directions=table.choices("directions", Direction),
        phrases=table.texts("phrases"),
        kinds=table.choices("kinds", NoticeKind),
    )


def _period(table: _Table) -> Period:
    at, day = table.text("at", "06:00"), table.text("weekday", "monday").lower()
    every = table.choice("every", Every, table.text("every", Every.DAILY))
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
        raise table.unfit("at", f'expected an hour in UTC like "06:00", found {at!r}')
    if day not in _DAYS:
        raise table.unfit("weekday", f"expected one of {', '.join(_DAYS)}; found {day!r}")
    return Period(every=every, at=time.fromisoformat(at), weekday=_DAYS.index(day))


def _networks(table: _Table) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(given) for given in table.texts("allow"))
    except ValueError as error:
        raise table.unfit("allow", f'expected networks like "10.1.0.0/16" or "127.0.0.1/32": {error}') from error
