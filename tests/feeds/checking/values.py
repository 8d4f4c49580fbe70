"""The values that several formats share: dates, addresses, media types, languages, markup inside of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

_RFC3339 = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-](\d\d):(\d\d))")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC822 = re.compile(
    r"(?:(?P<name>[A-Z][a-z]{2}), )?(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{2,4})"
    r" (?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))? (?P<zone>[+-]\d{4}|GMT|UT|UTC|Z|[ECMP][SD]T)"
)
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\s*;.*)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_TAG_URI = re.compile(r"tag:[^,:\s]+,\d{4}(-\d\d(-\d\d)?)?:[\x21\x24-\x3b\x3d\x3f-\x5a\x5f\x61-\x7a\x7e%]*")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_RUNNING = "script, style, iframe, object, embed, form, meta, link, base"


def instant(text: str) -> datetime | None:
    """Return an RFC 3339 time, None where it is none."""
    match = _RFC3339.fullmatch(text)
    if not match or int(match[2]) > 23 or int(match[3]) > 59 or int(match[4]) > 60:
        return None
    if match[7] and (int(match[7]) > 23 or int(match[8]) > 59):
        return None
    try:
        return datetime.fromisoformat(text.replace(":60", ":59"))
    except ValueError:
        return None


def date_822_problem(text: str) -> str:
    """Return what is wrong with an RFC 822 date as the profile wants it, "" for nothing."""
    match = _RFC822.fullmatch(text)
    if not match or match["month"] not in _MONTHS:
        return "is no RFC 822 date"
    if len(match["year"]) != 4:
        return "has no year of four digits"
    try:
        when = date(int(match["year"]), _MONTHS.index(match["month"]) + 1, int(match["day"]))
    except ValueError:
        return "is no day of the calendar"
    if int(match["hour"]) > 23 or int(match["minute"]) > 59 or int(match["second"] or 0) > 60:
        return "is no time of day"
    if match["name"] and match["name"] != _DAYS[when.weekday()]:
        return "names another day of the week"
    return ""


def is_absolute(address: str) -> bool:
    """Whether an address is an absolute http(s) one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"{}|\\^`]", address)


def is_uri(text: str) -> bool:
    """Whether a text is an absolute IRI; a tag: URI has to be one of RFC 4151."""
    if text.startswith("tag:"):
        return _TAG_URI.fullmatch(text) is not None
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text) is not None


def is_media_type(text: str) -> bool:
    return _MEDIA_TYPE.fullmatch(text) is not None


def is_language(text: str) -> bool:
    return _LANGUAGE.fullmatch(text) is not None


def is_mail(text: str) -> bool:
    return _MAIL.fullmatch(text) is not None


def has_markup(text: str) -> bool:
    """Whether a plain text holds what a careless reader takes for markup."""
    return _MARKUP.search(text) is not None


def html_problems(html: str) -> Iterator[str]:
    """Yield what is unsafe or unwise in HTML that stands in an entry."""
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return
    running = {node.tag for node in LexborHTMLParser(f"<div>{html}</div>").css(_RUNNING)}
    if running:
        yield f"error: html holds {sorted(running)[0]}"
    for node in body.css("*"):
        for name, value in node.attributes.items():
            if name.startswith("on") or name == "style":
                yield f"error: html has the attribute {name}"
            if name in ("href", "src"):
                if not urlsplit(value or "").scheme:
                    yield f"warning: html has a relative address {value!r}"
                elif not is_absolute(urljoin("http://a.test/", value or "")):
                    yield f"error: html has the address {value!r}"
