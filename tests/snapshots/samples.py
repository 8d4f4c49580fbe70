"""Records to fill an archive with, in words of our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from snapshots.archive import Archive
from snapshots.records import (
    Alert,
    Attempt,
    Capture,
    CaptureFailure,
    Change,
    Direction,
    Document,
    DocumentKind,
    Evidence,
    Exchange,
    Extraction,
    Hunk,
    HunkKind,
    Judgement,
    Learned,
    Link,
    Notice,
    NoticeKind,
    Observation,
    Outcome,
    Reason,
    Rejudgement,
    Rejudging,
    Release,
    Segment,
    SegmentKind,
    Severity,
    Version,
    VersionKind,
)

START = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)
POLICY = Document(
    id="harbour-policy",
    title="Harbour Privacy Policy",
    service="Harbour",
    kind=DocumentKind.PRIVACY_POLICY,
    url="https://harbour.example/privacy",
    language="en",
)
NOTICE = replace(POLICY, id="harbour-notice", title="Harbour AI notice", kind=DocumentKind.AI_NOTICE)


def exchange(document: Document = POLICY, *, day: int = 0, source: str = "") -> Exchange:
    at = START + timedelta(days=day)
    return Exchange(
        document_id=document.id,
        requested_url=document.url,
        final_url=document.url,
        started_at=at - timedelta(seconds=1),
        captured_at=at,
        channel="http",
        tool="test/1",
        status=200,
        response_headers=(("Content-Type", "text/html; charset=utf-8"),),
        source=source,
    )


def capture(body: bytes, document: Document = POLICY, *, day: int = 0, source: str = "") -> Capture:
    return Capture(exchange=exchange(document, day=day, source=source), body=body)


def failure(outcome: Outcome = Outcome.NOT_FOUND, body: bytes | None = None, *, day: int = 0) -> CaptureFailure:
    return CaptureFailure(exchange=exchange(day=day), outcome=outcome, detail="status 404", body=body)


def extraction(*texts: str) -> Extraction:
    return Extraction(
        title="Harbour",
        language="en",
        segments=tuple(Segment(text=t, kind=SegmentKind.SENTENCE, context=("What we collect",)) for t in texts),
        links=(Link(text="Contact", url="https://harbour.example/contact"),),
        extractor="test/1",
    )


def judgement(
    archive: Archive,
    attempt: Attempt,
    *,
    texts: tuple[str, ...] = (),
    alert_id: str = "",
    memory: bytes = b"{}",
    learned: tuple[Learned, ...] = (),
) -> Judgement:
    """Return what may follow in `archive`: a version where texts are given, an alert where its id is."""
    document_id, at = attempt.exchange.document_id, attempt.exchange.captured_at
    number = len(archive.versions(document_id)) + bool(texts)
    version = (
        Version(
            document_id=document_id,
            number=number,
            kind=VersionKind.UPDATE if number > 1 else VersionKind.FIRST,
            attempt=attempt.sequence,
            captured_at=at,
            body_sha256=attempt.body_sha256,
            text_sha256="0" * 64,
            extractor="test/1",
        )
        if texts
        else None
    )
    change = change_of(attempt, number) if texts and number > 1 else None
    alert = alert_of(change, alert_id) if change and alert_id else None
    return Judgement(
        document_id=document_id,
        attempt=attempt.sequence,
        expected_revision=archive.memory(document_id).revision,
        memory=memory,
        learned=learned,
        observation=Observation(
            document_id=document_id,
            attempt=attempt.sequence,
            captured_at=at,
            outcome=attempt.outcome,
            detail=attempt.detail,
            version=number or None,
        ),
        version=version,
        extraction=extraction(*texts) if texts else None,
        change=change,
        alert=alert,
        notices=(notice_of(alert),) if alert else (),
    )


def notice_of(alert: Alert, how: Release = Release.STRAIGHT) -> Notice:
    return Notice(
        sequence=0,
        id=alert.id,
        kind=NoticeKind.ALERT,
        document_id=alert.document_id,
        at=alert.decided_at,
        alert_id=alert.id,
        how=how,
    )


def change_of(attempt: Attempt, number: int) -> Change:
    at = attempt.exchange.captured_at
    hunk = Hunk(kind=HunkKind.ADDED, after="We read the signals of your boat.", context=("What we collect",), new=3)
    return Change(
        document_id=attempt.exchange.document_id,
        number=0,
        from_version=number - 1,
        to_version=number,
        captured_at=at,
        previous_captured_at=at - timedelta(days=1),
        decided_at=at,
        severity=Severity.HIGH,
        hunks=(hunk,),
    )


def alert_of(change: Change, alert_id: str) -> Alert:
    quote = Evidence(op=HunkKind.ADDED, before_text=None, after_text="We read the signals of your boat.")
    return Alert(
        id=alert_id,
        change=0,
        document_id=change.document_id,
        captured_at=change.captured_at,
        previous_captured_at=change.previous_captured_at,
        decided_at=change.decided_at,
        severity=change.severity,
        direction=Direction.WIDENS,
        topics=("location",),
        headline="Signals of boats are read",
        summary="The policy now says that signals are read.",
        effective_date="",
        partial=False,
        rules=("new-data",),
        severity_reasons=(Reason("new data", 3),),
        evidence=(quote,),
        findings=(),
    )


def rejudging_of_first_change(archive: Archive, expected: int) -> Rejudging:
    """Return that later rules make an alert of the first change, which had none, and tell it."""
    alert = replace(alert_of(archive.change(1), "tag:again"), change=1)
    one = Rejudgement(
        number=0,
        change=1,
        document_id=POLICY.id,
        at=START,
        pack="rules/2",
        severity=Severity.CRITICAL,
        direction=Direction.WIDENS,
        topics=("location",),
        headline="Signals of boats are read",
        alert_id=alert.id,
        notice_id=alert.id,
    )
    notice = notice_of(alert, Release.REJUDGED)
    return Rejudging(expected=expected, rejudgements=(one,), alerts=(alert,), notices=(notice,))
