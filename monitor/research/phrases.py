"""A phrase over all versions of a document. Pure: handed the texts that hold it, the lineage and the sightings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from feeds.research.records import PhraseCount, PhraseHistory, PhraseInDocument, PhrasePassage
from feeds.research.stands import Stand, intervals
from feeds.visibility import gaps
from monitor.research.blame import Past
from monitor.research.lineage import Place, versions_in

LONGEST = 200  # characters of a phrase
MOST = 400  # passages of which an answer tells more than that they are there
MOST_TEXTS = 10_000  # texts that are looked at for one: more can't be read by anyone


def in_document(past: Past, texts: Collection[str]) -> tuple[PhraseInDocument, list[PhrasePassage]]:
    """Return where and when one of `texts` stood in a document, and each passage that held one.

    A text that stands in two places of a version counts twice.
    """
    places = [(place, _bits(place, texts)) for place in past.lineage.places.values()] if texts else []
    held = [(place, bits) for place, bits in places if bits]
    counts = Counter(number for _, bits in held for number in versions_in(bits))
    found = tuple(intervals(past.runs, counts.keys()))
    open_gap = next((gap for gap in reversed(gaps(past.sightings)) if gap.ended_by is None), None)
    document = PhraseInDocument(
        document=past.document,
        first=past.seen(min(counts)) if counts else None,
        last_seen_at=found[-1].until if found else None,
        intervals=found,
        counts=tuple(counts[version.number] for version in past.versions),
        steps=_steps(past.runs, counts),
        not_seen_since=open_gap.since if open_gap else None,
    )
    return document, [_passage(past, place, bits, texts) for place, bits in held]


def together(
    phrase: str, found: Iterable[tuple[PhraseInDocument, list[PhrasePassage]]], *, is_exact: bool, is_cut: bool
) -> PhraseHistory:
    """Return the answer over documents: what stands now first, then what went last."""
    documents, passages = [], []
    for document, held in found:
        documents.append(document)
        passages.extend(held)
    passages.sort(key=lambda p: (p.document_id, p.text, p.context))
    passages.sort(key=_recency, reverse=True)
    return PhraseHistory(
        phrase=phrase,
        is_exact=is_exact,
        documents=tuple(documents),
        passages=tuple(passages[:MOST]),
        left_out=max(0, len(passages) - MOST),
        is_cut=is_cut,
    )


def _recency(found: PhrasePassage) -> tuple[bool, datetime]:
    """Return what passages are ordered by: what stands now by when it came, then what went by when it was last seen."""
    return found.is_there, found.since.captured_at if found.is_there else found.intervals[-1].until


def _bits(place: Place, texts: Collection[str]) -> int:
    bits = 0
    for wording, held in place.wordings.items():
        if wording in texts:
            bits |= held
    return bits


def _steps(runs: Sequence[Stand], counts: Counter[int]) -> tuple[PhraseCount, ...]:
    steps: list[PhraseCount] = []
    for run in runs:
        if not steps or steps[-1].count != counts[run.version]:
            steps.append(PhraseCount(at=run.since, count=counts[run.version]))
    return tuple(steps)


def _passage(past: Past, place: Place, bits: int, texts: Collection[str]) -> PhrasePassage:
    numbers = versions_in(bits)
    wording = max((w for w in place.wordings if w in texts), key=lambda w: (place.wordings[w], w))
    return PhrasePassage(
        document_id=past.document.id,
        text=wording,
        kind=place.kind,
        context=place.context,
        since=past.seen(numbers[0]),
        intervals=intervals(past.runs, frozenset(numbers)),
        version=numbers[-1],
    )
