"""What the distributions of this environment offer under a group of entry points. Loads none before it is used.

A plug-in can add a name and never take the place of one of ours.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, EntryPoints, distribution, entry_points
from typing import Any


@dataclass(frozen=True, slots=True)
class PluginGroup:
    """One group of entry points: "policywatch.deliveries", and what may be written where a name of it is expected."""

    group: str

    def names(self) -> tuple[str, ...]:
        """Return every installed name, our own first."""
        own = _own(self.group)
        return (*own, *sorted(_installed(self.group).names - own.keys()))

    def has(self, name: str) -> bool:
        """Return whether something is installed under a name."""
        return name in _own(self.group) or name in _installed(self.group).names

    def load(self, name: str) -> Any:
        """Return what a name stands for; raises `KeyError` for one that is not installed."""
        return self._entry(name).load()

    def version(self, name: str) -> str:
        """Return what is installed under a name, for keys: another release may make other bytes."""
        entry = self._entry(name)
        return f"{entry.value} {entry.dist.name} {entry.dist.version}" if entry.dist else entry.value

    def _entry(self, name: str) -> EntryPoint:
        return _own(self.group).get(name) or _installed(self.group)[name]


@cache
def _own(group: str) -> dict[str, EntryPoint]:
    """Return our own entry points: one file to read, where all that is installed may be a hundred."""
    return {entry.name: entry for entry in distribution("policywatch").entry_points.select(group=group)}


def _installed(group: str) -> EntryPoints:
    return _installed_on(tuple(sys.path), group)


@cache
def _installed_on(path: tuple[str, ...], group: str) -> EntryPoints:
    """Return what all that can be imported offers: it reads a file of each, and every build of a site asks."""
    return entry_points(group=group)


TEXT_FILTERS = PluginGroup("policywatch.text_filters")
"""What declarations name as `filters` and extraction applies."""
