"""Which part of a page a button shows and hides (WAI-ARIA 1.2, `aria-expanded`). Opens nothing."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from monitor.extract.elements import BOILERPLATE_ROLES, Attributes

_PANELS = frozenset(["div", "section", "ul", "ol", "dl", "p", "table", "article", "dd", "blockquote"])
_WRAPPERS = frozenset(["div", "span", "header", "h1", "h2", "h3", "h4", "h5", "h6", "dt"])
_MAX_WRAPPERS = 3
_MAX_CLIMB = 30


def panel_of(button: LexborNode, tag: str, attributes: Attributes) -> tuple[list[str], LexborNode | None]:
    """Return the ids of the panels that a button names, or else the panel that follows it.

    A button that opens a menu or stands in the page's navigation has none.
    """
    role = attributes.get("role")
    if role in BOILERPLATE_ROLES or not (role == "button" or tag in ("button", "a")):
        return [], None
    if (attributes.get("aria-haspopup") or "false") != "false" or _is_in_navigation(button):
        return [], None
    if ids := (attributes.get("aria-controls") or "").split(None, 5)[:4]:
        return ids, None
    return [], _panel_after(button)


def _panel_after(button: LexborNode) -> LexborNode | None:
    node = button
    for _ in range(_MAX_WRAPPERS):
        after = _neighbour(node, forward=True)
        if after is not None:
            return after if _is_panel(after) else None
        around = node.parent
        if around is None or around.tag not in _WRAPPERS or _neighbour(node, forward=False) is not None:
            return None
        node = around
    return None


def _neighbour(node: LexborNode, *, forward: bool) -> LexborNode | None:
    """Return the next or the previous element, past what is no element."""
    near = node.next if forward else node.prev
    while near is not None and (near.tag or "-")[0] in "-!":
        near = near.next if forward else near.prev
    return near


def _is_panel(node: LexborNode) -> bool:
    attributes = node.attributes
    if node.tag not in _PANELS or "aria-expanded" in attributes or attributes.get("role") in ("button", "heading"):
        return False
    return node.css_first("h1,main") is None  # the page itself is no panel


def _is_in_navigation(node: LexborNode) -> bool:
    around = node.parent
    for _ in range(_MAX_CLIMB):
        if around is None:
            return False
        if around.tag in ("nav", "footer"):
            return True
        around = around.parent
    return False
