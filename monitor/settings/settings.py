"""What a person sets for one archive, in `policywatch.toml` beside it. Opens no file, reads no environment, no secret.

`monitor.settings.settings_file` reads and writes the file.
"""

from __future__ import annotations

from datetime import timedelta

from feeds.deliveries.secrets import SecretReference
from feeds.deliveries.targets import MailRelay, Target
from feeds.language.translation import ENGLISH
from feeds.site import PLACEHOLDER_AUTHORITY, Site
from feeds.witnesses.witness import Witness
from monitor.notices.release import ReleasePolicy
from snapshots.frozen_class import frozen
from snapshots.sql.postgres_address import PostgresAddress

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


@frozen
class Settings:
    """The settings of one archive."""

    title: str = "Policywatch"
    contact: str = ""
    base_url: str = "http://127.0.0.1:8080/"
    authority: str = PLACEHOLDER_AUTHORITY
    database: PostgresAddress | SecretReference | None = None  # of the archive; None where it is in the folder
    listen: tuple[str, int] = ("127.0.0.1", 8080)  # host and port
    rules: str = ""  # folder of the rule pack, relative to the settings; "" for the one that ships with the program
    gap: timedelta | None = None  # between two requests to a host; None for the usual one
    second_look_after: timedelta | None = timedelta(minutes=5)  # of a grave alert; None where it doesn't wait
    hold_above: int = 8  # documents alerting within `MASS_WITHIN`; more wait for a person, and 0 holds none
    hub: str = ""  # address of a WebSub hub, "" for none
    phrases: tuple[str, ...] = PHRASES  # each has a page that says when it was first and last seen
    languages: tuple[str, ...] = (ENGLISH,)  # of the site and its feeds; the first stands at the address itself
    packed_site: bool = False  # the site beside the archive is kept packed; only our own server can answer from it
    timestamp_authority: str = ""  # address of an RFC 3161 authority, "" for none
    timestamp_certificates: str = ""  # PEM file, relative to the settings, with the roots it is trusted by
    signing_key: SecretReference | None = None  # the publisher's, for heads of the log; None signs none
    calendars: tuple[str, ...] = ()  # of OpenTimestamps, that are asked to stamp heads of the log
    heartbeat: str | SecretReference = ""  # asked for after each round of looks, "" for none
    target: tuple[Target, ...] = ()
    witness: tuple[Witness, ...] = ()  # archives that are asked to keep what was seen
    mail: MailRelay | None = None
    desk_password: SecretReference | None = None  # of the desk; None where only this machine gets in

    @property
    def database_address(self) -> PostgresAddress | None:
        """Return where the archive is if not in the folder; raises `ArchiveError` or `SecretUnfit`."""
        if isinstance(self.database, SecretReference):
            return PostgresAddress.parse(self.database.read().reveal())
        return self.database

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
            languages=self.languages,
            packed=self.packed_site,
        )

    @property
    def release_policy(self) -> ReleasePolicy:
        """Return how careful telling is where pages are looked at now."""
        return ReleasePolicy(
            looks=ReleasePolicy().looks if self.second_look_after else 0, mass_threshold=self.hold_above
        )
