"""The JSON names of what is on record: one serializer for the command line, the API and the exports.

They are a contract: a name is never given another meaning and never taken back. Prints and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from feeds.published_alerts import PublishedAlert
from snapshots.records import (
    Alert,
    Attempt,
    Change,
    ChangeLine,
    Document,
    Evidence,
    Extraction,
    Finding,
    Hunk,
    Notice,
    Observation,
    Segment,
    Version,
)
from snapshots.visibility import Gap


def stamp(moment: datetime | None) -> str | None:
    """Return a time as RFC 3339 in UTC."""
    return None if moment is None else moment.isoformat().removesuffix("+00:00") + "Z"


def evidence_json(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [{**asdict(quote), "context": list(quote.context)} for quote in evidence]


def finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "headline": finding.headline,
        "severity": finding.severity.value,
        "direction": finding.direction.value,
        "topics": list(finding.topics),
        "rules": list(finding.rules),
        "severity_reasons": list(map(str, finding.severity_reasons)),
        "evidence": evidence_json(finding.evidence),
    }


def alert_json(alert: Alert) -> dict[str, Any]:
    return {
        "id": alert.id,
        "document": alert.document_id,
        "captured_at": stamp(alert.captured_at),
        "previous_captured_at": stamp(alert.previous_captured_at),
        "decided_at": stamp(alert.decided_at),
        "severity": alert.severity.value,
        "direction": alert.direction.value,
        "topics": list(alert.topics),
        "headline": alert.headline,
        "summary": alert.summary,
        "effective_date": alert.effective_date or None,
        "partial": alert.partial,
        "follows": alert.follows or None,
        "change": alert.change,
        "pack": alert.pack or None,
        "rules": list(alert.rules),
        "severity_reasons": list(map(str, alert.severity_reasons)),
        "evidence": evidence_json(alert.evidence),
        "findings": [finding_json(finding) for finding in alert.findings],
    }


def told_json(told: PublishedAlert) -> dict[str, Any]:
    """Return an alert as it was told: `decided_at` is when, `confirmation` how sure, `history` what was said since."""
    return {
        **alert_json(told.alert),
        "decided_at": stamp(told.told_at),
        "confirmation": told.notice.how.value or None,
        "withdrawn": told.is_withdrawn,
        "history": [notice_json(later) for later in told.history],
    }


def change_json(change: Change | ChangeLine) -> dict[str, Any]:
    """Return a change without its hunks, which it counts."""
    return {
        "change": change.number,
        "document": change.document_id,
        "from_version": change.from_version,
        "to_version": change.to_version,
        "captured_at": stamp(change.captured_at),
        "previous_captured_at": stamp(change.previous_captured_at),
        "decided_at": stamp(change.decided_at),
        "severity": change.severity.value,
        "partial": change.partial,
        "computed": change.computed,
        "hunks": change.hunks if isinstance(change, ChangeLine) else len(change.hunks),
    }


def hunk_json(hunk: Hunk) -> dict[str, Any]:
    return {
        "kind": hunk.kind.value,
        "before": hunk.before,
        "after": hunk.after,
        "context": list(hunk.context),
        "context_before": list(hunk.context_before),
        "segment": hunk.segment_kind.value,
        "cosmetic": hunk.cosmetic,
        "spans": [[piece.op, piece.text] for piece in hunk.spans],
    }


def version_json(version: Version) -> dict[str, Any]:
    return {
        "document": version.document_id,
        "version": version.number,
        "kind": version.kind.value,
        "captured_at": stamp(version.captured_at),
        "body_sha256": version.body_sha256,
        "text_sha256": version.text_sha256,
        "extractor": version.extractor,
        "partial": version.partial,
    }


def gap_json(gap: Gap) -> dict[str, Any]:
    return {
        "since": stamp(gap.since),
        "until": stamp(gap.until),
        "last_seen_at": stamp(gap.last_seen_at),
        "partial": gap.is_partial,
        "attempts": gap.attempts,
        "outcomes": [outcome.value for outcome in gap.outcomes],
        "detail": gap.last_detail,
    }


def observation_json(observation: Observation) -> dict[str, Any]:
    return {
        "document": observation.document_id,
        "attempt": observation.attempt,
        "captured_at": stamp(observation.captured_at),
        "outcome": observation.outcome.value,
        "detail": observation.detail,
        "version": observation.version,
        "channel": observation.channel or None,
        "seen_through": observation.seen_through or None,
        "served_language": observation.language or None,
        "served_region": observation.region or None,
    }


def capture_json(observation: Observation, attempt: Attempt) -> dict[str, Any]:
    """Return an attempt with what it was judged to show."""
    exchange = attempt.exchange
    return {
        **observation_json(observation),
        "channel": exchange.channel,
        "status": exchange.status,
        "requested_url": exchange.requested_url,
        "final_url": exchange.final_url,
        "media_type": attempt.media_type,
        "body_sha256": attempt.body_sha256 or None,
        "body_length": attempt.body_length,
        "hash": attempt.hash,
    }


def document_json(document: Document) -> dict[str, Any]:
    return {
        "document": document.id,
        "title": document.title,
        "service": document.service,
        "kind": document.kind,
        "url": document.url,
        "language": document.language or None,
        "region": document.region or None,
    }


def segment_json(segment: Segment) -> dict[str, Any]:
    return {"text": segment.text, "kind": segment.kind.value, "context": list(segment.context)}


def text_json(version: Version, extraction: Extraction) -> dict[str, Any]:
    """Return a version with all that it says."""
    return {
        **version_json(version),
        "title": extraction.title,
        "language": extraction.language,
        "segments": [segment_json(segment) for segment in extraction.segments],
        "links": [{"text": link.text, "url": link.url} for link in extraction.links],
    }


def notice_json(notice: Notice) -> dict[str, Any]:
    return {
        "sequence": notice.sequence,
        "id": notice.id,
        "kind": notice.kind.value,
        "document": notice.document_id,
        "alert": notice.alert_id or None,
        "at": stamp(notice.at),
        "how": notice.how.value or None,
        "note": notice.note or None,
        "since": stamp(notice.since),
    }
