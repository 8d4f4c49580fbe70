"""Cells of a table that answer with a picture: its words, or its tick or cross, become the text of the cell."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract.elements import is_hidden

_CELL = ("td", '[role="cell"]', '[role="gridcell"]')
# A cell that holds cells lays out the page; to read each with all that it holds would be quadratic.
_CELLS = ",".join(f"{cell}:not(:has({','.join(_CELL)}))" for cell in _CELL)
_BOX = "input[type=checkbox][disabled],input[type=radio][disabled]"  # others ask
_MAX_CELLS = 5_000
_DRAWN = 400  # characters of a cell with a drawing
_MAX_DRAWN = 8  # elements of a cell that are looked at
_LONGEST = 60  # characters of an answer
_SAID = ("alt", "aria-label", "title")
# What icon sets and file names call a tick and a cross.
_TICK = re.compile(r"(?:^|[^a-z])(?:check(?:ed|mark)?|tick|yes|true|done|included)(?:$|[^a-z])", re.IGNORECASE)
_CROSS = re.compile(
    r"(?:^|[^a-z])(?:times|cross|x-?mark|no|false|ban|xmark|unchecked|not-included)(?:$|[^a-z])", re.IGNORECASE
)
_NAMING = ("class", "src", "href", "xlink:href", "name", "data-icon")


def write_answers(tree: LexborHTMLParser) -> None:
    """Write into each cell without words what its picture or its box says."""
    for cell in tree.css(_CELLS)[:_MAX_CELLS]:
        text = cell.text(deep=True)
        if len(text) <= _DRAWN and _is_drawn(cell, text) and (answer := _answer_of(cell)):
            for box in cell.css(_BOX):
                box.decompose()  # a drawing as well, and no field
            cell.insert_child(answer)


def _is_drawn(cell: LexborNode, text: str) -> bool:
    """Whether all the text of a cell stands in drawings: their titles."""
    return len(text.strip()) == sum(len(svg.text(deep=True).strip()) for svg in cell.css("svg"))


def _answer_of(cell: LexborNode) -> str:
    for node in cell.css(f"img,svg,i,span,use,{_BOX},[aria-label]")[:_MAX_DRAWN]:
        if not is_hidden(node.attributes) and (answer := _said(node) or _called(node)):
            return answer
    return ""


def _said(node: LexborNode) -> str:
    """Return the words that stand for a picture."""
    held = node.attributes
    title = node.css_first("title") if node.tag == "svg" else None
    words = (title.text(deep=True) if title else "", *(held.get(name) or "" for name in _SAID))
    return next((word.strip() for word in words if 0 < len(word.strip()) <= _LONGEST), "")


def _called(node: LexborNode) -> str:
    """Return the tick or cross that a box shows, or that a picture is called by its name."""
    held = node.attributes
    if node.tag == "input":
        return "✓" if "checked" in held else "✗"
    names = " ".join(held.get(name) or "" for name in _NAMING).rpartition("/")[2]
    is_tick, is_cross = _TICK.search(names), _CROSS.search(names)
    return "" if bool(is_tick) == bool(is_cross) else "✓" if is_tick else "✗"
