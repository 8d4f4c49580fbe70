"""What a person sets for one archive, in `policywatch.toml` beside it. Reads no environment and no secret.

The tables of targets and of the mail relay are read by `monitor.settings.target_tables`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, get_type_hints

from feeds.deliveries.targets import MailRelay, Target, TargetKind
from feeds.site import PLACEHOLDER_AUTHORITY, Site
from monitor.errors import SettingsError, why_unreadable
from monitor.notices.release import ReleasePolicy
from monitor.research.phrases import LONGEST
from monitor.settings.target_tables import UnfitSetting, read_mail, read_targets
from snapshots.consistency import words
from spiders.declarations.catalogue import meta_toml
from spiders.declarations.declaration import Declaration
from spiders.declarations.declarations import load_declarations
from spiders.declarations.toml_lines import TableLines, error_line, table_lines
from spiders.declarations.values import UnfitError, read_span

FILE = "policywatch.toml"
DECLARATIONS = "declarations"
SITE = "site"
NEEDS_RELAY = (TargetKind.MAIL, TargetKind.DIGEST)

_TEMPLATE = """\
# The settings of this archive. What is watched stands in the folder declarations/.

# The name of the site and of its feeds.
title = "Policywatch"

# A mail or web address at which you answer. It goes into the User-Agent, so that a site which is asked can
# reach you; without one nothing is fetched. It is shown on the site, for corrections.
contact = ""

# Where the site can be reached from outside. Feeds need full addresses.
base_url = "http://127.0.0.1:8080/"

# Your part of the ids of alerts (RFC 4151): a domain you hold and a year in which you held it. It is never
# changed again: ids in feeds are for good. The placeholder does for this machine only.
authority = "example.org,2026"

# Where `policywatch run` and `policywatch serve` listen.
listen = "127.0.0.1:8080"

# Phrases that have a page of their own on the site, which says when they were first and last seen. Any other can
# be searched where `policywatch serve` runs.
# phrases = ["generative AI", "private messages"]

# A folder of rules of your own, seen from here; without one the rules of the program hold. Make one with
# `policywatch rules export rules`, change it, try it with `policywatch rules check` and `rules replay`.
# rules = "rules"

# How long after an alert of high or critical the page is looked at again before it is told; "never" tells at once.
# second_look_after = "5 min"

# When more documents than this alert within six hours, a person is asked first (`policywatch held`, `release`);
# 0 asks never.
# hold_above = 8

# A WebSub hub that is told when a feed changed, so that readers which subscribe there hear at once. Off without one.
# hub = "https://hub.news.example/"

# An authority (RFC 3161) that signs the head of the log once a day, so that nobody, you included, can write the
# past anew; and the PEM file, seen from here, with the certificate on which trust in it rests.
# timestamp_authority = "https://freetsa.org/tsr"
# timestamp_certificates = "authority.pem"

# Who is told, beside the feeds: one [[target]] table for each; how-to.md, "Get alerts", explains them.
# Secrets are never written here: they stand in the environment ("env:NAME") or in a file of their own
# that nobody else can read ("file:hook.secret").
#
# [[target]]
# name = "newsroom"
# kind = "webhook"                 # webhook | mail | digest | apprise
# address = "https://hooks.news.example/policywatch"
# secret = "env:POLICYWATCH_NEWSROOM"
# severity = "high"                # this and graver ones
#
# [mail]
# host = "smtp.news.example"
# from = "Policywatch <alerts@news.example>"
# user = "alerts"
# password = "file:mail.secret"
"""


PHRASES = (
    "generative AI",
    "AI at Meta",
    "private messages",
    "messages with friends and family",
    "legitimate interests",
    "right to object",
    "third parties",
    "under 18",
)
"""Phrases that have a page of their own unless the settings name others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one archive."""

    title: str = "Policywatch"
    contact: str = ""
    base_url: str = "http://127.0.0.1:8080/"
    authority: str = PLACEHOLDER_AUTHORITY
    listen: str = "127.0.0.1:8080"
    rules: str = ""  # folder of the rule pack, relative to the settings; "" for the one that ships with the program
    second_look_after: str = "5 min"  # a span, or "never"
    hold_above: int = 8  # documents alerting within `releasing.CROWD_WITHIN`; more wait for a person, and 0 holds none
    hub: str = ""  # address of a WebSub hub, "" for none
    phrases: tuple[str, ...] = PHRASES  # each has a page that says when it was first and last seen
    timestamp_authority: str = ""  # address of an RFC 3161 authority, "" for none
    timestamp_certificates: str = ""  # PEM file, relative to the settings, with the roots it is trusted by
    target: tuple[Target, ...] = ()
    mail: MailRelay | None = None

    @property
    def site(self) -> Site:
        """Return what the publication is made with; raises `BadSite`."""
        return Site(
            title=self.title,
            base_url=self.base_url,
            authority=self.authority,
            contact=self.contact,
            mail=bool(self.mail and self.mail.is_public),
            hub=self.hub,
            phrases=self.phrases,
        )

    @property
    def second_look(self) -> timedelta | None:
        """Return how long a grave alert waits for its second look, None where it doesn't wait."""
        if self.second_look_after.strip() == "never":
            return None
        try:
            return read_span(self.second_look_after, timedelta(minutes=1), timedelta(days=1))
        except UnfitError as unfit:
            expected = 'expected a span like "5 min", from 1 min to 1 d, or "never"'
            raise SettingsError(f'second_look_after = "{self.second_look_after}": {expected}') from unfit

    @property
    def release_policy(self) -> ReleasePolicy:
        """Return how careful telling is where pages are looked at now."""
        return ReleasePolicy(looks=ReleasePolicy().looks if self.second_look else 0, crowd=self.hold_above)

    @property
    def address(self) -> tuple[str, int]:
        """Return host and port to listen at."""
        host, _, port = self.listen.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65_535:
            raise SettingsError(f'listen = "{self.listen}": expected HOST:PORT like "127.0.0.1:8080"')
        return host.strip("[]"), int(port)


