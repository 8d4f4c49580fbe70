"""The reference of all JSON names, `docs/json.md`, made from the tables of fields by `make docs`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from feeds import contract
from feeds.record_fields import RecordFields, Schema
from feeds.research import research_contract as research
from monitor.command_line import status_fields
from monitor.command_line.judged_output import JUDGED

_HEAD = """# JSON

Made by `make docs` from the tables of fields that make the JSON itself; don't edit it.

Commands print one object a line. The API answers with the same names, and has `links` beside them:
`/api/v1/openapi.json` says all of it in JSON Schema. The data sets have the same names as columns. A name is never
given another meaning and never taken back. Times are UTC (RFC 3339). `a.b` stands in the object `a`, `a[].b` in each
object of the list `a`.
"""
_KINDS: tuple[tuple[str, RecordFields[Any], str], ...] = (
    ("Alert", contract.PUBLISHED_ALERT, "`alerts --json`, `/api/v1/alerts.json`"),
    ("Finding", contract.FINDING, "one thing that an alert tells"),
    ("Evidence", contract.EVIDENCE, "a quote that a finding rests on"),
    ("Place", contract.ALERT_PLACE, "another text at the address that showed what an alert tells"),
    ("Witness", contract.WITNESSED, "what an independent archive keeps of a text"),
    ("Telling", contract.NOTICE, "a row of the journal, `/api/v1/tellings.json`"),
    ("Change", contract.CHANGE, "`changes --json`, `/api/v1/changes.json`"),
    ("Hunk", contract.HUNK, "one difference, `diff --json`"),
    ("Version", contract.VERSION, "`history --json`, `diff --json`"),
    ("Text", contract.VERSION_TEXT, "a version with all that it says, `show --json`"),
    ("Segment", contract.PASSAGE, "a piece of a text"),
    ("Look", contract.OBSERVATION, "`history --looks --json`"),
    ("Capture", contract.CAPTURE, "a look with its row of the log, `/api/v1/documents/D/captures/2025-05.json`"),
    ("Judged look", JUDGED, "`check --json`, `import warc --json`"),
    ("Gap", contract.GAP, "when a document was not seen"),
    ("Lineage", contract.LINEAGE, "one of the texts that are served at an address"),
    ("Document", contract.DOCUMENT, "`/api/v1/documents.json`"),
    ("Status", status_fields.STATUS, "`status --json`"),
    ("Look at a link", status_fields.LINK_CHECK, "`history --links --json`"),
    ("Blame", research.BLAMED_SEGMENT, "a segment, `blame --json`, `/api/v1/documents/D/blame.json`"),
    ("Form", research.FORM_STATE, "a state of a form, `form --json`, `/api/v1/documents/D/form.json`"),
    ("Scope", research.SCOPE_CELL, "a cell of the scope, `/api/v1/documents/D/scope.json`"),
    ("Phrase", research.PHRASE, "`search --json`, `/api/v1/search`"),
    ("Regions", research.REGIONS, "`regions --json`, `/api/v1/regions/D..D2.json`"),
    ("RegionPassage", research.REGION_PASSAGE, "what one of two texts alone says"),
    ("Seen", research.FIRST_CAPTURE, "a version at the capture that first showed it"),
    ("Interval", research.INTERVAL, "a time over which every look showed something, or lacked it"),
)
_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "date-time": "time",
    "uri": "address",
}


def json_reference() -> str:
    """Return the page as Markdown."""
    parts = [_HEAD]
    for title, kind, where in _KINDS:
        rows = "\n".join(f"| `{name}` | {words} | {about} |" for name, words, about in _rows(kind))
        parts.append(f"## {title}\n\n{where[0].upper()}{where[1:]}.\n\n| name | is | |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def _rows(kind: RecordFields[Any], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    for field in kind.fields:
        name = f"{prefix}{field.name}"
        yield name, _words(field.type.schema), field.about_as("null").replace("|", "\\|")
        inner = field.type.inner
        if inner and not inner.name:
            yield from _rows(inner, f"{name}[]." if field.type.schema["type"] == "array" else f"{name}.")


def _words(schema: Schema) -> str:
    """Return what a schema takes, in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "oneOf" in schema:
        return f"{_words(schema['oneOf'][0])} or null"
    kind = schema["type"]
    if isinstance(kind, list):
        return f"{_words({**schema, 'type': kind[0]})} or null"
    if kind == "array":
        return f"list of {_words(schema['items'])}" if "items" in schema else "pair"
    return _WORDS[schema.get("format", kind)]


if __name__ == "__main__":
    print(json_reference(), end="")
