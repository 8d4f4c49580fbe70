"""The JSON Schemas (draft 2020-12) of what the API answers; tests hold every answer to them. Names no address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feeds.wording import TOPICS
from snapshots.records import Direction, HunkKind, NoticeKind, Outcome, Release, SegmentKind, Severity, VersionKind
from snapshots.visibility import Visibility

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


def text(described: str = "", **more: Any) -> Schema:
    return {"type": "string", **({"description": described} if described else {}), **more}


def number(described: str = "", **more: Any) -> Schema:
    return {"type": "integer", "minimum": 0, **({"description": described} if described else {}), **more}


def enum(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


TIME = text("UTC, RFC 3339.", format="date-time")
URL = text(format="uri")
TRUTH: Schema = {"type": "boolean"}
DOCUMENT = text("Id of a document.", pattern="^[a-z0-9]+(-[a-z0-9]+)*$")
SHA256 = text(pattern="^[0-9a-f]{64}$")
TEXTS = listed(text())
_TOPICS = listed(text("One of these, or one that later rules know.", examples=list(TOPICS)))
_CITATIONS = dict.fromkeys(("cite_bib", "cite_ris", "cite_csl", "cite_txt"), URL)

_document = {
    "document": DOCUMENT,
    "title": text(),
    "service": text(),
    "kind": text(),
    "url": text("The address that is watched."),
    "language": optional(text("BCP 47.")),
    "region": optional(text()),
    "versions": number("How many."),
    "changes": number("How many."),
    "alerts": number("How many."),
    "last_attempt_at": optional(TIME),
    "last_seen_at": optional(text("When it was last seen in full.", format="date-time")),
    "links": record(self=URL, page=URL, feed=URL),
}
_version_core = {
    "document": DOCUMENT,
    "version": number("From 1 within the document."),
    "kind": enum(*VersionKind),
    "captured_at": TIME,
    "body_sha256": SHA256,
    "text_sha256": text(),
    "extractor": text(),
    "partial": TRUTH,
}
_version_links = record(self=URL, page=URL, **_CITATIONS)
_finding = {
    "headline": text(),
    "severity": enum(*Severity),
    "direction": enum(*Direction),
    "topics": _TOPICS,
    "rules": TEXTS,
    "severity_reasons": TEXTS,
    "evidence": listed(named("Evidence")),
}
_alert = {
    "id": text("tag: URI, for good."),
    "document": DOCUMENT,
    "captured_at": text("The capture that first showed the change.", format="date-time"),
    "previous_captured_at": TIME,
    "decided_at": text("When it was told.", format="date-time"),
    "severity": enum(*Severity),
    "direction": enum(*Direction),
    "topics": _TOPICS,
    "headline": text(),
    "summary": text(),
    "effective_date": optional(text("ISO date that the text names.")),
    "partial": TRUTH,
    "follows": optional(text("Id of the alert whose half page this one completes.")),
    "change": number("The change it tells."),
    "pack": optional(text("The rules that judged it.")),
    "rules": TEXTS,
    "severity_reasons": TEXTS,
    "evidence": listed(named("Evidence")),
    "findings": listed(named("Finding")),
    "confirmation": optional(enum(*(how for how in Release if how))),
    "withdrawn": TRUTH,
    "history": listed(named("Telling")),
    "links": record(self=URL, page=URL, change=URL, picture=URL, evidence=URL, **_CITATIONS),
}
_change = {
    "change": number("Its number, and the address of its page."),
    "document": DOCUMENT,
    "from_version": number(),
    "to_version": number(),
    "captured_at": TIME,
    "previous_captured_at": TIME,
    "decided_at": TIME,
    "severity": enum(*Severity),
    "partial": TRUTH,
    "computed": TRUTH,
    "hunks": number("How many differences."),
    "alert": optional(text("Id of the alert that tells it.")),
    "links": {
        "type": "object",
        "properties": {"self": URL, "page": URL, "alert": URL},
        "required": ["self", "page"],
        "additionalProperties": False,
    },
}
_segment = {"text": text(), "kind": enum(*SegmentKind), "context": TEXTS}

COMPONENTS: Mapping[str, Schema] = {
    "Index": record(
        title=text(),
        home=URL,
        contact=optional(text()),
        links=record(
            **dict.fromkeys(
                ("documents", "changes", "alerts", "tellings", "regions", "status", "openapi", "data", "feeds"), URL
            )
        ),
    ),
    "Document": record(**_document),
    "Documents": record(documents=listed(named("Document"))),
    "WholeDocument": record(
        **_document,
        all_versions=listed(named("Version")),
        all_changes=listed(named("Change")),
        captures=listed(record(month=text(pattern=r"^\d{4}-\d{2}$"), href=URL)),
    ),
    "Version": record(**_version_core, links=_version_links),
    "Segment": record(**_segment, anchor=text("Its place on the version's page, behind a #.")),
    "Text": record(
        **_version_core,
        title=text("As the page calls itself."),
        language=text("As the page declares it."),
        segments=listed(named("Segment")),
        links=listed(record(text=text(), url=text("Not checked: what the page links to."))),
        urls=_version_links,
    ),
    "Capture": record(
        document=DOCUMENT,
        attempt=number("Its place in the log."),
        captured_at=TIME,
        outcome=enum(*Outcome),
        detail=text(),
        version=optional(number("The version that it showed.")),
        channel=text("By which way the page was asked for."),
        seen_through=optional(text("Of a failure: the channel that showed the page at the same look.")),
        served_language=optional(text("Of the variant that was served, BCP 47.")),
        served_region=optional(text("Whose rules the text that was served speaks of.")),
        status=optional(number("Of HTTP.")),
        requested_url=text(),
        final_url=text(),
        media_type=text(),
        body_sha256=optional(SHA256),
        body_length=number("In bytes."),
        hash=SHA256,
    ),
    "Captures": record(captures=listed(named("Capture"))),
    "Change": record(**_change),
    "Changes": record(changes=listed(named("Change"))),
    "NewestChanges": record(changes=listed(named("Change")), pages=listed(URL)),
    "WholeChange": record(**_change, differences=listed(named("Hunk"))),
    "Hunk": record(
        kind=enum(*HunkKind),
        before=optional(text()),
        after=optional(text()),
        context=TEXTS,
        context_before=TEXTS,
        segment=enum(*SegmentKind),
        cosmetic=TRUTH,
        spans=listed({"type": "array", "prefixItems": [enum("=", "-", "+"), text()], "minItems": 2, "maxItems": 2}),
    ),
    "Evidence": record(op=text(), before_text=optional(text()), after_text=optional(text()), context=TEXTS),
    "Finding": record(**_finding),
    "Alert": record(**_alert),
    "Alerts": record(alerts=listed(named("Alert"))),
    "NewestAlerts": record(alerts=listed(named("Alert")), pages=listed(URL)),
    "Telling": record(
        sequence=number("Its place in the journal."),
        id=text("tag: URI, for good."),
        kind=enum(*NoticeKind),
        document=DOCUMENT,
        alert=optional(text("Id of the alert it is about.")),
        at=TIME,
        how=optional(enum(*(how for how in Release if how))),
        note=optional(text()),
        since=optional(TIME),
    ),
    "Tellings": record(tellings=listed(named("Telling"))),
    "NewestTellings": record(tellings=listed(named("Telling")), pages=listed(URL)),
    "Gap": record(
        since=TIME,
        until=optional(TIME),
        last_seen_at=optional(TIME),
        partial=TRUTH,
        attempts=number(),
        outcomes=listed(enum(*Outcome)),
        detail=text(),
    ),
    "Status": record(
        as_of=TIME,
        attempts=number("Rows of the log."),
        chain_head=SHA256,
        documents=listed(
            record(
                document=DOCUMENT,
                sight=optional(enum(*Visibility)),
                attempts=number(),
                last_attempt_at=optional(TIME),
                last_outcome=optional(enum(*Outcome)),
                last_detail=optional(text()),
                last_seen_at=optional(TIME),
                not_seen_since=optional(TIME),
                next_check_at=optional(TIME),
                gaps=listed(named("Gap")),
            )
        ),
    ),
    "Comparison": record(
        document=DOCUMENT,
        **{"from": record(**_version_core), "to": record(**_version_core)},
        hunks=listed(named("Hunk")),
    ),
    "Problem": {
        "description": "RFC 9457.",
        "type": "object",
        "properties": {
            "type": text(format="uri-reference"),
            "title": text(),
            "status": {"type": "integer"},
            "detail": text(),
        },
        "required": ["type", "title", "status"],
        "additionalProperties": False,
    },
}
