"""What researchers ask, for programs: blame, scope, forms and regions as files.

The answers are those of the commands `blame`, `scope`, `form`, `regions` and `search` with `--json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from feeds.api import api_answers as answers
from feeds.api.api_addresses import document_part_path, list_path, region_pair_path
from feeds.api.api_files import answer_file
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.pages.research.research_files import FORM_KIND, past_key
from feeds.research.research_contract import BLAME, FORM, REGIONS, SCOPE
from snapshots.records import Document


def research_files(edition: Edition) -> Iterator[File]:
    """Yield since when the passages of each document stand, what is in its scope, its form, and its variants."""
    for watched in (one for one in edition.named if one.versions):
        key = past_key(watched)
        yield answer_file(document_part_path(watched.document.id, "blame"), key, partial(_blame, edition, watched))
        yield answer_file(document_part_path(watched.document.id, "scope"), key, partial(_scope, edition, watched))
        if watched.document.kind == FORM_KIND:
            yield answer_file(document_part_path(watched.document.id, "form"), key, partial(_form, edition, watched))
    pairs = edition.variants
    yield answer_file(list_path("regions"), key_of(pairs), lambda: _pairs(edition, pairs))
    for one, other in pairs:
        sides = (edition.survey.of(one.id), edition.survey.of(other.id))
        key = key_of([past_key(side) for side in sides])
        yield answer_file(region_pair_path(one.id, other.id), key, partial(_regions, edition, *sides))


def _blame(edition: Edition, watched: Watched) -> dict[str, Any]:
    return BLAME.to_json(edition.research.blame(watched.document.id, len(watched.versions)))


def _scope(edition: Edition, watched: Watched) -> dict[str, Any]:
    return SCOPE.to_json(edition.research.scope(watched.document.id, len(watched.versions)))


def _form(edition: Edition, watched: Watched) -> dict[str, Any]:
    return FORM.to_json(edition.research.form(watched.document.id))


def _pairs(edition: Edition, pairs: tuple[tuple[Document, Document], ...]) -> dict[str, Any]:
    return answers.REGION_PAIRS.to_json([answers.InEdition(pair, edition) for pair in pairs])


def _regions(edition: Edition, one: Watched, other: Watched) -> dict[str, Any]:
    research = edition.research
    compared = research.regions(one.document.id, len(one.versions), other.document.id, len(other.versions))
    return REGIONS.to_json(compared)
