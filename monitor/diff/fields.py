"""Which fields of a form are one field that asks for something else: those with one label. Makes no hunks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from monitor.diff.align import Alignment
from monitor.extract.text import key
from snapshots.records import Segment, SegmentKind


def is_field_change(before: Segment, after: Segment) -> bool:
    """Whether two segments are one field that asks for something else now."""
    old, new = _parts(before), _parts(after)
    return old is not None and new is not None and old[0] == new[0] and old[1] != new[1]


def pair_fields(old: Sequence[Segment], new: Sequence[Segment], alignment: Alignment) -> None:
    """Pair the fields whose label stayed, in whatever order they come and however little they ask is the same.

    Fields that have one label already keep their partners; a partner with another label is given up.
    """
    places: dict[bytes, list[int]] = defaultdict(list)
    for j in range(len(new) - 1, -1, -1):
        parts = _parts(new[j])
        i = alignment.reverse.get(j)
        if parts and (i is None or not _is_one_field(old[i], new[j])):
            places[parts[0]].append(j)
    for i, segment in enumerate(old) if places else ():
        parts = _parts(segment)
        partner = alignment.match.get(i)
        if not parts or not places.get(parts[0]) or (partner is not None and _is_one_field(segment, new[partner])):
            continue
        j = places[parts[0]].pop()
        alignment.put_instead(i, j)
        if key(segment.text) == key(new[j].text):
            alignment.moved.add(i)


def _is_one_field(before: Segment, after: Segment) -> bool:
    return key(before.text) == key(after.text) or is_field_change(before, after)


def _parts(segment: Segment) -> tuple[bytes, str] | None:
    """Return the identity of a field's label and what the field asks for, None for what asks for nothing."""
    if segment.kind is not SegmentKind.FIELD or not segment.text.endswith("]"):
        return None
    label, bracket, asks = segment.text[:-1].rpartition("[")
    return (key(label.strip()), asks) if bracket else None
