"""Whether what calls itself a dialog, a menu or a tooltip is text of the page all the same. Emits no text.

A role says how assistive technology is to treat an element, and readers see none of it: inside the main part, or in the
middle of other text, sentences are sentences.
"""

from __future__ import annotations

from itertools import islice

from selectolax.lexbor import LexborNode

_MAX_NODES = 300
_MIN_WORDS = 5  # of a run of text outside links and buttons; a menu has none so long
_NO_PROSE = frozenset(["a", "button", "option", "script", "style", "label", "select"])
_TEXT_TAGS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote"])
_TEXT_PARENTS = frozenset(["p", "li", "td", "th", "dd", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"])


def is_in_text(node: LexborNode, *, is_main: bool) -> bool:
    """Whether an element with the role of boilerplate says something in the midst of the page's own text."""
    return (is_main or _is_among_text(node)) and _has_prose(node)


def _is_among_text(node: LexborNode) -> bool:
    parent = node.parent
    if parent is not None and parent.tag in _TEXT_PARENTS:
        return True
    return _tag_beside(node, forward=False) in _TEXT_TAGS and _tag_beside(node, forward=True) in _TEXT_TAGS


def _tag_beside(node: LexborNode, *, forward: bool) -> str:
    near = node.next if forward else node.prev
    for _ in range(_MAX_NODES):
        if near is None or (near.tag or "-")[0] not in "-!":
            break
        near = near.next if forward else near.prev
    return (near.tag or "") if near is not None else ""


def _has_prose(node: LexborNode) -> bool:
    """Whether a run of words stands in an element that is no link and no button."""
    for inner in islice(node.traverse(include_text=True), _MAX_NODES):
        if inner.tag != "-text" or len((inner.text_content or "").split(None, _MIN_WORDS)) < _MIN_WORDS:
            continue
        parent = inner.parent
        if parent is None or parent.tag not in _NO_PROSE:
            return True
    return False
