"""Archives in which much was told, in words of our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from feeds.edition.edition import Edition, take_edition
from feeds.site import Site
from feeds.syndication.feed_files import feed_files
from snapshots.archive import Archive
from snapshots.records import (
    Alert,
    Awaits,
    Direction,
    Document,
    Evidence,
    Finding,
    Hold,
    Hunk,
    HunkKind,
    Notice,
    NoticeKind,
    Reason,
    Severity,
    Span,
)
from tests.archives import new_archive
from tests.feeds.samples import WORKINGS
from tests.snapshots.samples import (
    POLICY,
    START,
    alert_of,
    capture,
    change_of,
    judgement,
    notice_of,
)

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/policies/", authority="harbour.test,2025")


def found(*texts: str, severity: Severity = Severity.HIGH, headline: str = "More is said of berths") -> Finding:
    """Return a finding that quotes texts which came."""
    return Finding(
        headline=headline, severity=severity, direction=Direction.WIDENS, topics=("third_party_sharing",),
        rules=("sharing",), severity_reasons=(Reason("sharing", 3),),
        evidence=tuple(Evidence(op=HunkKind.ADDED, before_text=None, after_text=text) for text in texts),
    )  # fmt: skip


class Story:
    """An archive that goes on: each step is one more capture of a document."""

    def __init__(self, archive: Archive | None = None) -> None:
        self.archive: Archive = archive or new_archive()
        self._steps = 0

    def tell(
        self,
        *,
        day: int,
        document: Document = POLICY,
        before: str = "",
        after: str = "",
        spans: tuple[Span, ...] = (),
        headline: str = "What is written may be shared",
        is_low: bool = False,
        is_held: bool = False,
        beside: tuple[Finding, ...] = (),
        **of_alert: object,
    ) -> Alert | None:
        """Record a change and its alert; the first step of a document shows its first version."""
        whose = "" if document.id == POLICY.id else f"{document.title}: "  # no two documents say the same by chance
        before = before or f"{whose}We do not share what you write."
        after = after or f"{whose}We may share what you write."
        known = {one.id for one in self.archive.documents()}
        if document.id not in known:
            self.archive.put_document(document)
        self._steps += 1
        if not self.archive.versions(document.id):
            kept = self.archive.keep(capture(f"{document.id} {self._steps}".encode(), document, day=day))
            self.archive.record(judgement(self.archive, kept, texts=(before,)))
        kept = self.archive.keep(capture(f"{document.id} {self._steps} new".encode(), document, day=day))
        made = judgement(self.archive, kept, texts=(f"{after} {self._steps}",))
        hunk = Hunk(kind=HunkKind.EDITED, before=before, after=after, context=("Sharing",), old=1, new=1, spans=spans)
        severity = Severity.LOW if is_low else of_alert.pop("severity", Severity.HIGH)
        assert isinstance(severity, Severity)
        change = replace(change_of(kept, 2), hunks=(hunk,), severity=severity)
        assert made.version
        change = replace(change, from_version=made.version.number - 1, to_version=made.version.number)
        if is_low:
            self.archive.record(replace(made, change=change, alert=None, notices=()))
            return None
        quote = Evidence(op=HunkKind.EDITED, before_text=before, after_text=after, context=("Sharing",))
        finding = Finding(
            headline=headline, severity=severity, direction=alert_of(change, "x").direction,
            topics=("third_party_sharing",), rules=("sharing",),
            severity_reasons=(Reason("sharing", 3),), evidence=(quote,),
        )  # fmt: skip
        alert = replace(
            alert_of(change, f"tag:harbour.test,2025:{document.id}/{self._steps}"),
            headline=headline, summary=f"{headline}.", topics=("third_party_sharing",),
            evidence=(quote, *(further for one in beside for further in one.evidence)),
            findings=(finding, *beside), **{"severity": severity, **of_alert},
        )  # fmt: skip
        notices = () if is_held else (replace(notice_of(alert), attempt=kept.sequence),)
        holds = made.holds
        if is_held:
            hold = Hold(
                alert_id=alert.id,
                document_id=document.id,
                at=alert.decided_at,
                awaits=Awaits.PERSON,
                reason="looked at",
            )
            holds = (hold,)
        _, told = self.archive.record(replace(made, change=change, alert=alert, notices=notices, holds=holds))
        return told

    def note(self, alert: Alert, note: str, *, at: datetime | None = None, is_withdrawal: bool = False) -> Notice:
        """Correct or withdraw an alert, as the command does."""
        kind = NoticeKind.WITHDRAWAL if is_withdrawal else NoticeKind.CORRECTION
        number = len(self.archive.notices())
        notice = Notice(
            sequence=0, id=f"{alert.id}/{kind.value}/{number}", kind=kind, document_id=alert.document_id,
            at=at or START + timedelta(days=400 + number), alert_id=alert.id, note=note,
        )  # fmt: skip
        return self.archive.tell(notice)[0]

    def edition(self, site: Site = SITE) -> Edition:
        return take_edition(self.archive, site, WORKINGS)

    def files(self, site: Site = SITE) -> dict[str, bytes]:
        """Return the feeds and their pages as published, by path."""
        return {file.path: file.render() for file in feed_files(self.edition(site))}

    def write_feeds(self, out: Path, site: Site = SITE) -> None:
        """Write the feeds alone, where a test needs nothing else of a site."""
        for path, content in self.files(site).items():
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_bytes(content)
