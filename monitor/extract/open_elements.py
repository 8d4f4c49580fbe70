"""What opening an element does to the walk: the kind, the scope and the table of what stands inside. Emits no text.

Each opener is handed the frame of the element, the element, and the `mem_id`s of the fieldsets whose legend is
the name of a field.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from monitor.extract.contexts import Scope
from monitor.extract.labels import read_label
from monitor.extract.tables import TABLE_ROLES, TableLabels, lists_entries
from snapshots.records import SegmentKind

_MAX_TERMS = 12  # that one definition stands under
_LEVELS = frozenset("123456789")


@dataclass(slots=True, eq=False)
class OpenElement:
    """One open element of the walk: what text directly inside it becomes."""

    children: list[LexborNode]
    kind: SegmentKind
    level: int
    scope: Scope
    table: TableLabels | None
    is_block: bool
    is_bold: bool
    is_label: bool = False
    is_main: bool = False  # inside the part that the page is for


def _open_heading(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    if frame.is_label and frame.kind is SegmentKind.HEADING:  # inside the words of a panel's own button
        return
    attributes = node.attributes
    stated = (attributes.get("aria-level") or "") if attributes.get("role") == "heading" else (node.tag or "")[1:]
    frame.kind, frame.level = SegmentKind.HEADING, int(stated) if stated in _LEVELS else 2


def _open_list(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    is_definition = node.tag == "dl"
    frame.scope = Scope(parent=frame.scope, is_list=True, terms=[] if is_definition else None)


def _open_item(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    frame.kind, frame.is_label = SegmentKind.BULLET, False
    frame.scope = Scope(parent=frame.scope, is_item=True)


def _open_term(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    frame.kind, frame.is_label = SegmentKind.SENTENCE, True
    terms = frame.scope.terms
    if terms is None:
        return
    if frame.scope.is_defined:
        terms.clear()
        frame.scope.is_defined = False
    if len(terms) < _MAX_TERMS and (label := read_label(node).text):
        terms.append(label)


def _open_definition(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    around = frame.scope
    around.is_defined = True
    frame.kind, frame.is_label = SegmentKind.BULLET, False
    frame.scope = Scope(parent=around, is_item=True, labels=tuple(around.terms or ()))


def _open_table(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    frame.table = TableLabels()
    caption = next((child for child in node.iter() if child.tag == "caption"), None)
    if caption is not None:
        frame.scope = Scope(parent=frame.scope, labels=(read_label(caption).text,), named_by=caption.mem_id)


def _open_row(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    if frame.table is not None:
        frame.table.read_row(node)


def _open_cell(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    if frame.table is not None:
        frame.kind, frame.level, frame.is_label = SegmentKind.CELL, 0, False
        frame.scope = Scope(parent=frame.scope, labels=frame.table.places.get(node.mem_id, ()))


def _open_part_with_label(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    """Open what has a summary, a legend or the like as its first line."""
    if node.mem_id in named:
        return
    name = "summary" if node.tag == "details" else "legend"
    line = next((child for child in node.iter() if child.tag == name), None)
    if line is not None:
        frame.scope = Scope(parent=frame.scope, labels=(read_label(line).text,), named_by=line.mem_id)


def _open_own_label(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    """Open the line that labels what it stands in: it does not stand under itself."""
    frame.is_label = True
    frame.kind = SegmentKind.HEADING if node.tag == "summary" else SegmentKind.SENTENCE
    if frame.scope.parent is not None and frame.scope.named_by == node.mem_id:
        frame.scope = frame.scope.parent


def _open_layout(frame: OpenElement, node: LexborNode, named: Collection[int]) -> None:
    """Open what says of itself that it only lays out the page; a table of short entries is one whatever it says."""
    if node.tag == "table":
        frame.table = TableLabels() if lists_entries(node) else None


Opener = Callable[[OpenElement, LexborNode, Collection[int]], None]
OPENERS_BY_TAG: dict[str, Opener] = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], _open_heading),
    **dict.fromkeys(["ul", "ol", "dl"], _open_list),
    "li": _open_item,
    "dt": _open_term,
    "dd": _open_definition,
    "table": _open_table,
    "tr": _open_row,
    "td": _open_cell,
    "th": _open_cell,
    "details": _open_part_with_label,
    "fieldset": _open_part_with_label,
    "summary": _open_own_label,
    "legend": _open_own_label,
    "caption": _open_own_label,
}
OPENERS_BY_ROLE: dict[str, Opener] = {
    **dict.fromkeys(TABLE_ROLES, _open_table),
    **dict.fromkeys(["cell", "gridcell", "columnheader", "rowheader"], _open_cell),
    "heading": _open_heading,
    "list": _open_list,
    "listitem": _open_item,
    "row": _open_row,
    "term": _open_term,
    "definition": _open_definition,
    "presentation": _open_layout,
    "none": _open_layout,
}
