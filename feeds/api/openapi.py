"""The OpenAPI 3.1 document of the API: every address, what it takes and what it answers. Answers nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from feeds import contract
from feeds.annotations import ANNOTATION
from feeds.api import api_answers as answers
from feeds.api.api_addresses import BASE
from feeds.http.media_types import PROBLEM
from feeds.record_fields import ID, RecordFields, Schema, component
from feeds.research import research_contract
from feeds.site import Site

_DOCUMENT = ("document", ID.schema, "Id of a document.")
_NUMBER = {"type": "integer", "minimum": 1}
_POINT = {"type": "string", "minLength": 1, "maxLength": 40}

_ASKED: dict[str, Any] = {
    "parameters": [
        {
            "name": "q",
            "in": "query",
            "required": True,
            "description": "The phrase.",
            "schema": {"type": "string", "pattern": "^[^\\u0000\\s]([^\\u0000]*[^\\u0000\\s])?$", "maxLength": 200},
        },
        {"name": "document", "in": "query", "description": "Of this document only.", "schema": ID.schema},
        {
            "name": "match",
            "in": "query",
            "description": "The same words one after the other, or the same letters, marks and case.",
            "schema": {"type": "string", "enum": ["words", "exact"], "default": "words"},
        },
    ]
}

_PROBLEM: Schema = {
    "description": "RFC 9457.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status"],
    "additionalProperties": False,
}
_ANSWERS: tuple[RecordFields[Any], ...] = (
    answers.INDEX, answers.DOCUMENT, answers.DOCUMENTS, answers.WHOLE_DOCUMENT, answers.VERSION, answers.SEGMENT,
    answers.VERSION_TEXT, contract.CAPTURE, answers.CAPTURES, answers.CHANGE, answers.CHANGES.page,
    answers.CHANGES.newest, answers.WHOLE_CHANGE, contract.HUNK, contract.EVIDENCE, contract.FINDING, answers.ALERT,
    answers.ALERTS.page, answers.ALERTS.newest, contract.NOTICE, answers.NOTICES.page, answers.NOTICES.newest,
    contract.GAP, contract.LINEAGE, contract.ALERT_PLACE, contract.WITNESSED, answers.STORY_PLACE, ANNOTATION,
    answers.STATUS, answers.COMPARISON,
)  # fmt: skip
_RESEARCH: tuple[RecordFields[Any], ...] = (
    research_contract.FIRST_CAPTURE, research_contract.INTERVAL, research_contract.BLAME, research_contract.SCOPE,
    research_contract.FORM, answers.REGION_PAIRS, research_contract.REGIONS, research_contract.REGION_PASSAGE,
    research_contract.PHRASE,
)  # fmt: skip
COMPONENTS: Mapping[str, Schema] = {
    **{answer.name: answer.schema for answer in _ANSWERS},
    "Problem": _PROBLEM,
    **{answer.name: answer.schema for answer in _RESEARCH},
}

Parameter = tuple[str, Schema, str]
_Operation = dict[str, Any]


def openapi(site: Site) -> dict[str, Any]:
    """Return the document for a publication."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site.title}: API",
            "version": version("policywatch"),
            "summary": site.about,
            "description": (
                "Files of JSON, and a few answers that are worked out when they are asked for. No key is needed;"
                " every answer may be read from scripts of any site. Names are never taken back within version 1;"
                " new ones may come. Texts are strangers' words: show them as text, never as markup."
            ),
            "license": {"name": "CC0 1.0, but for the texts that are quoted", "identifier": "CC0-1.0"},
        },
        "tags": [
            {"name": "files", "description": "Files, which a copy of the site on any host has too."},
            {"name": "live", "description": "Worked out when they are asked for; a copy of the files has none."},
        ],
        "servers": [{"url": site.url().rstrip("/")}],
        "paths": {f"/{BASE}/{path}": {"get": operation} for path, operation in _paths().items()},
        "components": {"schemas": dict(COMPONENTS)},
    }


def _paths() -> dict[str, _Operation]:
    return {
        "index.json": _operation("index", "Where everything stands.", "Index"),
        **_document_paths(),
        **_variant_paths(),
        **_told_paths(),
        "status.json": _operation("status", "What is seen, and every gap.", "Status"),
        "openapi.json": _operation("openapi", "This document.", ""),
    }


