"""Parts of a parsed page as a Beautiful Soup document, in which every tag knows its element of the page.

The page itself is parsed and walked by lexbor, which takes a tenth of the time. Beautiful Soup is given what it is
better at: how a form hangs together, and selectors that lexbor doesn't know. Reads no text and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import cast

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder
from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_NODES = 50_000
"""Elements and texts of a page that a soup is made of: half a second."""

_MAX_CLIMB = 60  # elements between an element of an outline and the next one around it


class PageTag(Tag):
    """A tag that stands for an element of the page; an attribute without a value is None, as lexbor has it."""

    node: LexborNode


def outline_of(tree: LexborHTMLParser, selector: str) -> BeautifulSoup:
    """Return the elements that a selector finds, nested as they are on the page, without what stands between."""
    found = {node.mem_id: node for node in tree.css(selector)[:MAX_NODES]}  # one may match twice

    def around(node: LexborNode) -> int:
        parent = node.parent
        for _ in range(_MAX_CLIMB):
            if parent is None or parent.mem_id in found:
                break
            parent = parent.parent
        return parent.mem_id if parent is not None else 0

    return _soup(found.values(), around)


def find_all(tree: LexborHTMLParser, selector: str) -> tuple[list[LexborNode], bool]:
    """Return the elements that a selector finds, in the order of the page, and whether the page was searched whole.

    A selector may use all of CSS that soupsieve knows, `:-soup-contains("…")` too; what lexbor knows it finds sooner.
    """
    every = tree.root.traverse(include_text=True) if tree.root is not None else iter(())
    soup = _soup(islice(every, MAX_NODES), lambda node: node.parent.mem_id if node.parent is not None else 0)
    return [cast("PageTag", tag).node for tag in soup.select(selector)], next(every, None) is None


def _soup(nodes: Iterable[LexborNode], around: Callable[[LexborNode], int]) -> BeautifulSoup:
    return BeautifulSoup("", builder=_PageBuilder(nodes, around), element_classes={Tag: PageTag})


class _PageBuilder(HTMLTreeBuilder):
    """Feeds Beautiful Soup nodes of a page in their order, where others feed it markup."""

    def __init__(self, nodes: Iterable[LexborNode], around: Callable[[LexborNode], int]) -> None:
        super().__init__(multi_valued_attributes={}, preserve_whitespace_tags=set(), string_containers={})
        self._nodes, self._around = nodes, around

    def feed(self, markup: object) -> None:
        soup = cast("BeautifulSoup", self.soup)  # set before it is fed
        opened: list[tuple[int, str]] = []
        for node in self._nodes:
            name = node.tag or "-"
            if name[0] in "-!" and name != "-text":
                continue
            around = self._around(node)
            while opened and opened[-1][0] != around:
                soup.handle_endtag(opened.pop()[1])
            if name == "-text":
                soup.handle_data(node.text_content or "")
                continue
            attributes = cast("dict[str, str]", dict(node.attributes))  # None is as good to it as any value
            cast("PageTag", soup.handle_starttag(name, None, None, attributes)).node = node
            opened.append((node.mem_id, name))
