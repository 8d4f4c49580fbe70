"""The settings that every address and id of a publication is made of. Reads no file and no environment."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from feeds.errors import BadSite
from feeds.language.translation import ENGLISH, NAMES
from snapshots.frozen_class import frozen

PLACEHOLDER_AUTHORITY = "example.org,2026"
"""What fresh settings hold; good for trying things out on this machine, and refused for anything else."""

ABOUT = "What changes in Meta’s privacy policies, AI notice and opt-out forms, and what it means."

_AUTHORITY = re.compile(r"(?P<name>[a-z0-9._-]+(@[a-z0-9.-]+)?),(?P<date>\d{4}(-\d\d(-\d\d)?)?)")
_NOBODYS = ("example.org", "example.com", "example.net", "invalid", "localhost")  # RFC 2606, RFC 6761


@frozen
class Site:
    """Where a publication stands and who answers for it.

    `authority` is the tagging entity of RFC 4151, a domain name or mail address with a date on which it was
    held: "news.example,2026". It goes into ids that are never taken back, so it stays when the site moves.
    Raises `BadSite`.
    """

    title: str
    base_url: str  # absolute http(s); all published files are below it; a slash is added
    authority: str
    contact: str = ""  # mail address for corrections
    live: bool = False  # live answers stand beside the files: what only they can answer is offered on pages
    mail: bool = False  # readers can subscribe by mail below `subscribe/`
    hub: str = ""  # address of a WebSub hub that is told of changed feeds, "" for none
    phrases: tuple[str, ...] = ()  # each has a page that says when it was first and last seen
    languages: tuple[str, ...] = (ENGLISH,)  # the first stands at the address itself, each other one below its code
    language: str = ""  # of the pages and feeds that are being made; the first where it is not named
    about: str = ABOUT
    packed: bool = False  # the files are kept packed, for a server that unpacks them

    def __post_init__(self) -> None:
        _check_languages(self.languages)
        object.__setattr__(self, "language", self.language or self.languages[0])
        if not self.title.strip():
            raise BadSite("the site has no title; give it one")
        object.__setattr__(self, "base_url", _normalize_base(self.base_url))
        if self.hub:
            _check_hub(self.hub)
        _check_authority(self.authority, is_local=_is_loopback(urlsplit(self.base_url).hostname or ""))

    def url(self, path: str = "") -> str:
        """Return the absolute address of a published path, which has no slash in front."""
        return self.base_url + quote(path, safe="/#~")

    def page_url(self, path: str = "", language: str = "") -> str:
        """Return the absolute address of a page or a feed, in the language that is being made or another one."""
        return self.url(self.prefix(language or self.language) + path)

    def prefix(self, language: str) -> str:
        """Return the folder in which a language stands, "" for the first one."""
        return "" if language == self.languages[0] else f"{language}/"

    @property
    def folder(self) -> str:
        """Return the folder of the language that is being made."""
        return self.prefix(self.language)

    def in_language(self, language: str) -> Site:
        """Return the same site while another of its languages is being made."""
        return replace(self, language=language)

    @property
    def base_path(self) -> str:
        """Return the path of the site on its host, with slashes around it."""
        return urlsplit(self.base_url).path

    def tag(self, specific: str) -> str:
        """Return the tag: URI of something that this publication, and no stored record, gives an id."""
        return f"tag:{self.authority}:{quote(specific, safe='/-._~')}"

    def feed_id(self, name: str) -> str:
        """Return the id of a feed, the same in all its formats."""
        return self.tag(f"feed/{name}{self._tongue}")

    def entry_id(self, stored: str) -> str:
        """Return the id of an entry: in another language than English it is an entry of its own."""
        return stored + self._tongue

    @property
    def _tongue(self) -> str:
        return "" if self.language == ENGLISH else f"/{self.language}"

    def change_id(self, number: int) -> str:
        """Return the id of a change that is no alert, from the number that the archive gave it for good."""
        return self.tag(f"change/{number}")

    def status_id(self, attempt: int, state: str) -> str:
        """Return the id of the news that an attempt did not show the page, or showed it again."""
        return self.tag(f"status/{attempt}/{state}")


def _check_languages(languages: tuple[str, ...]) -> None:
    unknown = [language for language in languages if language not in NAMES]
    if unknown or not languages or len(set(languages)) < len(languages):
        said = f"{unknown[0]!r} is none of them" if unknown else "name at least one, and each once"
        raise BadSite(f"languages of the site: {said}; there are {', '.join(NAMES)}")


def _normalize_base(base_url: str) -> str:
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadSite(f"base_url {base_url!r} is not an absolute http(s) address; write https://HOST/")
    if parts.query or parts.fragment or parts.username or parts.password:
        raise BadSite(f"base_url {base_url!r} has a query, a fragment or a user in it; leave them out")
    return base_url if base_url.endswith("/") else base_url + "/"


def _check_hub(hub: str) -> None:
    parts = urlsplit(hub)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadSite(f"hub {hub!r} is not an absolute http(s) address; write https://HOST/ or leave it out")


def _check_authority(authority: str, *, is_local: bool) -> None:
    match = _AUTHORITY.fullmatch(authority)
    if not match or not _is_date(match["date"]):
        raise BadSite(
            f"authority {authority!r} is no RFC 4151 authority;"
            " write a domain you hold and a year in which you held it: news.example,2026"
        )
    host = match["name"].rpartition("@")[2]
    if not is_local and any(host == name or host.endswith(f".{name}") for name in _NOBODYS):
        raise BadSite(
            f"authority {authority!r} is a placeholder, and ids made of it could never be taken back;"
            " set it to a domain you hold and a year in which you held it"
        )


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
