"""The rules of a page's style sheets that say whether and how text is shown. Matches no element and reads no text.

A small part of CSS Syntax Module Level 3 and of nesting: what it can't tell apart it leaves out, so that text stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from snapshots.frozen_class import frozen

_MAX_SHEETS = 2_000_000  # characters
_MAX_RULES = 4_000  # of those that say something of showing
_MAX_SELECTORS = 40  # of one rule
_MAX_SELECTOR = 300  # characters
_SHORT = 500  # characters of an element's own style that is worth remembering
_WIDTH = 1280  # pixels of the window for which sheets are read
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_TOKEN = re.compile(r"""[{}]|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?""", re.DOTALL)
TELLING = re.compile(
    r"display|visibility|opacity|content|line-through|font-size|left|right|top|text-indent|clip|height|width|transform"
    r"|colou?r|background|position|overflow|bottom|inset|filter|bidi|direction|pointer-events|list-style|margin|--",
    re.IGNORECASE,
)
_APPLIED_GROUPS = ("@supports", "@layer", "@scope")
_PRINTED = re.compile(r"\b(?:print|speech|tty|tv|projection|embossed|braille|handheld)\b")
_BOUND = re.compile(r"\((min|max)-width\s*:\s*(\d{1,5})(?:\.\d+)?px\)")
_PSEUDO_ELEMENT = re.compile(r"::?(before|after|marker)$", re.IGNORECASE)
_DYNAMIC = re.compile(
    r":(?:hover|focus|focus-within|focus-visible|active|checked|target|open|visited|popover-open|modal|fullscreen|host"
    r"|disabled|enabled|invalid|valid|autofill)\b|::",
    re.IGNORECASE,
)
_NO_SCRIPT = re.compile(r"\bno-?js\b", re.IGNORECASE)
_WRITING = frozenset(["content", "list-style", "list-style-type"])
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)


@frozen
class StyleDeclaration:
    """One property of a rule with its value, both in lower case but for what is written."""

    name: str
    value: str
    is_important: bool


@frozen
class StyleRule:
    """What one selector declares; `pseudo` is "before", "after" or ""."""

    selector: str
    pseudo: str
    declarations: tuple[StyleDeclaration, ...]
    specificity: tuple[int, int, int]


@lru_cache(maxsize=8)  # the pages of a site share their sheets, and a page has the same ones at the next look
def rules_of(sheet: str) -> tuple[StyleRule, ...]:
    """Return the rules of a style sheet that say whether text is shown, in the order in which they win.

    Rules for print, for other windows and for what a reader does (hovering, checking) are none of how a page opens.
    """
    found: list[StyleRule] = []
    for prelude, body in _blocks(_COMMENT.sub(" ", sheet[:_MAX_SHEETS])):
        if not TELLING.search(body):
            continue
        declarations = tuple(_declarations_of(body))
        for selector in _selectors(prelude) if declarations else ():
            pseudo = _PSEUDO_ELEMENT.search(selector)
            bare = selector[: pseudo.start()] if pseudo else selector
            if not bare or _DYNAMIC.search(bare) or _NO_SCRIPT.search(bare):
                continue
            found.append(
                StyleRule(
                    selector=bare,
                    pseudo=pseudo[1].lower() if pseudo else "",
                    declarations=declarations,
                    specificity=_specificity(bare),
                )
            )
        if len(found) >= _MAX_RULES:
            break
    return tuple(sorted(found, key=lambda rule: rule.specificity))


def own_declarations(style: str) -> tuple[StyleDeclaration, ...]:
    """Return the declarations of an element's own `style` that say something of showing."""
    return _remembered(style) if len(style) <= _SHORT else tuple(_declarations_of(style))


@lru_cache(maxsize=1 << 10)  # a page repeats a few of them thousands of times
def _remembered(style: str) -> tuple[StyleDeclaration, ...]:
    return tuple(_declarations_of(style))