def load_settings(folder: Path) -> Settings:
    """Read an archive's settings; those not given, or a missing file, have their defaults."""
    path = folder / FILE
    if not path.exists():
        return Settings()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} {why_unreadable(error)}") from error
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}:{error_line(error, text)}: {error}") from error
    settings = Settings(**_values(given, table_lines(text), path))
    _ = settings.address, settings.second_look
    return settings


def _values(given: dict[str, Any], tables: list[TableLines], path: Path) -> dict[str, Any]:
    """Return what the settings are made of; raises `SettingsError` naming file, line and key."""
    hints = get_type_hints(Settings)
    found: dict[str, Any] = {}
    for name, value in given.items():
        try:
            if name == "target":
                found[name] = read_targets(value, tables, path.parent)
            elif name == "mail":
                found[name] = read_mail(value, tables, path.parent)
            elif name == "phrases":
                found[name] = _phrases(value, _line_of(tables, name))
            elif name not in hints:
                known = ", ".join(sorted(f.name for f in fields(Settings)))
                raise UnfitSetting(_line_of(tables, name), name, f"no such setting; expected one of {known}")
            else:
                found[name] = _scalar(name, value, hints[name], _line_of(tables, name))
        except UnfitSetting as unfit:
            raise SettingsError(f"{path}:{unfit.line}: {unfit.key}: {unfit.expected}") from unfit
    if not found.get("mail") and (of_mail := [t.name for t in found.get("target", ()) if t.kind in NEEDS_RELAY]):
        raise SettingsError(f"{path}: target {of_mail[0]}: mail needs a relay; expected a [mail] table with its host")
    return found


def _scalar(name: str, value: object, kind: type, line: int) -> object:
    if kind is int and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise UnfitSetting(line, name, f"expected a whole number, found {value!r}")
    if kind is str and not isinstance(value, str):
        raise UnfitSetting(line, name, f"expected text in quotes, found {value!r}")
    return value


def _phrases(value: object, line: int) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [None]
    for phrase in given:
        if not isinstance(phrase, str) or not words(phrase) or len(phrase) > LONGEST:
            wanted = f"expected a list of texts with words, at most {LONGEST} characters long"
            raise UnfitSetting(line, "phrases", f"{wanted}, found {value!r}")
    return tuple(given)


def _line_of(tables: list[TableLines], name: str) -> int:
    for table in tables:
        if table.name == "" and name in table.keys:
            return table.keys[name]
        if table.name.split(".")[0] == name:
            return table.line
    return 1


def write_settings(folder: Path) -> list[Path]:
    """Write fresh settings and the catalogue into a folder; what stands there already stays.

    Returns the files written.
    """
    written = []
    declarations = folder / DECLARATIONS
    try:
        declarations.mkdir(parents=True, exist_ok=True)
        for path, text in ((folder / FILE, _TEMPLATE), (declarations / "meta.toml", meta_toml())):
            if not path.exists():
                path.write_text(text, encoding="utf-8")
                written.append(path)
    except OSError as error:
        raise SettingsError(f"{folder} can't be written: {error.strerror or error}") from error
    return written


def declared(folder: Path) -> tuple[Declaration, ...]:
    """Return what is declared for an archive, none where it has no declarations; raises `DeclarationError`."""
    path = folder / DECLARATIONS
    return load_declarations(path) if path.is_dir() else ()
