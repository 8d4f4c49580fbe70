"""One declared document: what a checked TOML table becomes. Reads no file."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from snapshots.frozen_class import frozen
from snapshots.plugins import PluginGroup
from snapshots.records import Document
from spiders.http.timemaps import WAYBACK

CHANNELS = PluginGroup("policywatch.channels")
"""What `channels` of a declaration may name."""


class RobotsPolicy(StrEnum):
    """Whether a page is asked for that robots.txt forbids."""

    OBEY = "obey"
    IGNORE = "ignore"


class ConditionalPolicy(StrEnum):
    """Whether a server may answer that a page is as it was, instead of sending it."""

    AUTO = "auto"
    NEVER = "never"


@frozen
class PastSelectors:
    """What of a page counted until a time: sites are built anew, and old captures are read as they were built then."""

    until: datetime  # aware UTC; captures of this time and earlier are read so
    select: str = "body"
    remove: tuple[str, ...] = ()


@frozen
class Declaration:
    """One document, where it is found, how often, and what of the page counts."""

    document: Document
    addresses: tuple[str, ...]  # `document.url` first, then those tried in order when it fails
    paused: bool = False  # not looked at for now
    select: str = "body"  # CSS or a range: what of the page is read; a line each where there are several
    remove: tuple[str, ...] = ()  # CSS: what inside it is left out
    past: tuple[PastSelectors, ...] = ()  # what counted before, by time
    filters: tuple[str, ...] = ()  # of text, by name, that its segments go through
    landmark: str = ""  # text that must be on the page, "" for none
    watch_links: tuple[str, ...] = ()  # parts of the text or address of links whose change alerts
    every: timedelta = timedelta(hours=6)
    tell_unseen_after: timedelta = timedelta(hours=48)  # since it was last seen, until that is told
    adopt_variant_after: timedelta = timedelta(days=28)  # served instead, until it is what is watched
    channels: tuple[str, ...] = ("http",)  # tried in order
    conditional: ConditionalPolicy = ConditionalPolicy.AUTO
    robots: RobotsPolicy = RobotsPolicy.OBEY
    robots_reason: str = ""  # why robots.txt is ignored; status shows it
    accept_language: str = ""  # value of the Accept-Language header, never empty once loaded
    locale: tuple[tuple[str, str], ...] = ()  # parameters that ask for a variant; added to each address when asked
    archives: tuple[str, ...] = (WAYBACK,)  # where the memento channel asks for TimeMaps
    collection: str = ""  # where the collection channel asks: the API of a collection of Open Terms Archive
    terms: str = ""  # which terms of it these are, as `Service/Terms type`
    proxy: str = ""  # by which everything is asked for it: an address, or env:NAME of one; "" for the environment's
    allow_hosts: tuple[str, ...] = ()  # other owners' domains that the page may load from in a browser
    max_bytes: int = 20_000_000  # of the body, as transferred and decoded alike
    timeout_seconds: float = 30.0  # for one request, from connecting to the last byte
