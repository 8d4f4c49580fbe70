"""What of a declaration tells how its document stands, kept between two commands: to parse thousands takes longer than
to tell of them. Checks nothing itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from feeds.edition.file import source_fingerprint
from monitor.research.result_cache import ResultCache
from monitor.settings.archive_layout import DECLARATIONS
from monitor.settings.settings_file import declarations_of
from snapshots.codec import decode, encode
from snapshots.records import Document
from spiders.declarations.declaration import Declaration, RobotsPolicy

_NAME = "declared plans"


class Plan(NamedTuple):
    """When a declared document is looked at, and whether."""

    content: str  # of the document, as it is stored: of thousands a few are told of
    seconds: float
    is_paused: bool  # not looked at for now
    robots_reason: str  # why robots.txt is not obeyed, "" where it is

    @property
    def document(self) -> Document:
        return decode(Document, self.content)

    @property
    def every(self) -> timedelta:
        return timedelta(seconds=self.seconds)


def plans_of(declarations: Iterable[Declaration]) -> dict[str, Plan]:
    """Return the plans of declarations, by the ids of their documents."""
    return {declared.document.id: _plan_of(declared) for declared in declarations}


def kept_plans(folder: Path, kept: ResultCache) -> dict[str, Plan]:
    """Return the plans of what is declared for an archive, from `kept` while the files and the program are the same.

    Raises `DeclarationError`.
    """
    key = _key(folder)
    stored = kept.get(_NAME, key)
    if isinstance(stored, dict):
        return {name: Plan(*plan) for name, plan in stored.items()}
    found = plans_of(declarations_of(folder))
    if found:
        kept.put(_NAME, key, found)
    return found


def _key(folder: Path) -> str:
    digest = sha256(source_fingerprint("spiders").encode())
    for path in sorted((folder / DECLARATIONS).glob("*.toml")):
        with suppress(OSError):  # who parses it says so
            digest.update(os.fsencode(path.name) + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _plan_of(declared: Declaration) -> Plan:
    is_ignoring = declared.robots is RobotsPolicy.IGNORE
    return Plan(
        content=encode(declared.document).decode("ascii"),
        seconds=declared.every.total_seconds(),
        is_paused=declared.paused,
        robots_reason=declared.robots_reason if is_ignoring else "",
    )
