"""Parts of a page between two of its elements, where no element holds just what counts.

"from after h2 to before .end" is what follows the first `h2`, up to the first `.end`; a line of its own beside
selectors. Open Terms Archive calls these range selectors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.declarations.page_range import PageRange, parse_range

Find = Callable[[LexborHTMLParser, str], tuple[list[LexborNode], bool]]


def is_ranged(selectors: str) -> bool:
    """Return whether one of some selectors, a line each, is a range."""
    return any(parse_range(line) for line in selectors.split("\n"))


def find_ranged(tree: LexborHTMLParser, selectors: str, find: Find) -> tuple[list[LexborNode], bool]:
    """Return the largest nodes within any of some selectors and ranges, and whether the page was searched whole."""
    found: list[LexborNode] = []
    is_whole = True
    for line in selectors.split("\n"):
        ends = parse_range(line)
        if ends is None:
            nodes, was_whole = find(tree, line)
        else:
            nodes, was_whole = _within(tree, ends, find)
        found += nodes
        is_whole = is_whole and was_whole
    return found, is_whole


def keep_only(tree: LexborHTMLParser, nodes: Iterable[LexborNode]) -> list[LexborNode]:
    """Take out of a page all but some nodes and what they stand in; return what is to be read then.

    A page in which nothing was found is left as it is.
    """
    kept = {node.mem_id for node in nodes}
    if not kept or tree.body is None:
        return []
    around = {above.mem_id for node in nodes for above in _ancestors(node)}
    stack = [tree.body]
    while stack:
        for child in _children(stack.pop()):
            if child.mem_id in kept:
                continue
            if child.mem_id in around:
                stack.append(child)
            else:
                child.decompose()
    return [tree.body]


def _within(tree: LexborHTMLParser, ends: PageRange, find: Find) -> tuple[list[LexborNode], bool]:
    starts, was_whole = find(tree, ends.start)
    stops, is_whole = find(tree, ends.stop)
    if not starts or not stops or tree.body is None:
        return [], was_whole and is_whole
    spans = _spans(tree.body)
    start = spans.get(starts[0].mem_id, (0, 0))[0 if ends.with_start else 1]
    stop = spans.get(stops[0].mem_id, (0, 0))[1 if ends.with_stop else 0]
    return list(_inside(tree.body, spans, start, stop)), was_whole and is_whole


def _inside(root: LexborNode, spans: dict[int, tuple[int, int]], start: int, stop: int) -> Iterator[LexborNode]:
    """Yield the largest nodes that lie wholly between two places."""
    stack = [root]
    while stack:
        node = stack.pop()
        enter, leave = spans[node.mem_id]
        if start <= enter and leave <= stop:
            yield node
        elif enter < stop and leave > start:
            stack += reversed(_children(node))


def _spans(root: LexborNode) -> dict[int, tuple[int, int]]:
    """Return where each node begins and ends, counted in the order of the page."""
    spans: dict[int, tuple[int, int]] = {}
    opened: list[tuple[LexborNode, int, list[LexborNode]]] = [(root, 0, _children(root)[::-1])]
    at = 0
    while opened:
        node, enter, children = opened[-1]
        at += 1
        if children:
            child = children.pop()
            opened.append((child, at, _children(child)[::-1]))
        else:
            spans[node.mem_id] = (enter, at)
            opened.pop()
    return spans


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent
