"""Answers that say yes where they said no: a tick for a cross, a tick for nothing. Reads what they answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from monitor.alerts.headline_sentences import Subject
from monitor.alerts.plain_findings import finding_of
from monitor.alerts.situation import Situation
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import POWER, TermKind
from snapshots.records import Direction, Finding, Hunk, HunkKind, Segment, SegmentKind

_YES = frozenset("✓✔☑✅🗸●⬤")
_NO = frozenset("✗✘✕✖❌×☒☐○🗴❎")
_MAX_WORDS = 4  # of an answer that says yes or no and nothing else
_MAX_LENGTH = 80  # characters of one
_ANSWERING = frozenset([SegmentKind.CELL, SegmentKind.BULLET, SegmentKind.SENTENCE])
_LABELS = 3  # entries of a context that a row and its columns have at most
_DEMANDS = frozenset([TermKind.REQUIRED, TermKind.REQUIREMENT])
_LABEL = 200  # characters of a line before an answer that names what is answered
_Row = tuple[str, ...]
_Answers = dict[_Row, tuple[bool, Segment]]


def find_changed_answers(situation: Situation, subject: Subject, reader: Reader) -> list[Finding]:
    """Return a finding for each way on the answers that were turned round under the same labels."""
    before, now = (_answers_of(side.segments, reader) for side in (situation.before, situation.now))
    turned: dict[Direction, list[Hunk]] = {}
    for context, says, was, segment in (*_turned(before, now), *_ticked(situation.before.segments, before, now)):
        hunk = Hunk(
            kind=HunkKind.EDITED,
            before=was,
            after=segment.text,
            context=context,
            segment_kind=segment.kind,
        )
        turned.setdefault(_direction(context, says, reader), []).append(hunk)
    return [_finding(direction, hunks, subject, reader) for direction, hunks in turned.items()]


def _turned(before: _Answers, now: _Answers) -> Iterator[tuple[_Row, bool, str, Segment]]:
    for context, (says, segment) in now.items():
        if context in before and before[context][0] is not says:
            yield context, says, before[context][1].text, segment


def _ticked(segments: Iterable[Segment], before: _Answers, now: _Answers) -> Iterator[tuple[_Row, bool, str, Segment]]:
    """Yield the cells that say yes where a row and a column met in nothing, or in a dash: a tick that was set.

    A table that only stands under another heading than before has as many ticks in that row and column as it had.
    """
    held = {segment.text for segment in segments}
    had, has = (Counter(_labels(place) for place, (says, _) in side.items() if says) for side in (before, now))
    for context, (says, segment) in now.items():
        is_new = says and context not in before and segment.kind is SegmentKind.CELL
        labels = _labels(context)
        if is_new and len(context) > 1 and held.issuperset(labels) and has[labels] > had[labels]:
            yield context, True, "", segment


def _labels(place: _Row) -> _Row:
    """Return the row and the column of a cell, without what stands above its table."""
    return place[-2:]


def _answers_of(segments: Sequence[Segment], reader: Reader) -> _Answers:
    """Return what only says yes or no, by what it stands under, where that is one answer's alone."""
    answers = [
        (_place(segments, index), says, segment)
        for index, segment in enumerate(segments)
        if segment.kind in _ANSWERING and (says := _answer(segment.text, reader)) is not None
    ]
    alone = Counter(place for place, _, _ in answers)
    return {place: (says, segment) for place, says, segment in answers if place and alone[place] == 1}


def _place(segments: Sequence[Segment], index: int) -> _Row:
    """Return what an answer answers: the labels of a cell; elsewhere the line before it as well."""
    segment = segments[index]
    if segment.kind is SegmentKind.CELL or not index:
        return segment.context
    line = segments[index - 1].text
    return (*segment.context, line) if len(line) <= _LABEL and line not in segment.context else segment.context


def _answer(text: str, reader: Reader) -> bool | None:
    if len(text) > _MAX_LENGTH:
        return None
    said = text.strip(" .!*").lower()
    marks = set(said.replace("\ufe0f", ""))
    if marks and marks <= (_YES | _NO):
        return bool(marks & _YES) if len(marks) == 1 else None
    words = reader.words_of(said)
    if not 0 < len(words) <= _MAX_WORDS:
        return None
    whole = {m.concept.id for m in reader.mentions(words) if m.start == 0 and m.end == len(words)} & {"yes", "no"}
    return whole == {"yes"} if len(whole) == 1 else None


def _direction(context: Sequence[str], says: bool, reader: Reader) -> Direction:
    """Return which way an answer goes: a right that is no longer given, or something that is done from now on."""
    labels = [read_sentence(label, reader) for label in context[-_LABELS:]]
    is_demand = any(t.kind in _DEMANDS and t.sign == POWER for label in labels for t in label.terms)  # "must I ..."
    is_promise = not is_demand and any(kind == "rights" for label in labels for kind, _ in label.concepts)
    is_turned = not is_demand and any(label.sign < 0 for label in labels)
    return Direction.WIDENS if says is not (is_promise or is_turned) else Direction.NARROWS


def _finding(direction: Direction, hunks: Sequence[Hunk], subject: Subject, reader: Reader) -> Finding:
    said = " … ".join(label for hunk in hunks for label in hunk.context[-_LABELS:])
    topics = sorted(reader.topics_in(said), key=lambda name: -reader.pack.topic(name).weight)
    first = hunks[0]
    return finding_of(
        "answer_turned",
        direction,
        hunks,
        topics,
        subject,
        reader.pack,
        why="an answer was turned round",
        thing=first.context[-1],
        old=first.before or "",
        new=first.after or "",
    )
