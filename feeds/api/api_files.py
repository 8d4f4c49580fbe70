"""The API as files of the publication. Words no answer: `feeds.api.api_answers` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any, TypeVar

from feeds.api import api_addresses as addresses
from feeds.api import api_answers as answers
from feeds.api.api_answers import InEdition, Lists, Newest
from feeds.api.openapi import openapi
from feeds.contract import VersionText
from feeds.datasets.table_parts import observed_by_month, told_key, with_attempts
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.edition.survey import Survey, Watched
from feeds.published_alerts import PublishedAlert, published_alerts_of
from snapshots.records import ChangeLine, Notice, Observation, Version

NEWEST = 100
"""Records in a list of the newest; all of them stand in pages."""

PAGE = 100
"""Numbers on one page: a page that is full moves only when something on it is told later, or corrected."""

_Record = TypeVar("_Record")


def api_files(edition: Edition) -> Iterator[File]:
    """Yield every file of the API."""
    site, survey = edition.site, edition.survey
    yield answer_file(addresses.list_path("index"), key_of(), partial(answers.INDEX.to_json, site))
    yield answer_file(addresses.list_path("openapi"), key_of(), partial(openapi, site))
    yield from _documents(edition)
    yield from _changes(edition)
    yield from _alerts(edition)
    yield from _notices(edition)
    key = key_of(survey.attempts, survey.chain_head, survey.watched_key)
    yield _file(addresses.list_path("status"), key, partial(_status, survey))


def answer_file(path: str, key: str, answer: Callable[[], Mapping[str, Any]]) -> File:
    """Return the file of an answer, which is worked out when the file is rendered."""
    return File(path=path, key=key_of(path, key), render=lambda: answers.answer_bytes(answer()))


def _file(path: str, key: str, render: Callable[[], bytes]) -> File:
    return File(path=path, key=key_of(path, key), render=render)


def _documents(edition: Edition) -> Iterator[File]:
    counts = [_count_alerts(edition, watched) for watched in edition.survey.watched]
    key = key_of(edition.survey.watched_key, counts)
    yield _file(addresses.list_path("documents"), key, partial(_every_document, edition))
    for watched in edition.named:
        path = addresses.document_path(watched.document.id)
        answer = partial(answers.WHOLE_DOCUMENT.to_json, InEdition(watched, edition))
        yield answer_file(path, _document_key(edition, watched), answer)
        for version in watched.versions:
            yield version_file(edition, version)
        yield from _captures(edition, watched)


def _every_document(edition: Edition) -> bytes:
    """Return the list of all documents; what it says of one that did not move is not worked out again."""
    listed = [
        watched.remembered(
            ("api", edition.site, _count_alerts(edition, watched)), partial(_one_document, edition, watched)
        )
        for watched in edition.survey.watched
    ]
    return answers.with_rows(answers.DOCUMENTS.to_json(()), listed)


def _one_document(edition: Edition, watched: Watched) -> str:
    return answers.answer_text(answers.DOCUMENT.to_json(InEdition(watched, edition)))


def _count_alerts(edition: Edition, watched: Watched) -> int:
    return sum(line.number in edition.survey.alerts for line in watched.changes)


def _status(survey: Survey) -> bytes:
    listed = [watched.remembered("status", partial(_one_status, watched)) for watched in survey.watched]
    return answers.with_rows({**answers.STATUS_OF_ALL.to_json(survey), "documents": []}, listed)


def _one_status(watched: Watched) -> str:
    return answers.answer_text(answers.DOCUMENT_STATUS.to_json(watched))


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

    def answer() -> dict[str, Any]:
        extraction = edition.archive.extraction(version.document_id, version.number)
        return answers.VERSION_TEXT.to_json(InEdition(VersionText(version, extraction), edition))

    return answer_file(addresses.version_path(version.document_id, version.number), key_of(version), answer)


def _captures(edition: Edition, watched: Watched) -> Iterator[File]:
    for month, of_month in observed_by_month(watched.observations):
        yield answer_file(
            addresses.captures_path(watched.document.id, month),
            key_of([observation.attempt for observation in of_month]),
            partial(_capture_answer, edition, of_month),
        )


def _capture_answer(edition: Edition, observations: Sequence[Observation]) -> dict[str, Any]:
    return answers.CAPTURES.to_json(with_attempts(edition.archive, observations))


def _changes(edition: Edition) -> Iterator[File]:
    survey = edition.survey

    def key(found: InEdition[ChangeLine]) -> list[str]:
        return [found.record.digest, survey.alert_digests.get(found.record.number, "")]

    lines = [InEdition(line, edition) for line in survey.changes]
    for found in (one for one in lines if edition.is_named(one.record.document_id)):
        path = addresses.change_path(found.record.number)
        yield answer_file(path, key_of(key(found)), partial(_whole_change, edition, found.record.number))
    pages = _pages(lines, lambda found: found.record.number)
    yield from _list_files(edition, answers.CHANGES, lines, pages, key)


def _whole_change(edition: Edition, number: int) -> dict[str, Any]:
    return answers.WHOLE_CHANGE.to_json(InEdition(edition.archive.change(number), edition))


def _alerts(edition: Edition) -> Iterator[File]:
    survey = edition.survey

    def key(found: InEdition[PublishedAlert]) -> list[object]:
        return told_key(found.record, survey)

    told = [
        InEdition(found, edition) for found in published_alerts_of(survey.notices, survey.by_alert_id, survey.witnesses)
    ]
    for found in (one for one in told if edition.is_named(one.record.alert.document_id)):
        path = addresses.alert_path(found.record.alert.change)
        yield answer_file(path, key_of(key(found)), partial(answers.ALERT.to_json, found))
    pages = _pages(told, lambda found: found.record.alert.change)
    yield from _list_files(edition, answers.ALERTS, told, pages, key)


def _notices(edition: Edition) -> Iterator[File]:
    def sequence(notice: Notice) -> int:
        return notice.sequence

    journal = edition.survey.notices
    pages = _pages(journal, sequence)
    yield from _list_files(edition, answers.NOTICES, journal, pages, sequence)


def _list_files(
    edition: Edition,
    lists: Lists[_Record],
    records: Sequence[_Record],
    pages: Sequence[tuple[int, tuple[_Record, ...]]],
    key: Callable[[_Record], object],
) -> Iterator[File]:
    """Yield the pages that hold all records, and the list of the newest ones with the addresses of the pages."""
    paths = [addresses.page_path(lists.name, number) for number, _ in pages]
    for path, (_, found) in zip(paths, pages, strict=True):
        yield answer_file(path, key_of(list(map(key, found))), partial(lists.page.to_json, found))
    newest = Newest(records[-NEWEST:], list(map(edition.site.url, paths)))
    keys = list(map(key, newest.records))
    yield answer_file(addresses.list_path(lists.name), key_of(paths, keys), partial(lists.newest.to_json, newest))


def _pages(records: Iterable[_Record], number_of: Callable[[_Record], int]) -> list[tuple[int, tuple[_Record, ...]]]:
    """Return the numbers of pages, from 1, with the records whose own numbers belong there, in their order."""

    def page_of(record: _Record) -> int:
        return (number_of(record) - 1) // PAGE + 1

    found = sorted(records, key=number_of)
    return [(number, tuple(group)) for number, group in groupby(found, key=page_of)]
