"""What a page's style sheets do to what readers see, written into the parsed page as its own marks.

What is hidden, struck out or put out of sight is marked `hidden`, what a sheet shows in spite of such a mark loses it,
and what a sheet writes before and after an element becomes text of it. A section that readers can open is left alone,
however it is folded, and so is what holds much of the page: scripts fade it in. Linked style sheets are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.extract.elements import BLOCKS
from monitor.extract.folding import FoldedParts
from monitor.extract.style_rules import StyleRule, declarations_of, rules_of, written

_MAX_MATCHES = 100_000  # elements that rules match, of all rules together
_COST = 50  # elements as which the search for one rule counts
_MAX_NAMED = 100_000  # elements whose names are looked at
_MAX_CLASSES = 2_000  # characters of the classes of one element
_MAX_WRITTEN = 2_000  # characters that a sheet writes at one element
_MAX_INLINE = 20_000  # elements with a style of their own that are looked at
_LARGE = 4_000  # characters; what holds more is faded in, and never out of sight
_SUSPECT = re.compile(
    r"opacity|text-indent|left|right|top|clip|font-size|height|width|line-through|transform|color|none|visib",
    re.IGNORECASE,
)
_WHOLE = frozenset(["html", "body", "main", "head"])
_FAR = re.compile(r"-\d{3,}")
_NOTHING = re.compile(r"^[+-]?0*\.?0+(?:[a-z]+|%)?$|^1px$")
_CLIPPED = re.compile(r"rect\((?:\s*[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0")
_SCALED = re.compile(r"scale(?:3d|x|y)?\(\s*0(?:\.0+)?\s*[,)]|translate(?:3d|x|y)?\([^)]*-\d{4,}")
_TRANSPARENT = re.compile(
    r"^transparent$|^(?:rgb|hsl)a?\([^)]*[,/]\s*0(?:\.0+)?%?\s*\)$|^#[0-9a-f]{3}0$|^#[0-9a-f]{6}00$"
)
_NAMES = re.compile(r"(?<![\w\\])[.#][a-zA-Z_-][\w-]*")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(slots=True, eq=False)
class _Style:
    """What the rules that match one element declare of it."""

    node: LexborNode
    normal: dict[str, str] = field(default_factory=dict)
    important: dict[str, str] = field(default_factory=dict)
    around: dict[str, str] = field(default_factory=dict)  # "before" and "after": what is written there

    def settled(self) -> dict[str, str]:
        """Return the properties that win, the element's own style among them."""
        own = list(declarations_of(self.node.attributes.get("style") or ""))
        return {
            **self.normal,
            **{d.name: d.value for d in own if not d.is_important},
            **self.important,
            **{d.name: d.value for d in own if d.is_important},
        }


def present(tree: LexborHTMLParser) -> None:
    """Write into a parsed page what its styles make of it."""
    rules = rules_of(_sheets(tree))
    styles = _matched(tree, rules)
    for node in tree.css("[style]")[:_MAX_INLINE]:
        if node.mem_id not in styles and _SUSPECT.search(node.attributes.get("style") or ""):
            styles[node.mem_id] = _Style(node)
    if not styles:
        return
    folded = FoldedParts(tree)
    for style in styles.values():
        _write_out(style, folded)


def _sheets(tree: LexborHTMLParser) -> str:
    found = []
    for sheet in tree.css("style"):
        held = sheet.attributes
        media = (held.get("media") or "all").lower()
        kind = (held.get("type") or "text/css").lower()
        parent = sheet.parent
        if kind != "text/css" or "print" in media or (parent is not None and parent.tag == "noscript"):
            continue
        found.append(sheet.text(deep=True))
    return "\n".join(found)


def _matched(tree: LexborHTMLParser, rules: Iterable[StyleRule]) -> dict[int, _Style]:
    styles: dict[int, _Style] = {}
    budget = _MAX_MATCHES
    used = _used_names(tree)
    for rule in rules:
        if not used.issuperset(_NAMES.findall(rule.selector)):
            continue
        try:
            nodes = tree.css(rule.selector)
        except (SelectolaxError, ValueError):
            continue
        budget -= len(nodes) + _COST
        if budget < 0:
            break
        for node in nodes:
            style = styles.get(node.mem_id) or styles.setdefault(node.mem_id, _Style(node))
            for declaration in rule.declarations:
                if not rule.pseudo:
                    kept = style.important if declaration.is_important else style.normal
                    kept[declaration.name] = declaration.value
                elif declaration.name == "content":
                    style.around[rule.pseudo] = declaration.value
    return styles


