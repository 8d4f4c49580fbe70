"""What each key of a declaration may hold: one reader a key. Knows nothing of files and lines."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from snapshots.plugins import TEXT_FILTERS
from snapshots.records import COLLECTION, DocumentKind
from snapshots.toml_lines import TomlPath
from snapshots.toml_values import (
    Reader,
    UnfitError,
    choice,
    list_of,
    matching,
    number,
    one_of,
    span,
    whole_number,
    words,
)
from spiders.declarations.declaration import CHANNELS, ConditionalPolicy, RobotsPolicy
from spiders.declarations.page_range import parse_range

_NAME = r"[a-z0-9]+(-[a-z0-9]+)*"
_RANGE = r"(\*|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)( *; *q=[01](\.\d{1,3})?)?"  # of languages, RFC 9110
_parameters = matching(
    r"[^\s=&?#]+=[^\s&#]*(&[^\s=&?#]+=[^\s&#]*)*", 'parameters of an address like "locale=en_GB" or "lang=en&cc=gb"'
)
_host = matching(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]", 'a domain like "fbcdn.net"')


def _url(value: object) -> str:
    text = words(value)
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


def _proxy(value: object) -> str:
    """Return a proxy's address; one with a password is a secret, and no declaration is kept like one."""
    text = words(value)
    if re.fullmatch(r"env:[A-Za-z_]\w*", text):
        return text
    expected = 'expected a proxy like "http://proxy.example:3128", or "env:NAME" of a variable that holds one'
    parts = urlsplit(_url(text))
    if parts.scheme != "http" or parts.path.strip("/") or parts.query or parts.fragment:
        raise UnfitError(f"{expected}, found {text!r}")
    return text


def _archive(value: object) -> str:
    text = words(value)
    _url(text.replace("{url}", "https://example.org/"))
    return text


def _select(value: object) -> str:
    """Return one selector for several, a line each where a range is among them: those are looked for one by one."""
    if not isinstance(value, list):
        return _selector(value)
    parts = list_of(_selector, least=1)(value)
    return ("\n" if any(map(parse_range, parts)) else ", ").join(parts)


def _selector(value: object) -> str:
    import soupsieve  # most declarations have no selector of their own
    from soupsieve.util import SelectorSyntaxError

    text = words(value)
    if ends := parse_range(text):
        return str(replace(ends, start=_selector(ends.start), stop=_selector(ends.stop)))
    try:
        with warnings.catch_warnings(action="error"):  # of names of CSS that are given up
            soupsieve.compile(text)
    except (SelectorSyntaxError, NotImplementedError, FutureWarning) as error:
        reason = str(error).split("\n")[0]
        raise UnfitError(f'expected a CSS selector like "main" or "div.policy", found {text!r} ({reason})') from error
    return text


def _channel(value: object) -> str:
    name = words(value)
    return name if CHANNELS.has(name) else one_of(CHANNELS.names())(name)


def _channels(value: object) -> tuple[str, ...]:
    names = list_of(_channel)(value)
    if not names or len(set(names)) != len(names):
        raise UnfitError(f"expected at least one channel and none twice, out of: {', '.join(CHANNELS.names())}")
    return names


def wants_of_each_other(table: Mapping[str, Any]) -> Iterator[tuple[TomlPath, str]]:
    """Say what is wrong with keys of a declaration beside each other."""
    channels = table.get("channels")
    if isinstance(channels, list) and COLLECTION in channels:
        for name, what in (("collection", "the address of its API"), ("terms", 'the terms, "Service/Terms type"')):
            if name not in table:
                yield ("channels",), f'expected {name} beside the channel "{COLLECTION}": {what}'
    if table.get("robots") == "ignore" and "robots_reason" not in table:
        yield ("robots",), 'expected robots_reason beside "ignore", a sentence saying why; status shows it'


SELECTORS: Mapping[str, Reader] = {"select": _select, "remove": list_of(_selector)}
"""The keys that say what of a page counts."""

DOCUMENT: Mapping[str, Reader] = {
    "id": matching(_NAME, 'lower-case words joined by hyphens, like "whatsapp-terms"', longest=80),
    "title": words,
    "service": words,
    "kind": choice(DocumentKind),
    "url": _url,
    "language": matching(
        r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*",
        'a language tag like "en" or "en-GB" (BCP 47)',
    ),
    "region": matching(_NAME, 'a region in lower case like "eu", "us" or "world"'),
}
"""The keys that say which document it is."""

DECLARATION: Mapping[str, Reader] = {
    "addresses": list_of(_url),
    **SELECTORS,
    "filters": lambda value: list_of(one_of(TEXT_FILTERS.names()))(value),
    "landmark": words,
    "watch_links": list_of(words),
    "every": span(
        timedelta(minutes=5), timedelta(days=31), 'like "30 min", "6 h", "1 d" or "1 w", from 5 min to 31 d'
    ),
    "tell_unseen_after": span(
        timedelta(hours=1), timedelta(weeks=26), 'like "12 h", "2 d" or "1 w", from 1 h to 26 w'
    ),
    "adopt_variant_after": span(
        timedelta(days=1), timedelta(weeks=52), 'like "2 w" or "28 d", from 1 d to 52 w'
    ),
    "channels": _channels,
    "conditional": choice(ConditionalPolicy),
    "robots": choice(RobotsPolicy),
    "robots_reason": words,
    "accept_language": matching(
        rf"{_RANGE}( *, *{_RANGE})*", 'languages in order of preference like "en-GB,en;q=0.9"'
    ),
    "locale": lambda value: tuple(parse_qsl(_parameters(value), keep_blank_values=True)),
    "archives": list_of(_archive, least=1),
    "collection": _url,
    "terms": matching(r"[^/\s].*/[^/\s][^/]*", 'terms of a collection like "Facebook/Privacy Policy"'),
    "proxy": _proxy,
    "allow_hosts": list_of(lambda value: _host(words(value).lower())),
    "max_bytes": whole_number(1_000, 100_000_000),
    "timeout_seconds": number(1, 600),
}  # fmt: skip
"""The keys that say how it is found and read."""

HOLDS: Mapping[str, str] = {
    "id": 'a short name of lower-case words joined by hyphens, like "whatsapp-terms"',
    "title": "what the document calls itself",
    "service": 'whose document it is, like "WhatsApp"',
    "kind": f"one of {', '.join(DocumentKind)}",
    "url": "the document's web address",
}
"""What the keys hold that a declaration can't do without."""
