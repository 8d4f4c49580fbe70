"""The dispatcher of an archive, as its settings set it up. Sends nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from feeds.deliveries.dispatcher import Dispatcher
from feeds.deliveries.targets import Filter, Target
from feeds.wording import TOPICS
from monitor.errors import SettingsError
from monitor.rules.pack import Pack
from monitor.settings.archive_layout import FILE
from monitor.settings.settings import Settings
from snapshots.archive import Archive
from snapshots.records import Document


def dispatcher_of(
    archive: Archive,
    settings: Settings,
    folder: Path,
    *,
    declared: Iterable[Document],
    pack: Pack,
) -> Dispatcher:
    """Return the dispatcher of an archive; raises `SettingsError` for a filter that nothing could ever pass."""
    documents = {document.id: document for document in (*archive.documents(), *declared)}
    for target in settings.target:
        _check(target, list(documents.values()), pack, folder / FILE)
    contact = f" (+{settings.contact})" if settings.contact.strip() else ""
    return Dispatcher(
        archive,
        settings.site,
        targets=settings.target,
        relay=settings.mail,
        folder=folder,
        agent=f"policywatch/{version('policywatch')}{contact}",
    )


def _check(target: Target, documents: Sequence[Document], pack: Pack, path: Path) -> None:
    chosen = target.filter
    topics = {*TOPICS, *(name for kind, name in pack.concepts if kind == "topic")}
    for key, given, known in _filters(chosen, documents, topics):
        for value in given:
            if value.casefold() not in {one.casefold() for one in known}:
                there = ", ".join(sorted(known)) or "none yet"
                raise SettingsError(f"{path}: target {target.name}: {key}: {value!r} is none of: {there}")


def _filters(
    chosen: Filter, documents: Sequence[Document], topics: Collection[str]
) -> Iterable[tuple[str, Sequence[str], Collection[str]]]:
    yield "documents", chosen.documents, {document.id for document in documents}
    yield "services", chosen.services, {document.service for document in documents}
    yield "regions", chosen.regions, {document.region for document in documents if document.region}
    yield "topics", chosen.topics, topics
