"""Which version a document showed when, as its observations tell it. Reads no text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from snapshots.frozen_class import frozen
from snapshots.records import Observation, Version


@frozen
class VersionRun:
    """A run of captures that showed one version."""

    version: int
    since: datetime  # the first capture of the run
    until: datetime  # the last one
    attempt: int  # of the first
    looks: int


@frozen
class FirstCapture:
    """A version at the capture that first showed it."""

    version: int
    captured_at: datetime
    body_sha256: str


@frozen
class Interval:
    """A time over which every capture that showed the page held something, or lacked it."""

    since: datetime  # the first such capture
    until: datetime  # the last one
    is_open: bool  # nothing seen since then says otherwise


def version_runs(observations: Sequence[Observation]) -> tuple[VersionRun, ...]:
    """Return the runs of one document, oldest first; looks that showed no version end none."""
    ordered = sorted(observations, key=lambda s: (s.captured_at, s.attempt))
    shown = ((s.version, s) for s in ordered if s.version is not None)
    runs = ((version, [s for _version, s in group]) for version, group in groupby(shown, key=itemgetter(0)))
    return tuple(
        VersionRun(
            version=version,
            since=run[0].captured_at,
            until=run[-1].captured_at,
            attempt=run[0].attempt,
            looks=len(run),
        )
        for version, run in runs
    )


def first_capture(version: Version) -> FirstCapture:
    """Return where and when a version was first seen."""
    return FirstCapture(
        version=version.number,
        captured_at=version.captured_at,
        body_sha256=version.body_sha256,
    )


def intervals(runs: Sequence[VersionRun], versions: Collection[int], *, holding: bool = True) -> tuple[Interval, ...]:
    """Return when one of `versions` was shown, or with `holding=False` when none of them was."""
    found: list[Interval] = []
    is_on = False
    for index, run in enumerate(runs):
        if (run.version in versions) is not holding:
            is_on = False
            continue
        is_open = index == len(runs) - 1
        if is_on:
            found[-1] = replace(found[-1], until=run.until, is_open=is_open)
        else:
            found.append(Interval(since=run.since, until=run.until, is_open=is_open))
        is_on = True
    return tuple(found)
