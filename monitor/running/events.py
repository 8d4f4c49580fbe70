"""Whether an alert tells what another of the texts at the address showed before: one event, in a further place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from monitor.extract.identity import words_key
from snapshots.records import Alert, AlertPlace

_MOSTLY = 0.5  # of what an alert quotes was quoted by the other


def joined(alert: Alert, earlier: Iterable[Alert]) -> Alert:
    """Return an alert with the places where the same was told before, following the first of them."""
    told = _quoted(alert)
    same = [
        one
        for one in earlier
        if one.lineage != alert.lineage and told and len(told & _quoted(one)) >= _MOSTLY * len(told)
    ]
    places = tuple(
        AlertPlace(document_id=one.document_id, lineage=one.lineage, captured_at=one.captured_at, alert_id=one.id)
        for one in same
    )
    return replace(alert, places=places, follows=alert.follows or same[0].id) if same else alert


def _quoted(alert: Alert) -> frozenset[tuple[bytes, bytes]]:
    return frozenset((words_key(q.before_text or ""), words_key(q.after_text or "")) for q in alert.evidence)
