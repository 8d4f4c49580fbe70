"""RSS 2.0, with the best practices profile of the RSS Advisory Board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.feeds.checking import values
from tests.feeds.checking.xml import (
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

_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_ATOM_UPDATED = "{http://www.w3.org/2005/Atom}updated"
_ONCE = ("title", "link", "description")
_AT_MOST_ONCE = (
    "language", "copyright", "managingEditor", "webMaster", "pubDate", "lastBuildDate", "generator", "docs", "cloud",
    "ttl", "image", "rating", "textInput", "skipHours", "skipDays",
)  # fmt: skip
_OF_ITEM = ("title", "link", "description", "author", "comments", "enclosure", "guid", "pubDate", "source")
_WEEK = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}


def check_rss(content: bytes) -> list[str]:
    """Return complaints about a feed document."""
    root = parsed(content)
    if isinstance(root, str):
        return [root]
    if root.tag != "rss":
        return [f"error: the root is {root.tag}, not rss"]
    channels = root.findall("channel")
    if root.get("version") != "2.0":
        return [f"error: the version is {root.get('version')!r}, not 2.0"]
    if len(channels) != 1 or len(elements(root)) != 1:
        return ["error: rss has not one channel and nothing else"]
    return [*_channel_problems(channels[0]), *language_problems(root), *archive_problems(channels[0])]


def _channel_problems(channel: etree._Element) -> Iterator[str]:
    yield from counted(channel, "the channel", once=_ONCE, at_most_once=_AT_MOST_ONCE)
    yield from _unknown(channel, {*_ONCE, *_AT_MOST_ONCE, "category", "item"}, "the channel")
    for name in ("title", "description"):
        if channel.find(name) is not None and not words(channel.find(name)).strip():
            yield f"error: the channel has an empty {name}"
        if values.has_markup(words(channel.find(name))):
            yield f"warning: the channel has a {name} with markup in it"
    yield from _value_problems(channel)
    yield from _date_problems(channel, ("pubDate", "lastBuildDate"), "the channel")
    yield from _small_problems(channel)
    yield from link_problems(channel, "the channel")
    if not any(link.get("rel") == "self" for link in channel.findall(LINK)):
        yield "warning: the channel has no atom:link to itself"
    guids: Counter[str] = Counter()
    for item in channel.findall("item"):
        yield from _item_problems(item)
        if item.find("guid") is not None:
            guids[words(item.find("guid"))] += 1
    for guid, number in guids.items():
        if number > 1:
            yield f"error: {number} items have the guid {guid!r}"


def _value_problems(channel: etree._Element) -> Iterator[str]:
    for name in ("link", "docs"):
        if channel.find(name) is not None and not values.is_absolute(words(channel.find(name))):
            yield f"error: the channel has {name} {words(channel.find(name))!r}"
    if channel.find("language") is not None and not values.is_language(words(channel.find("language"))):
        yield f"error: the channel has the language {words(channel.find('language'))!r}"
    for name in ("managingEditor", "webMaster"):
        if channel.find(name) is not None and not values.is_mail(words(channel.find(name)).partition(" ")[0]):
            yield f"error: the channel has {name} without a mail address"


def _small_problems(channel: etree._Element) -> Iterator[str]:
    if channel.find("ttl") is not None and not words(channel.find("ttl")).isdigit():
        yield f"error: the channel has the ttl {words(channel.find('ttl'))!r}"
    hours = [words(hour) for hour in channel.findall("skipHours/hour")]
    if any(not hour.isdigit() or int(hour) > 23 for hour in hours) or len(hours) != len(set(hours)):
        yield "error: the channel has bad skipHours"
    days = [words(day) for day in channel.findall("skipDays/day")]
    if not set(days) <= _WEEK or len(days) != len(set(days)):
        yield "error: the channel has bad skipDays"
    image = channel.find("image")
    if image is not None:
        for name in ("url", "title", "link"):
            if not words(image.find(name)).strip():
                yield f"error: the image has no {name}"
        if words(image.find("link")) != words(channel.find("link")):
            yield "warning: the image leads elsewhere than the channel"
    if channel.find("textInput") is not None:
        yield "warning: the channel has a textInput, which the profile advises against"
    cloud = channel.find("cloud")
    if cloud is not None and not {"domain", "path", "port", "protocol", "registerProcedure"} <= set(cloud.attrib):
        yield "error: the cloud lacks attributes"


def _item_problems(item: etree._Element) -> Iterator[str]:
    where = f"item {words(item.find('guid'))!r}"
    yield from counted(item, where, once=(), at_most_once=(*_OF_ITEM, _ENCODED, _ATOM_UPDATED))
    yield from _unknown(item, {*_OF_ITEM, "category"}, where)
    yield from link_problems(item, where)
    if item.find("title") is None and item.find("description") is None:
        yield f"error: {where} has neither title nor description"
    if item.find("title") is not None and not words(item.find("title")).strip():
        yield f"warning: {where} has an empty title"
    if values.has_markup(words(item.find("title"))):
        yield f"warning: {where} has a title with markup in it"
    for name in ("link", "comments"):
        if item.find(name) is not None and not values.is_absolute(words(item.find(name))):
            yield f"error: {where} has {name} {words(item.find(name))!r}"
    yield from _guid_problems(item, where)
    yield from _date_problems(item, ("pubDate",), where)
    updated = item.find(_ATOM_UPDATED)
    if updated is not None and values.instant(words(updated)) is None:
        yield f"error: {where} has atom:updated {words(updated)!r}"
    author = item.find("author")
    if author is not None and not values.is_mail(words(author).partition(" ")[0]):
        yield f"error: {where} has an author without a mail address; dc:creator takes a name"
    if author is not None and item.find(_CREATOR) is not None:
        yield f"warning: {where} has author and dc:creator"
    yield from _enclosure_problems(item, where)
    source = item.find("source")
    if source is not None and not values.is_absolute(source.get("url", "")):
        yield f"error: {where} has a source without a url"
    for category in item.findall("category"):
        if not words(category).strip():
            yield f"error: {where} has an empty category"
    yield from _body_problems(item, where)


def _guid_problems(item: etree._Element, where: str) -> Iterator[str]:
    guid = item.find("guid")
    if guid is None:
        yield f"warning: {where} has no guid"
        return
    permanent = guid.get("isPermaLink", "true")
    if permanent not in ("true", "false"):
        yield f"error: {where} has isPermaLink {permanent!r}"
    elif permanent == "true" and not values.is_absolute(words(guid)):
        yield f"error: {where} has a guid that claims to be an address"
    if not words(guid).strip():
        yield f"error: {where} has an empty guid"


def _enclosure_problems(item: etree._Element, where: str) -> Iterator[str]:
    for enclosure in item.findall("enclosure"):
        if not values.is_absolute(enclosure.get("url", "")):
            yield f"error: {where} has an enclosure without a url"
        if not enclosure.get("length", "").isdigit():
            yield f"error: {where} has an enclosure without a length"
        if not values.is_media_type(enclosure.get("type", "")):
            yield f"error: {where} has an enclosure without a type"


def _body_problems(item: etree._Element, where: str) -> Iterator[str]:
    encoded, description = item.find(_ENCODED), item.find("description")
    if encoded is not None:
        yield from (f"{found} in content of {where}" for found in values.html_problems(words(encoded)))
        if description is None:
            yield f"warning: {where} has content:encoded and no description"
    if description is not None:
        yield from (f"{found} in description of {where}" for found in values.html_problems(words(description)))
        if encoded is not None and values.has_markup(words(description)):
            yield f"warning: {where} has a summary with markup in it"


def _date_problems(parent: etree._Element, names: tuple[str, ...], where: str) -> Iterator[str]:
    for name in names:
        for element in parent.findall(name):
            if problem := values.date_822_problem(words(element)):
                yield f"error: {where} has {name} {words(element)!r}, which {problem}"


def _unknown(parent: etree._Element, known: set[str], where: str) -> Iterator[str]:
    for child in elements(parent):
        if etree.QName(child).namespace is None and child.tag not in known:
            yield f"error: {where} has an element {name_of(child)} that RSS doesn't know there"
        elif child.tag in known and child.tag in ("title", "link", "guid", "pubDate") and elements(child):
            yield f"error: {where} has a {name_of(child)} with elements in it"
