"""Answers of the API that files can't give: any pair of versions compared, the text that stood at a time, a phrase.

Whatever an address holds is a stranger's: what can't be read is a problem with a reason, never a fault.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from feeds.api.api_addresses import list_path
from feeds.api.api_answers import COMPARISON, ComparedVersions
from feeds.api.api_files import answer_file, version_file
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.edition.point_in_time import as_it_stood_on
from feeds.edition.survey import Watched
from feeds.errors import BadQuestion
from feeds.http.live_answers import problem
from feeds.pages.research.research_files import past_key
from feeds.research.research_contract import PHRASE
from snapshots.records import Version
from snapshots.visibility import Visibility, visibility_of

_LONGEST = 40
_NUMBER = re.compile(r"v?([1-9][0-9]{0,3})")


class _Refused(Exception):  # noqa: N818 - it carries the answer
    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.answer = problem(status, detail)


def at(edition: Edition, request: Request) -> File | Response:
    """Answer with the text that a document had at a time, or in a version."""
    try:
        watched = _watched(edition, request.path_params["document"])
        return version_file(edition, _version_at(watched, request.path_params["when"]))
    except _Refused as refused:
        return refused.answer


def compare(edition: Edition, request: Request) -> File | Response:
    """Answer with what differs between any two versions of a document."""
    try:
        watched = _watched(edition, request.path_params["document"])
        before, after = (_version_at(watched, request.path_params[side]) for side in ("before", "after"))
    except _Refused as refused:
        return refused.answer

    def answer() -> dict[str, Any]:
        texts = [edition.archive.extraction(found.document_id, found.number) for found in (before, after)]
        return COMPARISON.to_json(ComparedVersions(before, after, edition.analysis.compare(*texts)))

    return answer_file(list_path("comparison"), key_of(before, after, edition.analysis.fingerprint), answer)


def search(edition: Edition, request: Request) -> File | Response:
    """Answer with a phrase over all versions: `q`, of one `document` or of all, `match` is "words" or "exact"."""
    asked = request.query_params
    document_id, match = asked.get("document"), asked.get("match", "words")
    watched = [one for one in edition.survey.watched if document_id in (None, one.document.id)]
    if match not in ("words", "exact"):
        return problem(400, "match is words or exact.")
    if document_id is not None and not watched:
        return problem(404, "There is no document of this id; documents.json lists them.")
    try:
        found = edition.research.phrase(asked.get("q", ""), document_id, is_exact=match == "exact")
    except BadQuestion:
        return problem(400, "q is a phrase of 1 to 200 characters without NUL.")
    gaps = [[(gap.since, gap.until) for gap in one.gaps] for one in watched]
    key = key_of(found.phrase, found.is_exact, document_id, [past_key(one) for one in watched], gaps)
    return answer_file(list_path("search"), key, lambda: PHRASE.to_json(found))


def nothing(edition: Edition, request: Request) -> Response:
    """Answer that nothing stands at an address below the API."""
    return problem(404, "Nothing stands at this address; openapi.json lists what there is.")


def _watched(edition: Edition, document_id: str) -> Watched:
    watched = edition.survey.find(document_id)
    if watched is None:
        raise _Refused(404, "There is no document of this id; documents.json lists them.")
    return watched


def _version_at(watched: Watched, point: str) -> Version:
    number = _NUMBER.fullmatch(point)
    if number:
        if int(number[1]) > len(watched.versions):
            raise _Refused(404, f"The document has {len(watched.versions)} versions, counted from 1.")
        return watched.versions[int(number[1]) - 1]
    moment = _moment(point)
    shown = [
        observation.version
        for observation in watched.observations
        if observation.version
        and observation.captured_at <= moment
        and visibility_of(observation.outcome) is not Visibility.NONE
    ]
    if not shown:
        raise _Refused(404, "The document had not been seen yet at this time.")
    return watched.versions[shown[-1] - 1]


def _moment(point: str) -> datetime:
    """Return the time that is meant; a day means its end, as on pages and on the command line."""
    try:
        if len(point) > _LONGEST:
            raise ValueError("too long")
        return as_it_stood_on(point.replace(" ", "+"))  # a plus sign that was not escaped
    except (ValueError, OverflowError):
        raise _Refused(
            404, "Expected a version like v3, or a day or a time like 2025-05-27 or 2025-05-27T06:00Z."
        ) from None
