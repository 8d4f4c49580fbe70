"""What researchers ask, for programs: blame, scope, forms and regions as files, a phrase when it is asked for.

The answers are those of the commands `blame`, `scope`, `form`, `regions` and `search` with `--json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from feeds.api.representations import BASE, Json, json_bytes
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.errors import BadQuestion
from feeds.http.live_answers import problem
from feeds.pages.research.research_files import FORM_KIND, past_key, research_of
from feeds.research.research_contract import blame_json, form_json, phrase_json, regions_json, scope_json
from snapshots.records import Document


def research_files(edition: Edition) -> Iterator[File]:
    """Yield since when the passages of each document stand, what is in its scope, its form, and its variants."""
    seen = [watched for watched in edition.survey.watched if watched.versions]
    for watched in seen:
        key = past_key(watched)
        yield _file(_path(watched, "blame"), key, partial(_blame, edition, watched))
        yield _file(_path(watched, "scope"), key, partial(_scope, edition, watched))
        if watched.document.kind == FORM_KIND:
            yield _file(_path(watched, "form"), key, partial(_form, edition, watched))
    by_id = {watched.document.id: watched for watched in seen}
    pairs = research_of(edition).variants([watched.document for watched in seen])
    yield _file(f"{BASE}/regions.json", key_of(pairs), lambda: _pairs(edition, pairs))
    for one, other in pairs:
        sides = (by_id[one.id], by_id[other.id])
        yield _file(_pair_path(one, other), key_of([past_key(s) for s in sides]), partial(_regions, edition, *sides))


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
        found = research_of(edition).phrase(asked.get("q", ""), document_id, is_exact=match == "exact")
    except BadQuestion:
        return problem(400, "q is a phrase of 1 to 200 characters without NUL.")
    gaps = [[(gap.since, gap.until) for gap in one.gaps] for one in watched]
    key = key_of(found.phrase, found.is_exact, document_id, [past_key(one) for one in watched], gaps)
    return _file(f"{BASE}/search.json", key, lambda: phrase_json(found))


def _file(path: str, key: str, answer: Callable[[], Json]) -> File:
    return File(path=path, key=key_of(path, key), render=lambda: json_bytes(answer()))


def _path(watched: Watched, name: str) -> str:
    return f"{BASE}/documents/{watched.document.id}/{name}.json"


def _pair_path(one: Document, other: Document) -> str:
    return f"{BASE}/regions/{one.id}..{other.id}.json"


def _blame(edition: Edition, watched: Watched) -> Json:
    return {"segments": list(blame_json(research_of(edition).blame(watched.document.id, len(watched.versions))))}


def _scope(edition: Edition, watched: Watched) -> Json:
    return {"cells": list(scope_json(research_of(edition).scope(watched.document.id, len(watched.versions))))}


def _form(edition: Edition, watched: Watched) -> Json:
    return {"states": list(form_json(research_of(edition).form(watched.document.id)))}


def _pairs(edition: Edition, pairs: tuple[tuple[Document, Document], ...]) -> Json:
    return {
        "pairs": [
            {"first": one.id, "second": other.id, "href": edition.site.url(_pair_path(one, other))}
            for one, other in pairs
        ]
    }


def _regions(edition: Edition, one: Watched, other: Watched) -> Json:
    research = research_of(edition)
    return regions_json(research.regions(one.document.id, len(one.versions), other.document.id, len(other.versions)))
