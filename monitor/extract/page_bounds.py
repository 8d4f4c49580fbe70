"""Where a page is cut before it is parsed and read: what grows with the square of a page is kept to what pages have.

A page that is cut is never taken for one that was read in full.
"""

from __future__ import annotations

import re

from monitor.extract.text import clean

_MAX_OPTIONS = 5_000  # of all lists of a page
_MAX_TAGS = 200_000  # of a page; the largest with scripts, menus and all has 30,000
_MAX_NESTING = 4_000  # open elements; the walk itself goes _MAX_DEPTH deep
_MAX_ATTRIBUTES = 500  # of one element
_CHUNK = 20_000  # characters that are brought into their normal form at once
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_ATTRIBUTE = r"""[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?+"""
_CROWDED = re.compile(rf"(<[a-zA-Z][^\s/>]*+)(?:{_ATTRIBUTE}){{{_MAX_ATTRIBUTES},}}+")
_MARKS = re.compile("([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
                    "\u20d0-\u20ff\ufe20-\ufe2f]{20})[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a"
                    "\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip
# Elements that are empty, or whose end a page may leave out: their openings say nothing of depth.
_NOT_NESTING = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
     "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "html", "head", "body",
     "path", "rect", "circle", "use", "g"]
)  # fmt: skip


def bounded_markup(text: str) -> str:
    """Return `text` up to where it nests deeper, or offers more to choose from, than any page: parsing is quadratic.

    Of an element with more attributes than any has, the name is left.
    """
    text = _CROWDED.sub(r"\1", text)
    if text.count("<") < 3 * _MAX_NESTING:
        return text
    depth = options = 0
    for number, tag in enumerate(_TAG.finditer(text)):
        name = tag[2].lower()
        options += name in ("option", "optgroup") and not tag[1]
        if options > _MAX_OPTIONS or number > _MAX_TAGS:
            return text[: tag.start()]
        if name in _NOT_NESTING:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _MAX_NESTING:
            return text[: tag.start()]
    return text


def clean_within(text: str, limit: int) -> str:
    """Return `text` as a reader sees it, cut at `limit` characters of its normal form, which may be far longer.

    More marks on one letter than any script has are left out: they are put in order one by one.
    """
    if len(text) <= _CHUNK or text.isascii():
        return clean(text)[:limit] if len(text) > limit else clean(text)
    text = _MARKS.sub(r"\1", text)
    found: list[str] = []
    length = 0
    for start in range(0, len(text), _CHUNK):
        part = text[start : start + _CHUNK]
        said = clean(part)
        edge = " " if found and (part[:1].isspace() or found[-1].endswith(" ")) else ""
        found.append(f"{edge}{said}{' ' if part[-1:].isspace() else ''}")
        length += len(found[-1])
        if length > limit:
            break
    return " ".join("".join(found).split(" "))[:limit].strip()
