"""Which documents moved between two builds of one process: the own files of others are as they were. Writes nothing.

What the own files of a document may depend on, the settings and the program aside, is all in `state_of`; a section that
names a file of a document from anything else names it for all of them, in every build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

from feeds.edition.edition import Edition
from feeds.edition.survey import Survey, Watched
from feeds.publication.manifest import Manifest
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import ChangeLine

State = tuple[object, ...]


@frozen
class LastBuild:
    """What a build left, so that the next one of this process needs to name no more than what moved since."""

    salt: str  # the settings, the program, and what was handed in
    day: date  # of the last look: the first build of a day names everything
    stamp: tuple[int, ...]  # of the manifest as it lay on the disk
    states: Mapping[str, State] = field(repr=False)
    manifest: Manifest = field(repr=False)
    kept: int  # files of earlier builds


class LastBuilds:
    """The last build of each folder by this process, while its archive is open."""

    def __init__(self) -> None:
        self._by_archive: WeakKeyDictionary[Archive, dict[Path, LastBuild]] = WeakKeyDictionary()
        self._lock = Lock()

    def find(self, archive: Archive, out: Path) -> LastBuild | None:
        with self._lock:
            return self._by_archive.get(archive, {}).get(out.absolute())

    def keep(self, archive: Archive, out: Path, build: LastBuild) -> None:
        with self._lock:
            self._by_archive.setdefault(archive, {})[out.absolute()] = build


def states_of(edition: Edition) -> dict[str, State]:
    """Return what the own files of each document depend on, to be held against that of another build."""
    journal: dict[str, list[int]] = {}
    for notice in edition.survey.notices:
        journal.setdefault(notice.document_id, []).append(notice.sequence)
    variants: dict[str, list[str]] = {}
    for one, other in edition.variants:
        variants.setdefault(one.id, []).append(other.id)
        variants.setdefault(other.id, []).append(one.id)
    return {
        watched.document.id: _state_of(
            edition, watched, journal.get(watched.document.id, ()), variants.get(watched.document.id, ())
        )
        for watched in edition.survey.watched
    }


def _state_of(edition: Edition, watched: Watched, journal: Iterable[int], variants: Iterable[str]) -> State:
    survey = edition.survey
    witnessed = (
        [survey.witnessed.get((watched.document.id, version.number)) for version in watched.versions]
        if survey.witnessed
        else []
    )
    return (
        watched,
        tuple(_told_of(survey, change) for change in watched.changes),
        tuple(witnessed),
        tuple(journal),
        tuple(variants),
    )


def _told_of(survey: Survey, change: ChangeLine) -> object:
    """Return what was told of a change, and of the same change in other documents."""
    alert = survey.alerts.get(change.number)
    if alert is None:
        return ""
    again = survey.stories.get(alert.id)
    story = (again.first, tuple(notice.sequence for notice in survey.told.get(again.first, ()))) if again else ()
    places = tuple(place.change for place in survey.places.get(alert.id, ()))
    return survey.alert_digests[change.number], story, places


def moved_since(before: Mapping[str, State], now: Mapping[str, State]) -> frozenset[str]:
    """Return the documents that are not as they were."""
    return frozenset(name for name, state in now.items() if before.get(name) != state)
