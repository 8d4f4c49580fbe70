"""An event as JSON for a webhook: below 20 kB, as `event.schema.json` says, which is published. Sends nothing.

The names within `alert` are those of `alerts --json`. What doesn't fit is left out and counted: the address of the
alert has all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from importlib import resources
from typing import Any

from feeds.clean import clean, clean_line
from feeds.contract import ALERT
from feeds.deliveries.told_stories import ToldBefore
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.language.translation import ENGLISH, speaking, spoken
from feeds.own_words import own_headlines
from feeds.record_fields import stamp
from feeds.templating.jinja_environment import web_address
from snapshots.records import Alert, Document, Notice, NoticeKind

LIMIT = 20_000
"""Bytes of a body, as Standard Webhooks 1.0.0 recommends."""

TYPES = {
    NoticeKind.ALERT: "alert.told",
    NoticeKind.CORRECTION: "alert.corrected",
    NoticeKind.WITHDRAWAL: "alert.withdrawn",
    NoticeKind.UNSEEN: "document.unseen",
    NoticeKind.SEEN_AGAIN: "document.seen_again",
    NoticeKind.LINK: "document.link_changed",
    NoticeKind.LINEAGE: "document.text_added",
    NoticeKind.EXPERT_NOTE: "alert.noted",
    NoticeKind.NOTE_TAKEN_BACK: "alert.note_taken_back",
}
TEST = "test"

_SCHEMA = "event.schema.json"
# Findings, quotes, entries of any other list, characters of a text: the first that fits.
_STEPS = ((12, 12, 20, 900), (6, 4, 10, 500), (3, 1, 5, 300), (1, 0, 3, 200))


def schema() -> bytes:
    """Return the JSON Schema (2020-12) that every body keeps."""
    return resources.files("feeds.deliveries").joinpath(_SCHEMA).read_bytes()


def payload_of(
    notice: Notice,
    alert: Alert | None,
    document: Document,
    link: str,
    before: ToldBefore | None = None,
    words: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the event of a telling; `before` is what its receiver was told of it already.

    What programs read is English; `words` are what is said to people, in the language that is being spoken.
    """
    language = spoken()
    with speaking(ENGLISH):
        own = [_cut(said, 100) for said in own_headlines(before.own, document.title)] if before else []
    event: dict[str, Any] = {
        "type": TYPES[notice.kind],
        "timestamp": stamp(notice.at),
        "data": {
            "id": clean_line(notice.id),
            "sequence": notice.sequence,
            "how": notice.how.value or None,
            "note": _cut(notice.note, 1_000) or None,
            "since": stamp(notice.since),
            "signed_by": _cut(clean_line(notice.signed_by), 100) or None,
            "url": link,
            "document": _document_json(document),
            "alert": None,
            "told_first_by": before.first.id if before else None,
            "own_headlines": own,
            "words": {"language": language, "text": _cut("\n\n".join(words), 2_000)},
            "left_out": {"findings": 0, "evidence": 0},
        },
    }
    return _fit(event, alert) if alert else event


def payload_of_test(link: str, at: datetime) -> dict[str, Any]:
    """Return the event that `test-target` sends."""
    note = "A test of Policywatch: nothing happened."
    return {"type": TEST, "timestamp": stamp(at), "data": {"note": note, "url": link}}


def body_of(payload: Mapping[str, Any]) -> bytes:
    """Return the bytes that are signed and sent; the same for the same event."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def _fit(event: dict[str, Any], alert: Alert) -> dict[str, Any]:
    for findings, quotes, entries, characters in _STEPS:
        left = {
            "findings": max(0, len(alert.findings) - findings),
            "evidence": max(0, len(alert.evidence) - quotes),
        }
        full = ALERT.to_json(alert)
        full["evidence"] = full["evidence"][:quotes]
        full["findings"] = [
            {name: value for name, value in finding.items() if name != "evidence"}
            for finding in full["findings"][:findings]
        ]
        told = _bound(full, entries, characters)
        fitted = {**event, "data": {**event["data"], "alert": told, "left_out": left}}
        if len(body_of(fitted)) < LIMIT:
            break
    return fitted


def _bound(value: Any, entries: int, characters: int) -> Any:
    """Return a value of JSON with its texts cut and its lists bounded."""
    if isinstance(value, str):
        return _cut(value, characters)
    if isinstance(value, list):
        return [_bound(part, entries, characters) for part in value[:entries]]
    if isinstance(value, dict):
        return {name: _bound(part, entries, characters) for name, part in value.items()}
    return value


def _cut(text: str, characters: int) -> str:
    cleaned = clean(text)
    return cleaned if len(cleaned) <= characters else cleaned[:characters].rstrip() + "…"


def _document_json(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": _cut(clean_line(document.title), 300),
        "service": _cut(clean_line(document.service), 100),
        "kind": document.kind,
        "url": web_address(document.url)[:2_000],
        "language": document.language or None,
        "region": document.region or None,
    }


SCHEMA = "api/webhook-event.schema.json"


def schema_files(edition: Edition) -> Iterator[File]:
    """Yield the JSON Schema of webhook bodies."""
    yield File(path=SCHEMA, key=key_of(schema().decode()), render=schema)
