"""The pages on what can be taken from here: data sets and the API. Makes neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from feeds.api.openapi import openapi
from feeds.datasets.dataset_citation import DatasetState, json_ld
from feeds.datasets.table_parts import part_paths, parts
from feeds.datasets.tables import TABLES, Column
from feeds.edition.edition import Edition
from feeds.edition.feed_topics import Channel
from feeds.edition.file import File, key_of
from feeds.language.translation import WordTable, _
from feeds.site import Site
from feeds.templating.page_frame import render_page
from snapshots.frozen_class import frozen
from snapshots.records import Document

_GROUPS = WordTable({"files": "Files", "live": "Worked out when asked"})
_ABOUT = WordTable(
    {
        "files": "What a copy of this site on any host has too.",
        "live": "What only the server that Policywatch runs answers.",
    }
)


_LISTED = 100  # files of one kind on the page; all of them stand in `datapackage.json`


@frozen
class _ListedPart:
    name: str
    path: str


@frozen
class _ListedTable:
    name: str
    about: str
    columns: tuple[Column, ...]
    parts: tuple[_ListedPart, ...]  # the newest first
    count: int  # of all parts


def reuse_pages(edition: Edition) -> Iterator[File]:
    """Yield the page of the data sets and that of the API."""
    site, channel = edition.site, edition.channels[0]
    survey = edition.survey
    tables = _listed_tables(part_paths(survey, parts(edition.archive, survey, ())))
    documents = [watched.document for watched in survey.watched[:_LISTED]]
    described = json_ld(site, DatasetState.of(survey), documents, len(survey.watched))
    yield File(
        path="data/index.html",
        key=key_of(
            [(table.name, table.count, [part.path for part in table.parts]) for table in tables],
            documents, len(survey.watched), channel.title, described,
        ),
        render=partial(_data, tables, documents, len(survey.watched) - len(documents), site, channel, described),
    )  # fmt: skip
    yield File(path="api/index.html", key=key_of(channel.title), render=partial(_api, site, channel))


def _listed_tables(paths: Iterable[str]) -> list[_ListedTable]:
    by_table: dict[str, list[str]] = {}
    for path in paths:
        by_table.setdefault(path.partition("/")[0], []).append(path)
    return [
        _ListedTable(
            name=table.name,
            about=table.about,
            columns=table.columns,
            parts=tuple(_ListedPart(name=path.partition("/")[2], path=path) for path in found[: -_LISTED - 1 : -1]),
            count=len(found),
        )
        for table in TABLES
        if (found := by_table.get(table.name))
    ]


def _data(
    tables: Sequence[_ListedTable],
    documents: Sequence[Document],
    more: int,
    site: Site,
    channel: Channel,
    described: str,
) -> bytes:
    return render_page(
        "data.html",
        "data/",
        site,
        channel,
        menu="data",
        description=_("Everything that is on record, as CSV, JSON Lines and SQLite."),
        seeing=None,
        described=Markup(described),  # noqa: S704 JSON without a "<"
        tables=tables,
        more=more,
        databases=[{"path": f"sqlite/{document.id}.sqlite", "title": document.title} for document in documents],
    )


def _api(site: Site, channel: Channel) -> bytes:
    described: dict[str, Any] = openapi(site)["paths"]
    operations = [
        {"path": path, "summary": item["get"]["summary"], "tags": item["get"]["tags"]}
        for path, item in described.items()
    ]
    groups = [
        {
            "name": name,
            "title": title,
            "about": _ABOUT[name],
            "operations": [operation for operation in operations if name in operation["tags"]],
        }
        for name, title in _GROUPS.items()
    ]
    return render_page(
        "api.html",
        "api/",
        site,
        channel,
        menu="data",
        is_menu_page=False,
        description=_("The API: files of JSON with an OpenAPI 3.1 document."),
        seeing=None,
        groups=groups,
    )
