"""What each cell of a table stands under: the labels of its section, its row and its columns. Emits no text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from selectolax.lexbor import LexborNode

from monitor.extract.elements import SKIPPED, is_hidden
from monitor.extract.labels import read_label
from monitor.rules.languages import shipped_languages
from monitor.rules.text_patterns import one_of
from snapshots.frozen_class import frozen

TABLE_ROLES = frozenset(["table", "grid", "treegrid"])
_CELL_ROLES = frozenset(["cell", "gridcell", "columnheader", "rowheader"])
_MAX_SPAN = 64
_MAX_CELLS = 400  # of one row; cells beyond have no labels
_MAX_HEADERS = 4  # rows of headers one above the other that a cell stands under
_ENTRY = 200  # characters of a cell that is an entry
_SAMPLE = 3  # rows below a first row that tell whether it is a row of headers
_HEADER = re.compile(r"^[^\W_].{0,58}[^.,;!…:]$")
_HEADER_CLASS = re.compile(r"head|\bth\b", re.I)


@frozen
class _Cell:
    node: LexborNode
    column: int
    columns: int
    rows: int
    is_header: bool
    is_row_header: bool


@dataclass(slots=True, eq=False)
class TableLabels:
    """The labels of one table as its rows go by, in order."""

    places: dict[int, tuple[str, ...]] = field(default_factory=dict)  # by `mem_id` of a cell of the last row
    _columns: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _section: tuple[str, ...] = ()
    _spans: dict[int, tuple[int, str]] = field(default_factory=dict)  # by column: rows to come, label of these rows
    _rows: int = 0
    _is_after_header: bool = True

    def read_row(self, row: LexborNode) -> None:
        """Work out where each cell of the next row stands."""
        cells, carried = self._lay_out(row)
        self.places = {}
        if not cells:
            return
        self._rows += 1
        if self._is_header_row(row, cells):
            self._read_header(cells)
        elif self._is_section_row(cells):
            label = read_label(cells[0].node).text
            self._section = (label,) if label else ()
            self._is_after_header = False
        else:
            self._read_body(row, cells, carried)
            self._is_after_header = False

    def _lay_out(self, row: LexborNode) -> tuple[list[_Cell], list[tuple[int, str]]]:
        """Return the row's own cells in their columns, and the labels of cells above that span into it."""
        taken = {column: span for column, span in self._spans.items() if span[0] > 0}
        self._spans = {column: (left - 1, label) for column, (left, label) in taken.items()}
        cells: list[_Cell] = []
        column = 0
        for node in islice(_cells_of(row), _MAX_CELLS):
            while column in taken:
                column += 1
            attributes = node.attributes
            role = attributes.get("role")
            scope = (attributes.get("scope") or "").lower()
            is_head = node.tag == "th" and role not in ("cell", "gridcell")
            cell = _Cell(
                node=node,
                column=column,
                columns=_span(attributes.get("colspan") or attributes.get("aria-colspan")),
                rows=_span(attributes.get("rowspan") or attributes.get("aria-rowspan")),
                is_header=(is_head or role == "columnheader") and not scope.startswith("row"),
                is_row_header=role == "rowheader" or scope.startswith("row") or (is_head and scope != "col"),
            )
            cells.append(cell)
            column += cell.columns
        carried: dict[str, int] = {}
        for above in sorted(taken):
            carried.setdefault(taken[above][1], above)
        return cells, [(above, label) for label, above in carried.items() if label]

    def _is_header_row(self, row: LexborNode, cells: list[_Cell]) -> bool:
        parent = row.parent
        if parent is not None and parent.tag == "thead":
            return True
        others = [cell for cell in cells if not cell.is_header]
        if not others:
            return len(cells) > 1 or self._is_after_header
        if len(others) < len(cells) and self._is_after_header:  # the corner of a table with labels on two sides
            return not any(read_label(cell.node).text for cell in others)
        return self._rows == 1 and len(cells) > 1 and _are_plain_headers(row, cells)

    def _read_header(self, cells: list[_Cell]) -> None:
        above = self._columns if self._is_after_header else {}
        self._columns = dict(above)
        for cell in cells:
            own = read_label(cell.node).text
            over = above.get(cell.column, ())
            self.places[cell.node.mem_id] = over
            self._span_down(cell, "")
            for column in range(cell.column, cell.column + cell.columns):
                self._columns[column] = (*above.get(column, ()), own)[-_MAX_HEADERS:] if own else above.get(column, ())
        self._is_after_header = True

    def _is_section_row(self, cells: list[_Cell]) -> bool:
        """Whether one cell that spans all columns names the rows that follow."""
        width = max(self._columns, default=1) + 1
        cell = cells[0]
        if len(cells) > 1 or cell.columns < 2 or cell.columns < width:
            return False
        label = read_label(cell.node)
        return cell.is_header or cell.is_row_header or label.is_bold or bool(_HEADER.match(label.text))

    def _read_body(self, row: LexborNode, cells: list[_Cell], carried: list[tuple[int, str]]) -> None:
        if row.css_first("table") is not None:  # cells that hold tables lay out a page: none labels another
            return
        heads = [cell for cell in cells if cell.is_row_header]
        if not heads and not carried and len(cells) > 1 and cells[0].column == 0:
            heads = cells[:1]
        labels = carried + [(cell.column, read_label(cell.node).text) for cell in heads]
        own = {cell.node.mem_id for cell in heads}
        for cell in cells:
            is_head = cell.node.mem_id in own
            row_labels = tuple(
                label
                for column, label in labels
                if label and (column < cell.column if is_head else column != cell.column)
            )
            spanned = range(cell.column, cell.column + cell.columns)
            columns = dict.fromkeys(label for column in spanned for label in self._columns.get(column, ()))
            self.places[cell.node.mem_id] = (*self._section, *row_labels, *columns)
            self._span_down(cell, read_label(cell.node).text if is_head and cell.rows > 1 else "")

    def _span_down(self, cell: _Cell, label: str) -> None:
        if cell.rows > 1:
            for column in range(cell.column, cell.column + cell.columns):
                self._spans[column] = (cell.rows - 1, label)


