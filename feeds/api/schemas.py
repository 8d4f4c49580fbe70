"""The JSON Schemas (draft 2020-12) of what the API answers; tests hold every answer to them. Names no address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feeds.visibility import Sight
from feeds.wording import TOPICS
from snapshots.records import Direction, HunkKind, Outcome, Release, SegmentKind, Severity, TellingKind, VersionKind

Schema = Mapping[str, Any]


def record(described: str = "", /, **properties: Schema) -> Schema:
    """Return the schema of an object that has all of these names and no other."""
    made: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"description": described, **made} if described else made


def listed(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def optional(schema: Schema) -> Schema:
    """Return a schema that takes null too."""
    if "type" in schema and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def _text(described: str = "", **more: Any) -> Schema:
    return {"type": "string", **({"description": described} if described else {}), **more}


def _number(described: str = "", **more: Any) -> Schema:
    return {"type": "integer", "minimum": 0, **({"description": described} if described else {}), **more}


def _enum(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


_TIME = _text("UTC, RFC 3339.", format="date-time")
_URL = _text(format="uri")
_TRUTH: Schema = {"type": "boolean"}
_DOCUMENT = _text("Id of a document.", pattern="^[a-z0-9]+(-[a-z0-9]+)*$")
_SHA256 = _text(pattern="^[0-9a-f]{64}$")
_TEXTS = listed(_text())
_TOPICS = listed(_text("One of these, or one that later rules know.", examples=list(TOPICS)))
_CITATIONS = dict.fromkeys(("cite_bib", "cite_ris", "cite_csl", "cite_txt"), _URL)

_document = {
    "document": _DOCUMENT,
    "title": _text(),
    "service": _text(),
    "kind": _text(),
    "url": _text("The address that is watched."),
    "language": optional(_text("BCP 47.")),
    "region": optional(_text()),
    "versions": _number("How many."),
    "changes": _number("How many."),
    "alerts": _number("How many."),
    "last_attempt_at": optional(_TIME),
    "last_seen_at": optional(_text("When it was last seen in full.", format="date-time")),
    "links": record(self=_URL, page=_URL, feed=_URL),
}
_version_core = {
    "document": _DOCUMENT,
    "version": _number("From 1 within the document."),
    "kind": _enum(*VersionKind),
    "captured_at": _TIME,
    "body_sha256": _SHA256,
    "text_sha256": _text(),
    "extractor": _text(),
    "partial": _TRUTH,
}
_version_links = record(self=_URL, page=_URL, **_CITATIONS)
_finding = {
    "headline": _text(),
    "severity": _enum(*Severity),
    "direction": _enum(*Direction),
    "topics": _TOPICS,
    "rules": _TEXTS,
    "severity_reasons": _TEXTS,
    "evidence": listed(named("Evidence")),
}
_alert = {
    "id": _text("tag: URI, for good."),
    "document": _DOCUMENT,
    "captured_at": _text("The capture that first showed the change.", format="date-time"),
    "previous_captured_at": _TIME,
    "decided_at": _text("When it was told.", format="date-time"),
    "severity": _enum(*Severity),
    "direction": _enum(*Direction),
    "topics": _TOPICS,
    "headline": _text(),
    "summary": _text(),
    "effective_date": optional(_text("ISO date that the text names.")),
    "partial": _TRUTH,
    "follows": optional(_text("Id of the alert whose half page this one completes.")),
    "change": _number("The change it tells."),
    "pack": optional(_text("The rules that judged it.")),
    "rules": _TEXTS,
    "severity_reasons": _TEXTS,
    "evidence": listed(named("Evidence")),
    "findings": listed(named("Finding")),
    "confirmation": optional(_enum(*(how for how in Release if how))),
    "withdrawn": _TRUTH,
    "history": listed(named("Telling")),
    "links": record(self=_URL, page=_URL, change=_URL, picture=_URL, evidence=_URL, **_CITATIONS),
}
_change = {
    "change": _number("Its number, and the address of its page."),
    "document": _DOCUMENT,
    "from_version": _number(),
    "to_version": _number(),
    "captured_at": _TIME,
    "previous_captured_at": _TIME,
    "decided_at": _TIME,
    "severity": _enum(*Severity),
    "partial": _TRUTH,
    "computed": _TRUTH,
    "hunks": _number("How many differences."),
    "alert": optional(_text("Id of the alert that tells it.")),
    "links": {
        "type": "object",
        "properties": {"self": _URL, "page": _URL, "alert": _URL},
        "required": ["self", "page"],
        "additionalProperties": False,
    },
}
_segment = {"text": _text(), "kind": _enum(*SegmentKind), "context": _TEXTS}

COMPONENTS: Mapping[str, Schema] = {
    "Index": record(
        title=_text(),
        home=_URL,
        contact=optional(_text()),
        links=record(
            **dict.fromkeys(("documents", "changes", "alerts", "tellings", "status", "openapi", "data", "feeds"), _URL)
        ),
    ),
    "Document": record(**_document),
    "Documents": record(documents=listed(named("Document"))),
    "WholeDocument": record(
        **_document,
        all_versions=listed(named("Version")),
        all_changes=listed(named("Change")),
        captures=listed(record(month=_text(pattern=r"^\d{4}-\d{2}$"), href=_URL)),
    ),
    "Version": record(**_version_core, links=_version_links),
    "Segment": record(**_segment, anchor=_text("Its place on the version's page, behind a #.")),
    "Text": record(
        **_version_core,
        title=_text("As the page calls itself."),
        language=_text("As the page declares it."),
        segments=listed(named("Segment")),
        links=listed(record(text=_text(), url=_text("Not checked: what the page links to."))),
        urls=_version_links,
    ),
    "Capture": record(
        document=_DOCUMENT,
        attempt=_number("Its place in the log."),
        captured_at=_TIME,
        outcome=_enum(*Outcome),
        detail=_text(),
        version=optional(_number("The version that it showed.")),
        channel=_text("By which way the page was asked for."),
        seen_through=optional(_text("Of a failure: the channel that showed the page at the same look.")),
        status=optional(_number("Of HTTP.")),
        requested_url=_text(),
        final_url=_text(),
        media_type=_text(),
        body_sha256=optional(_SHA256),
        body_length=_number("In bytes."),
        hash=_SHA256,
    ),
    "Captures": record(captures=listed(named("Capture"))),
    "Change": record(**_change),
    "Changes": record(changes=listed(named("Change"))),
    "NewestChanges": record(changes=listed(named("Change")), pages=listed(_URL)),
    "WholeChange": record(**_change, differences=listed(named("Hunk"))),
    "Hunk": record(
        kind=_enum(*HunkKind),
        before=optional(_text()),
        after=optional(_text()),
        context=_TEXTS,
        context_before=_TEXTS,
        segment=_enum(*SegmentKind),
        cosmetic=_TRUTH,
        spans=listed({"type": "array", "prefixItems": [_enum("=", "-", "+"), _text()], "minItems": 2, "maxItems": 2}),
    ),
    "Evidence": record(op=_text(), before_text=optional(_text()), after_text=optional(_text()), context=_TEXTS),
    "Finding": record(**_finding),
    "Alert": record(**_alert),
    "Alerts": record(alerts=listed(named("Alert"))),
    "NewestAlerts": record(alerts=listed(named("Alert")), pages=listed(_URL)),
    "Telling": record(
        sequence=_number("Its place in the journal."),
        id=_text("tag: URI, for good."),
        kind=_enum(*TellingKind),
        document=_DOCUMENT,
        alert=optional(_text("Id of the alert it is about.")),
        at=_TIME,
        how=optional(_enum(*(how for how in Release if how))),
        note=optional(_text()),
        since=optional(_TIME),
    ),
    "Tellings": record(tellings=listed(named("Telling"))),
    "NewestTellings": record(tellings=listed(named("Telling")), pages=listed(_URL)),
    "Gap": record(
        since=_TIME,
        until=optional(_TIME),
        last_seen_at=optional(_TIME),
        partial=_TRUTH,
        attempts=_number(),
        outcomes=listed(_enum(*Outcome)),
        detail=_text(),
    ),
    "Status": record(
        as_of=_TIME,
        attempts=_number("Rows of the log."),
        chain_head=_SHA256,
        documents=listed(
            record(
                document=_DOCUMENT,
                sight=optional(_enum(*Sight)),
                attempts=_number(),
                last_attempt_at=optional(_TIME),
                last_outcome=optional(_enum(*Outcome)),
                last_detail=optional(_text()),
                last_seen_at=optional(_TIME),
                not_seen_since=optional(_TIME),
                next_check_at=optional(_TIME),
                gaps=listed(named("Gap")),
            )
        ),
    ),
    "Comparison": record(
        document=_DOCUMENT,
        **{"from": record(**_version_core), "to": record(**_version_core)},
        hunks=listed(named("Hunk")),
    ),
    "Problem": {
        "description": "RFC 9457.",
        "type": "object",
        "properties": {
            "type": _text(format="uri-reference"),
            "title": _text(),
            "status": {"type": "integer"},
            "detail": _text(),
        },
        "required": ["type", "title", "status"],
        "additionalProperties": False,
    },
}
