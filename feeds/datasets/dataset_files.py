"""The datasets as files of the publication, below `data/`. Decides no row and no format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import takewhile

from feeds.datasets.csvs import csv_bytes, jsonl_bytes
from feeds.datasets.databases import sqlite_bytes
from feeds.datasets.dataset_citation import DatasetState, citation_cff
from feeds.datasets.package import datapackage_bytes, readme_bytes
from feeds.datasets.table_parts import TablePart, document_rows, part_paths, parts
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.published_alerts import published_alerts_of
from snapshots.records import Notice

FOLDER = "data"
_FORMATS = {"csv": csv_bytes, "jsonl": jsonl_bytes}


def dataset_files(edition: Edition) -> Iterator[File]:
    """Yield every part of every table, a database for each document, and what describes them."""
    survey = edition.survey
    state = DatasetState.of(survey)
    found = list(parts(edition.archive, survey, edition.named))
    for part in found:
        for suffix in _FORMATS:
            path = f"{FOLDER}/{part.path}.{suffix}"
            yield File(path=path, key=part.key, render=partial(_rendered, part, suffix))
    for watched in edition.named:
        yield _database(edition, watched, f"{FOLDER}/sqlite/{watched.document.id}.sqlite")
    paths = [f"{path}.{suffix}" for path in part_paths(survey, found) for suffix in _FORMATS]
    paths += [f"sqlite/{watched.document.id}.sqlite" for watched in survey.watched]
    yield File(
        path=f"{FOLDER}/datapackage.json",
        key=key_of(paths, state.number, state.created),
        render=partial(datapackage_bytes, paths, edition.site, state),
    )
    yield File(
        path=f"{FOLDER}/CITATION.cff",
        key=key_of(state.number, state.created),
        render=partial(citation_cff, edition.site, state),
    )
    yield File(path=f"{FOLDER}/README.txt", key=key_of(), render=partial(readme_bytes, edition.site))


def _pending_looks(watched: Watched, journal: Sequence[Notice]) -> frozenset[int]:
    """Return the attempts of the last day after the last one that brought a version or was told of."""
    of_notices = [notice.attempt for notice in journal]
    newest = max([version.attempt for version in watched.versions] + of_notices, default=0)
    today = takewhile(lambda look: look.captured_at.date() == watched.as_of.date(), reversed(watched.observations))
    return frozenset(look.attempt for look in today if look.attempt > newest)


def _rendered(part: TablePart, suffix: str) -> bytes:
    return _FORMATS[suffix](part.table, part.rows())


def _database(edition: Edition, watched: Watched, path: str) -> File:
    """Return the database of a document, which is made anew where something is told, and with the first look of a day.

    All rows are written again then, which takes the longer the more looks there were.
    """
    survey = edition.survey
    journal = [notice for notice in survey.notices if notice.document_id == watched.document.id]
    alerts = published_alerts_of(journal, survey.by_alert_id, survey.witnesses)
    pending = _pending_looks(watched, journal)

    def render() -> bytes:
        settled = [look for look in watched.observations if look.attempt not in pending]
        return sqlite_bytes(document_rows(edition.archive, watched, settled, alerts, journal))

    key = key_of(
        watched.document,
        len(watched.versions),
        len(watched.observations) - len(pending),
        [line.digest for line in watched.changes],
        [survey.alert_digests[told.alert.change] for told in alerts],
        [notice.sequence for notice in journal],
    )
    return File(path=path, key=key, render=render)
