"""What a page's style sheets do to what readers see, written into the parsed page as its own marks.

What is hidden, struck out or put out of sight is marked `hidden`, what a sheet shows in spite of such a mark loses it,
and what a sheet writes before and after an element becomes text of it. A section that readers can open is left alone,
however it is folded, and so is what holds much of the page: scripts fade it in. Linked style sheets are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.extract.colours import are_alike
from monitor.extract.elements import BLOCKS
from monitor.extract.folding import FoldedParts
from monitor.extract.style_rules import StyleRule, own_declarations, rules_of, written

_MAX_MATCHES = 100_000  # elements that rules match, of all rules together
_COST = 50  # elements as which the search for one rule counts
_MAX_NAMED = 100_000  # elements whose names are looked at
_MAX_CLASSES = 2_000  # characters of the classes of one element
_MAX_ENTRIES = 200  # of a list whose style writes before each
_MAX_WRITTEN = 2_000  # characters that a sheet writes at one element
_MAX_INLINE = 20_000  # elements with a style of their own that are looked at
_LARGE = 4_000  # characters; what holds more is faded in, and never out of sight
_SUSPECT = re.compile(
    r"opacity|text-indent|left|right|top|clip|font|height|width|line-through|transform|color|none|visib|bidi|pointer"
    r"|margin|content|list-style|--",
    re.IGNORECASE,
)
_WHOLE = frozenset(["html", "body", "main", "head"])
_PAPER, _TEXTURE = "white", "a picture"  # behind a page that says nothing, and what is no colour
_MAX_LED = 50  # nodes in which the first letter of an element is looked for
_EVERYWHERE = frozenset([":root", "html", "body", "*", ":host"])
_FAR = re.compile(r"-\d{3,}")
_NOTHING = re.compile(r"^[+-]?0*\.?0+(?:[a-z]+|%)?$|^1px$")
_CLIPPED = re.compile(r"rect\((?:\s*[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0")
_SCALED = re.compile(
    r"scale(?:3d|x|y)?\(\s*0(?:\.0+)?\s*[,)]|translate(?:3d|x|y)?\([^)]*-(?:\d{4,}|\d{3,}(?:\.\d+)?v[wh])"
)
_FAINT = re.compile(r"opacity\(\s*0*\.?0*%?\s*\)")
_SIZE = re.compile(r"(\d*\.?\d+)(px|pt|em|rem|%)")
_PIXELS = {"px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "%": 0.16}
_LEAST_SIZE = 2.0  # pixels of letters that somebody can see
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_MAX_VARIABLES = 4  # one in another
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

    def settled(self, variables: Mapping[str, str]) -> dict[str, str]:
        """Return the properties that win, the element's own style among them, with what `variables` stand for."""
        own = own_declarations(self.node.attributes.get("style") or "")
        looks = {
            **self.normal,
            **{d.name: d.value for d in own if not d.is_important},
            **self.important,
            **{d.name: d.value for d in own if d.is_important},
        }
        known = {**variables, **{name: value for name, value in looks.items() if name.startswith("--")}}
        return {name: _without_variables(value, known) for name, value in looks.items()}


def _without_variables(value: str, known: Mapping[str, str]) -> str:
    """Return a value with what its variables stand for (CSS Custom Properties Level 1)."""
    for _ in range(_MAX_VARIABLES):
        if "var(" not in value:
            break
        value = _VARIABLE.sub(lambda match: known.get(match[1], match[2] or "").strip(), value)
    return value


def present(tree: LexborHTMLParser) -> None:
    """Write into a parsed page what its styles make of it."""
    rules = rules_of(_sheets(tree))
    styles = _matched(tree, rules)
    variables = _variables(rules)
    for node in tree.css("[style]")[:_MAX_INLINE]:
        if node.mem_id not in styles and _SUSPECT.search(node.attributes.get("style") or ""):
            styles[node.mem_id] = _Style(node)
    folded = FoldedParts(tree)
    _shut(tree, folded)
    for node in tree.css('bdo[dir="rtl" i]')[:_MAX_NAMED]:
        _turn(node)
    if not styles:
        return
    grounds = _Grounds(tree, styles, variables)
    for style in styles.values():
        _write_out(style, style.settled(variables), folded, grounds, variables)


