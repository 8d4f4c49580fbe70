"""What each key of a declaration may hold: one reader a key that returns the value or says what it expected.

Knows nothing of files and lines.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import soupsieve
from selectolax.lexbor import LexborHTMLParser, SelectolaxError
from soupsieve.util import SelectorSyntaxError

from spiders.channels import CHANNELS

KINDS = ("privacy-policy", "ai-notice", "opt-out-form", "terms", "trackers")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*")
_ACCEPT_LANGUAGE = re.compile(r"(\*|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)( *; *q=[01](\.\d{1,3})?)?")
_EVERY = re.compile(r"(\d+) *(min|minutes?|h|hours?|d|days?|w|weeks?)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

Reader = Callable[[Any], Any]


class UnfitError(ValueError):
    """A value is not what its key holds; the message says what was expected."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnfitError(f"expected text in quotes, found {_found(value)}")
    text = " ".join(value.split())
    if not text or _CONTROL.search(text):
        raise UnfitError(f"expected text that is not empty and has no control characters, found {value!r}")
    return text


def _found(value: object) -> str:
    names = {
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), "a date or time")


def _texts(value: object, reader: Reader = _text) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UnfitError(f"expected a list of texts in square brackets, found {_found(value)}")
    return tuple(reader(part) for part in value)


def _id(value: object) -> str:
    text = _text(value)
    if not _ID.fullmatch(text) or len(text) > 80:
        raise UnfitError(f'expected lower-case words joined by hyphens, like "whatsapp-terms", found {text!r}')
    return text


def _one_of(value: object, known: Sequence[str]) -> str:
    text = _text(value)
    if text not in known:
        near = difflib.get_close_matches(text, known, n=1)
        hint = f", did you mean {near[0]}?" if near else ""
        raise UnfitError(f"expected one of: {', '.join(known)}; found {text!r}{hint}")
    return text


def _url(value: object) -> str:
    text = _text(value)
    expected = f"expected a web address like https://example.org/privacy, found {text!r}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except (ValueError, UnicodeError) as error:
        raise UnfitError(f"{expected} ({error})") from error
    if parts.scheme not in ("http", "https") or not host or port == 0 or re.search(r"\s", text):
        raise UnfitError(expected)
    if parts.username is not None or parts.password is not None:
        raise UnfitError("expected a web address without user name and password: addresses are published")
    return text


def _selector(value: object) -> str:
    text = _text(value)
    try:
        soupsieve.compile(text)
        LexborHTMLParser("").css(text)
    except (SelectorSyntaxError, NotImplementedError, SelectolaxError) as error:
        reason = str(error).split("\n")[0]
        raise UnfitError(f'expected a CSS selector like "main" or "div.policy", found {text!r} ({reason})') from error
    return text


def _language(value: object) -> str:
    text = _text(value)
    if not _LANGUAGE.fullmatch(text):
        raise UnfitError(f'expected a language tag like "en" or "en-GB" (BCP 47), found {text!r}')
    return text


def _accept_language(value: object) -> str:
    text = _text(value)
    if not all(_ACCEPT_LANGUAGE.fullmatch(part.strip()) for part in text.split(",")):
        raise UnfitError(f'expected languages in order of preference like "en-GB,en;q=0.9", found {text!r}')
    return text


def _locale(value: object) -> tuple[tuple[str, str], ...]:
    text = _text(value)
    pairs = tuple(parse_qsl(text, keep_blank_values=True))
    if not re.fullmatch(r"[^\s=&?#]+=[^\s&#]*(&[^\s=&?#]+=[^\s&#]*)*", text) or not pairs:
        raise UnfitError(f'expected parameters of an address like "locale=en_GB" or "lang=en&cc=gb", found {text!r}')
    return pairs


def _archive(value: object) -> str:
    text = _text(value)
    _url(text.replace("{url}", "https://example.org/"))
    return text


def _host(value: object) -> str:
    text = _text(value).lower()
    if not re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]", text):
        raise UnfitError(f'expected a domain like "fbcdn.net", found {text!r}')
    return text


