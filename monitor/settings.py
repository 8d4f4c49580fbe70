"""What a person sets for one archive, in `policywatch.toml` beside it. Reads no environment."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from feeds.site import PLACEHOLDER_AUTHORITY, Site
from monitor.errors import SettingsError, why_unreadable
from spiders.catalogue import meta_toml
from spiders.declaration import Declaration
from spiders.declarations import load_declarations

FILE = "policywatch.toml"
DECLARATIONS = "declarations"
SITE = "site"

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

# A folder of rules of your own, seen from here; without one the rules of the program hold. Make one with
# `policywatch rules export rules`, change it, try it with `policywatch rules check` and `rules replay`.
# rules = "rules"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one archive."""

    title: str = "Policywatch"
    contact: str = ""
    base_url: str = "http://127.0.0.1:8080/"
    authority: str = PLACEHOLDER_AUTHORITY
    listen: str = "127.0.0.1:8080"
    rules: str = ""  # folder of the rule pack, relative to the settings; "" for the one that ships with the program

    @property
    def site(self) -> Site:
        """Return what the publication is made with; raises `BadSite`."""
        return Site(title=self.title, base_url=self.base_url, authority=self.authority, contact=self.contact)

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
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} {why_unreadable(error)}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from error
    known = {f.name for f in fields(Settings)}
    for name, value in given.items():
        if name not in known:
            raise SettingsError(f"{path}: {name}: no such setting; expected one of {', '.join(sorted(known))}")
        if not isinstance(value, str):
            raise SettingsError(f"{path}: {name}: expected text in quotes, found {value!r}")
    settings = Settings(**given)
    _ = settings.address
    return settings


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
