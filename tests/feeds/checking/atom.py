"""Atom 1.0 (RFC 4287), and archives after RFC 5005."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from tests.feeds.checking import values
from tests.feeds.checking.xml import (
    ATOM,
    LINK,
    archive_problems,
    counted,
    elements,
    language_problems,
    link_problems,
    name_of,
    parsed,
    words,
)


def _a(name: str) -> str:
    return f"{{{ATOM}}}{name}"


_OF_FEED = {
    "author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title",
    "updated", "entry",
}  # fmt: skip
_OF_ENTRY = {
    "author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary", "title",
    "updated",
}  # fmt: skip
_TEXTS = ("title", "subtitle", "summary", "rights")


def check_atom(content: bytes) -> list[str]:
    """Return complaints about a feed document."""
    root = parsed(content)
    if isinstance(root, str):
        return [root]
    if root.tag != _a("feed"):
        return [f"error: the root is {root.tag}, not an Atom feed"]
    return [*_feed_problems(root), *language_problems(root), *archive_problems(root)]


def _feed_problems(feed: etree._Element) -> Iterator[str]:
    yield from counted(
        feed, "the feed", once=map(_a, ("id", "title", "updated")),
        at_most_once=map(_a, ("generator", "icon", "logo", "rights", "subtitle")),
    )  # fmt: skip
    yield from _common_problems(feed, "the feed", _OF_FEED)
    if not any(link.get("rel") == "self" for link in feed.findall(LINK)):
        yield "warning: the feed has no self link"
    entries = feed.findall(_a("entry"))
    if feed.find(_a("author")) is None and not all(entry.find(_a("author")) is not None for entry in entries):
        yield "error: neither the feed nor each entry has an author"
    times: dict[str, list[datetime | None]] = defaultdict(list)
    for entry in entries:
        yield from _entry_problems(entry)
        times[words(entry.find(_a("id")))].append(values.instant(words(entry.find(_a("updated")))))
    for entry_id, moments in times.items():
        if len(moments) != len(set(moments)):
            yield f"error: two entries have the id {entry_id!r} and one time of update"
        elif len(moments) > 1:
            yield f"warning: the id {entry_id!r} stands twice in one document"
    newest = max((moment for moments in times.values() for moment in moments if moment), default=None)
    updated = values.instant(words(feed.find(_a("updated"))))
    if newest and updated and updated < newest:
        yield "warning: the feed was updated before its newest entry"


def _entry_problems(entry: etree._Element) -> Iterator[str]:
    where = f"entry {words(entry.find(_a('id')))!r}"
    yield from counted(
        entry, where, once=map(_a, ("id", "title", "updated")),
        at_most_once=map(_a, ("content", "published", "rights", "source", "summary")),
    )  # fmt: skip
    yield from _common_problems(entry, where, _OF_ENTRY)
    content = entry.find(_a("content"))
    has_alternate = any(link.get("rel", "alternate") == "alternate" for link in entry.findall(LINK))
    if content is None and not has_alternate:
        yield f"error: {where} has neither content nor an alternate link"
    if content is not None:
        yield from _content_problems(content, where, has_summary=entry.find(_a("summary")) is not None)
    published, updated = (values.instant(words(entry.find(_a(name)))) for name in ("published", "updated"))
    if published and updated and updated < published:
        yield f"warning: {where} was updated before it was published"


def _common_problems(parent: etree._Element, where: str, known: set[str]) -> Iterator[str]:
    yield from link_problems(parent, where)
    for child in elements(parent):
        name = name_of(child)
        if etree.QName(child).namespace == ATOM and name not in known:
            yield f"error: {where} has an element {name} that Atom doesn't know there"
        elif etree.QName(child).namespace is None:
            yield f"error: {where} has an element {name} of no namespace"
    entry_id = words(parent.find(_a("id")))
    if parent.find(_a("id")) is not None and not values.is_uri(entry_id):
        yield f"error: {where} has the id {entry_id!r}, which is no absolute IRI"
    for name in ("updated", "published"):
        for element in parent.findall(_a(name)):
            if values.instant(words(element)) is None:
                yield f"error: {where} has {name} {words(element)!r}, which is no RFC 3339 time"
    yield from _construct_problems(parent, where)


def _construct_problems(parent: etree._Element, where: str) -> Iterator[str]:
    for name in _TEXTS:
        for element in parent.findall(_a(name)):
            yield from _text_problems(element, where)
    for name in ("author", "contributor"):
        for element in parent.findall(_a(name)):
            yield from _person_problems(element, where)
    for category in parent.findall(_a("category")):
        if not category.get("term"):
            yield f"error: {where} has a category without a term"
        if category.get("scheme") is not None and not values.is_uri(category.get("scheme", "")):
            yield f"error: {where} has a category of the scheme {category.get('scheme')!r}"
    for name in ("icon", "logo"):
        if parent.find(_a(name)) is not None and not values.is_absolute(words(parent.find(_a(name)))):
            yield f"error: {where} has {name} {words(parent.find(_a(name)))!r}"


def _text_problems(element: etree._Element, where: str) -> Iterator[str]:
    name, kind = name_of(element), element.get("type", "text")
    if kind not in ("text", "html", "xhtml"):
        yield f"error: {where} has a {name} of type {kind!r}"
    elif kind == "xhtml":
        yield from _xhtml_problems(element, where)
    else:
        if elements(element):
            yield f"error: {where} has a {name} with elements in it"
        if name == "title" and not words(element).strip():
            yield f"warning: {where} has an empty title"
        if kind == "text" and values.has_markup(words(element)):
            yield f"warning: {where} has a {name} of plain text with markup in it"
        if kind == "html":
            yield from (f"{found} in {name} of {where}" for found in values.html_problems(words(element)))


def _xhtml_problems(element: etree._Element, where: str) -> Iterator[str]:
    children = elements(element)
    if len(children) != 1 or children[0].tag != "{http://www.w3.org/1999/xhtml}div":
        yield f"error: {where} has a {name_of(element)} of XHTML that is not one div"


def _content_problems(content: etree._Element, where: str, *, has_summary: bool) -> Iterator[str]:
    kind = content.get("type", "text")
    if content.get("src") is not None:
        if not values.is_absolute(content.get("src", "")):
            yield f"error: {where} has content at {content.get('src')!r}"
        if words(content).strip() or elements(content):
            yield f"error: {where} has content here and elsewhere"
        if not has_summary:
            yield f"error: {where} has content elsewhere and no summary"
        return
    if kind in ("text", "html"):
        if elements(content):
            yield f"error: {where} has content with elements in it"
        if kind == "html":
            yield from (f"{found} in content of {where}" for found in values.html_problems(words(content)))
        return
    if kind == "xhtml":
        yield from _xhtml_problems(content, where)
    elif not values.is_media_type(kind):
        yield f"error: {where} has content of type {kind!r}"
    elif kind.startswith("multipart/") or kind.startswith("message/"):
        yield f"error: {where} has content of the composite type {kind!r}"
    elif not kind.endswith(("+xml", "/xml")) and not kind.startswith("text/") and not has_summary:
        yield f"error: {where} has encoded content and no summary"


def _person_problems(person: etree._Element, where: str) -> Iterator[str]:
    names = person.findall(_a("name"))
    if len(names) != 1 or not words(names[0]).strip():
        yield f"error: {where} has an author without one name"
    uri, mail = person.find(_a("uri")), person.find(_a("email"))
    if uri is not None and not values.is_uri(words(uri)):
        yield f"error: {where} has an author at {words(uri)!r}"
    if mail is not None and not values.is_mail(words(mail)):
        yield f"error: {where} has an author with the mail address {words(mail)!r}"