def _declarations_of(body: str) -> Iterator[StyleDeclaration]:
    """Yield the declarations of a block that say something of showing."""
    for part in _split(body, ";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if not colon or not TELLING.search(part):
            continue
        value = value.strip()
        is_important = value.lower().endswith("important")
        if is_important:
            value = value.rpartition("!")[0].strip()
        yield StyleDeclaration(
            name=name, value=value if name in _WRITING or name[:2] == "--" else value.lower(), is_important=is_important
        )


def written(value: str, attributes: dict[str, str | None]) -> str:
    """Return what a `content` writes on the page: its strings and attributes, without counters and pictures."""
    words = []
    for match in re.finditer(
        r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|attr\(\s*([-\w]+)[^)]*\)', value.partition("/")[0], re.DOTALL
    ):
        if match[3]:
            words.append(attributes.get(match[3].lower()) or "")
        else:
            words.append(_ESCAPE.sub(_unescaped, match[1] or match[2] or ""))
    return "".join(words)


def _unescaped(match: re.Match[str]) -> str:
    if not match[1]:
        return "" if match[2] == "\n" else match[2]
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0xD800 or 0xDFFF < number < 0x110000 else ""


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the selector and the declarations of each block that applies, one after the other."""
    opened: list[tuple[str, bool, bool]] = []  # selector so far, does it apply, is it a block of declarations
    start = 0
    for token in _TOKEN.finditer(sheet):
        if token[0] not in "{}":
            continue
        between, start = sheet[start : token.start()], token.end()
        around, applies, is_block = opened[-1] if opened else ("", True, False)
        if token[0] == "}":
            if opened:
                opened.pop()
            if is_block and applies:
                yield around, between
            continue
        before, _, prelude = between.rpartition(";")
        prelude = " ".join(prelude.split())
        if is_block and applies and before:
            yield around, before
        if prelude.startswith("@"):
            opened.append((around, applies and _holds(prelude), bool(around)))
        else:
            opened.append((_nested(around, prelude), applies, True))


def _holds(prelude: str) -> bool:
    """Whether a group of rules is for a page in a common window of a desk."""
    name = prelude.split(" ", 1)[0].partition("(")[0].lower()
    if name in _APPLIED_GROUPS:
        return True
    if name != "@media":
        return False
    return any(_suits(query) for query in prelude[len(name) :].lower().split(","))


def _suits(query: str) -> bool:
    if _PRINTED.search(query) or "not " in query:
        return False
    bounds = _BOUND.findall(query)
    rest = _BOUND.sub("", query)
    if "(" in rest:
        return False
    return all(int(width) <= _WIDTH if bound == "min" else int(width) >= _WIDTH for bound, width in bounds)


def _nested(around: str, prelude: str) -> str:
    if not around:
        return prelude
    inner = _selectors(prelude)
    outer = _selectors(around)
    pairs = [one.replace("&", over) if "&" in one else f"{over} {one}" for over in outer for one in inner]
    return ",".join(pairs[:_MAX_SELECTORS])


def _selectors(prelude: str) -> list[str]:
    parts = (part.strip() for part in _split(prelude, ","))
    return [part for part in parts if part and len(part) <= _MAX_SELECTOR][:_MAX_SELECTORS]


def _split(text: str, at: str) -> Iterator[str]:
    """Yield the parts of a text between separators that stand in no brackets and no string."""
    if "(" not in text and '"' not in text and "'" not in text and "[" not in text:
        yield from text.split(at)
        return
    depth = start = 0
    quoted = ""
    escaped = False
    for index, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif quoted:
            quoted = "" if character == quoted else quoted
        elif character in "\"'":
            quoted = character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == at and not depth:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def _specificity(selector: str) -> tuple[int, int, int]:
    """Return how strongly a selector speaks (Selectors Level 4, 17), near enough for what hides and shows."""
    ids = selector.count("#")
    classes = selector.count(".") + selector.count("[") + len(re.findall(r"(?<!:):(?!:)", selector))
    names = len(re.findall(r"(?:^|[\s>+~(])[a-zA-Z]", selector))
    return ids, classes, names
