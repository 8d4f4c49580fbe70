"""What the elements of a page are to a reader: which hold text, begin a line, are boilerplate. Reads none."""

from __future__ import annotations

import re
from collections.abc import Mapping

Attributes = Mapping[str, str | None]

SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "svg", "head", "iframe", "embed", "canvas", "select", "textarea",
     "input", "datalist", "title", "desc", "metadata", "defs", "annotation", "annotation-xml", "rp", "del", "s",
     "strike"]
)  # fmt: skip
BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
     "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "label", "legend",
     "li", "main", "nav", "object", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
     "thead", "tr", "ul", "video", "h1", "h2", "h3", "h4", "h5", "h6"]
)  # fmt: skip
BLOCK_ROLES = frozenset(
    ["heading", "listitem", "paragraph", "row", "cell", "gridcell", "columnheader", "rowheader", "term", "definition"]
)
# Furniture around a document: what these hold comes and goes without the document changing.
BOILERPLATE_ROLES = frozenset(["progressbar", "dialog", "alertdialog", "banner", "navigation", "search", "contentinfo",
                             "combobox", "listbox", "menu", "tooltip"])  # fmt: skip
MAIN_TAGS = frozenset(["main", "article"])
MAIN_ROLES = frozenset(["main", "article"])
EMBEDDING = frozenset(["iframe", "svg"])  # hold a page or a drawing of their own
MAY_HOLD = frozenset(["iframe", "object", "img", "embed"])  # may have one in their own address
_BOLD = frozenset(["b", "strong"])
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_INLINE_STYLE = re.compile(r"(?<![\w-])display\s*:\s*(?:inline(?!-block)|contents)\b", re.I)


def is_hidden(attributes: Attributes) -> bool:
    """Whether an element says of itself that it is not shown."""
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


def is_inline(tag: str, attributes: Attributes) -> bool:
    """Whether an element that begins a line elsewhere runs on in its line here, by its own style."""
    style = attributes.get("style")
    return bool(style and tag in BLOCKS and _INLINE_STYLE.search(style))


def is_bold(tag: str, attributes: Attributes) -> bool:
    """Whether an element sets its text in bold type by its name or its own style."""
    if tag in _BOLD:
        return True
    style = attributes.get("style")
    return bool(style and _BOLD_STYLE.search(style))
