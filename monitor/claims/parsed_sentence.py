"""A sentence as it was read, with what it names and where it stands. Makes no claim itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.claims.claim import VISIT_DATA, Claim, Frame
from monitor.claims.places import Place, is_relied_on
from monitor.reading.mentions import CASES
from monitor.reading.nouns import Noun, audience_of, ids
from monitor.reading.reader import Reader
from monitor.reading.statements import Clause, Statement
from monitor.rules.pack import Mention
from snapshots.records import SegmentKind

LISTED = frozenset([SegmentKind.BULLET, SegmentKind.CELL, SegmentKind.FIELD])

# What a document as a whole is about says something of these; that data are kept, read or passed on says less.
_OF_DOCUMENT = frozenset([Frame.USE, Frame.TRAIN, Frame.COLLECT, Frame.COMBINE, Frame.CREATE, Frame.TARGET])
_LONG = 120  # words and marks; the longest recorded sentence that names a legal basis has 91, glued ones begin at 157


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence as it was read, with what it names and where it stands."""

    statement: Statement
    nouns: tuple[Noun, ...]
    markers: tuple[Mention, ...]
    kind: SegmentKind
    place: Place
    reader: Reader

    @property
    def blank(self) -> Claim:
        """Return a claim with the slots that the place gives."""
        return Claim(
            frame=Frame.USE,
            text=self.statement.text,
            kind=self.kind,
            purposes=self.place.purposes,
            audience=self.audience or self.place.audience,
            products=self.place.products,
            bases=() if self.is_jumbled else self.own_bases or self.place.bases,
        )

    def purposes_of_place(self, frame: Frame, data: Sequence[str]) -> tuple[str, ...]:
        """Return the purposes that the place gives to an act with these data.

        What stands under "Object to the use for AI" is not done for AI, and a cookie that a page sets is of the page
        and not of what its title speaks of.
        """
        place = self.place
        if place.is_of_right:
            return ()
        is_of_visit = bool(data) and VISIT_DATA.issuperset(data)
        return () if place.is_of_title and (is_of_visit or frame not in _OF_DOCUMENT) else place.purposes

    @property
    def is_jumbled(self) -> bool:
        """Whether a text is long and names legal bases: recorders have glued whole sections into one sentence."""
        return len(self.statement.words) > _LONG and any(noun.kind == "bases" for noun in self.nouns)

    @property
    def own_bases(self) -> tuple[str, ...]:
        """Return the legal bases that the sentence itself says something rests on."""
        if self.is_jumbled or not is_relied_on(self.nouns, self.markers, 0, len(self.statement.words)):
            return ()
        limited = [(a, b) for c in self.statement.clauses for a, b, cue in c.limits if cue not in CASES]
        told = [n for n in self.nouns if not any(a <= n.start < b for a, b in limited)]
        return ids(told, "bases")

    @property
    def audience(self) -> tuple[str, ...]:
        return audience_of(self.statement, self.nouns, self.markers, is_label=False)


def is_limited(index: int, clause: Clause) -> bool:
    """Whether a word stands in an exception or condition of its clause; "when you ..." is neither."""
    return any(start <= index < end for start, end, cue in clause.limits if cue not in CASES)
