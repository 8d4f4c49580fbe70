"""A phrase over all versions of a document. Pure: handed the texts that hold it, the lineage and the observations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import accumulate

from feeds.research.research_records import PhraseCount, PhraseHistory, PhraseInDocument, PhrasePassage
from feeds.research.version_runs import VersionRun, intervals
from monitor.research.blame import Past
from monitor.research.lineage import PassagePlace, versions_in
from snapshots.frozen_class import frozen
from snapshots.visibility import gaps

LONGEST = 200  # characters of a phrase
MOST = 400  # passages of which an answer tells more than that they are there
MOST_TEXTS = 10_000  # texts that are looked at for one: more can't be read by anyone


@frozen
class PhrasePlace:
    """A place that held a phrase, with the versions in which it did; told in full only where it is shown."""

    past: Past
    place: PassagePlace
    bits: int
    text: str  # the newest wording that holds the phrase

    @property
    def recency(self) -> tuple[bool, datetime]:
        """Return what places are ordered by: what stands now by when it came, what went by when it was last seen."""
        first = self.past.seen((self.bits & -self.bits).bit_length() - 1).captured_at
        runs = self.past.runs
        if runs and self.bits >> runs[-1].version & 1:
            return True, first
        return False, next((run.until for run in reversed(runs) if self.bits >> run.version & 1), first)

    def passage(self) -> PhrasePassage:
        numbers = versions_in(self.bits)
        return PhrasePassage(
            document_id=self.past.document.id,
            text=self.text,
            kind=self.place.kind,
            context=self.place.context,
            since=self.past.seen(numbers[0]),
            intervals=intervals(self.past.runs, frozenset(numbers)),
            version=numbers[-1],
        )


def in_document(past: Past, texts: Collection[str]) -> tuple[PhraseInDocument, list[PhrasePlace]]:
    """Return where and when one of `texts` stood in a document, and each place that held one.

    A text that stands in two places of a version counts twice.
    """
    places = past.lineage.places.values() if texts else ()
    held = [one for place in places if (one := _held(past, place, texts))]
    counts = _counts(held, len(past.versions))
    found = tuple(intervals(past.runs, {number for number, count in enumerate(counts, start=1) if count}))
    open_gap = next((gap for gap in reversed(gaps(past.observations)) if gap.ended_by is None), None)
    document = PhraseInDocument(
        document=past.document,
        first=next((past.seen(number) for number, count in enumerate(counts, start=1) if count), None),
        last_seen_at=found[-1].until if found else None,
        intervals=found,
        counts=counts,
        steps=_steps(past.runs, counts),
        not_seen_since=open_gap.since if open_gap else None,
    )
    return document, held


def together(
    phrase: str, found: Iterable[tuple[PhraseInDocument, list[PhrasePlace]]], *, is_exact: bool, is_cut: bool
) -> PhraseHistory:
    """Return the answer over documents: what stands now first, then what went last."""
    documents: list[PhraseInDocument] = []
    places: list[PhrasePlace] = []
    for document, held in found:
        documents.append(document)
        places.extend(held)
    places.sort(key=lambda one: (one.past.document.id, one.text, one.place.context))
    places.sort(key=lambda one: one.recency, reverse=True)
    return PhraseHistory(
        phrase=phrase,
        is_exact=is_exact,
        documents=tuple(documents),
        passages=tuple(one.passage() for one in places[:MOST]),
        left_out=max(0, len(places) - MOST),
        is_cut=is_cut,
    )


def _held(past: Past, place: PassagePlace, texts: Collection[str]) -> PhrasePlace | None:
    wordings = [(bits, wording) for wording, bits in place.wordings.items() if wording in texts]
    if not wordings:
        return None
    together = 0
    for bits, _ in wordings:
        together |= bits
    return PhrasePlace(past=past, place=place, bits=together, text=max(wordings)[1])


def _counts(held: Iterable[PhrasePlace], versions: int) -> tuple[int, ...]:
    """Return in how many places each version holds the phrase; each place costs as much as it came and went."""
    steps = [0] * (versions + 2)
    for one in held:
        edges = one.bits ^ one.bits << 1  # bit n: version n holds it and the one before does not, or the reverse
        sign = 1
        while edges:
            lowest = edges & -edges
            steps[lowest.bit_length() - 1] += sign
            edges ^= lowest
            sign = -sign
    return tuple(accumulate(steps))[1 : versions + 1]


def _steps(runs: Sequence[VersionRun], counts: Sequence[int]) -> tuple[PhraseCount, ...]:
    steps: list[PhraseCount] = []
    for run in runs:
        count = counts[run.version - 1]
        if not steps or steps[-1].count != count:
            steps.append(PhraseCount(at=run.since, count=count))
    return tuple(steps)
