"""The block walker: from a page's markup to segments with their context, links apart.

It guesses no main content: what the declaration's selectors leave is read whole. Forms are read as
text here. Markdown and plain text become the same segments through HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.encoding import html_to_unicode

from monitor.extract.links import canonical
from monitor.extract.sentences import sentences
from monitor.extract.text import clean
from snapshots.records import Extraction, Link, Segment, SegmentKind

EXTRACTOR = "walker/2"

_SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "embed", "canvas", "select",
     "textarea", "input", "audio", "video", "math"]
)  # fmt: skip
_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
     "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "label", "legend",
     "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
     "ul", "h1", "h2", "h3", "h4", "h5", "h6"]
)  # fmt: skip
# Furniture around a document: what these hold comes and goes without the document changing.
_FURNITURE_ROLES = frozenset(["progressbar", "dialog", "alertdialog", "banner", "navigation", "search", "contentinfo",
                              "combobox", "listbox", "menu", "tooltip"])  # fmt: skip
_MAX_DEPTH = 400
_MAX_NESTING = 4_000  # open elements; the walk itself goes _MAX_DEPTH deep
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
# Elements that are empty, or whose end a page may leave out: their openings say nothing of depth.
_NOT_NESTING = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
     "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "html", "head", "body",
     "path", "rect", "circle", "use", "g"]
)  # fmt: skip
_MAX_TEXT = 8_000_000  # characters; a page beyond is cut there and says so through its facts
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """Signs beside the text that tell a page from a wall or an empty shell."""

    has_password_field: bool
    has_form: bool
    dialogs: int
    scripts: int
    markup_length: int
    is_cut: bool


@dataclass(slots=True)
class _Block:
    kind: SegmentKind
    level: int  # of a heading, 1 the highest; nesting of a bullet
    text: str
    cell: tuple[str, ...] = ()  # row and column labels of a table cell
    group: int = 0  # blocks with one number stand in one list


@dataclass(slots=True)
class _Walk:
    base: str
    blocks: list[_Block] = field(default_factory=list)
    links: list[tuple[int, str, str]] = field(default_factory=list)  # block index, text, address
    buffer: list[str] = field(default_factory=list)
    pending: list[tuple[str, str]] = field(default_factory=list)
    length: int = 0
    lists: int = 0
    is_cut: bool = False

    def flush(self, kind: SegmentKind, level: int, cell: tuple[str, ...], group: int) -> None:
        if self.buffer:
            text = clean("".join(self.buffer))
            self.buffer.clear()
            if text and self.length < _MAX_TEXT:
                self.length += len(text)
                self.blocks.append(_Block(kind, level, text[:_MAX_TEXT], cell, group))
            elif text:
                self.is_cut = True
        if self.pending:
            index = max(len(self.blocks) - 1, 0)
            self.links.extend((index, text, address) for text, address in self.pending)
            self.pending.clear()


def decode(body: bytes, charset: str = "") -> str:
    """Return the body as text by BOM, header, meta element, then guess (WHATWG encoding names)."""
    content_type = f"text/html; charset={charset}" if charset else None
    return html_to_unicode(content_type, body)[1]


def extract(
    body: bytes | str,
    *,
    url: str = "",
    media_type: str = "text/html",
    charset: str = "",
    select: str = "body",
    remove: Iterable[str] = (),
) -> Extraction:
    """Return what a page says; see `extract_page` for the signs beside it."""
    return extract_page(body, url=url, media_type=media_type, charset=charset, select=select, remove=remove)[0]


def extract_page(
    body: bytes | str,
    *,
    url: str = "",
    media_type: str = "text/html",
    charset: str = "",
    select: str = "body",
    remove: Iterable[str] = (),
) -> tuple[Extraction, PageFacts]:
    """Return what a page says and the signs beside it, in time linear in its length.

    Text that stands outside `select` or inside one of `remove` (CSS) is left out. Never raises for
    what a page holds.
    """
    text = body if isinstance(body, str) else decode(body, charset)
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    if media_type in ("text/markdown", "text/x-markdown"):
        text = MarkdownIt("commonmark").enable("table").render(text)
    elif media_type.startswith("text/") and media_type not in ("text/html", "text/xml"):
        text = "".join(f"<p>{_lines(_escape(paragraph))}</p>" for paragraph in re.split(r"\n\s*\n", text))
    bounded = _bounded_depth(text)
    tree = LexborHTMLParser(bounded)
    facts = _facts(tree, len(text))
    removed = tuple(remove)
    for selector in removed:
        for node in tree.css(selector):
            node.decompose()
    walk = _Walk(base=url, is_cut=len(bounded) < len(text))
    for node in tree.css(select) or ([tree.body] if tree.body else []):
        _walk_tree(node, walk)
    contexts = _contexts(walk.blocks)
    html = tree.css_first("html")
    title = tree.css_first("title")
    extraction = Extraction(
        title=clean(title.text()) if title else "",
        language=((html.attributes.get("lang") or "") if html else "").lower(),
        segments=_segments(walk.blocks, contexts),
        links=_links(walk, contexts),
        extractor=extractor_name(select, removed),
    )
    return extraction, PageFacts(**facts, is_cut=walk.is_cut)  # type: ignore[arg-type]


def _bounded_depth(text: str) -> str:
    """Return `text` up to where its elements nest deeper than any page does: parsing them is quadratic."""
    if text.count("<") < 3 * _MAX_NESTING:
        return text
    depth = 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name in _NOT_NESTING:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _MAX_NESTING:
            return text[: tag.start()]
    return text


def extractor_name(select: str, remove: Iterable[str]) -> str:
    """Return the name and version of the extractor with the selectors it was given."""
    return "|".join([EXTRACTOR, select, *remove])


def _lines(paragraph: str) -> str:
    """Return a paragraph of plain text with the ends of its lines marked, unless it is only wrapped."""
    lines = paragraph.strip().split("\n")
    is_wrapped = all(len(line) >= _WRAPPED for line in lines[:-1])
    return paragraph if is_wrapped else "<br>".join(lines)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _facts(tree: LexborHTMLParser, length: int) -> dict[str, int | bool]:
    return {
        "has_password_field": tree.css_first("input[type=password]") is not None,
        "has_form": tree.css_first("form") is not None,
        "dialogs": len(tree.css("[role=dialog],dialog")),
        "scripts": len(tree.css("script")),
        "markup_length": length,
    }


@dataclass(slots=True)
class _Frame:
    """One open element of the walk: what text directly inside it becomes."""

    children: list[LexborNode]
    kind: SegmentKind
    level: int
    cell: tuple[str, ...]
    group: int
    columns: dict[int, str] | None = None
    is_block: bool = False
    after: tuple[SegmentKind, int, tuple[str, ...], int] | None = None


def _walk_tree(root: LexborNode, walk: _Walk) -> None:
    """Walk without recursion: hostile pages nest 100,000 deep."""
    stack = [_Frame(_children(root), SegmentKind.SENTENCE, 0, (), 0, is_block=True)]
    while stack:
        frame = stack[-1]
        if not frame.children:
            stack.pop()
            if frame.is_block and (walk.buffer or walk.pending):
                walk.flush(frame.kind, frame.level, frame.cell, frame.group)
            continue
        node = frame.children.pop()
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if walk.buffer or not text.isspace():  # space between blocks is no text
                walk.buffer.append(text)
            continue
        if tag in _SKIPPED or tag[:1] in "-!":
            continue
        attributes = node.attributes
        if attributes and _is_furniture(attributes):
            continue
        if tag == "br":
            walk.flush(frame.kind, frame.level, frame.cell, frame.group)
            continue
        if len(stack) > _MAX_DEPTH:
            walk.buffer.append(" " + node.text(deep=True, separator=" ")[:_MAX_TEXT] + " ")
            continue
        child = _open(node, tag, attributes, frame, walk)
        if child.is_block and (walk.buffer or walk.pending):
            walk.flush(frame.kind, frame.level, frame.cell, frame.group)
        stack.append(child)


def _children(node: LexborNode) -> list[LexborNode]:
    children = list(node.iter(include_text=True))
    children.reverse()  # popped from the end: no shifting in wide elements
    return children


def _is_furniture(attributes: Mapping[str, str | None]) -> bool:
    if attributes.get("role") in _FURNITURE_ROLES or "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


def _open(node: LexborNode, tag: str, attributes: Mapping[str, str | None], parent: _Frame, walk: _Walk) -> _Frame:
    role = attributes.get("role")
    kind, level, cell, group = parent.kind, parent.level, parent.cell, parent.group
    columns = parent.columns
    if tag == "a" and attributes.get("href"):
        address = canonical(attributes["href"] or "", walk.base)
        if address:
            walk.pending.append((clean(node.text(deep=True))[:400], address))
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        kind, level = SegmentKind.HEADING, int(tag[1])
    elif role == "heading":
        stated = attributes.get("aria-level") or "2"
        kind, level = SegmentKind.HEADING, int(stated) if stated in "123456789" else 2
    elif tag in ("ul", "ol", "dl") or role == "list":
        walk.lists += 1
        group = walk.lists
    elif tag in ("li", "dd") or role == "listitem":
        kind, level = SegmentKind.BULLET, (level + 1 if kind is SegmentKind.BULLET else 1)
    elif tag == "table":
        columns, cell = {}, ()
    elif tag == "tr" and columns is not None:
        cell = _label_row(node, columns)
    elif tag in ("td", "th"):
        kind, level = SegmentKind.CELL, 0
        if columns is not None:
            cell = _label_cell(node, cell, columns)
    is_block = tag in _BLOCKS or role in ("heading", "listitem", "paragraph")
    return _Frame(_children(node), kind, level, cell, group, columns, is_block)


def _label_row(row: LexborNode, columns: dict[int, str]) -> tuple[str, ...]:
    """Return the row's label; a row of header cells alone names the columns instead."""
    cells = [child for child in row.iter() if child.tag in ("td", "th")]
    if cells and all(child.tag == "th" for child in cells):
        columns.update({index: clean(child.text(deep=True))[:120] for index, child in enumerate(cells)})
        return ()
    return (clean(cells[0].text(deep=True, separator=" "))[:120],) if len(cells) > 1 else ()


