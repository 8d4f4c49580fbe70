"""The first line of a small element, read ahead of the walk: what names a row, a panel or a field.

It reads a bounded number of nodes, however much an element holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from monitor.extract.elements import BLOCKS, BOILERPLATE_ROLES, SKIPPED, is_bold, is_hidden
from monitor.extract.text import clean
from snapshots.frozen_class import frozen

MAX_LABEL = 160  # characters of a label in a context
MAX_LEAD = 480  # of the words that lead to a list: what they rule out often stands at their end
_MAX_NODES = 300


@frozen
class FirstLine:
    """The first line of an element; `nodes` are the `mem_id`s of the text nodes it is made of."""

    text: str
    is_bold: bool
    nodes: tuple[int, ...] = ()


@dataclass(slots=True)
class _Line:
    words: list[str]
    nodes: list[int]
    is_bold: bool = True
    has_text: bool = False

    def add(self, node: LexborNode, bold: bool) -> None:
        text = node.text_content or ""
        self.words.append(text)
        self.nodes.append(node.mem_id)
        if not text.isspace():
            self.has_text = True
            self.is_bold = self.is_bold and bold


def read_label(
    node: LexborNode,
    *,
    limit: int = MAX_LABEL,
    skipped: Collection[str] = (),
    aside: Collection[int] = (),
) -> FirstLine:
    """Return the first line of `node`, at most `limit` characters long.

    Elements named in `skipped` or whose `mem_id` is in `aside` are no part of it.
    """
    line = _Line([], [])
    stack: list[tuple[LexborNode | None, bool]] = [*_inside(node, is_bold(node.tag or "", node.attributes))]
    for _ in range(_MAX_NODES):
        if not stack:
            break
        child, bold = stack.pop()
        if child is None:  # a block ends
            if line.has_text:
                break
            continue
        tag = child.tag or ""
        if tag == "-text":
            line.add(child, bold)
            continue
        if tag[:1] in "-!" or tag in SKIPPED or tag in skipped or child.mem_id in aside:
            continue
        attributes = child.attributes
        if attributes and (attributes.get("role") in BOILERPLATE_ROLES or is_hidden(attributes)):
            continue
        ends = tag in BLOCKS or tag == "br"
        if ends and line.has_text:
            break
        if ends:
            stack.append((None, bold))
        stack += _inside(child, bold or is_bold(tag, attributes))
    text = clean("".join(line.words))
    return FirstLine(text=text[:limit], is_bold=bool(text) and line.is_bold, nodes=tuple(line.nodes))


def _inside(node: LexborNode, bold: bool) -> Iterator[tuple[LexborNode, bool]]:
    """Yield what is in an element, last first: a stack gives it back in the order of the page."""
    return ((child, bold) for child in reversed(list(islice(node.iter(include_text=True), _MAX_NODES))))
