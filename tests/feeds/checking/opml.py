"""OPML 2.0, as a list of subscriptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.feeds.checking import values
from tests.feeds.checking.xml import counted, elements, name_of, parsed, words

_OF_HEAD = (
    "title", "dateCreated", "dateModified", "ownerName", "ownerEmail", "ownerId", "docs", "expansionState",
    "vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight",
)  # fmt: skip


def check_opml(content: bytes) -> list[str]:
    """Return complaints about a list of feeds."""
    root = parsed(content)
    if isinstance(root, str):
        return [root]
    if root.tag != "opml":
        return [f"error: the root is {root.tag}, not opml"]
    return list(_problems(root))


def _problems(root: etree._Element) -> Iterator[str]:
    if root.get("version") != "2.0":
        yield f"error: the version is {root.get('version')!r}, not 2.0"
    yield from counted(root, "opml", once=("head", "body"), at_most_once=())
    head, body = root.find("head"), root.find("body")
    if head is not None:
        yield from _head_problems(head)
    if body is None:
        return
    if body.find("outline") is None:
        yield "error: the body has no outline"
    for child in body.iter():
        if isinstance(child.tag, str) and child is not body:
            if child.tag != "outline":
                yield f"error: the body has an element {name_of(child)}"
            else:
                yield from _outline_problems(child)
    found = Counter(outline.get("xmlUrl") for outline in body.iter("outline") if outline.get("xmlUrl"))
    for address, number in found.items():
        if number > 1:
            yield f"warning: the feed {address} stands in it {number} times"
    if not found:
        yield "warning: it lists no feed"


def _head_problems(head: etree._Element) -> Iterator[str]:
    yield from counted(head, "the head", once=(), at_most_once=_OF_HEAD)
    for child in elements(head):
        if etree.QName(child).namespace is None and child.tag not in _OF_HEAD:
            yield f"error: the head has an element {name_of(child)}"
    if not words(head.find("title")).strip():
        yield "warning: the head has no title"
    for name in ("dateCreated", "dateModified"):
        if head.find(name) is not None and (problem := values.date_822_problem(words(head.find(name)))):
            yield f"error: {name} {words(head.find(name))!r} {problem}"
    for name in ("ownerId", "docs"):
        if head.find(name) is not None and not values.is_absolute(words(head.find(name))):
            yield f"error: {name} is {words(head.find(name))!r}"
    if head.find("ownerEmail") is not None and not values.is_mail(words(head.find("ownerEmail"))):
        yield f"error: ownerEmail is {words(head.find('ownerEmail'))!r}"
    state = words(head.find("expansionState"))
    if state and not all(part.strip().isdigit() for part in state.split(",")):
        yield f"error: expansionState is {state!r}"


def _outline_problems(outline: etree._Element) -> Iterator[str]:
    text, kind = outline.get("text"), outline.get("type")
    where = f"outline {text!r}"
    if text is None or not text.strip():
        yield f"error: {where} has no text"
    elif values.has_markup(text):
        yield f"warning: {where} has markup in its text"
    if kind == "rss" and not values.is_absolute(outline.get("xmlUrl", "")):
        yield f"error: {where} is a feed without an xmlUrl"
    if kind in ("link", "include") and not values.is_absolute(outline.get("url", "")):
        yield f"error: {where} is a {kind} without a url"
    if outline.get("xmlUrl") is not None and kind != "rss":
        yield f"error: {where} has an xmlUrl and is no feed"
    if outline.get("htmlUrl") is not None and not values.is_absolute(outline.get("htmlUrl", "")):
        yield f"error: {where} has the htmlUrl {outline.get('htmlUrl')!r}"
    if outline.get("language") is not None and not values.is_language(outline.get("language", "")):
        yield f"error: {where} has the language {outline.get('language')!r}"
    if outline.get("version") is not None and outline.get("version") not in ("RSS", "RSS1", "RSS2", "scriptingNews"):
        yield f"error: {where} has the version {outline.get('version')!r}"
    for name in ("isComment", "isBreakpoint"):
        if outline.get(name) is not None and outline.get(name) not in ("true", "false"):
            yield f"error: {where} has {name} {outline.get(name)!r}"
    created = outline.get("created")
    if created is not None and (problem := values.date_822_problem(created)):
        yield f"error: {where} has created {created!r}, which {problem}"
