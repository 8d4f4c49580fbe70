"""JSON Feed 1.1."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.feeds.checking import values

_VERSION = "https://jsonfeed.org/version/1.1"
_TEXT = {"title", "description", "user_comment", "language", "summary", "content_html", "content_text"}
_ADDRESS = {"home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url", "image", "banner_image"}
_OF_FEED = {
    "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon",
    "author", "authors", "language", "expired", "hubs", "items",
}  # fmt: skip
_OF_ITEM = {
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
    "date_published", "date_modified", "author", "authors", "tags", "language", "attachments",
}  # fmt: skip


def check_json(content: bytes) -> list[str]:
    """Return complaints about a feed document."""
    if content.startswith(b"\xef\xbb\xbf"):
        return ["error: begins with a byte order mark"]
    try:
        feed = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        return ["error: is not UTF-8"]
    except ValueError as error:
        return [f"error: is not JSON: {error}"]
    if not isinstance(feed, dict):
        return ["error: is no object"]
    return list(_feed_problems(feed))


def _feed_problems(feed: dict[str, Any]) -> Iterator[str]:
    if feed.get("version") != _VERSION:
        yield f"error: the version is {feed.get('version')!r}"
    if not isinstance(feed.get("title"), str) or not feed["title"].strip():
        yield "error: the feed has no title"
    for name in ("feed_url", "home_page_url"):
        if name not in feed:
            yield f"warning: the feed has no {name}"
    if feed.get("next_url") and feed.get("next_url") == feed.get("feed_url"):
        yield "error: next_url is the feed itself"
    if not isinstance(feed.get("expired", False), bool):
        yield "error: expired is neither true nor false"
    yield from _common_problems(feed, _OF_FEED, "the feed")
    for hub in _list_of(feed, "hubs"):
        if not isinstance(hub, dict) or not hub.get("type") or not values.is_absolute(str(hub.get("url"))):
            yield "error: a hub lacks its type or url"
    yield from _list_problems(feed)


def _list_problems(feed: dict[str, Any]) -> Iterator[str]:
    if not isinstance(feed.get("items"), list):
        yield "error: the feed has no items"
        return
    ids: Counter[str] = Counter()
    for item in feed["items"]:
        if not isinstance(item, dict):
            yield "error: an item is no object"
            continue
        yield from _item_problems(item)
        ids[str(item.get("id"))] += 1
    for item_id, number in ids.items():
        if number > 1:
            yield f"error: {number} items have the id {item_id!r}"


def _item_problems(item: dict[str, Any]) -> Iterator[str]:
    where = f"item {item.get('id')!r}"
    if not isinstance(item.get("id"), str) or not item["id"]:
        yield f"error: {where} has no id that is a text"
    if not item.get("content_html") and not item.get("content_text"):
        yield f"error: {where} has no content"
    yield from _common_problems(item, _OF_ITEM, where)
    yield from _date_problems(item, where)
    yield from _tag_problems(item, where)
    for attachment in _list_of(item, "attachments"):
        is_whole = isinstance(attachment, dict) and values.is_absolute(str(attachment.get("url")))
        if not is_whole or not values.is_media_type(str(attachment.get("mime_type"))):
            yield f"error: {where} has an attachment without url or mime_type"
    if isinstance(item.get("content_html"), str):
        yield from (f"{found} in content of {where}" for found in values.html_problems(item["content_html"]))
    if isinstance(item.get("summary"), str) and values.has_markup(item["summary"]):
        yield f"warning: {where} has a summary with markup in it"


def _date_problems(item: dict[str, Any], where: str) -> Iterator[str]:
    moments = {}
    for name in ("date_published", "date_modified"):
        if name in item:
            moments[name] = values.instant(str(item[name]))
            if moments[name] is None:
                yield f"error: {where} has {name} {item[name]!r}"
    published, modified = moments.get("date_published"), moments.get("date_modified")
    if published and modified and modified < published:
        yield f"warning: {where} was modified before it was published"


def _tag_problems(item: dict[str, Any], where: str) -> Iterator[str]:
    tags = item.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) and tag for tag in tags):
        yield f"error: {where} has tags that are no texts"
    elif len(tags) != len(set(tags)):
        yield f"warning: {where} has a tag twice"


def _common_problems(node: dict[str, Any], known: set[str], where: str) -> Iterator[str]:
    for name, value in node.items():
        if name not in known and not name.startswith("_"):
            yield f"warning: {where} has {name}, which JSON Feed doesn't know"
        elif name in _ADDRESS and not (isinstance(value, str) and values.is_absolute(value)):
            yield f"error: {where} has {name} {value!r}"
        elif name in _TEXT and not isinstance(value, str):
            yield f"error: {where} has {name} that is no text"
        if name.startswith("_") and ("." in name or not isinstance(value, dict)):
            yield f"error: {where} has an extension {name} that is no object"
    yield from _shared_problems(node, where)


def _shared_problems(node: dict[str, Any], where: str) -> Iterator[str]:
    if "author" in node:
        yield f"warning: {where} has author, which version 1.1 replaced by authors"
    if "language" in node and not values.is_language(str(node["language"])):
        yield f"error: {where} has the language {node['language']!r}"
    for author in _list_of(node, "authors"):
        if not isinstance(author, dict) or not any(author.get(name) for name in ("name", "url", "avatar")):
            yield f"error: {where} has an author without name, url and avatar"
        elif author.get("url") and not values.is_absolute(str(author["url"])):
            yield f"error: {where} has an author at {author['url']!r}"
    for name in ("authors", "hubs", "attachments"):
        if name in node and not isinstance(node[name], list):
            yield f"error: {where} has {name} that is no list"


def _list_of(node: dict[str, Any], name: str) -> list[Any]:
    value = node.get(name, [])
    return value if isinstance(value, list) else []