def _used_names(tree: LexborHTMLParser) -> frozenset[str]:
    """Return the classes and ids of a page as selectors write them: most rules of a sheet are for other pages."""
    found: set[str] = set()
    for node in tree.css("[class],[id]")[:_MAX_NAMED]:
        held = node.attributes
        found.update(f".{name}" for name in (held.get("class") or "")[:_MAX_CLASSES].split())
        found.add(f"#{held.get('id')}")
    return frozenset(found)


def _write_out(style: _Style, folded: FoldedParts) -> None:
    node, tag = style.node, style.node.tag or ""
    if tag in _WHOLE:
        return
    looks = style.settled()
    display = looks.get("display", "")
    attributes = node.attrs
    if display and display != "none" and style.important.get("display") == display:
        attributes["style"] = f"display:{display}"
    if display and display != "none" and "hidden" in node.attributes:
        del attributes["hidden"]
    elif display.startswith("inline") and tag in BLOCKS:
        attributes["style"] = f"display:{display}"
    _write_content(style)
    if "hidden" in node.attributes or not _is_out_of_sight(looks):
        return
    is_struck = "line-through" in looks.get("text-decoration", "") + looks.get("text-decoration-line", "")
    if is_struck or not (folded.is_openable(node) or _is_faded_in(node, looks, folded)):
        attributes["hidden"] = ""


def _write_content(style: _Style) -> None:
    """Write what sheets put before and after an element into it; icons and marks are no words."""
    held = dict(style.node.attributes.items())
    for place, value in style.around.items():
        text = written(value, held)[:_MAX_WRITTEN]
        if not _LETTERS.search(text):
            continue
        first = next(style.node.iter(include_text=True), None) if place == "before" else None
        if first is not None:
            first.insert_before(f"{text} ")
        else:
            style.node.insert_child(f" {text}")


def _is_out_of_sight(looks: Mapping[str, str]) -> bool:
    """Whether properties keep a text from being seen."""
    if looks.get("display") == "none" or looks.get("visibility") in ("hidden", "collapse"):
        return True
    if "line-through" in looks.get("text-decoration", "") + looks.get("text-decoration-line", ""):
        return True
    if any(_NOTHING.match(looks[name]) for name in ("opacity", "font-size") if name in looks and looks[name] != "1px"):
        return True
    if looks.get("content-visibility") == "hidden" or looks.get("font-size") == "1px":
        return True
    if any(_FAR.search(looks.get(name, "")) for name in ("text-indent", "margin-left", "margin-top")):
        return True
    is_placed = looks.get("position") in ("absolute", "fixed")
    if is_placed and any(_FAR.search(looks.get(name, "")) for name in ("left", "right", "top", "bottom", "inset")):
        return True
    if _CLIPPED.search(looks.get("clip", "") + looks.get("clip-path", "")):
        return True
    is_cut = any(word in looks.get("overflow", "") for word in ("hidden", "clip"))
    if is_cut and any(_NOTHING.match(looks.get(name, "")) for name in ("height", "max-height", "width", "max-width")):
        return True
    return bool(_SCALED.search(looks.get("transform", ""))) or _is_uncoloured(looks)


def _is_uncoloured(looks: Mapping[str, str]) -> bool:
    """Whether a text is of no colour, or of the colour that its own element has behind it."""
    colour = _colour(looks.get("color", ""))
    if not colour:
        return False
    behind = _colour(looks.get("background-color", "") or looks.get("background", "").split(" ")[0])
    is_clipped = "text" in (looks.get("background-clip", "") + looks.get("-webkit-background-clip", ""))
    return (bool(_TRANSPARENT.match(colour)) and not is_clipped) or colour == behind


_NAMED = {"white": "#ffffff", "black": "#000000"}


def _colour(value: str) -> str:
    value = _NAMED.get(value.strip(), value.strip())
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(digit * 2 for digit in value[1:])
    return value


def _is_faded_in(node: LexborNode, looks: Mapping[str, str], folded: FoldedParts) -> bool:
    """Whether a script may be about to show an element: it is large, or a part of the page in a state of motion."""
    if len(node.text(deep=True)) > _LARGE or node.css_first("h1,main") is not None:
        return True
    is_hard = looks.get("display") == "none" or looks.get("visibility") in ("hidden", "collapse")
    return folded.has_scripts and not is_hard and node.tag in BLOCKS
