"""From a captured body to what the page says: its text as segments with their context, its links apart.

What the declaration's selectors leave is read whole. Markdown and plain text become the same segments through HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.extract.contexts import Block, Context, contexts
from monitor.extract.drawn_answers import write_answers
from monitor.extract.embedded import hide_unslotted, open_shadow_roots
from monitor.extract.extractor import extractor_name
from monitor.extract.facts import PageFacts, banners, consent_dialogs, facts_of
from monitor.extract.form_fields import CONTROLS, Fields
from monitor.extract.page_bounds import bounded_markup, clean_within
from monitor.extract.pdf_text import PDF, PdfUnreadableError, pdf_text
from monitor.extract.presentation import present
from monitor.extract.ranges import find_ranged, is_ranged, keep_only
from monitor.extract.rendered import as_shown
from monitor.extract.sentences import sentences
from monitor.extract.stacked_words import join_stacked
from monitor.extract.text_filters import apply_filters
from monitor.extract.unread import notes_of
from monitor.extract.walk import Walk
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Link, Segment, SegmentKind
from spiders.browser.shown_text import parted
from spiders.http.charsets import to_text

MAX_SEGMENTS = 20_000  # of a page; the longest policy has 3,000

_WHOLE = frozenset([SegmentKind.HEADING, SegmentKind.FIELD])  # never parted into sentences
_MAX_TITLE = 1_000  # characters
_WRAPPED = 50  # characters of a line of plain text that goes on in the next one


@frozen
class Page:
    """A body as markup that can be parsed, whatever it was sent as."""

    markup: str
    shown: str  # the text that our browser showed of it; "" where the markup alone tells
    length: int  # of the markup as it came, in characters
    is_cut: bool  # something of the body is left out


def page_of(body: bytes | str, *, media_type: str = "text/html", charset: str = "", is_rendered: bool = False) -> Page:
    """Return a body as a page; `is_rendered` says that our browser made it, and wrote behind it what it showed."""
    text, is_cut = _markup_of(body, media_type, charset)
    text, shown = parted(text) if is_rendered else (text, "")
    bounded = bounded_markup(text)
    return Page(
        markup=open_shadow_roots(bounded), shown=shown, length=len(text), is_cut=is_cut or len(bounded) < len(text)
    )


def extract(body: bytes | str, *, url: str = "", media_type: str = "text/html", charset: str = "") -> Extraction:
    """Return what a whole page says; see `extract_page` for a part of it, and for the signs beside it."""
    return extract_page(body, url=url, media_type=media_type, charset=charset)[0]


def extract_page(
    body: bytes | str,
    *,
    url: str = "",
    media_type: str = "text/html",
    charset: str = "",
    select: str = "body",
    remove: Iterable[str] = (),
    filters: Iterable[str] = (),
    is_rendered: bool = False,
) -> tuple[Extraction, PageFacts]:
    """Return what a page says and the signs beside it, in time linear in its length.

    Text that stands outside `select` or inside one of `remove` (CSS) is left out; what remains goes through
    the named filters. `is_rendered` says that our browser made the body: nobody else's word is taken for what a
    browser shows. Never raises for what a page holds.
    """
    page = page_of(body, media_type=media_type, charset=charset, is_rendered=is_rendered)
    return read_page(page, url=url, select=select, remove=remove, filters=filters)


def read_page(
    page: Page, *, url: str = "", select: str = "body", remove: Iterable[str] = (), filters: Iterable[str] = ()
) -> tuple[Extraction, PageFacts]:
    """Return what a page says and the signs beside it, as `extract_page` does."""
    tree = LexborHTMLParser(page.markup)
    dialogs = consent_dialogs(tree)
    facts = facts_of(tree, dialogs, url=url, length=page.length)
    for node in banners(tree, dialogs):
        node.decompose()
    removed, named = tuple(remove), tuple(filters)
    walk = _walk(tree, url, select, removed, is_cut=page.is_cut)
    extraction, is_cut = _written_out(tree, walk, extractor_name(select, removed, named))
    extraction = apply_filters(extraction, named)
    notes = notes_of(tree, url=url, length=sum(len(block.text) for block in walk.blocks), is_cut=is_cut)
    if page.shown:
        segments, parting = as_shown(extraction.segments, page.shown, is_whole=select == "body" and not removed)
        extraction, notes = replace(extraction, segments=segments), notes + parting
    return replace(extraction, segments=extraction.segments + notes), replace(facts, is_cut=is_cut)


def _written_out(tree: LexborHTMLParser, walk: Walk, extractor: str) -> tuple[Extraction, bool]:
    """Return what a walk met as segments and links, and whether some of the page is left out."""
    found = contexts(walk.blocks)
    html = tree.css_first("html")
    title = tree.css_first("title")
    segments = _segments(walk.blocks, found)
    extraction = Extraction(
        title=clean_within(title.text()[:_MAX_TITLE], _MAX_TITLE) if title else "",
        language=((html.attributes.get("lang") or "") if html else "").lower(),
        segments=segments[:MAX_SEGMENTS],
        links=_links(walk, found),
        extractor=extractor,
    )
    return extraction, walk.is_cut or len(segments) > MAX_SEGMENTS


def _walk(tree: LexborHTMLParser, url: str, select: str, removed: Sequence[str], *, is_cut: bool) -> Walk:
    """Return the walk through what readers see of a page and its declaration takes."""
    hide_unslotted(tree)
    present(tree)
    write_answers(tree)
    join_stacked(tree)
    for selector in removed:
        nodes, is_whole = _find(tree, selector)
        is_cut = is_cut or not is_whole
        for node in nodes:
            node.decompose()
    nodes, is_whole = _find(tree, select)
    if is_ranged(select):
        nodes = keep_only(tree, nodes)
    walk = Walk(base=url, fields=_fields(tree), is_chosen=select != "body", is_cut=is_cut or not is_whole)
    for node in nodes or ([tree.body] if tree.body else []):
        walk.read(node)
    return walk


def _markup_of(body: bytes | str, media_type: str, charset: str) -> tuple[str, bool]:
    """Return a body as HTML that can be encoded, and whether some of it is left out already."""
    is_cut = False
    if media_type == PDF and isinstance(body, bytes):
        body, is_cut = _text_of_pdf(body)
        media_type = "text/plain"
    text = body if isinstance(body, str) else to_text(body, charset)
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    if media_type in ("text/markdown", "text/x-markdown"):
        text = _html_of(text)
    elif media_type.startswith("text/") and media_type not in ("text/html", "text/xml"):
        text = "".join(f"<p>{_lines(_escape(paragraph))}</p>" for paragraph in re.split(r"\n\s*\n", text))
    return text, is_cut


# What follows loads its library where a page needs it: most have no form, no selector beyond lexbor and no Markdown,
# and what compares texts that were read before has no page at all.


def _text_of_pdf(body: bytes) -> tuple[str, bool]:
    """Return the text of a PDF and whether it was cut; one that can't be read says nothing."""
    try:
        text, is_whole = pdf_text(body)
    except PdfUnreadableError:
        return "", True
    return text, not is_whole


