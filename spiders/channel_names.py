"""Which channels are installed, by the entry points that name them. Loads none."""

from __future__ import annotations

from importlib.metadata import EntryPoint, distribution, entry_points

GROUP = "policywatch.channels"
"""The group of entry points under which a distribution offers channels."""


def channel_names() -> tuple[str, ...]:
    """Return the names of all installed channels, which `channels` of a declaration may hold."""
    return tuple(sorted(entry_points(group=GROUP).names))


def is_channel(name: str) -> bool:
    """Return whether a channel of this name is installed."""
    return name in _own() or name in entry_points(group=GROUP).names


def channel_entry(name: str) -> EntryPoint:
    """Return where a channel is found; no other distribution takes the place of one of ours."""
    return _own().get(name) or entry_points(group=GROUP)[name]


def _own() -> dict[str, EntryPoint]:
    """Return our own channels: one file to read, where all that is installed may be a hundred."""
    return {entry.name: entry for entry in distribution("policywatch").entry_points.select(group=GROUP)}