def _variables(rules: Iterable[StyleRule]) -> dict[str, str]:
    """Return what a page's sheets set for all of it."""
    return {
        declaration.name: declaration.value
        for rule in rules
        if rule.selector in _EVERYWHERE
        for declaration in rule.declarations
        if declaration.name.startswith("--")
    }


def _shut(tree: LexborHTMLParser, folded: FoldedParts) -> None:
    """Mark as hidden the dialogs and popovers of a page that nothing could open."""
    for node in tree.css("dialog:not([open]),[popover]")[:_MAX_NAMED]:
        if not folded.has_scripts and not folded.is_named(node):
            node.attrs["hidden"] = ""


def _turn(node: LexborNode) -> None:
    """Write into an element of Latin letters that it is shown from its end to its beginning (UAX 9)."""
    first = next(node.iter(include_text=True), None)
    inside = islice(node.traverse(include_text=True), _MAX_LED)
    said = "".join((each.text_content or "")[:_MAX_LED] for each in inside if each.tag == "-text")
    letter = next(filter(str.isalpha, said), "")
    if first is not None and letter.isascii():
        first.insert_before("\u202e")
        node.insert_child("\u202c")


class _Grounds:
    """The colour behind each element, where the page itself says all of it: with a linked sheet nobody knows."""

    def __init__(self, tree: LexborHTMLParser, styles: Mapping[int, _Style], variables: Mapping[str, str]) -> None:
        self._styles = styles
        self._variables = variables
        self._is_known = tree.css_first('link[rel~="stylesheet" i]') is None
        self._behind: dict[int, str] = {}

    def is_hidden(self, node: LexborNode, looks: Mapping[str, str]) -> bool:
        """Whether a text has the colour of what is behind it."""
        colour = looks.get("color", "")
        return bool(colour) and self._is_known and are_alike(colour, self._ground(node))

    def _ground(self, node: LexborNode) -> str:
        """Return the ground of the nearest element around a node that has one; each element is looked at once."""
        passed, around, found = [], node, ""
        while not found:
            found = self._behind.get(around.mem_id) or self._own(around)
            passed.append(around.mem_id)
            if around.parent is None or not around.parent.tag:
                break
            around = around.parent
        self._behind.update(dict.fromkeys(passed, found or _PAPER))
        return found or _PAPER

    def _own(self, node: LexborNode) -> str:
        style = self._styles.get(node.mem_id)
        looks = style.settled(self._variables) if style else {}
        return _TEXTURE if _is_textured(looks) else _ground_of(looks)


def _is_textured(looks: Mapping[str, str]) -> bool:
    """Whether a picture or a run of colours is behind an element."""
    stated = looks.get("background", "") + looks.get("background-image", "")
    return "url(" in stated or "gradient" in stated


def _ground_of(looks: Mapping[str, str]) -> str:
    stated = looks.get("background-color", "") or looks.get("background", "")
    stated = stated if stated.startswith(("rgb", "hsl")) else stated.split(" ")[0]
    return "" if _TRANSPARENT.match(stated) or stated in ("none", "inherit", "initial", "unset") else stated


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


def _write_out(
    style: _Style, looks: Mapping[str, str], folded: FoldedParts, grounds: _Grounds, variables: Mapping[str, str]
) -> None:
    node, tag = style.node, style.node.tag or ""
    if tag in _WHOLE:
        return
    display = looks.get("display", "")
    attributes = node.attrs
    if display and display != "none" and style.important.get("display") == display:
        attributes["style"] = f"display:{display}"
    if display and display != "none" and "hidden" in node.attributes:
        del attributes["hidden"]
    elif display.startswith("inline") and tag in BLOCKS:
        attributes["style"] = f"display:{display}"
    _write_content(style, looks, variables)
    if looks.get("unicode-bidi", "").endswith("override") and looks.get("direction") == "rtl":
        _turn(node)
    if looks.get("pointer-events") == "none" and tag == "a":
        attributes["aria-disabled"] = "true"
    if "hidden" in node.attributes or not (_is_out_of_sight(looks) or grounds.is_hidden(node, looks)):
        return
    is_struck = "line-through" in looks.get("text-decoration", "") + looks.get("text-decoration-line", "")
    if is_struck or not (folded.is_openable(node) or _is_faded_in(node, looks, folded)):
        attributes["hidden"] = ""


