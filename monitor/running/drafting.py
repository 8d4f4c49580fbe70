"""From a decision to its change and its alert as records. Decides nothing, and tells nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from monitor.alerts import Assessment
from monitor.decide import NewVersion
from snapshots.records import Alert, Attempt, Change, Observation, Outcome, Version


def draft_change(
    decision: NewVersion,
    before: Version,
    shown: Attempt,
    attempt: Attempt,
    by: Assessment,
    looks: Iterable[Observation] = (),
) -> Change:
    """Return the change from version `before`, first shown by the attempt `shown` and decided at `attempt`.

    `looks` are those at the document, the last one first: the first that captured `before` is the last without the
    change.
    """
    return Change(
        document_id=before.document_id,
        number=0,
        from_version=before.number,
        to_version=decision.memory.version,
        captured_at=shown.exchange.captured_at,
        previous_captured_at=before.captured_at,
        decided_at=attempt.exchange.captured_at,
        severity=by.severity,
        hunks=decision.hunks,
        partial=decision.partial,
        computed=decision.is_computed,
        lacked_at=next(_captures_of(before, looks, shown.exchange.captured_at), None),
        worth_a_look=by.worth_a_look,
    )


def _captures_of(version: Version, looks: Iterable[Observation], until: datetime) -> Iterator[datetime]:
    """Yield when a version was captured before a time; that a server called the page unchanged is no capture."""
    for look in looks:
        if look.version == version.number and look.outcome is Outcome.CAPTURED and look.captured_at < until:
            yield look.captured_at


def draft_alert(change: Change, assessment: Assessment, *, id: str, follows: str, pack: str, lineage: int) -> Alert:  # noqa: A002
    """Return the alert that tells a change."""
    findings = assessment.findings
    return Alert(
        id=id,
        change=0,
        document_id=change.document_id,
        captured_at=change.captured_at,
        previous_captured_at=change.previous_captured_at,
        decided_at=change.decided_at,
        severity=assessment.severity,
        direction=assessment.direction,
        topics=assessment.topics,
        headline=assessment.headline,
        summary=assessment.summary,
        summary_phrases=assessment.summary_phrases,
        effective_date=assessment.effective_date,
        partial=change.partial,
        rules=tuple(dict.fromkeys(rule for finding in findings for rule in finding.rules)),
        severity_reasons=findings[0].severity_reasons if findings else (),
        evidence=tuple(quote for finding in findings for quote in finding.evidence),
        findings=findings,
        follows=follows,
        pack=pack,
        lineage=lineage,
        lacked_at=change.lacked_at,
        sure=assessment.sureness,
        sure_reasons=assessment.sure_reasons,
    )