def _some(values: tuple[str, ...]) -> tuple[str, ...]:
    if not values:
        raise UnfitError("expected at least one")
    return values


def _region(value: object) -> str:
    text = _text(value)
    if not _ID.fullmatch(text):
        raise UnfitError(f'expected a region in lower case like "eu", "us" or "world", found {text!r}')
    return text


def read_span(value: object, shortest: timedelta, longest: timedelta, expected: str = "expected a span") -> timedelta:
    """Return a span written like "6 h"; raises `UnfitError` with what was `expected`."""
    if not isinstance(value, str):
        raise UnfitError(f"{expected}, found {_found(value)}")
    match = _EVERY.fullmatch(value.strip())
    if not match or len(match[1]) > 6:
        raise UnfitError(f"{expected}, found {value!r}")
    span = int(match[1]) * _UNITS[match[2][0]]
    if not shortest <= span <= longest:
        raise UnfitError(f"{expected}, found {value!r}")
    return span


def _every(value: object) -> timedelta:
    expected = 'expected a span like "30 min", "6 h", "1 d" or "1 w", from 5 min to 31 d'
    return read_span(value, timedelta(minutes=5), timedelta(days=31), expected)


def _tell_unseen_after(value: object) -> timedelta:
    expected = 'expected a span like "12 h", "2 d" or "1 w", from 1 h to 26 w'
    return read_span(value, timedelta(hours=1), timedelta(weeks=26), expected)


def _adopt_variant_after(value: object) -> timedelta:
    expected = 'expected a span like "2 w" or "28 d", from 1 d to 52 w'
    return read_span(value, timedelta(days=1), timedelta(weeks=52), expected)


def _channels(value: object) -> tuple[str, ...]:
    names = _texts(value, lambda part: _one_of(part, tuple(CHANNELS)))
    if not names or len(set(names)) != len(names):
        raise UnfitError(f"expected at least one channel and none twice, out of: {', '.join(CHANNELS)}")
    return names


def _number(value: object, lowest: float, highest: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnfitError(f"expected a number from {lowest:.0f} to {highest:.0f}, found {_found(value)}")
    if not lowest <= value <= highest:
        raise UnfitError(f"expected a number from {lowest:.0f} to {highest:.0f}, found {value}")
    return value


def _max_bytes(value: object) -> int:
    number = _number(value, 1_000, 100_000_000)
    if number != int(number):
        raise UnfitError(f"expected a whole number of bytes, found {value}")
    return int(number)


READERS: dict[str, Reader] = {
    "id": _id,
    "title": _text,
    "service": _text,
    "kind": lambda value: _one_of(value, KINDS),
    "url": _url,
    "language": _language,
    "region": _region,
    "addresses": lambda value: _texts(value, _url),
    "select": _selector,
    "remove": lambda value: _texts(value, _selector),
    "landmark": _text,
    "watch_links": _texts,
    "every": _every,
    "tell_unseen_after": _tell_unseen_after,
    "adopt_variant_after": _adopt_variant_after,
    "channels": _channels,
    "robots": lambda value: _one_of(value, ("obey", "ignore")),
    "robots_reason": _text,
    "accept_language": _accept_language,
    "locale": _locale,
    "archives": lambda value: _some(_texts(value, _archive)),
    "allow_hosts": lambda value: _texts(value, _host),
    "max_bytes": _max_bytes,
    "timeout_seconds": lambda value: float(_number(value, 1, 600)),
}
"""The reader of each key a declaration may have; it raises `UnfitError`."""

REQUIRED: dict[str, str] = {
    "id": 'a short name of lower-case words joined by hyphens, like "whatsapp-terms"',
    "title": "what the document calls itself",
    "service": 'whose document it is, like "WhatsApp"',
    "kind": f"one of {', '.join(KINDS)}",
    "url": "the document's web address",
}
"""The keys a declaration can't do without, and what they hold."""
