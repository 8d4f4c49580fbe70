"""The TimeMap of each document as files beside its page; by the watched address they are live answers."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.addresses import document_address
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.memento.memento_records import TimeMap, time_map_of
from feeds.memento.timemap_formats import json_format, link_format
from feeds.site import Site


def time_map_files(edition: Edition) -> Iterator[File]:
    """Yield the TimeMap of each document that was ever seen, as link-format and as JSON."""
    for watched in edition.survey.watched:
        found = time_map_of(watched)
        if found:
            path = f"{document_address(watched.document.id)}timemap"
            yield from _files(path, found, edition.site)


def _files(path: str, found: TimeMap, site: Site) -> Iterator[File]:
    key = key_of(found.original, [[memento.at, memento.address] for memento in found.mementos])
    link_path = f"{path}.link"
    yield File(path=link_path, key=key, render=lambda: link_format(found, site.url(link_path), site))
    yield File(path=f"{path}.json", key=key, render=lambda: json_format(found, site))
