"""The JSON names of answers to a researcher's questions: one serializer for the command line, the API and files.

They are a contract, as those in `feeds.contract` are. Prints and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from feeds.contract import stamp
from feeds.research.research_records import (
    Blame,
    BlamedSegment,
    FormField,
    FormHistory,
    PhraseHistory,
    PhraseInDocument,
    PhrasePassage,
    RegionComparison,
    RegionPassage,
    ScopeTable,
)
from feeds.research.version_runs import FirstCapture, Interval
from snapshots.records import Document


def seen_json(found: FirstCapture) -> dict[str, Any]:
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
        "left_out": history.left_out,
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


def form_json(history: FormHistory) -> Iterator[dict[str, Any]]:
    """Yield one object for each state of a form, oldest first."""
    for state in history.states:
        friction = state.friction
        yield {
            "document": history.document.id,
            **seen_json(state.seen),
            "fields": [_field_json(field) for field in state.fields],
            "posts_to": list(state.posts_to),
            "login": state.login,
            "demands": list(state.demands),
            "countries": list(state.countries),
            "deadlines": list(state.deadlines),
            "friction": {
                "total": friction.total,
                "steps": friction.steps,
                "fields": friction.fields,
                "required": friction.required,
                "evidence": friction.evidence,
                "login": friction.login,
            },
        }


def _field_json(field: FormField) -> dict[str, Any]:
    return {
        "label": field.label,
        "asks": field.asks,
        "required": field.is_required,
        "evidence": field.is_evidence,
        "options": list(field.options),
        "notes": list(field.notes),
    }


def scope_json(table: ScopeTable) -> Iterator[dict[str, Any]]:
    """Yield one object for each cell of a scope table, with how it came to stand as it does."""
    for cell in table.cells:
        yield {
            "document": table.document.id,
            "version": table.version.version,
            "purpose": cell.purpose,
            "audience": cell.audience or None,
            "data": cell.data,
            "states": list(cell.states),
            "steps": [{**seen_json(step.seen), "states": list(step.states)} for step in cell.steps],
            "quotes": [
                {"text": quote.text, "context": list(quote.context), "condition": quote.condition or None}
                for quote in cell.quotes
            ],
        }


def regions_json(found: RegionComparison) -> dict[str, Any]:
    return {
        "first": {**_side_json(found.first), **seen_json(found.first_version)},
        "second": {**_side_json(found.second), **seen_json(found.second_version)},
        "not_compared": found.not_compared or None,
        "same": found.same,
        "agreed": found.agreed,
        "pairs": [
            {
                "first": pair.first,
                "second": pair.second,
                "context": list(pair.context),
                "context_second": list(pair.context_second),
                "spans": [[{"-": "first", "+": "second"}.get(piece.op, "both"), piece.text] for piece in pair.spans],
            }
            for pair in found.pairs
        ],
        "only_first": [_region_passage_json(passage) for passage in found.only_first],
        "only_second": [_region_passage_json(passage) for passage in found.only_second],
        "questions": [
            {
                "about": question.slot,
                "label": question.label,
                "first": list(question.first),
                "second": list(question.second),
                "first_quote": question.first_quote or None,
                "second_quote": question.second_quote or None,
            }
            for question in found.questions
        ],
    }


def _side_json(document: Document) -> dict[str, Any]:
    return {"document": document.id, "region": document.region or None, "language": document.language or None}


def _region_passage_json(found: RegionPassage) -> dict[str, Any]:
    return {
        "text": found.text,
        "kind": found.kind.value,
        "context": list(found.context),
        "since": seen_json(found.since),
    }
