"""Fields and buttons of a form that can be used no longer, or only by those who write enough. Reads no sentence.

It looks at what a field was called before and is called now, wherever it stands: `required` is a word like others and
is read with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.alerts.headline_sentences import Subject
from monitor.alerts.plain_findings import finding_of
from monitor.alerts.situation import Situation
from monitor.extract.identity import words_key
from monitor.reading.reader import Reader
from snapshots.frozen_class import frozen
from snapshots.records import Direction, Finding, Hunk, HunkKind, Segment, SegmentKind

_CLOSING = frozenset(["disabled", "read-only", "sends nothing", "in a fixed form"])
_AT_LEAST = re.compile(r"at least (\d+) characters")
_AT_MOST = re.compile(r"at most (\d+) characters")
_MANY = 10_000  # characters that nobody writes: a bound beyond is none
_OBJECTING = frozenset(["right_to_object", "opt_out_form", "user_controls"])


@frozen
class _Limits:
    """A field with what limits it."""

    segment: Segment
    label: str
    closed: frozenset[str]
    least: int
    most: int
    is_required: bool
    chosen: frozenset[str]

    def is_harder_than(self, other: _Limits) -> bool:
        return bool(self.closed - other.closed) or self.least > other.least or self.most < other.most


def find_changed_fields(situation: Situation, subject: Subject, reader: Reader) -> list[Finding]:
    """Return a finding each on the fields that became harder to use, easier, and those filled in otherwise."""
    before, now = (_fields_of(side.segments) for side in (situation.before, situation.now))
    had, has = (_texts_of(side.segments) for side in (situation.before, situation.now))
    found: dict[str, list[tuple[_Limits, _Limits]]] = {"field_harder": [], "field_easier": [], "field_default": []}
    for place, field in now.items():
        was = before.get(place) or _button_of(had.get(words_key(field.label)), field)
        if was is None or was.segment.text == field.segment.text:
            continue
        if field.is_harder_than(was) or _is_demanded(was, field, reader):
            found["field_harder"].append((was, field))
        elif was.is_harder_than(field):
            found["field_easier"].append((was, field))
        elif field.chosen != was.chosen:
            found["field_default"].append((was, field))
    for place, was in before.items():
        if place not in now and (freed := _button_of(has.get(words_key(was.label)), was)):
            found["field_easier"].append((was, freed))
    return [_finding(rule, pairs, situation, subject, reader) for rule, pairs in found.items() if pairs]


def _is_demanded(was: _Limits, now: _Limits, reader: Reader) -> bool:
    """Whether a question on objecting has to be answered now: a question states nothing, so nobody else reads it."""
    is_new = now.is_required and not was.is_required and now.label.endswith("?")
    return is_new and not _OBJECTING.isdisjoint(reader.topics_in(now.label))


def _texts_of(segments: Iterable[Segment]) -> dict[bytes, Segment]:
    return {words_key(segment.text): segment for segment in segments if segment.kind is not SegmentKind.FIELD}


def _fields_of(segments: Iterable[Segment]) -> dict[tuple[bytes, str], _Limits]:
    found: dict[tuple[bytes, str], _Limits] = {}
    for segment in segments:
        label, bracket, asked = segment.text.removesuffix("]").rpartition("[")
        if segment.kind is not SegmentKind.FIELD or not bracket or not segment.text.endswith("]"):
            continue
        asks, *limits = asked.split(", ")
        found.setdefault((words_key(label), asks), _limits(segment, label.strip(), limits))
    return found


def _limits(segment: Segment, label: str, limits: Iterable[str]) -> _Limits:
    said = frozenset(limits)
    least = [int(match[1]) for limit in said if (match := _AT_LEAST.fullmatch(limit))]
    most = [int(match[1]) for limit in said if (match := _AT_MOST.fullmatch(limit))]
    return _Limits(
        segment=segment,
        label=label,
        closed=said & _CLOSING,
        least=max(least, default=0),
        most=min([*most, _MANY]),
        is_required="required" in said,
        chosen=frozenset(limit for limit in said if limit == "ticked" or limit.endswith("chosen")),
    )


def _button_of(text: Segment | None, limited: _Limits) -> _Limits | None:
    """Return a button as it is where nothing limits it: then its words are text."""
    is_button = limited.segment.text.removeprefix(limited.label).strip().startswith("[button")
    return _limits(text, limited.label, ()) if text is not None and is_button else None


def _finding(
    rule_id: str, pairs: list[tuple[_Limits, _Limits]], situation: Situation, subject: Subject, reader: Reader
) -> Finding:
    directions = {"field_harder": Direction.WIDENS, "field_easier": Direction.NARROWS}
    hunks = [
        Hunk(
            kind=HunkKind.FIELD_CHANGED,
            before=was.segment.text,
            after=now.segment.text,
            context=now.segment.context,
            segment_kind=SegmentKind.FIELD,
        )
        for was, now in pairs
    ]
    said = " … ".join(part for _, now in pairs for part in (*now.segment.context, now.label))
    topics = [topic for topic in reader.topics_in(said) if topic in _OBJECTING] or ["user_controls"]
    if situation.kind == "opt-out-form":
        topics = ["opt_out_form", *(topic for topic in topics if topic != "opt_out_form")]
    return finding_of(
        rule_id,
        directions.get(rule_id, Direction.NEUTRAL),
        hunks,
        topics,
        subject,
        reader.pack,
        why="what a form lets people do",
        thing=pairs[0][1].label or pairs[0][1].segment.text,
    )
