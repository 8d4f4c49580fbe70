"""What was known of each text that is served at a document's address, up to one of its versions. Judges nothing.

It follows `monitor.memory.document_memory`, as far as a judgement looks at it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.decide.marks import Text, is_sibling, likeness
from monitor.extract.dates import stated_date
from monitor.extract.identity import identities, introduced
from monitor.extract.language import language_of
from monitor.extract.links import link_key
from monitor.memory.document_memory import HEADS_FOR
from monitor.memory.variant import Variant
from monitor.rules.pack import Pack
from snapshots.archive import Archive
from snapshots.records import Extraction, Observation, Segment, SegmentKind, Version, VersionKind

_MOST_TEXTS = 8  # that are kept as they were read
_IN_TURN = 0.95  # likeness of texts that are one text whatever their marks say, as `monitor.decide.placing` has it


@dataclass(slots=True)
class EarlierText:
    """One of the texts of an address: what was ever shown of it, and the versions it was at of late."""

    seen: set[bytes] = field(default_factory=set)  # the keys of it
    said: set[tuple[str, SegmentKind, tuple[str, ...]]] = field(default_factory=set)  # what these are the keys of
    states: set[str] = field(default_factory=set)
    stated: str = ""  # the latest ISO date that it gave as its own
    language: str = ""
    at: int = 0  # number of the version
    last_at: datetime | None = None
    heads: dict[int, datetime] = field(default_factory=dict)

    def copy(self) -> EarlierText:
        return replace(self, seen=set(self.seen), said=set(self.said), states=set(self.states), heads=dict(self.heads))

    def say(self, segments: Sequence[Segment]) -> None:
        """Take in what a version says; most of it was said by the one before."""
        for index in range(len(segments)):
            segment = introduced(segments, index)
            said = (segment.text, segment.kind, segment.context[-1:])
            if said not in self.said:
                self.said.add(said)
                self.seen.update(identities(segment))

    def stand(self, number: int, at: datetime, *, instead_of: int = 0) -> None:
        """Take in that it was at a version, a new one in place of the one it was compared with."""
        latest = max([at, *self.heads.values()])
        self.heads = {known: seen for known, seen in self.heads.items() if latest - seen <= HEADS_FOR}
        if instead_of:
            self.heads.pop(instead_of, None)
        self.heads[number] = max(at, self.heads.get(number, at))
        self.at = number
        self.last_at = max(at, self.last_at or at)


class EarlierTexts:
    """The texts of a document's address by the number of their lineage."""

    def __init__(self, archive: Archive, document_id: str, pack: Pack) -> None:
        self._archive = archive
        self._document_id = document_id
        self._pack = pack
        self._lineages: dict[int, EarlierText] = {}
        self._read: OrderedDict[int, Extraction] = OrderedDict()

    def __contains__(self, lineage: int) -> bool:
        return lineage in self._lineages

    def of(self, version: Version, before: Version) -> EarlierText:
        """Return what was known when a version came: of the text that it was compared with."""
        return self._lineages.get(before.lineage) or self._lineages.get(version.lineage) or EarlierText()

    def language_of(self, version: Version) -> str:
        """Return the language that a version's lineage was in before it, "" for one that it opens."""
        known = self._lineages.get(version.lineage)
        return known.language if known else ""

    def text(self, number: int) -> Extraction:
        """Return the text of a version, read once where it is asked for again soon."""
        if number not in self._read:
            self._keep(number, self._archive.extraction(self._document_id, number))
        return self._read[number]

    def _keep(self, number: int, extraction: Extraction) -> None:
        self._read[number] = extraction
        if len(self._read) > _MOST_TEXTS:
            self._read.popitem(last=False)

    def show(self, look: Observation) -> None:
        """Take in a look that showed a version which was known."""
        known = self._lineages.get(look.lineage)
        if known and look.version:
            if known.at != look.version:
                known.heads.setdefault(known.at, known.last_at or look.captured_at)
            known.stand(look.version, look.captured_at)

    def add(self, version: Version, extraction: Extraction, before: Version | None) -> None:
        """Take in a version, which was compared with the one `before`; one that opens a lineage may go on another."""
        self._keep(version.number, extraction)
        known = self._lineages.get(version.lineage)
        if known is None:
            origin = self._lineages.get(before.lineage) if before and before.lineage != version.lineage else None
            known = self._lineages[version.lineage] = origin.copy() if origin else EarlierText()
            known.heads = {}
        known.say(extraction.segments)
        known.seen.update(link_key(link.text, link.url) for link in extraction.links)
        if version.kind is not VersionKind.TECHNICAL:  # the text as another extractor reads it: no news of the page
            stated = stated_date(extraction.segments, self._pack.languages)
            known.language = known.language or language_of(extraction, self._pack.languages)
            known.stated = max(known.stated, stated.isoformat() if stated else "")
        known.states.add(version.text_sha256)
        known.stand(version.number, version.captured_at, instead_of=before.number if before else 0)

    def in_turn(self, known: EarlierText, before: Version) -> list[Extraction]:
        """Return the further texts of a lineage that are served in turn with one of its versions."""
        others = [number for number in sorted(known.heads) if number != before.number]
        if not others:
            return []
        base = self._as_text(self.text(before.number))
        texts = [self.text(number) for number in others]
        return [text for text in texts if likeness(self._as_text(text), base) >= _IN_TURN]

    def is_translation(self, version: Version, now: Extraction) -> bool:
        """Whether a version brings a date that another language's text bore already, which was seen since."""
        known = self._lineages.get(version.lineage)
        newer = [
            one
            for number, one in self._lineages.items()
            if number != version.lineage and one.at and one.last_at and _is_later(one, known)
        ]
        if not known or not newer:
            return False
        stated = stated_date(now.segments, self._pack.languages)
        date, shown = stated.isoformat() if stated else "", self._as_text(now)
        return any(
            one.at
            and known.stated < date <= one.stated
            and primary_of(one.language) != primary_of(known.language)
            and is_sibling(self._as_text(self.text(one.at)), shown)
            for one in newer
        )

    def _as_text(self, extraction: Extraction) -> Text:
        return Text(extraction=extraction, variant=Variant(), signs=self._pack.signs)


def primary_of(language: str) -> str:
    """Return the first part of a language tag: "en" of "en-GB"."""
    return Variant(language=language).primary


def _is_later(one: EarlierText, known: EarlierText | None) -> bool:
    """Whether a text was seen later than another one."""
    return known is None or known.last_at is None or (one.last_at is not None and known.last_at < one.last_at)
