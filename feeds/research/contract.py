"""The JSON names of answers to a researcher's questions: one serializer for the command line, the API and files.

They are a contract, as those in `feeds.contract` are. Prints and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from feeds.contract import stamp
from feeds.research.records import Blame, BlamedSegment, PhraseHistory, PhraseInDocument, PhrasePassage
from feeds.research.stands import Interval, Seen


def seen_json(found: Seen) -> dict[str, Any]:
    return {"version": found.version, "captured_at": stamp(found.captured_at), "body_sha256": found.body_sha256}


def intervals_json(found: Sequence[Interval]) -> list[dict[str, Any]]:
    return [{"since": stamp(i.since), "until": stamp(i.until), "is_open": i.is_open} for i in found]


def blame_json(blame: Blame) -> Iterator[dict[str, Any]]:
    """Yield one object a segment, in the order of the text."""
    for position, segment in enumerate(blame.segments):
        yield {
            "document": blame.document.id,
            "version": blame.version.number,
            "position": position,
            **_segment_json(segment),
        }


def _segment_json(segment: BlamedSegment) -> dict[str, Any]:
    return {
        "text": segment.text,
        "kind": segment.kind.value,
        "context": list(segment.context),
        "since": seen_json(segment.since),
        "words_since": seen_json(segment.words_since),
        "lacked_at": stamp(segment.lacked_at),
        "stood_days": days(segment.stood),
        "came_back": segment.came_back,
        "absences": intervals_json(segment.absences),
        "moves": [{"at": seen_json(m.at), "context_before": list(m.context_before)} for m in segment.moves],
        "earlier": [
            {
                "text": before.text,
                "context": list(before.context),
                "since": seen_json(before.since),
                "stood_days": days(before.stood),
                "spans": [[piece.op, piece.text] for piece in before.spans],
            }
            for before in segment.earlier
        ],
    }


def phrase_json(history: PhraseHistory) -> dict[str, Any]:
    first = history.first
    return {
        "phrase": history.phrase,
        "exact": history.is_exact,
        "first_seen": {"document": first[0].id, **seen_json(first[1])} if first else None,
        "last_seen_at": stamp(history.last_seen_at),
        "cut": history.is_cut,
        "documents": [_in_document_json(found) for found in history.documents],
        "passages": [_phrase_passage_json(found) for found in history.passages],
    }


def _in_document_json(found: PhraseInDocument) -> dict[str, Any]:
    return {
        "document": found.document.id,
        "first_seen": seen_json(found.first) if found.first else None,
        "last_seen_at": stamp(found.last_seen_at),
        "not_seen_since": stamp(found.not_seen_since),
        "now": found.now,
        "versions": len(found.counts),
        "versions_with": found.versions_with,
        "counts": list(found.counts),
        "intervals": intervals_json(found.intervals),
        "steps": [{"at": stamp(step.at), "count": step.count} for step in found.steps],
    }


def _phrase_passage_json(found: PhrasePassage) -> dict[str, Any]:
    return {
        "document": found.document_id,
        "text": found.text,
        "kind": found.kind.value,
        "context": list(found.context),
        "since": seen_json(found.since),
        "intervals": intervals_json(found.intervals),
        "version": found.version,
    }


def days(length: timedelta) -> float:
    """Return a length of time in days, to the hour."""
    return round(length.total_seconds() / 86_400, 2)