def lists_entries(table: LexborNode) -> bool:
    """Whether a table has rows of as many short cells each: data, though it calls itself a layout."""
    if table.css_first("td table,th table,form,h1,h2,h3") is not None:
        return False
    rows = [list(islice(_cells_of(row), _MAX_CELLS)) for row in table.css("tr")[:_SAMPLE]]
    widths = {len(row) for row in rows}
    if len(rows) < 2 or len(widths) != 1 or widths.pop() < 2:
        return False
    return all(len(cell.text(deep=True)) <= _ENTRY for row in rows for cell in row)


def _span(stated: str | None) -> int:
    if not stated or not stated.isascii() or not stated.isdigit():
        return 1
    return min(int(stated[:6]) or _MAX_SPAN, _MAX_SPAN)


def _cells_of(row: LexborNode) -> Iterator[LexborNode]:
    """Yield the cells of a row in order, wrapped or not, without those that are hidden or of a table inside."""
    stack = [row.iter()]
    budget = 4 * _MAX_CELLS
    while stack and budget:
        budget -= 1
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        attributes = child.attributes
        role = attributes.get("role")
        if child.tag in SKIPPED or child.tag == "table" or role in TABLE_ROLES or is_hidden(attributes):
            continue
        if child.tag in ("td", "th") or role in _CELL_ROLES:
            yield child
        else:
            stack.append(child.iter())


def _are_plain_headers(row: LexborNode, cells: list[_Cell]) -> bool:
    """Whether the first row of a table names its columns though nothing marks it so.

    Its cells are all bold, or short where those below are long, or hold the words that such rows are made of.
    """
    below = _rows_below(row)
    labels = [read_label(cell.node) for cell in cells]
    if not below or not any(label.text for label in labels):
        return False
    named = [label for label in labels if label.text]
    if all(label.is_bold for label in named):
        return not all(read_label(cell).is_bold for other in below for cell in other if cell.text(deep=True).strip())
    if all(_is_called_header(cell.node) for cell in cells):
        return True
    if len(named) < len(cells) or not all(_HEADER.match(label.text) for label in labels):
        return False
    if all(_header_words().search(label.text) and len(label.text) <= 40 for label in labels):
        return True
    lengths = [len(read_label(cell).text) for other in below for cell in other]
    return sum(lengths) * len(labels) > 3 * sum(len(label.text) for label in labels) * len(lengths)


@cache
def _header_words() -> re.Pattern[str]:
    """Return what finds a word that heads columns: all cells of a first row hold one, or it is no row of headers."""
    return one_of((head for language in shipped_languages().every for head in language.text.table_heads), re.IGNORECASE)


def _is_called_header(cell: LexborNode) -> bool:
    attributes = cell.attributes
    return attributes.get("scope") == "col" or bool(_HEADER_CLASS.search(attributes.get("class") or ""))


def _rows_below(row: LexborNode) -> list[list[LexborNode]]:
    found: list[list[LexborNode]] = []
    following = row.next
    for _ in range(4 * _SAMPLE):
        if following is None or len(found) == _SAMPLE:
            break
        if following.tag == "tr" or (following.tag != "-text" and following.attributes.get("role") == "row"):
            cells = list(islice(_cells_of(following), _MAX_CELLS))
            if cells:
                found.append(cells)
        following = following.next
    return found
