"""Since when each segment of a version stands, and what it was before. Pure: handed lineage and observations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice

from feeds.research.research_records import Blame, BlamedSegment, EarlierWording, Relocation
from feeds.research.version_runs import FirstCapture, Interval, VersionRun, first_capture, intervals, version_runs
from monitor.diff.spans import word_spans
from monitor.research.lineage import PassageLineage, versions_in
from snapshots.errors import ArchiveError
from snapshots.records import Document, Extraction, Observation, Segment, Version
from snapshots.visibility import Visibility, visibility_of

MAX_EARLIER = 12  # wordings of one passage that are told, the newest


@dataclass(frozen=True, kw_only=True)
class Past:
    """What is known of a document up to one of its versions."""

    document: Document
    versions: Sequence[Version]  # all, oldest first
    observations: Sequence[Observation]
    lineage: PassageLineage

    @cached_property
    def runs(self) -> tuple[VersionRun, ...]:
        return version_runs(self.observations)

    @cached_property
    def full_looks(self) -> list[datetime]:
        """Return when the page was seen in full, rising."""
        return sorted(
            s.captured_at for s in self.observations if s.version and visibility_of(s.outcome) is Visibility.FULL
        )

    def seen(self, number: int) -> FirstCapture:
        return first_capture(self.versions[number - 1])

    def last_look_before(self, moment: datetime) -> datetime | None:
        place = bisect_left(self.full_looks, moment)
        return self.full_looks[place - 1] if place else None


def blame(past: Past, number: int, text: Extraction) -> Blame:
    """Return the past of each segment of version `number`, whose text is `text`."""
    last = max((index for index, run in enumerate(past.runs) if run.version == number), default=-1)
    runs = past.runs[: last + 1]
    if not runs:
        raise ArchiveError(f"no look at {past.document.id} showed version {number}; run `policywatch verify`")
    passages: dict[int, BlamedSegment] = {}
    return Blame(
        document=past.document,
        version=past.versions[number - 1],
        first=past.seen(1),
        segments=tuple(_blamed(past, runs, number, segment, passages) for segment in text.segments),
    )


def _blamed(
    past: Past, runs: Sequence[VersionRun], number: int, segment: Segment, known: dict[int, BlamedSegment]
) -> BlamedSegment:
    passage = past.lineage.passage_of(segment)
    words_since = past.seen(past.lineage.first_with_words(segment))
    same = known.get(passage)
    if same is None:
        same = known[passage] = _passage(past, runs, number, passage, segment, words_since)
    if same.text == segment.text and same.context == segment.context:
        return same
    return BlamedSegment(
        text=segment.text, kind=segment.kind, context=segment.context, since=same.since, words_since=words_since,
        stood=same.stood, lacked_at=same.lacked_at, absences=same.absences, moves=same.moves, earlier=same.earlier,
    )  # fmt: skip


def _passage(
    past: Past, runs: Sequence[VersionRun], number: int, passage: int, segment: Segment, words_since: FirstCapture
) -> BlamedSegment:
    lineage = past.lineage
    found = lineage.passages[passage]
    since = past.seen(found.first)
    return BlamedSegment(
        text=segment.text,
        kind=segment.kind,
        context=segment.context,
        since=since,
        words_since=words_since,
        stood=past.seen(number).captured_at - since.captured_at,
        lacked_at=past.last_look_before(since.captured_at),
        absences=_absences(runs, lineage.versions_of(passage)),
        moves=tuple(
            Relocation(at=past.seen(version), context_before=before)
            for version, before in reversed(found.moves)
            if version <= number
        ),
        earlier=_earlier(past, passage, segment.text),
    )


def _absences(runs: Sequence[VersionRun], bits: int) -> tuple[Interval, ...]:
    """Return when a passage was away between its first and its last showing."""
    holding = [index for index, run in enumerate(runs) if bits >> run.version & 1]
    if len(holding) == len(runs) - (holding[0] if holding else 0):
        return ()
    between = runs[holding[0] : holding[-1] + 1]
    return intervals(between, frozenset(versions_in(bits)), holding=False)


def _earlier(past: Past, passage: int, text: str) -> tuple[EarlierWording, ...]:
    found: list[EarlierWording] = []
    after = text
    for before in islice(past.lineage.earlier(passage), MAX_EARLIER):
        place = past.lineage.places[past.lineage.passages[before].places[-1]]
        wording = max(place.wordings, key=lambda known: (place.wordings[known], known))  # the newest spelling
        since = past.seen(past.lineage.passages[before].first)
        found.append(
            EarlierWording(
                text=wording,
                context=place.context,
                since=since,
                stood=_stood(past, before, since),
                spans=word_spans(wording, after),
            )
        )
        after = wording
    return tuple(found)


def _stood(past: Past, passage: int, since: FirstCapture) -> timedelta:
    bits = past.lineage.versions_of(passage)
    until = max((run.until for run in past.runs if bits >> run.version & 1), default=since.captured_at)
    return until - since.captured_at
