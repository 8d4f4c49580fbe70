"""An archive with two documents, alerts, a low change and a gap, in words of our own."""

from __future__ import annotations

from dataclasses import replace

from feeds.edition.edition import Analysis
from monitor.running.composition import analysis
from snapshots.archive import Archive
from snapshots.records import Direction, Evidence, Finding, Hunk, HunkKind, Outcome, Reason, Severity
from tests.archives import new_archive
from tests.snapshots.samples import NOTICE, POLICY, alert_of, capture, change_of, failure, judgement, notice_of

WORKINGS: Analysis = analysis()

BEFORE = "Messages between sailors are not read."
AFTER = "Messages between sailors are read <b>when</b> they name a boat."
HOSTILE = '</p><script>alert("x")</script><img src=x onerror=alert(1)>\u202e\x07'


def filled(*, said: str = AFTER, headline: str = "Messages are now read") -> Archive:
    """Return an archive that has told one critical alert, one low change and one gap."""
    archive = new_archive()
    archive.put_document(POLICY)
    archive.put_document(NOTICE)
    archive.record(judgement(archive, archive.keep(capture(b"0")), texts=("Boats are named.", BEFORE)))
    kept = archive.keep(capture(b"1", day=1))
    made = judgement(archive, kept, texts=("Boats are named.", said))
    quote = Evidence(op=HunkKind.EDITED, before_text=BEFORE, after_text=said, context=("What we read",))
    finding = Finding(
        headline=headline,
        severity=Severity.CRITICAL,
        direction=Direction.WIDENS,
        topics=("private_messages",),
        rules=("messages",),
        severity_reasons=(Reason("private messages", 3),),
        evidence=(quote,),
    )
    hunk = Hunk(kind=HunkKind.EDITED, before=BEFORE, after=said, context=("What we read",), old=1, new=1)
    change = replace(change_of(kept, 2), severity=Severity.CRITICAL, hunks=(hunk,))
    alert = replace(
        alert_of(change, "tag:harbour.example,2025:harbour-policy/2"),
        severity=Severity.CRITICAL,
        headline=headline,
        summary=f"{headline}: “{BEFORE}” became “{said}”.",
        topics=("private_messages",),
        evidence=(quote,),
        findings=(finding,),
        effective_date="2025-04-01",
    )
    archive.record(replace(made, change=change, alert=alert, notices=(notice_of(alert),) if alert else ()))
    low = archive.keep(capture(b"2", day=2))
    quiet = judgement(archive, low, texts=("Boats are named!", said))
    assert quiet.change
    archive.record(replace(quiet, change=replace(quiet.change, severity=Severity.LOW)))
    for day in (3, 4):
        archive.record(judgement(archive, archive.keep(failure(Outcome.FORBIDDEN, day=day))))
    archive.record(judgement(archive, archive.keep(capture(b"2", day=5))))
    return archive