def _label_cell(node: LexborNode, row: tuple[str, ...], columns: dict[int, str]) -> tuple[str, ...]:
    index = 0
    previous = node.prev
    while previous is not None:
        index += previous.tag in ("td", "th")
        previous = previous.prev
    if index == 0:
        row = ()
    column = columns.get(index, "")
    return (*row, column) if column and node.tag == "td" else row


_WRAPPED = 50  # characters of a line that goes on in the next one
_SOFT_HEADING = re.compile(r"^[^\s].{1,88}[^.,;:!…|]$")


def _is_soft_heading(block: _Block, following: _Block | None) -> bool:
    """A bare short line that introduces longer text is a heading nobody marked up."""
    text = block.text
    return (
        block.kind is SegmentKind.SENTENCE
        and following is not None
        and following.kind is not SegmentKind.HEADING
        and bool(_SOFT_HEADING.match(text))
        and not text[0].islower()
        and len(following.text) > 1.3 * len(text)
    )


def _contexts(blocks: list[_Block]) -> list[tuple[tuple[str, ...], SegmentKind]]:
    """Return for each block the headings, table labels and list lead-in it stands under, and its kind."""
    path: list[tuple[int, str]] = []
    found: list[tuple[tuple[str, ...], SegmentKind]] = []
    headings: tuple[str, ...] = ()
    lead, lead_group = "", 0
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        is_soft = _is_soft_heading(block, following)
        if block.kind is SegmentKind.HEADING or is_soft:
            level = 10 if is_soft else block.level
            while path and path[-1][0] >= level:
                path.pop()
            found.append((tuple(text for _, text in path), SegmentKind.HEADING))
            path.append((level, block.text[:160]))
            headings = tuple(text for _, text in path)
            lead = ""
            continue
        context = headings + block.cell
        if block.kind is SegmentKind.BULLET:
            if lead and lead_group in (0, block.group):
                context, lead_group = (*context, lead), block.group
        else:
            lead, lead_group = (block.text[:160], 0) if block.text.endswith(":") else ("", 0)
        found.append((context, block.kind))
    return found


_Contexts = list[tuple[tuple[str, ...], SegmentKind]]


def _segments(blocks: list[_Block], contexts: _Contexts) -> tuple[Segment, ...]:
    return tuple(
        Segment(text=sentence, kind=kind, context=context)
        for block, (context, kind) in zip(blocks, contexts, strict=True)
        for sentence in (sentences(block.text) if kind is not SegmentKind.HEADING else (block.text,))
    )


def _links(walk: _Walk, contexts: _Contexts) -> tuple[Link, ...]:
    return tuple(
        Link(text=text, url=address, context=contexts[index][0] if contexts else ())
        for index, text, address in walk.links
    )
