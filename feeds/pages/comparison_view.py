"""Two versions side by side as one text: what changed in its place, what stayed folded between. Compares nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from feeds.addresses import anchors
from feeds.clean import clean_line
from feeds.marks import MarkedPassage, passage_of
from snapshots.frozen_class import frozen
from snapshots.records import Hunk, HunkKind, Segment

_MAX_CHARACTERS = 20_000  # of one passage
_STYLES = {HunkKind.LINK_MOVED.value: "moved", HunkKind.FIELD_CHANGED.value: "edited"}


@frozen
class Card:
    """A passage that changed, or several that came, or went, in a row; links lead to its number."""

    number: int
    passage: MarkedPassage
    more: tuple[str, ...]  # the words of those after it, under the same headings
    css: str
    anchor: str  # in the text after, or before where it is gone; "" where neither is known
    is_gone: bool


@frozen
class StayedPassages:
    """Passages that stayed, one after the other; at most one at each end is shown, the rest is folded."""

    lead: str | None  # right after a passage that changed
    folded: tuple[str, ...]
    trail: str | None  # right before one


@frozen
class ChangedSection:
    """What changed under one top heading, with what stayed between; or headings under which nothing changed."""

    title: str
    last_title: str  # of several headings without a change; "" otherwise
    anchor: str
    rows: tuple[Card | StayedPassages, ...]
    count: int


@frozen
class ComparisonView:
    """A whole comparison, ready to be shown."""

    parts: tuple[ChangedSection, ...]
    cosmetic: tuple[MarkedPassage, ...]
    links: tuple[MarkedPassage, ...]
    stayed: int
    cards: int


@frozen
class _Placed:
    """A hunk, or a passage that stayed, in the order of the text after."""

    title: str
    hunk: Hunk | None = None
    kept: str | None = None


def lay_out(hunks: Sequence[Hunk], before: Sequence[Segment], after: Sequence[Segment]) -> ComparisonView:
    """Return a comparison of two texts whose hunks count their segments from 0."""
    links = [hunk for hunk in hunks if hunk.kind is HunkKind.LINK_MOVED]
    cosmetic = [hunk for hunk in hunks if hunk.cosmetic and hunk.kind is not HunkKind.LINK_MOVED]
    notice = [hunk for hunk in hunks if not hunk.cosmetic and hunk.kind is not HunkKind.LINK_MOVED]
    names = _Names(before, after)
    placed = list(_in_order(notice, hunks, before, after, names))
    parts, number = [], 0
    for place, group in enumerate(_group_by_heading(placed)):
        rows = tuple(_rows(group, number, names))
        cards = sum(isinstance(row, Card) for row in rows)
        number += cards
        title, last = group[0].title, group[-1].title
        last_title = last if last != title else ""
        count = sum(1 + len(row.more) for row in rows if isinstance(row, Card))
        parts.append(ChangedSection(title=title, last_title=last_title, anchor=f"s{place}", rows=rows, count=count))
    return ComparisonView(
        parts=tuple(parts),
        cosmetic=tuple(passage_of(hunk, _MAX_CHARACTERS) for hunk in cosmetic),
        links=tuple(passage_of(hunk, _MAX_CHARACTERS) for hunk in links),
        stayed=sum(one.kept is not None for one in placed),
        cards=number,
    )


def _group_by_heading(placed: list[_Placed]) -> list[list[_Placed]]:
    """Return what stands under each top heading; those without a change that follow each other are one."""
    parted: list[list[_Placed]] = []
    for _, group in groupby(placed, key=lambda one: one.title):
        run = list(group)
        if parted and not any(one.hunk for one in run + parted[-1]):
            parted[-1] += run
        else:
            parted.append(run)
    return parted


class _Names:
    """The names of the passages of both texts, by their places."""

    def __init__(self, before: Sequence[Segment], after: Sequence[Segment]) -> None:
        self.before = anchors(before)
        self.after = anchors(after)

    def of(self, hunk: Hunk) -> tuple[str, bool]:
        """Return the name of what a hunk is about, and whether it is one of the text before."""
        if hunk.new is not None:
            return self.after[hunk.new], False
        return (self.before[hunk.old], True) if hunk.old is not None else ("", False)


def _in_order(
    notice: Sequence[Hunk], hunks: Sequence[Hunk], before: Sequence[Segment], after: Sequence[Segment], names: _Names
) -> Iterator[_Placed]:
    """Yield hunks and what stayed in the order of the text after; what is gone stands where it had stood."""
    shown = {hunk.new: hunk for hunk in notice if hunk.new is not None}
    touched_old = {hunk.old for hunk in hunks if hunk.old is not None}
    touched_new = {hunk.new for hunk in hunks if hunk.new is not None}
    stayed_old = [place for place in range(len(before)) if place not in touched_old]
    stayed_new = [place for place in range(len(after)) if place not in touched_new]
    came_from = dict(zip(stayed_new, stayed_old, strict=False))
    gone = sorted((hunk for hunk in notice if hunk.new is None and hunk.old is not None), key=lambda h: h.old or 0)
    taken = 0
    title = ""
    for place, segment in enumerate(after):
        old = came_from.get(place)
        while old is not None and taken < len(gone) and (gone[taken].old or 0) < old:
            yield _Placed(title=_title(gone[taken].context, title), hunk=gone[taken])
            taken += 1
        title = _title(segment.context, segment.text)
        if place in shown:
            yield _Placed(title=title, hunk=shown[place])
        else:
            yield _Placed(title=title, kept=segment.text)
    yield from (_Placed(title=_title(hunk.context, title), hunk=hunk) for hunk in gone[taken:])
    yield from (_Placed(title=_title(h.context, title), hunk=h) for h in notice if h.new is None and h.old is None)


def _title(context: Sequence[str], otherwise: str) -> str:
    return clean_line(context[0] if context else otherwise)


def _rows(group: list[_Placed], number: int, names: _Names) -> Iterator[Card | StayedPassages]:
    """Yield the cards of a part and the runs between them; a part without a card is one folded run."""
    runs = [(is_card, list(run)) for is_card, run in groupby(group, key=lambda one: one.hunk is not None)]
    for place, (is_card, run) in enumerate(runs):
        if is_card:
            for _, several in groupby(run, key=_together):
                number += 1
                yield _card([one.hunk for one in several if one.hunk], number, names)
        else:
            yield _run(
                [one.kept for one in run if one.kept is not None], has_before=place > 0, has_after=place < len(runs) - 1
            )


def _run(kept: list[str], *, has_before: bool, has_after: bool) -> StayedPassages:
    lead = kept.pop(0) if has_before and kept else None
    trail = kept.pop() if has_after and kept else None
    return StayedPassages(lead=lead, folded=tuple(kept), trail=trail)


def _together(one: _Placed) -> tuple[object, ...]:
    """Return what passages have in common that are shown as one: all came, or all went, under the same headings."""
    hunk = one.hunk
    if hunk is None or hunk.kind not in (HunkKind.ADDED, HunkKind.REMOVED):
        return (id(one),)
    return hunk.kind, hunk.context


def _card(hunks: list[Hunk], number: int, names: _Names) -> Card:
    anchor, is_gone = names.of(hunks[0])
    passages = [passage_of(hunk, _MAX_CHARACTERS) for hunk in hunks]
    kind = hunks[0].kind.value
    return Card(
        number=number,
        passage=passages[0],
        more=tuple(passage.after or passage.before or "" for passage in passages[1:]),
        css=_STYLES.get(kind, kind),
        anchor=anchor,
        is_gone=is_gone,
    )


def fits(hunks: Sequence[Hunk], before: Sequence[Segment], after: Sequence[Segment]) -> bool:
    """Return whether hunks count the segments of these two texts; one of them may have been read again since."""
    return all(
        _is_at(hunk.before, hunk.old, before) and _is_at(hunk.after, hunk.new, after)
        for hunk in hunks
        if hunk.kind is not HunkKind.LINK_MOVED
    )


def _is_at(text: str | None, place: int | None, segments: Sequence[Segment]) -> bool:
    return place is None or (place < len(segments) and segments[place].text == text)


def tally_of(comparison: ComparisonView) -> Mapping[str, int]:
    """Return how many passages of each kind are shown, folded ones last, in a fixed order."""
    counts: dict[str, int] = {}
    for part in comparison.parts:
        for row in part.rows:
            if isinstance(row, Card):
                counts[row.passage.kind] = counts.get(row.passage.kind, 0) + 1 + len(row.more)
    order = [kind.value for kind in HunkKind]
    made = {kind: counts[kind] for kind in order if kind in counts}
    folded = len(comparison.cosmetic) + len(comparison.links)
    return {**made, **({"folded": folded} if folded else {}), "the same": comparison.stayed}
