"""From the blocks of a page to what each stands under: headings, labels of rows and panels, the words before a list.

A heading holds until one of its rank or a higher one, but never beyond the cell, bullet or panel it stands in.
Knows no markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.extract.labels import MAX_LABEL, MAX_LEAD
from monitor.extract.sentences import sentences
from snapshots.records import SegmentKind

MAX_CONTEXT = 16  # entries; of what is nested deeper the innermost are kept
_STRUCTURE = -1  # the rank of a label: no heading inside it ends it
_BOLD_RANK = 10  # below every marked heading
_BARE_RANK = 11
_SHORT = re.compile(r"^[^\s].{1,88}[^.,;:!…|]$")
_MIN_LEAD_WORDS = 5
_COLONS = (":", "：")


@dataclass(slots=True, eq=False, kw_only=True)
class Scope:
    """A part of the page that has a beginning and an end: a list, an item, a cell, a panel, a field's own words."""

    parent: Scope | None
    labels: tuple[str, ...] = ()
    is_list: bool = False
    is_item: bool = False
    terms: list[str] | None = None  # of a definition list: the terms that the next definition stands under
    is_defined: bool = False  # a definition came after the terms: the next term begins anew
    named_by: int = 0  # `mem_id` of the element whose words are its label
    lead: str = ""  # the words that lead to the list, once they are known
    depth: int = field(init=False)

    def __post_init__(self) -> None:
        self.depth = self.parent.depth + 1 if self.parent else 0


@dataclass(slots=True, eq=False, kw_only=True)
class Block:
    """A line of the page with the part it stands in."""

    kind: SegmentKind
    level: int  # of a heading, 1 the highest
    text: str
    scope: Scope
    is_bold: bool = False
    is_label: bool = False  # its text is a label of a scope: no soft heading
    under: tuple[str, ...] = ()  # labels of its own, innermost


Context = tuple[tuple[str, ...], SegmentKind]


def contexts(blocks: Sequence[Block]) -> list[Context]:
    """Return for each block what it stands under, outermost first, and its kind."""
    path = _Path()
    found: list[Context] = []
    for index, block in enumerate(blocks):
        path.enter(block.scope, blocks[index - 1] if index else None)
        rank = _rank(block, blocks[index + 1] if index + 1 < len(blocks) else None)
        if rank is None:
            found.append((path.context(block.under), block.kind))
        else:
            path.end_headings(rank)
            found.append((path.context(), SegmentKind.HEADING))
            path.add(rank, block.text)
    return found


class _Path:
    """The labels and headings that are open, as the blocks go by."""

    def __init__(self) -> None:
        self._scopes: list[tuple[Scope, int]] = []  # with the length of the path before each
        self._ranks: list[int] = []
        self._texts: list[str] = []
        self._context: tuple[str, ...] | None = ()

    def enter(self, scope: Scope, previous: Block | None) -> None:
        """Close what does not hold `scope` and open what does; each scope is opened once, so this is linear."""
        if self._scopes and self._scopes[-1][0] is scope:
            return
        fresh: list[Scope] = []
        wanted: Scope | None = scope
        while wanted is not None:
            while self._scopes and self._scopes[-1][0].depth > wanted.depth:
                self._close()
            if self._scopes and self._scopes[-1][0] is wanted:
                break
            fresh.append(wanted)
            wanted = wanted.parent
        for part in reversed(fresh):
            self._open(part, previous)

    def _open(self, scope: Scope, previous: Block | None) -> None:
        self._scopes.append((scope, len(self._texts)))
        if scope.is_list or (scope.is_item and scope.parent and not scope.parent.is_list):
            scope.lead = _lead(scope, previous)
            self.add(_STRUCTURE, scope.lead, MAX_LEAD)
        for label in scope.labels:
            self.add(_STRUCTURE, label)

    def _close(self) -> None:
        length = self._scopes.pop()[1]
        if length != len(self._texts):
            del self._ranks[length:], self._texts[length:]
            self._context = None

    def add(self, rank: int, text: str, most: int = MAX_LABEL) -> None:
        text = text[:most]
        if text and (not self._texts or self._texts[-1] != text):
            self._ranks.append(rank)
            self._texts.append(text)
            self._context = None

    def end_headings(self, rank: int) -> None:
        floor = self._scopes[-1][1] if self._scopes else 0
        while len(self._texts) > floor and self._ranks[-1] >= rank:
            self._ranks.pop()
            self._texts.pop()
            self._context = None

    def context(self, under: tuple[str, ...] = ()) -> tuple[str, ...]:
        if self._context is None:
            self._context = tuple(self._texts[-MAX_CONTEXT:])
        extra = tuple(label[:MAX_LABEL] for label in under if label)
        if not extra:
            return self._context
        return (*self._context, *(extra[1:] if self._context[-1:] == extra[:1] else extra))


def _rank(block: Block, following: Block | None) -> int | None:
    """Return the rank of a heading, marked or soft; None for what is no heading."""
    if block.kind is SegmentKind.HEADING:
        return None if block.is_label else block.level
    if block.kind is not SegmentKind.SENTENCE or block.is_label or following is None:
        return None
    if following.kind is SegmentKind.HEADING or block.text[0].islower():
        return None
    if _is_bold_heading(block, following):
        return _BOLD_RANK if _is_within(following.scope, block.scope) else None
    if _SHORT.match(block.text) and len(following.text) > 1.3 * len(block.text):
        return _BARE_RANK if _is_within(following.scope, block.scope) else None
    return None


def _is_bold_heading(block: Block, following: Block) -> bool:
    """A line all in bold type is a heading nobody marked up, unless it is a sentence or leads to a list."""
    if not block.is_bold or len(block.text) > MAX_LABEL or block.text[-1] in ".,;!…|":
        return False
    return not (block.text.endswith(_COLONS) and following.scope is not block.scope)


def _is_within(scope: Scope, outer: Scope) -> bool:
    inner: Scope | None = scope
    while inner is not None and inner.depth > outer.depth:
        inner = inner.parent
    return inner is outer


def _lead(scope: Scope, previous: Block | None) -> str:
    """Return the words that lead to a list: those directly before it, in the part in which it stands."""
    if previous is None or scope.parent is None:
        return ""
    place, around = previous.scope, scope.parent
    if place is around:
        return _lead_in(previous, in_item=around.is_item)
    if place.is_item and place.parent is around:
        if around.is_list:  # a list put between the items of another belongs to the item before it
            return _lead_in(previous, in_item=True)
        if scope.is_item:  # items without a list around them: all have the lead of the first
            return place.lead
    return ""


def _lead_in(block: Block, *, in_item: bool) -> str:
    text = block.text
    if text.endswith(_COLONS):
        return text if len(text) <= MAX_LABEL else _last_words(text)
    if block.kind in (SegmentKind.HEADING, SegmentKind.FIELD) or len(text) > MAX_LABEL:
        return ""
    is_label = in_item or block.is_bold or (_SHORT.match(text) and not text[0].islower())
    return text if is_label else ""


def _last_words(text: str) -> str:
    """Return the sentence that leads to the list, with the one before where it says little: "This includes:"."""
    parts = sentences(text)
    if len(parts) > 1 and len(parts[-1].split()) < _MIN_LEAD_WORDS:
        both = " ".join(parts[-2:])
        return both if len(both) <= MAX_LABEL else parts[-1]
    return parts[-1]