def _document_paths() -> dict[str, _Operation]:
    """Return the addresses of documents, of their texts and of what is asked of one text or two."""
    version_number: Parameter = ("number", _NUMBER, "Number of a version within its document.")
    month: Parameter = ("month", {"type": "string", "pattern": r"^\d{4}-\d{2}$"}, "A month, 2025-05.")
    point = "A version like v3, or a day or a time like 2025-05-27 or 2025-05-27T06:00Z."
    return {
        "documents.json": _operation("documents", "All documents.", "Documents"),
        "documents/{document}.json": _operation(
            "document", "A document with its versions and changes.", "WholeDocument", _DOCUMENT
        ),
        "documents/{document}/versions/{number}.json": _operation(
            "version", "A version with its text.", "Text", _DOCUMENT, version_number
        ),
        "documents/{document}/captures/{month}.json": _operation(
            "captures", "Every attempt of a month.", "Captures", _DOCUMENT, month
        ),
        "documents/{document}/at/{when}": _operation(
            "at", "The text that stood at a time.", "Text", _DOCUMENT, ("when", _POINT, point), live=True
        ),
        "documents/{document}/compare/{before}/{after}": _operation(
            "compare",
            "What differs between any two versions.",
            "Comparison",
            _DOCUMENT,
            ("before", _POINT, point),
            ("after", _POINT, point),
            live=True,
        ),
        "documents/{document}/blame.json": _operation(
            "blame", "Since when each passage of the newest version stands.", "Blame", _DOCUMENT
        ),
        "documents/{document}/scope.json": _operation(
            "scope", "Whose data the newest version lets be used for what, and since when.", "Scope", _DOCUMENT
        ),
        "documents/{document}/form.json": _operation(
            "form", "What a form asks, in each of its states.", "Form", _DOCUMENT
        ),
    }


def _variant_paths() -> dict[str, _Operation]:
    """Return the addresses that look at several documents beside one another."""
    return {
        "regions.json": _operation("regions", "Which documents are variants of one another.", "RegionPairs"),
        "regions/{first}..{second}.json": _operation(
            "region_pair",
            "Two variants side by side, each in its newest version.",
            "Regions",
            ("first", ID.schema, "Id of a document."),
            ("second", ID.schema, "Id of its variant."),
        ),
        "search": {
            **_operation("search", "A phrase over all versions.", "Phrase", live=True),
            **_ASKED,
        },
    }


def _told_paths() -> dict[str, _Operation]:
    """Return the addresses of changes, of alerts and of the journal of what was told."""
    page: Parameter = ("page", _NUMBER, "Number of a page.")
    change: Parameter = ("number", _NUMBER, "Number of a change.")
    return {
        "changes.json": _operation("changes", "The newest changes, newest last.", "NewestChanges"),
        "changes/pages/{page}.json": _operation("changes_page", "A hundred numbers of changes.", "Changes", page),
        "changes/{number}.json": _operation("change", "A change with its differences.", "WholeChange", change),
        "alerts.json": _operation("alerts", "The newest alerts, newest last.", "NewestAlerts"),
        "alerts/pages/{page}.json": _operation(
            "alerts_page", "The alerts on a hundred numbers of changes.", "Alerts", page
        ),
        "alerts/{number}.json": _operation(
            "alert", "The alert on a change, with all that was said of it since.", "Alert", change
        ),
        "tellings.json": _operation("tellings", "The newest rows of the journal, newest last.", "NewestTellings"),
        "tellings/pages/{page}.json": _operation("tellings_page", "A hundred rows of the journal.", "Tellings", page),
    }


def _operation(name: str, summary: str, schema: str, *path: Parameter, live: bool = False) -> _Operation:
    answer: Schema = component(schema) if schema else {"type": "object"}
    responses: dict[str, Any] = {
        "200": {"description": "The answer.", "content": {"application/json": {"schema": answer}}},
        "304": {"description": "It is as the validators that were sent say."},
    }
    if path:
        responses["404"] = _problem("There is no such thing.")
    if live and not path:
        responses["400"] = _problem("What is asked can't be read.")
        responses["404"] = _problem("There is no such document.")
    operation: _Operation = {
        "operationId": name,
        "summary": summary,
        "tags": ["live" if live else "files"],
        "responses": responses,
    }
    if path:
        operation["parameters"] = [
            {"name": parameter, "in": "path", "required": True, "description": about, "schema": taken}
            for parameter, taken, about in path
        ]
    return operation


def _problem(described: str) -> dict[str, Any]:
    return {"description": described, "content": {PROBLEM: {"schema": component("Problem")}}}
