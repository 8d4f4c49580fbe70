"""The walk through a page's elements, which turns them into blocks and links. Makes no sentences and no contexts.

It guesses no main content: what it is handed is read whole. It goes without recursion, because hostile pages
nest 100,000 deep.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from monitor.extract.contexts import Block, Scope
from monitor.extract.elements import (
    BLOCK_ROLES,
    BLOCKS,
    FURNITURE_ROLES,
    SKIPPED,
    Attributes,
    is_bold,
    is_hidden,
)
from monitor.extract.forms import CONTROL_ROLES, MAX_OPTIONS, Field, Fields
from monitor.extract.labels import MAX_LABEL, read_label
from monitor.extract.links import canonical
from monitor.extract.panels import panel_of
from monitor.extract.tables import TABLE_ROLES, Table
from monitor.extract.text import clean
from snapshots.records import SegmentKind

MAX_TEXT = 8_000_000  # characters; a page beyond is cut there and says so through its facts
_MAX_DEPTH = 400
_LEVELS = frozenset("123456789")


@dataclass(slots=True, eq=False)
class Frame:
    """One open element of the walk: what text directly inside it becomes."""

    children: list[LexborNode]
    kind: SegmentKind
    level: int
    scope: Scope
    table: Table | None
    is_block: bool
    is_bold: bool
    is_label: bool = False


@dataclass(slots=True, eq=False)
class Walk:
    """What was read of a page so far."""

    base: str
    fields: Fields
    blocks: list[Block] = field(default_factory=list)
    links: list[tuple[int, str, str]] = field(default_factory=list)  # block index, text, address
    is_cut: bool = False
    root: Scope = field(default_factory=lambda: Scope(parent=None))
    panels: dict[int, str] = field(default_factory=dict)  # by `mem_id`: the words of the button that opens it
    panel_ids: dict[str, str] = field(default_factory=dict)
    _buffer: list[str] = field(default_factory=list)
    _pending: list[tuple[str, str]] = field(default_factory=list)
    _length: int = 0
    _is_plain: bool = False  # part of the buffer is not in bold type

    def read(self, root: LexborNode) -> None:
        """Walk through `root` and all below it."""
        stack = [Frame(_children(root), SegmentKind.SENTENCE, 0, self.root, None, True, False)]
        while stack:
            frame = stack[-1]
            if not frame.children:
                stack.pop()
                if frame.is_block:
                    self._flush(frame)
                continue
            node = frame.children.pop()
            tag = node.tag or ""
            if tag == "-text":
                self._add_text(node, frame)
            elif self.fields.at and node.mem_id in self.fields.at:
                self._open_field(node, tag, frame, stack)
            elif tag not in SKIPPED and tag[:1] not in "-!":
                self._open(node, tag, frame, stack)

    def _add_text(self, node: LexborNode, frame: Frame) -> None:
        text = node.text_content or ""
        is_space = text.isspace()
        if is_space and not self._buffer:  # space between blocks is no text
            return
        if self.fields.consumed and node.mem_id in self.fields.consumed:
            return
        self._buffer.append(text)
        if not is_space and not frame.is_bold:
            self._is_plain = True

    def _open(self, node: LexborNode, tag: str, frame: Frame, stack: list[Frame]) -> None:
        attributes = node.attributes
        if attributes and self._is_left_out(node, attributes):
            return
        if tag == "br":
            self._flush(frame)
            return
        if len(stack) > _MAX_DEPTH:
            self._buffer.append(" " + node.text(deep=True, separator=" ")[:MAX_TEXT] + " ")
            self._is_plain = True
            return
        child = self._frame(node, tag, attributes, frame)
        if child.is_block:
            self._flush(frame)
        stack.append(child)

    def _is_left_out(self, node: LexborNode, attributes: Attributes) -> bool:
        if attributes.get("role") in FURNITURE_ROLES:
            return True
        # A panel says the same, shut or open.
        return is_hidden(attributes) and not self._panel_label(node, attributes)

    def _panel_label(self, node: LexborNode, attributes: Attributes) -> str:
        label = self.panels.get(node.mem_id, "") if self.panels else ""
        if not label and self.panel_ids:
            label = self.panel_ids.get(attributes.get("id") or "", "")
        return label

    def _frame(self, node: LexborNode, tag: str, attributes: Attributes, parent: Frame) -> Frame:
        role = attributes.get("role") if attributes else None
        frame = Frame(
            _children(node),
            parent.kind,
            parent.level,
            parent.scope,
            parent.table,
            tag in BLOCKS or role in BLOCK_ROLES,
            parent.is_bold or is_bold(tag, attributes),
            parent.is_label,
        )
        opener = (_BY_ROLE.get(role) if role else None) or _BY_TAG.get(tag)
        if opener:
            opener(self, node, attributes, frame)
        if attributes:
            self._read_attributes(node, tag, attributes, frame)
        if (self.panels or self.panel_ids) and (label := self._panel_label(node, attributes)):
            frame.is_block = True
            frame.scope = Scope(parent=frame.scope, labels=(label,))
        if self.fields.explained and (told := self.fields.explained.get(node.mem_id)):
            frame.is_block = True
            frame.scope = _scope_of(told, frame.scope)
        return frame

    def _read_attributes(self, node: LexborNode, tag: str, attributes: Attributes, frame: Frame) -> None:
        if tag == "a" and (target := attributes.get("href")):
            address = canonical(target, self.base)
            if address:
                self._pending.append((clean(node.text(deep=True))[:400], address))
        if "aria-expanded" in attributes:
            self._open_expander(node, tag, attributes, frame)

    def _open_expander(self, node: LexborNode, tag: str, attributes: Attributes, frame: Frame) -> None:
        """A button that shows and hides a panel is a heading of that panel."""
        ids, panel = panel_of(node, tag, attributes)
        label = read_label(node).text if ids or panel else ""
        if not label:
            return
        for name in ids:
            self.panel_ids.setdefault(name, label)
        if panel is not None:
            self.panels[panel.mem_id] = label
        frame.is_block = True
        if frame.kind is not SegmentKind.HEADING:
            frame.kind, frame.is_label = SegmentKind.HEADING, True

    def _open_field(self, node: LexborNode, tag: str, frame: Frame, stack: list[Frame]) -> None:
        """Tell a field where its label or its control stands, whichever comes first."""
        attributes = node.attributes
        is_control = tag in SKIPPED or attributes.get("role") in CONTROL_ROLES
        if not is_control and self._is_left_out(node, attributes):
            return
        self._flush(frame)
        self._tell(self.fields.at[node.mem_id], frame)
        if not is_control and len(stack) <= _MAX_DEPTH:
            stack.append(self._frame(node, tag, attributes, frame))

    def _tell(self, told: Field, frame: Frame) -> None:
        if told.is_told:
            return
        told.is_told = True
        under: tuple[str, ...] = ()
        if told.group:
            self._tell(told.group, frame)
            told.group.told_options += 1
            if told.group.told_options > MAX_OPTIONS:
                return
            under = (told.group.label,)
        if told.asks and not told.label:
            told.name(self._line_before(frame, told.fallback))
        self._put(told.text(), frame.scope, under)
        for option in told.options:
            self._put(option, frame.scope, (told.label,))

    def _line_before(self, frame: Frame, fallback: str) -> str:
        """Take the line directly before a field that has no label of its own as its label."""
        block = self.blocks[-1] if self.blocks else None
        if block is None or block.scope is not frame.scope or len(block.text) > MAX_LABEL:
            return fallback
        if block.kind is SegmentKind.FIELD:
            return fallback
        if block.kind is SegmentKind.HEADING or block.is_label:  # it is said of more than this field, and stays
            return fallback or block.text
        self.blocks.pop()
        return block.text

    def _put(self, text: str, scope: Scope, under: tuple[str, ...] = ()) -> None:
        if text and self._length < MAX_TEXT:
            self._length += len(text)
            self.blocks.append(Block(kind=SegmentKind.FIELD, level=0, text=text, scope=scope, under=under))

    def _flush(self, frame: Frame) -> None:
        if self._buffer:
            text = clean("".join(self._buffer))
            self._buffer.clear()
            if text and self._length < MAX_TEXT:
                self._length += len(text)
                self.blocks.append(
                    Block(
                        kind=frame.kind,
                        level=frame.level,
                        text=text[:MAX_TEXT],
                        scope=frame.scope,
                        is_bold=not self._is_plain,
                        is_label=frame.is_label,
                    )
                )
            elif text:
                self.is_cut = True
            self._is_plain = False
        if self._pending:
            index = max(len(self.blocks) - 1, 0)
            self.links.extend((index, text, address) for text, address in self._pending)
            self._pending.clear()


def _children(node: LexborNode) -> list[LexborNode]:
    children = list(node.iter(include_text=True))
    children.reverse()  # popped from the end: no shifting in wide elements
    return children


def _scope_of(told: Field, around: Scope) -> Scope:
    """Return the scope of what is said of a field beside its label."""
    group = (told.group.label,) if told.group else ()
    return Scope(parent=around, labels=(*group, told.label))


def _open_heading(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    if frame.is_label and frame.kind is SegmentKind.HEADING:  # inside the words of a panel's own button
        return
    stated = (attributes.get("aria-level") or "") if attributes.get("role") == "heading" else (node.tag or "")[1:]
    frame.kind, frame.level = SegmentKind.HEADING, int(stated) if stated in _LEVELS else 2


def _open_list(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    is_definition = node.tag == "dl"
    frame.scope = Scope(parent=frame.scope, is_list=True, terms=[] if is_definition else None)


def _open_item(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    frame.kind, frame.is_label = SegmentKind.BULLET, False
    frame.scope = Scope(parent=frame.scope, is_item=True)


def _open_term(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    frame.kind, frame.is_label = SegmentKind.SENTENCE, True
    terms = frame.scope.terms
    if terms is None:
        return
    if frame.scope.is_defined:
        terms.clear()
        frame.scope.is_defined = False
    if label := read_label(node).text:
        terms.append(label)


def _open_definition(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    around = frame.scope
    around.is_defined = True
    frame.kind, frame.is_label = SegmentKind.BULLET, False
    frame.scope = Scope(parent=around, is_item=True, labels=tuple(around.terms or ()))


def _open_table(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    frame.table = Table()
    caption = next((child for child in node.iter() if child.tag == "caption"), None)
    if caption is not None:
        frame.scope = Scope(parent=frame.scope, labels=(read_label(caption).text,), named_by=caption.mem_id)


def _open_row(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    if frame.table is not None:
        frame.table.read_row(node)


def _open_cell(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    if frame.table is not None:
        frame.kind, frame.level, frame.is_label = SegmentKind.CELL, 0, False
        frame.scope = Scope(parent=frame.scope, labels=frame.table.places.get(node.mem_id, ()))


def _open_part_with_label(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    """Open what has a summary, a legend or the like as its first line."""
    if node.mem_id in walk.fields.named:
        return
    name = "summary" if node.tag == "details" else "legend"
    line = next((child for child in node.iter() if child.tag == name), None)
    if line is not None:
        frame.scope = Scope(parent=frame.scope, labels=(read_label(line).text,), named_by=line.mem_id)


def _open_own_label(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    """Open the line that labels what it stands in: it does not stand under itself."""
    frame.is_label = True
    frame.kind = SegmentKind.HEADING if node.tag == "summary" else SegmentKind.SENTENCE
    if frame.scope.parent is not None and frame.scope.named_by == node.mem_id:
        frame.scope = frame.scope.parent


def _open_layout(walk: Walk, node: LexborNode, attributes: Attributes, frame: Frame) -> None:
    """Open what says of itself that it only lays out the page."""
    if node.tag == "table":
        frame.table = None


_Opener = Callable[[Walk, LexborNode, Attributes, Frame], None]
_BY_TAG: dict[str, _Opener] = {
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
_BY_ROLE: dict[str, _Opener] = {
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
