"""From two extractions to hunks, and back: a hunk says where it applies, so that old plus hunks gives new."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.diff.align import Alignment, Words, align
from monitor.diff.fields import is_field_change, pair_fields
from monitor.diff.link_hunks import link_hunks
from monitor.diff.spans import word_spans
from monitor.extract.identity import introduced, is_mark, stance_of
from monitor.extract.text import house_style, key
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Hunk, HunkKind, Segment

_MAX_SEGMENTS = 60_000  # of both sides between equal ends; beyond, nothing is compared, and the record says so


@frozen
class Comparison:
    """What differs; `computed` is False where a guard fired and `hunks` stay empty."""

    hunks: tuple[Hunk, ...]
    computed: bool = True


def compare(old: Extraction, new: Extraction) -> Comparison:
    """Return the hunks between two extractions in the order of the new text, removals where they stood."""
    if _differing(old.segments, new.segments) > _MAX_SEGMENTS:
        return Comparison(hunks=(), computed=False)
    alignment = align_segments(old.segments, new.segments)
    return Comparison(hunks=(*_segment_hunks(old.segments, new.segments, alignment), *link_hunks(old, new)))


def _differing(old: Sequence[Segment], new: Sequence[Segment]) -> int:
    """Return how many segments stand between the equal heads and tails of two texts."""
    total = len(old) + len(new)
    if total <= _MAX_SEGMENTS:
        return total
    least = min(len(old), len(new))
    head = next((n for n in range(least) if old[n].text != new[n].text), least)
    tail = next((n for n in range(least - head) if old[-1 - n].text != new[-1 - n].text), least - head)
    return total - 2 * (head + tail)


def align_segments(old: Sequence[Segment], new: Sequence[Segment]) -> Alignment:
    """Pair the segments of two texts."""
    words = Words()
    alignment = align(
        [words.encode(segment.text) for segment in old],
        [words.encode(segment.text) for segment in new],
        [key(segment.text) for segment in old],
        [key(segment.text) for segment in new],
    )
    pair_fields(old, new, alignment)
    return alignment


def _segment_hunks(old: Sequence[Segment], new: Sequence[Segment], alignment: Alignment) -> list[Hunk]:
    hunks: list[Hunk] = []
    next_old = 0
    for j, segment in enumerate(new):
        i = alignment.reverse.get(j)
        if i is None:
            hunks.append(_added(segment, j))
            continue
        if i not in alignment.moved:
            hunks.extend(_removed(old[k], k) for k in range(next_old, i) if k not in alignment.match)
            next_old = max(next_old, i + 1)
        if (
            i in alignment.moved
            or old[i].text != segment.text
            or introduced(old, i).context != introduced(new, j).context
        ):
            hunk = _paired(introduced(old, i), introduced(new, j), i, j, is_moved=i in alignment.moved)
            hunks.extend([hunk] if hunk else [])
    hunks.extend(_removed(old[k], k) for k in range(next_old, len(old)) if k not in alignment.match)
    return hunks


def _added(segment: Segment, new: int) -> Hunk:
    return Hunk(kind=HunkKind.ADDED, after=segment.text, context=segment.context, new=new, segment_kind=segment.kind)


def _removed(segment: Segment, old: int) -> Hunk:
    return Hunk(
        kind=HunkKind.REMOVED,
        before=segment.text,
        context=segment.context,
        old=old,
        segment_kind=segment.kind,
    )


def _paired(before: Segment, after: Segment, old: int, new: int, *, is_moved: bool) -> Hunk | None:
    is_same = key(before.text) == key(after.text)
    is_turned = stance_of(before) != stance_of(after)
    is_reset = is_mark(after) and before.context != after.context  # a tick that stands in another column
    if is_same and not is_moved and not is_turned and not is_reset:
        return None  # under another heading, or another quote mark: the text says the same in the same place
    if is_field_change(before, after):
        kind = HunkKind.FIELD_CHANGED
    else:
        kind = HunkKind.MOVED if is_moved or is_same else HunkKind.EDITED
    return Hunk(
        kind=kind,
        before=before.text,
        after=after.text,
        context=after.context,
        context_before=before.context if before.context != after.context else (),
        old=old,
        new=new,
        spans=() if is_same else word_spans(before.text, after.text),
        segment_kind=after.kind,
        cosmetic=not is_same and not is_turned and house_style(before.text) == house_style(after.text),
    )


def apply(old: Sequence[Segment], hunks: Sequence[Hunk], length: int) -> list[str]:
    """Return the texts of the new side, `length` segments long, from the old side and its hunks.

    Texts that differ only in what `fold` ignores come back in the old spelling.
    """
    placed: dict[int, str] = {}
    consumed: set[int] = set()
    for hunk in hunks:
        if hunk.new is not None and hunk.after is not None:
            placed[hunk.new] = hunk.after
        if hunk.old is not None:
            consumed.add(hunk.old)
    rest = iter(segment.text for index, segment in enumerate(old) if index not in consumed)
    return [placed[index] if index in placed else next(rest) for index in range(length)]


def merge(old: Sequence[Segment], new: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return `new` with what it lacks of `old` carried over, each piece behind what it stood behind."""
    alignment = align_segments(old, new)
    behind: dict[int, list[Segment]] = {}
    place = -1
    for i, segment in enumerate(old):
        if i in alignment.match:
            if i not in alignment.moved:
                place = alignment.match[i]
        else:
            behind.setdefault(place, []).append(segment)
    merged = list(behind.get(-1, []))
    for j, segment in enumerate(new):
        merged.append(segment)
        merged.extend(behind.get(j, []))
    return tuple(merged)
