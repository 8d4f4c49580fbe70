"""Recorded changes as they stood when they were judged: what was known of the document then is gathered anew.

A judgement rests on more than two versions: on every text that was shown before. The archive doesn't keep that for
each change, so it is gathered by walking a document's versions in order, each of the texts that are served at its
address for itself, as `monitor.decide` did. Judges nothing, and writes nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from monitor.alerts import Situation, labels_of
from monitor.decide.placing import not_gone_before
from monitor.extract.dates import stated_date
from monitor.extract.identity import keys_of
from monitor.reading.spoken_language import resolve_language
from monitor.rule_lab.earlier_texts import EarlierText, EarlierTexts, primary_of
from monitor.rules.pack import Pack
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.records import (
    Alert,
    Change,
    ChangeLine,
    Document,
    Extraction,
    Hunk,
    HunkKind,
    Observation,
    Rejudgement,
    Segment,
    Version,
)


@frozen
class RecordedChange:
    """A recorded change with the alert that told of it, and the situation it was judged in."""

    change: Change
    alert: Alert | None
    standing: Alert | Rejudgement | None  # what was made of it last, where that was more than nothing
    situation: Situation
    version: Version  # that it led to
    language: str = ""  # in which that version was served, BCP 47, "" where nothing says
    edition_before: str = ""  # of a new edition in another language: the ISO date of the edition before it
    is_muted: bool = False  # of medium weight it was no news: half a page lasts, another spelling, a translation
    is_translation: bool = False  # of an edition that was told when the other language had it

    @property
    def is_told(self) -> bool:
        """Whether what was made of it last is worth an alert."""
        return self.standing is not None and self.standing.severity.is_alerting


def recorded_changes(
    archive: Archive,
    document: Document,
    pack: Pack,
    watched_links: Mapping[str, tuple[str, ...]] | None = None,
) -> Iterator[RecordedChange]:
    """Yield every change of a document as it was judged, oldest first; `watched_links` are those declared, by id."""
    changes = archive.changes(document.id)
    history = _History(archive, document, pack, (watched_links or {}).get(document.id, ()), changes)
    yield from history.walk({change.number: change for change in changes}.__getitem__, {c.number for c in changes})


def some_recorded_changes(
    archive: Archive,
    document: Document,
    pack: Pack,
    watched_links: tuple[str, ...],
    lines: Sequence[ChangeLine],
    among: Collection[int],
) -> Iterator[RecordedChange]:
    """Yield those of a document's changes whose numbers are `among` some; `lines` are all that it has.

    No other change is read, and no version after the last of them.
    """
    yield from _History(archive, document, pack, watched_links, lines).walk(archive.change, among)


class _History:
    """A document's versions on their way from the first to the last."""

    def __init__(
        self,
        archive: Archive,
        document: Document,
        pack: Pack,
        watched_links: tuple[str, ...],
        lines: Sequence[Change | ChangeLine],
    ) -> None:
        self._archive = archive
        self._document = document
        self._pack = pack
        self._watched_links = watched_links
        self._lines = {line.to_version: line for line in lines}
        self._versions = archive.versions(document.id)
        self._observations = archive.observations(document.id)
        self._known = EarlierTexts(archive, document.id, pack)

    def walk(self, change_of: Callable[[int], Change], among: Collection[int]) -> Iterator[RecordedChange]:
        """Yield the changes whose numbers are `among` some, each as it stood when its version came."""
        wanted = {to_version: line.number for to_version, line in self._lines.items() if line.number in among}
        looks = deque(self._observations)
        for version in self._versions[: max(wanted, default=0)]:
            while looks and looks[0].attempt < version.attempt:
                self._known.show(looks.popleft())
            now = self._archive.extraction(self._document.id, version.number)
            if version.number in wanted:
                yield self._recorded(change_of(wanted[version.number]), version, now)
            line = self._lines.get(version.number)
            self._known.add(version, now, self._versions[line.from_version - 1] if line else None)

    @cached_property
    def _alerts(self) -> dict[int, Alert]:
        return {alert.change: alert for alert in self._archive.alerts(self._document.id)}

    @cached_property
    def _rejudged(self) -> dict[int, Rejudgement]:
        return {one.change: one for one in self._archive.rejudgements(self._document.id)}

    @cached_property
    def _served(self) -> dict[int, Observation]:
        return {seen.attempt: seen for seen in self._observations}

    def _recorded(self, change: Change, version: Version, now: Extraction) -> RecordedChange:
        """Return the change that a version brought, as it stood when the version came."""
        before = self._versions[change.from_version - 1]
        base = self._known.text(before.number)
        known = self._known.of(version, before)
        is_loss = change.partial and any(hunk.kind is HunkKind.REMOVED for hunk in change.hunks)
        is_translation = self._known.is_translation(version, now)
        languages = self._language(before), self._language(version)
        is_edition = not change.computed and not change.hunks and version.lineage not in self._known
        return RecordedChange(
            change=change,
            alert=self._alerts.get(change.number),
            standing=self._rejudged.get(change.number) or self._alerts.get(change.number),
            situation=self._situation(change, (before, version), (base, now), known, is_loss=is_loss),
            version=version,
            language=languages[1],
            edition_before=known.stated if is_edition and before.lineage != version.lineage else "",
            is_translation=is_translation,
            is_muted=is_loss or self._is_respelt(languages, base, now),
        )

    def _language(self, version: Version) -> str:
        seen = self._served.get(version.attempt)
        return seen.language if seen else ""

    def _is_respelt(self, languages: tuple[str, str], base: Extraction, now: Extraction) -> bool:
        """Whether a text is in another spelling than the one before, and dated no later."""
        before, after = languages
        if before == after or not before or not after or primary_of(before) != primary_of(after):
            return False
        dates = [stated_date(text.segments, self._pack.languages) for text in (base, now)]
        return dates[0] is not None and dates[1] is not None and dates[1] <= dates[0]

    def _situation(
        self,
        change: Change,
        versions: tuple[Version, Version],
        texts: tuple[Extraction, Extraction],
        known: EarlierText,
        *,
        is_loss: bool,
    ) -> Situation:
        (before, version), (base, now) = versions, texts
        seen, links, document = frozenset(known.seen), base, self._document
        if before.extractor != version.extractor:  # the old text was read again first, and that reading isn't kept
            base = replace(base, segments=tuple(old_side(now, change.hunks)))
            seen |= keys_of(base.segments)
        is_back = version.text_sha256 in known.states and version.text_sha256 != before.text_sha256
        language = self._known.language_of(version)
        return Situation(
            kind=document.kind,
            service=document.service,
            language=language or resolve_language(now, self._pack, declared=document.language, beside=(base,)),
            hunks=self._hunks(change, before, known),
            before=base,
            now=now,
            seen=seen,
            stated=known.stated,
            captured_on=change.decided_at.date(),
            labels=labels_of(links, now),
            is_partial=change.partial and not is_loss,
            is_reversal=is_back and not change.partial,
            is_computed=change.computed,
            watched_links=self._watched_links,
        )

    def _hunks(self, change: Change, before: Version, known: EarlierText) -> tuple[Hunk, ...]:
        """Return the differences but for what a text that takes turns with this one lacked before.

        What an alert quoted was judged: then no such text was known.
        """
        if not any(hunk.kind is HunkKind.REMOVED for hunk in change.hunks):
            return change.hunks
        kept = not_gone_before(change.hunks, self._known.in_turn(known, before))
        left = {id(hunk) for hunk in kept}
        alert = self._alerts.get(change.number)
        quoted = {quote.before_text for quote in alert.evidence} if alert else set()
        is_known = any(id(hunk) not in left and hunk.before in quoted for hunk in change.hunks)
        return change.hunks if is_known else kept


def old_side(now: Extraction, hunks: tuple[Hunk, ...]) -> list[Segment]:
    """Return the segments that a change was compared with: what stayed, and what its hunks say was there before."""
    changed = {hunk.new for hunk in hunks if hunk.new is not None}
    kept = [segment for index, segment in enumerate(now.segments) if index not in changed]
    gone = [
        Segment(text=hunk.before, kind=hunk.segment_kind, context=hunk.context_before or hunk.context)
        for hunk in hunks
        if hunk.before is not None and (hunk.old is not None or hunk.new is not None)
    ]
    return kept + gone