def _write_content(style: _Style, looks: Mapping[str, str], variables: Mapping[str, str]) -> None:
    """Write what sheets put before and after an element into it; icons and marks are no words."""
    held = dict(style.node.attributes.items())
    known = {**variables, **{name: value for name, value in looks.items() if name.startswith("--")}}
    for place, value in style.around.items():
        text = written(_without_variables(value, known), held)[:_MAX_WRITTEN]
        _write(style.node, place, text)
    marked = looks.get("list-style-type", "") or looks.get("list-style", "")
    if marked[:1] in ("'", '"'):
        for entry in [style.node] if style.node.tag == "li" else _entries_of(style.node):
            _write(entry, "before", written(marked, held)[:_MAX_WRITTEN])


def _entries_of(listed: LexborNode) -> list[LexborNode]:
    return [child for child in islice(listed.iter(), _MAX_ENTRIES) if child.tag == "li"]


def _write(node: LexborNode, place: str, text: str) -> None:
    is_figure = text.isdigit() and _ends_in_figure(node, place)
    if not is_figure and not _LETTERS.search(text):
        return
    gap = "" if is_figure else " "
    first = next(node.iter(include_text=True), None) if place != "after" else None
    if first is not None:
        first.insert_before(f"{text}{gap}")
    else:
        node.insert_child(f"{gap}{text}")


def _ends_in_figure(node: LexborNode, place: str) -> bool:
    """Whether the text directly inside an element has a figure at its end, or else at its beginning."""
    inside = list(node.iter(include_text=True))
    text = (inside[-1 if place == "after" else 0].text_content or "") if inside else ""
    return (text[-1:] if place == "after" else text[:1]).isdigit()


def _is_out_of_sight(looks: Mapping[str, str]) -> bool:
    """Whether properties keep a text from being seen."""
    if looks.get("display") == "none" or looks.get("visibility") in ("hidden", "collapse"):
        return True
    if "line-through" in looks.get("text-decoration", "") + looks.get("text-decoration-line", ""):
        return True
    if any(_NOTHING.match(looks[name]) for name in ("opacity", "font-size") if name in looks and looks[name] != "1px"):
        return True
    if looks.get("content-visibility") == "hidden" or _is_tiny(looks) or _FAINT.search(looks.get("filter", "")):
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


def _is_tiny(looks: Mapping[str, str]) -> bool:
    size = _SIZE.fullmatch(looks.get("font-size", ""))
    return size is not None and float(size[1]) * _PIXELS[size[2]] < _LEAST_SIZE


def _is_uncoloured(looks: Mapping[str, str]) -> bool:
    """Whether a text is of no colour, or of the colour that its own element has behind it."""
    colour = looks.get("color", "").strip()
    if not colour:
        return False
    is_clipped = "text" in (looks.get("background-clip", "") + looks.get("-webkit-background-clip", ""))
    if _TRANSPARENT.match(colour):
        return not is_clipped
    return not _is_textured(looks) and are_alike(colour, _ground_of(looks))


def _is_faded_in(node: LexborNode, looks: Mapping[str, str], folded: FoldedParts) -> bool:
    """Whether a script may be about to show an element: it is large, or a part of the page in a state of motion."""
    if len(node.text(deep=True)) > _LARGE or node.css_first("h1,main") is not None:
        return True
    is_hard = looks.get("display") == "none" or looks.get("visibility") in ("hidden", "collapse")
    return folded.has_scripts and not is_hard and node.tag in BLOCKS
