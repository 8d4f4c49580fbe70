"""What a subscriber asks for, and the text in which an archive keeps it."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from feeds.deliveries.targets import Every, Filter, Period
from feeds.language.translation import ENGLISH
from snapshots.codec import decode, encode
from snapshots.frozen_class import frozen


class Pace(StrEnum):
    """How often mail comes."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"


@frozen
class Preferences:
    """How often, and what."""

    pace: Pace = Pace.AT_ONCE
    filter: Filter = field(default_factory=Filter)
    language: str = ENGLISH  # of the page on which it was asked for

    @property
    def period(self) -> Period | None:
        """Return when the digest is made, None for mail at once."""
        return None if self.pace is Pace.AT_ONCE else Period(every=Every(self.pace.value))


def dump_preferences(preferences: Preferences) -> str:
    return encode(preferences).decode("ascii")


def load_preferences(text: str) -> Preferences:
    """Return what `dump_wish` wrote; raises `ArchiveDamaged` for anything else."""
    return decode(Preferences, text)
