"""Cells of a table that say yes where they said no: a tick for a cross. Reads what a row and a column are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.alerts.headline_sentences import Subject
from monitor.alerts.plain_findings import finding_of
from monitor.alerts.situation import Situation
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from snapshots.records import Direction, Finding, Hunk, HunkKind, Segment, SegmentKind

_YES = frozenset("✓✔☑✅🗸●⬤")
_NO = frozenset("✗✘✕✖❌×☒☐○🗴❎")
_MAX_WORDS = 4  # of an answer that says yes or no and nothing else
_LABELS = 3  # entries of a context that a row and its columns have at most
_Row = tuple[str, ...]


def find_changed_answers(situation: Situation, subject: Subject, reader: Reader) -> list[Finding]:
    """Return a finding for each way on the cells whose answer was turned round under the same labels."""
    before, now = (_answers_of(side.segments, reader) for side in (situation.before, situation.now))
    turned: dict[Direction, list[Hunk]] = {}
    for context, (says, segment) in now.items():
        if context not in before or before[context][0] is says:
            continue
        hunk = Hunk(
            kind=HunkKind.EDITED,
            before=before[context][1].text,
            after=segment.text,
            context=context,
            segment_kind=SegmentKind.CELL,
        )
        turned.setdefault(_direction(context, says, reader), []).append(hunk)
    return [_finding(direction, hunks, subject, reader) for direction, hunks in turned.items()]


def _answers_of(segments: Iterable[Segment], reader: Reader) -> dict[_Row, tuple[bool, Segment]]:
    """Return the cells that only say yes or no, by what they stand under, where that is one cell's alone."""
    cells = [segment for segment in segments if segment.kind is SegmentKind.CELL and segment.context]
    alone = Counter(cell.context for cell in cells)
    found = ((cell.context, _answer(cell.text, reader), cell) for cell in cells if alone[cell.context] == 1)
    return {context: (says, cell) for context, says, cell in found if says is not None}


def _answer(text: str, reader: Reader) -> bool | None:
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
    is_promise = any(kind == "rights" for label in labels for kind, _ in label.concepts)
    is_turned = any(label.sign < 0 for label in labels)
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
        why="an answer in a table was turned round",
        thing=first.context[-1],
        old=first.before or "",
        new=first.after or "",
    )