def _html_of(markdown: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").enable("table").render(markdown))


def _fields(tree: LexborHTMLParser) -> Fields:
    if tree.css_first(CONTROLS) is None:
        return Fields()
    from monitor.extract.forms import fields_of

    return fields_of(tree)


def _find(tree: LexborHTMLParser, selector: str) -> tuple[list[LexborNode], bool]:
    """Return the elements that a selector finds, in the order of the page, and whether the page was searched whole."""
    if is_ranged(selector):
        return find_ranged(tree, selector, _find)
    try:
        return tree.css(selector), True
    except SelectolaxError:
        from monitor.extract.soup import find_all

        return find_all(tree, selector)


def _lines(paragraph: str) -> str:
    """Return a paragraph of plain text with the ends of its lines marked, unless it is only wrapped."""
    lines = paragraph.strip().split("\n")
    is_wrapped = all(len(line) >= _WRAPPED for line in lines[:-1])
    return paragraph if is_wrapped else "<br>".join(lines)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _segments(blocks: Sequence[Block], found: Sequence[Context]) -> tuple[Segment, ...]:
    return tuple(
        segment
        for block, (context, kind) in zip(blocks, found, strict=True)
        for segment in _segments_of(block.text, kind, context)
    )


@lru_cache(maxsize=1 << 14)
def _segments_of(text: str, kind: SegmentKind, context: tuple[str, ...]) -> tuple[Segment, ...]:
    """Return the segments of one block; where it stood there before, the very same ones."""
    return tuple(
        Segment(text=sentence, kind=kind, context=context)
        for sentence in ((text,) if kind in _WHOLE else sentences(text))
    )


def _links(walk: Walk, found: Sequence[Context]) -> tuple[Link, ...]:
    return tuple(
        Link(text=text, url=address, context=found[index][0] if found else ()) for index, text, address in walk.links
    )
