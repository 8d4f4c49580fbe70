"""Which archives are asked to keep pages, how, and how often. Reads no file, asks nobody."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from feeds.deliveries.secrets import SecretReference
from feeds.deliveries.targets import Network
from snapshots.frozen_class import frozen
from snapshots.witnesses import WitnessLimits

SAVE = "https://web.archive.org/save"
"""Where the Internet Archive is asked."""


class WitnessKind(StrEnum):
    """How an archive is asked."""

    SAVE_PAGE_NOW = "save-page-now"  # the Internet Archive's second protocol: a request, a job, its state
    ADDRESS = "address"  # the page's address behind that of the archive, as pywb and Heritrix record live


class Occasion(StrEnum):
    """What a page is saved at."""

    VERSIONS = "versions"
    ALERTS = "alerts"


@frozen
class Witness:
    """One archive that is asked."""

    name: str
    kind: WitnessKind = WitnessKind.SAVE_PAGE_NOW
    address: str = SAVE
    replay: str = ""  # what stands before the time in the addresses of its captures; "" for /web/ beside /save
    key: SecretReference | None = None
    secret: SecretReference | None = None
    at: Occasion = Occasion.VERSIONS
    documents: tuple[str, ...] = ()  # none for all
    per_minute: int = 6
    per_day: int = 200
    allow: tuple[Network, ...] = ()  # private networks that it may stand in

    @property
    def limits(self) -> WitnessLimits:
        return WitnessLimits(per_minute=self.per_minute, per_day=self.per_day)

    def capture_url(self, at: datetime, url: str) -> str:
        """Return where its capture of a page at a time is shown."""
        before = self.replay or f"{self.address.rstrip('/').removesuffix('/save')}/web/"
        return f"{before.rstrip('/')}/{at:%Y%m%d%H%M%S}/{url}"
