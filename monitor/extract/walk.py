"""The walk through a page's elements, which turns them into blocks and links. Makes no sentences and no contexts.

It guesses no main content: what it is handed is read whole. It goes without recursion, because hostile pages
nest 100,000 deep.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract.contexts import Block, Scope
from monitor.extract.elements import (
    BLOCK_ROLES,
    BLOCKS,
    BOILERPLATE_ROLES,
    EMBEDDING,
    MAIN_ROLES,
    MAIN_TAGS,
    MAY_HOLD,
    SKIPPED,
    Attributes,
    is_bold,
    is_hidden,
    is_inline,
)
from monitor.extract.embedded import MAX_DOCUMENTS, document_of, has_drawn_text, holds_document
from monitor.extract.form_fields import BUTTONS, CONTROL_ROLES, MAX_OPTIONS, SENTENCE, Field, Fields
from monitor.extract.labels import MAX_LABEL, read_label
from monitor.extract.landmarks import is_in_text
from monitor.extract.links import absolute, is_dead
from monitor.extract.open_elements import OPENERS_BY_ROLE, OPENERS_BY_TAG, OpenElement
from monitor.extract.page_bounds import clean_within
from monitor.extract.panels import panel_of
from snapshots.records import SegmentKind

MAX_TEXT = 4_000_000  # characters; a page beyond is cut there, and says so
_MAX_DEPTH = 400
_MAX_BLOCKS = 30_000
_MAX_LINKS = 10_000
_MAX_LINK, _LINK = 4_000, 400  # characters of a link's words that are looked at, and kept


@dataclass(slots=True, eq=False)
class Walk:
    """What was read of a page so far."""

    base: str
    fields: Fields
    is_chosen: bool = False  # a declaration says which part of the page is read
    blocks: list[Block] = field(default_factory=list)
    links: list[tuple[int, str, str]] = field(default_factory=list)  # block index, text, address
    is_cut: bool = False
    root: Scope = field(default_factory=lambda: Scope(parent=None))
    panels: dict[int, str] = field(default_factory=dict)  # by `mem_id`: the words of the button that opens it
    panel_ids: dict[str, str] = field(default_factory=dict)
    _buffer: list[str] = field(default_factory=list)
    _pending: list[tuple[str, str]] = field(default_factory=list)
    _length: int = 0
    _documents: list[LexborHTMLParser] = field(default_factory=list)  # of frames: kept as long as their nodes are
    _is_plain: bool = False  # part of the buffer is not in bold type

    def read(self, root: LexborNode) -> None:
        """Walk through `root` and all below it."""
        is_main = self.is_chosen or root.tag in MAIN_TAGS
        stack = [OpenElement(_children(root), SegmentKind.SENTENCE, 0, self.root, None, True, False, is_main=is_main)]
        while stack:
            frame = stack[-1]
            if len(self.blocks) > _MAX_BLOCKS:
                self.is_cut = True
                return
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
            elif tag in EMBEDDING or (tag in MAY_HOLD and holds_document(node)):
                self._open_embedded(node, tag, frame, stack)
            elif tag == "input":
                self._add_button(node, frame)
            elif tag not in SKIPPED and tag[:1] not in "-!":
                self._open(node, tag, frame, stack)

    def _add_text(self, node: LexborNode, frame: OpenElement) -> None:
        text = node.text_content or ""
        is_space = text.isspace()
        if is_space and not self._buffer:  # space between blocks is no text
            return
        if self.fields.consumed and node.mem_id in self.fields.consumed:
            return
        self._buffer.append(text)
        if not is_space and not frame.is_bold:
            self._is_plain = True

    def _open(self, node: LexborNode, tag: str, frame: OpenElement, stack: list[OpenElement]) -> None:
        attributes = node.attributes
        if attributes and self._is_left_out(node, attributes, frame):
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

    def _add_button(self, node: LexborNode, frame: OpenElement) -> None:
        """Take in what a button says that is a control without content, where that is a sentence."""
        attributes = node.attributes
        said = attributes.get("value") or ""
        is_button = (attributes.get("type") or "").lower() in BUTTONS and not is_hidden(attributes)
        if is_button and len(said.split()) >= SENTENCE:
            self._flush(frame)
            self._put_text(clean_within(said, MAX_LABEL), frame.scope)

    def _open_embedded(self, node: LexborNode, tag: str, frame: OpenElement, stack: list[OpenElement]) -> None:
        """Open what holds a page or a drawing of its own."""
        if self._is_left_out(node, node.attributes, frame):
            return
        if tag in MAY_HOLD:
            inner = document_of(node) if len(self._documents) < MAX_DOCUMENTS else None
            if inner is None or inner.body is None:
                return
            self._documents.append(inner)
            node = inner.body
        elif not has_drawn_text(node):
            return
        self._open(node, "div", frame, stack)

    def _is_left_out(self, node: LexborNode, attributes: Attributes, frame: OpenElement) -> bool:
        if attributes.get("role") in BOILERPLATE_ROLES and not is_in_text(node, is_main=frame.is_main):
            return True
        # A panel says the same, shut or open.
        return is_hidden(attributes) and not self._panel_label(node, attributes)

    def _panel_label(self, node: LexborNode, attributes: Attributes) -> str:
        label = self.panels.get(node.mem_id, "") if self.panels else ""
        if not label and self.panel_ids:
            label = self.panel_ids.get(attributes.get("id") or "", "")
        return label

    def _frame(self, node: LexborNode, tag: str, attributes: Attributes, parent: OpenElement) -> OpenElement:
        role = attributes.get("role") if attributes else None
        frame = OpenElement(
            _children(node),
            parent.kind,
            parent.level,
            parent.scope,
            parent.table,
            (tag in BLOCKS and not is_inline(tag, attributes)) or role in BLOCK_ROLES,
            parent.is_bold or is_bold(tag, attributes),
            parent.is_label,
            parent.is_main or tag in MAIN_TAGS or role in MAIN_ROLES,
        )
        opener = (OPENERS_BY_ROLE.get(role) if role else None) or OPENERS_BY_TAG.get(tag)
        if opener:
            opener(frame, node, self.fields.named)
        if attributes:
            self._read_attributes(node, tag, attributes, frame)
        if (self.panels or self.panel_ids) and (label := self._panel_label(node, attributes)):
            frame.is_block = True
            frame.scope = Scope(parent=frame.scope, labels=(label,))
        if self.fields.explained and (told := self.fields.explained.get(node.mem_id)):
            frame.is_block = True
            frame.scope = _scope_of(told, frame.scope)
        return frame

    def _read_attributes(self, node: LexborNode, tag: str, attributes: Attributes, frame: OpenElement) -> None:
        if tag == "a" and (target := attributes.get("href")) and not is_dead(node, attributes):
            address = absolute(target, self.base)
            if address:
                self._pending.append((clean_within(node.text(deep=True)[:_MAX_LINK], _LINK), address))
        if tag == "form" and (sent := self.fields.sent.get(node.mem_id)):
            self._pending.append((sent[0], absolute(sent[1], self.base)))
        if "aria-expanded" in attributes:
            self._open_expander(node, tag, attributes, frame)

    def _open_expander(self, node: LexborNode, tag: str, attributes: Attributes, frame: OpenElement) -> None:
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

    def _open_field(self, node: LexborNode, tag: str, frame: OpenElement, stack: list[OpenElement]) -> None:
        """Tell a field where its label or its control stands, whichever comes first."""
        attributes = node.attributes
        is_control = tag in SKIPPED or attributes.get("role") in CONTROL_ROLES
        if not is_control and self._is_left_out(node, attributes, frame):
            return
        self._flush(frame)
        self._tell(self.fields.at[node.mem_id], frame)
        if not is_control and len(stack) <= _MAX_DEPTH:
            stack.append(self._frame(node, tag, attributes, frame))

    def _tell(self, told: Field, frame: OpenElement) -> None:
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
        if told.asks and not told.label and not told.said:
            told.name(self._line_before(frame, told.fallback))
        self._put(told.text(), frame.scope, under)
        if told.said:
            self._put_text(told.said, frame.scope)
        for option in told.options:
            self._put(option, frame.scope, (told.label,))

    def _line_before(self, frame: OpenElement, fallback: str) -> str:
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

    def _put_text(self, text: str, scope: Scope) -> None:
        if self._length < MAX_TEXT:
            self._length += len(text)
            self.blocks.append(Block(kind=SegmentKind.SENTENCE, level=0, text=text, scope=scope, is_label=True))

    def _flush(self, frame: OpenElement) -> None:
        if self._buffer:
            room = MAX_TEXT - self._length
            text = clean_within("".join(self._buffer), room + 1)
            self._buffer.clear()
            if len(text) > room:
                text, self.is_cut = text[:room], True
            if text:
                self._length += len(text)
                self.blocks.append(
                    Block(
                        kind=frame.kind,
                        level=frame.level,
                        text=text,
                        scope=frame.scope,
                        is_bold=not self._is_plain,
                        is_label=frame.is_label,
                    )
                )
            self._is_plain = False
        if self._pending:
            index = max(len(self.blocks) - 1, 0)
            self.links.extend((index, text, address) for text, address in self._pending)
            self._pending.clear()
            if len(self.links) > _MAX_LINKS:
                self.is_cut = True
                del self.links[_MAX_LINKS:]


def _children(node: LexborNode) -> list[LexborNode]:
    children = list(node.iter(include_text=True))
    children.reverse()  # popped from the end: no shifting in wide elements
    return children


def _scope_of(told: Field, around: Scope) -> Scope:
    """Return the scope of what is said of a field beside its label."""
    group = (told.group.label,) if told.group else ()
    return Scope(parent=around, labels=(*group, told.label))
