"""What a new version means, put into its record: the change, and the alert where it is worth one. Writes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from monitor.alerts import Assessment, Situation, assess, labels_of
from monitor.alerts.new_edition import assess_new_edition
from monitor.decide import FirstVersion, NewVersion, Placement
from monitor.decide.placing import not_gone_before
from monitor.diff import compare
from monitor.reading.spoken_language import resolve_language
from monitor.rules.pack import Pack
from monitor.running.attempt_record import AttemptRecord
from monitor.running.drafting import draft_alert, draft_change
from monitor.running.events import joined
from monitor.running.page_reader import PageReader
from monitor.running.version_record import record_of_version, version_of
from monitor.running.work_limit import JUDGING_SECONDS, TooMuchWorkError, within
from snapshots.archive import Archive
from snapshots.records import Alert, Attempt, Change, Document, Severity, VersionKind


class ChangeAssessor:
    """Judges what differs between a version and the one before it under the rules of a pack."""

    def __init__(self, archive: Archive, authority: str, reader: PageReader, pack: Pack) -> None:
        """Mint the ids of alerts under `authority`; `reader` knows which links a document watches."""
        self._archive = archive
        self._authority = authority
        self._reader = reader
        self._pack = pack

    def record_of_change(
        self, document: Document, attempt: Attempt, at: Placement, decision: NewVersion
    ) -> AttemptRecord:
        """Return the record of a text that differs from that of the version before."""
        change, alert = self._assess(document, attempt, at, decision)
        memory = decision.memory
        version = version_of(attempt, memory, decision.extraction, VersionKind.UPDATE, is_partial=decision.partial)
        if alert:
            memory = replace(memory, told=memory.version, told_alert=alert.id)
        if decision.partial:
            memory = replace(memory, open_alert=alert.id if alert else at.memory.open_alert)
        record = record_of_version(attempt, version, decision.extraction, memory)
        return replace(record, change=change, alert=alert)

    def record_of_edition(
        self, document: Document, attempt: Attempt, at: Placement, decision: FirstVersion
    ) -> AttemptRecord:
        """Return the record of a text in another language that is dated later than the one before it."""
        sibling, memory = at.sibling or at.memory, decision.memory
        assessment = assess_new_edition(
            decision.extraction,
            stated=date.fromisoformat(memory.stated),
            before=sibling.stated,
            language=memory.served.language,
            pack=self._pack,
        )
        before = self._archive.version(document.id, sibling.version)
        shown = NewVersion(extraction=decision.extraction, hunks=(), memory=memory, is_computed=False)
        change = draft_change(shown, before, attempt, attempt, assessment)
        alert = self._draft(document, attempt, change, assessment, at, follows="")
        version = version_of(attempt, memory, decision.extraction, VersionKind.UPDATE)
        record = record_of_version(attempt, version, decision.extraction, memory)
        return replace(record, change=change, alert=alert)

    def _draft(
        self,
        document: Document,
        attempt: Attempt,
        change: Change,
        assessment: Assessment,
        at: Placement,
        *,
        follows: str,
    ) -> Alert:
        alert = draft_alert(
            change,
            assessment,
            id=f"tag:{self._authority}:{document.id}/{attempt.sequence}",
            follows=follows,
            pack=self._pack.name,
            lineage=at.memory.lineage,
        )
        return alert if at.is_alone else joined(alert, self._archive.alerts(document.id))

    def _assess(
        self, document: Document, attempt: Attempt, at: Placement, decision: NewVersion
    ) -> tuple[Change, Alert | None]:
        before = self._archive.version(document.id, at.version)
        base = at.base or decision.extraction
        known = at.rival or at.memory
        situation = Situation(
            kind=document.kind,
            service=document.service,
            language=decision.memory.language
            or resolve_language(decision.extraction, self._pack, declared=document.language, beside=(base,)),
            hunks=not_gone_before(decision.hunks, at.turns),
            before=base,
            now=decision.extraction,
            seen=known.seen,
            stated=known.stated,
            captured_on=attempt.exchange.captured_at.date(),
            labels=labels_of(at.base, decision.extraction),
            is_partial=decision.partial and not decision.is_lasting_loss,
            is_reversal=decision.is_reversal,
            is_computed=decision.is_computed,
            watched_links=self._reader.reading(document.id).watch_links,
        )
        assessment = self._assess_within_limit(situation)
        is_old = decision.first_attempt and self._showed_at_first(decision, situation)
        shown = self._archive.attempt(decision.first_attempt) if is_old else attempt
        if at.is_translation:  # the edition was told when the other language had it
            assessment = replace(assessment, severity=Severity.LOW)
        # Words vary with the spelling, and half a page may lack an entry for long: what is grave in either is told.
        if (at.is_rendering or decision.is_lasting_loss) and assessment.severity is Severity.MEDIUM:
            assessment = replace(assessment, severity=Severity.LOW)
        looks = self._archive.observations_backwards(document.id)
        change = draft_change(decision, before, shown, attempt, assessment, looks)
        if not assessment.severity.is_alerting:
            return change, None
        follows = at.memory.told_alert if decision.is_end else at.memory.open_alert
        return change, self._draft(document, attempt, change, assessment, at, follows=follows)

    def _showed_at_first(self, decision: NewVersion, situation: Situation) -> bool:
        """Whether all that is told showed at the first attempt: what was missing did, and nothing since is news."""
        came = tuple(hunk for hunk in situation.hunks if hunk.after is not None)
        if decision.is_end or decision.is_awaited or not came:
            return True
        since = replace(situation, hunks=came)
        if not decision.partial:
            then, _ = self._reader.read(self._archive.attempt(decision.first_attempt))
            since = replace(situation, before=then, hunks=compare(then, decision.extraction).hunks)
        return not self._assess_within_limit(since).severity.is_alerting

    def _assess_within_limit(self, situation: Situation) -> Assessment:
        try:
            return within(JUDGING_SECONDS, lambda: assess(situation, self._pack))
        except TooMuchWorkError:  # that it changed is known all the same, and told
            return assess(replace(situation, hunks=(), is_computed=False), self._pack)
