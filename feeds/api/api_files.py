"""The API as files of the publication. Words no answer: `feeds.api.representations` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TypeVar

from feeds.api import representations as said
from feeds.api.openapi import openapi
from feeds.contract import capture_json
from feeds.datasets.table_parts import told_key, with_attempts
from feeds.datasets.tables import month_of
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.published_alerts import published_alerts_of
from snapshots.records import Observation, Version

NEWEST = 100
"""Records in a list of the newest; all of them stand in pages."""

PAGE = 100
"""Numbers on one page: a page that is full moves only when something on it is told later, or corrected."""

_Record = TypeVar("_Record")


def api_files(edition: Edition) -> Iterator[File]:
    """Yield every file of the API."""
    site = edition.site
    yield _file(f"{said.BASE}/index.json", key_of(), lambda: said.index(site))
    yield _file(f"{said.BASE}/openapi.json", key_of(), lambda: openapi(site))
    yield from _documents(edition)
    yield from _changes(edition)
    yield from _alerts(edition)
    yield from _notices(edition)
    survey = edition.survey
    key = key_of(survey.attempts, survey.chain_head, survey.watched)
    yield _file(f"{said.BASE}/status.json", key, lambda: said.status(survey))


def _file(path: str, key: str, answer: Callable[[], said.Json]) -> File:
    return File(path=path, key=key_of(path, key), render=lambda: said.json_bytes(answer()))


def _documents(edition: Edition) -> Iterator[File]:
    survey, site = edition.survey, edition.site
    keys = [_document_key(edition, watched) for watched in survey.watched]
    yield _file(f"{said.BASE}/documents.json", key_of(keys), lambda: said.documents(survey, site))
    for watched, key in zip(survey.watched, keys, strict=True):
        path = said.document_path(watched.document.id)
        yield _file(path, key, partial(said.document, watched, survey, site))
        for version in watched.versions:
            yield version_file(edition, version)
        yield from _captures(edition, watched)


def _document_key(edition: Edition, watched: Watched) -> str:
    return key_of(
        watched.document,
        len(watched.versions),
        len(watched.observations),
        watched.last.attempt if watched.last else 0,
        [line.digest for line in watched.changes],
        [edition.survey.alert_digests.get(line.number, "") for line in watched.changes],
    )


def version_file(edition: Edition, version: Version) -> File:
    """Return the file of a version with its text."""

    def answer() -> said.Json:
        extraction = edition.archive.extraction(version.document_id, version.number)
        return said.text(version, extraction, edition.site)

    return _file(said.version_path(version.document_id, version.number), key_of(version), answer)


def _captures(edition: Edition, watched: Watched) -> Iterator[File]:
    observations = sorted(watched.observations, key=lambda s: (month_of(s.captured_at), s.attempt))
    for month, group in groupby(observations, key=lambda s: month_of(s.captured_at)):
        of_month = tuple(group)
        yield _file(
            said.captures_path(watched.document.id, month),
            key_of([observation.attempt for observation in of_month]),
            partial(_capture_answer, edition, of_month),
        )


def _capture_answer(edition: Edition, observations: Sequence[Observation]) -> said.Json:
    seen = with_attempts(edition.archive, observations)
    return {"captures": [capture_json(observation, attempt) for observation, attempt in seen]}


def _changes(edition: Edition) -> Iterator[File]:
    survey, site = edition.survey, edition.site

    def key(number: int, digest: str) -> list[str]:
        return [digest, survey.alert_digests.get(number, "")]

    lines = survey.changes
    for line in lines:
        yield _file(
            said.change_path(line.number),
            key_of(key(line.number, line.digest)),
            lambda line=line: said.whole_change(edition.archive.change(line.number), survey, site),  # type: ignore[misc]
        )
    pages = _pages(lines, lambda line: line.number)
    for number, of_page in pages:
        yield _file(
            said.page_path("changes", number),
            key_of([key(line.number, line.digest) for line in of_page]),
            partial(said.changes, of_page, survey, site),
        )
    newest, numbers = lines[-NEWEST:], [number for number, _ in pages]
    yield _file(
        f"{said.BASE}/changes.json",
        key_of(numbers, [key(line.number, line.digest) for line in newest]),
        lambda: said.paged("changes", said.changes(newest, survey, site), numbers, site),
    )


def _alerts(edition: Edition) -> Iterator[File]:
    survey, site = edition.survey, edition.site
    told = published_alerts_of(survey.notices, survey.by_alert_id)

    for found in told:
        yield _file(
            said.alert_path(found.alert.change), key_of(told_key(found, survey)), partial(said.alert, found, site)
        )
    pages = _pages(told, lambda found: found.alert.change)
    for number, of_page in pages:
        yield _file(
            said.page_path("alerts", number),
            key_of([told_key(found, survey) for found in of_page]),
            partial(said.alerts, of_page, site),
        )
    newest, numbers = told[-NEWEST:], [number for number, _ in pages]
    yield _file(
        f"{said.BASE}/alerts.json",
        key_of(numbers, [told_key(found, survey) for found in newest]),
        lambda: said.paged("alerts", said.alerts(newest, site), numbers, site),
    )


def _notices(edition: Edition) -> Iterator[File]:
    journal = edition.survey.notices
    pages = _pages(journal, lambda notice: notice.sequence)
    for number, of_page in pages:
        key = key_of([notice.sequence for notice in of_page])
        yield _file(said.page_path("tellings", number), key, partial(said.notices, of_page))
    newest, numbers = journal[-NEWEST:], [number for number, _ in pages]
    yield _file(
        f"{said.BASE}/tellings.json",
        key_of(len(journal)),
        lambda: said.paged("tellings", said.notices(newest), numbers, edition.site),
    )


def _pages(records: Iterable[_Record], number_of: Callable[[_Record], int]) -> list[tuple[int, tuple[_Record, ...]]]:
    """Return the numbers of pages, from 1, with the records whose own numbers belong there, in their order."""

    def page_of(record: _Record) -> int:
        return (number_of(record) - 1) // PAGE + 1

    found = sorted(records, key=number_of)
    return [(number, tuple(group)) for number, group in groupby(found, key=page_of)]
