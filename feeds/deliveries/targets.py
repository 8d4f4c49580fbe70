"""Who is told: targets with their filters, and which mail addresses are written to. Reads no file, sends nothing."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import datetime, time, timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network

from feeds.deliveries.secrets import Secret, SecretReference
from feeds.language.translation import ENGLISH
from snapshots.frozen_class import frozen
from snapshots.records import Direction, NoticeKind, Severity

Network = IPv4Network | IPv6Network


class TargetKind(StrEnum):
    """How a target is reached, by the kinds that ship with the program; others may be installed."""

    WEBHOOK = "webhook"
    MAIL = "mail"
    DIGEST = "digest"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    APPRISE = "apprise"


class Every(StrEnum):
    """How long a digest gathers."""

    DAILY = "daily"
    WEEKLY = "weekly"


@frozen
class Filter:
    """What a target wants; an empty field asks for nothing. All fields must hold, of one field any value."""

    documents: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    severity: Severity | None = None  # this and graver ones
    directions: tuple[Direction, ...] = ()
    phrases: tuple[str, ...] = ()  # runs of words, in what an alert says or quotes
    kinds: tuple[NoticeKind, ...] = ()


@frozen
class Period:
    """When a digest is made: its hour in UTC, and of a weekly one its day."""

    every: Every = Every.DAILY
    at: time = time(6, 0)
    weekday: int = 0  # Monday

    def last_end(self, now: datetime) -> datetime:
        """Return the end of the newest period that is over."""
        end = now.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        if end > now:
            end -= timedelta(days=1)
        if self.every is Every.WEEKLY:
            end -= timedelta(days=(end.weekday() - self.weekday) % 7)
        return end


@frozen
class Target:
    """One receiver. `address` is a URL or a mail address, or names where one is kept that is a secret itself."""

    name: str
    kind: str  # of `feeds.deliveries.delivery_kinds`
    address: str | SecretReference
    secret: SecretReference | None = None  # signing keys of a webhook, an access token, an app password
    filter: Filter = field(default_factory=Filter)
    language: str = ENGLISH  # of what people read; quotes, and what programs read, stay as they are
    period: Period | None = None  # of a digest; None where each thing is sent by itself
    allow: tuple[Network, ...] = ()  # private networks that this webhook or server may stand in

    def read_address(self) -> str | Secret:
        """Return the address; raises `SecretUnfit` where it is a secret that can't be had."""
        return self.address if isinstance(self.address, str) else self.address.read()


class MailSecurity(StrEnum):
    """How the line to a relay is secured."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@frozen
class MailRelay:
    """The server that takes mail from us, and who we are to it."""

    host: str
    sender: str  # "Policywatch <alerts@news.example>"
    port: int = 587
    security: MailSecurity = MailSecurity.STARTTLS
    user: str = ""
    password: SecretReference | None = None
    is_public: bool = False  # the site at its base_url is served by `run` or `serve`, and readers may subscribe there


# RFC 5322's dot-atom and nothing of its comments, quotes and routes: what stands between < and > in a command of
# SMTP must not be able to end it. Local parts beyond ASCII need SMTPUTF8 all the way, which few relays have.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def is_mail_address(text: str) -> bool:
    """Return whether `text` is one plain mail address of a named domain."""
    local, at, domain = text.rpartition("@")
    labels = domain.split(".")
    return (
        bool(at)
        and len(local) <= 64
        and len(domain) <= 253
        and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdecimal()
    )


def domain_of(address: str) -> str:
    """Return the domain of a mail address."""
    return address.rpartition("@")[2].lower()
