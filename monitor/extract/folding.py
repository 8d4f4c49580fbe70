"""Which parts of a page readers can open though they are out of sight at first. Opens nothing."""

from __future__ import annotations

import re
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_CONTROLS = 2_000  # elements that name what they open
_MAX_CLIMB = 3  # elements around a part beside which its control may stand
_MAX_NEAR = 6  # nodes between a part and its control
_NAMED = re.compile(
    r"accordion|collaps|panel|\btabs?\b|tab-|expand|toggl|spoiler|faq|answer|drawer|more|reveal|dropdown|truncat|fold",
    re.IGNORECASE,
)
_SCRIPTS = (
    'script:not([type]),script[type=""],script[type*="javascript" i],script[type="module"],[onclick],[onload],'
    'a[href^="javascript:" i]'
)
_REFERRING = "[aria-controls],[data-target],[data-bs-target],[data-toggle],[popovertarget],[commandfor],label[for]"
_NAMING = ("aria-controls", "data-target", "data-bs-target", "popovertarget", "commandfor", "href", "for")
_CONTROLS = (
    "button,summary,label[for],input[type=checkbox],input[type=radio],[role=button],[role=tab],[onclick],"
    '[aria-expanded],[aria-controls],[data-toggle],[data-target],[data-bs-toggle],a[href^="#"],'
    'a[href^="javascript:" i],a:not([href])'
)


class FoldedParts:
    """What of one page can be opened: without scripts and without boxes to check nothing can."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree

    @cached_property
    def has_scripts(self) -> bool:
        """Whether the page has scripts that could show something."""
        return self._tree.css_first(_SCRIPTS) is not None

    @cached_property
    def _has_boxes(self) -> bool:
        return self._tree.css_first("input[type=checkbox],input[type=radio]") is not None

    @cached_property
    def _named(self) -> frozenset[str]:
        """Return the ids that controls of the page name."""
        found = set()
        for node in self._tree.css(_REFERRING)[:_MAX_CONTROLS]:
            held = node.attributes
            for name in _NAMING:
                found.update((held.get(name) or "")[:400].replace("#", "").split()[:8])
        return frozenset(found)

    def is_named(self, node: LexborNode) -> bool:
        """Whether a control of the page names an element: a browser opens it without a script."""
        return (node.attributes.get("id") or "-") in self._named

    def is_openable(self, node: LexborNode) -> bool:
        """Whether something on the page looks as if it opened an element."""
        if not self.has_scripts and not self._has_boxes:
            return False
        around: LexborNode | None = node
        for _ in range(_MAX_CLIMB + 1):
            if around is None or around.tag in ("body", "main", "html"):
                return False
            held = around.attributes
            if (held.get("id") or "-") in self._named or held.get("role") == "tabpanel":
                return True
            if _NAMED.search(f"{held.get('class') or ''} {held.get('id') or ''}"):
                return True
            if _has_control_beside(around):
                return True
            around = around.parent
        return False


def _has_control_beside(node: LexborNode) -> bool:
    for forward in (False, True):
        near = node.next if forward else node.prev
        for _ in range(_MAX_NEAR):
            if near is None:
                break
            if (near.tag or "-")[0] not in "-!":
                if near.css_matches(_CONTROLS):  # itself or something in it
                    return True
                break
            near = near.next if forward else near.prev
    return False
