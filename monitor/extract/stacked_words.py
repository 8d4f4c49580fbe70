"""Words set one below the other, a line each: they are read across the lines, as people read them."""

from __future__ import annotations

from itertools import groupby

from selectolax.lexbor import LexborHTMLParser, LexborNode

_LEAST = 5  # lines of one word each; fewer are a name or an address
_MAX_BREAKS = 5_000


def join_stacked(tree: LexborHTMLParser) -> None:
    """Put the words of a line each into one, where five and more stand below each other and nothing beside them."""
    seen: set[int] = set()
    for line_end in tree.css("br")[:_MAX_BREAKS]:
        parent = line_end.parent
        if parent is not None and parent.mem_id not in seen:
            seen.add(parent.mem_id)
            _join(list(parent.iter(include_text=True)))


def _join(nodes: list[LexborNode]) -> None:
    for is_stacked, run in groupby(nodes, _is_stacked):
        stack = list(run)
        lines = [node.text_content or "" for node in stack if node.tag == "-text"]
        words = [line.strip() for line in lines if line.strip()]
        if not is_stacked or len(words) < _LEAST:
            continue
        is_spelt = sum(map(len, words)) < len(words) * 2
        stack[0].insert_before("".join(line.strip() or " " for line in lines) if is_spelt else " ".join(words))
        for node in stack:
            node.decompose()


def _is_stacked(node: LexborNode) -> bool:
    if node.tag == "br":
        return True
    return node.tag == "-text" and len((node.text_content or "").split()) <= 1
