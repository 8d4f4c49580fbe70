"""The name of how pages are read: another one may read the same page otherwise. Reads none."""

from __future__ import annotations

from collections.abc import Iterable

EXTRACTOR = "walker/9"


def extractor_name(select: str, remove: Iterable[str], filters: Iterable[str] = ()) -> str:
    """Return the name and version of the extractor with the selectors and filters it was given."""
    return "|".join([EXTRACTOR, select, *remove, *_filter_versions(filters)])


def _filter_versions(names: Iterable[str]) -> list[str]:
    """Return what stands for filters in the name of an extractor: another release may leave another text."""
    from snapshots.plugins import TEXT_FILTERS  # few pages name one, and this asks what is installed

    return [f"{name} {TEXT_FILTERS.version(name)}" for name in names]
