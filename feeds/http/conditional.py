"""Conditional requests and content negotiation (RFC 9110, sections 12.5.3 and 13). Reads no file, sends nothing."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from snapshots.network import read_http_date

ENCODINGS = ("br", "gzip")
"""What is offered, the smaller first."""

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_CODING = re.compile(r"([!#$%&'*+.^_`|~0-9a-z-]+)(?:\s*;\s*q\s*=\s*([01](?:\.\d{0,3})?))?")


def is_not_modified(etag: str, modified_at: int, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether what the client holds is what would be sent.

    `etag` is quoted; `modified_at` counts seconds since 1970. If-Modified-Since is looked at only where there is
    no If-None-Match, and one that is no date says nothing (sections 13.1.2, 13.1.3).
    """
    if if_none_match is not None:
        return if_none_match.strip() == "*" or etag in _tags(if_none_match)
    if if_modified_since is None:
        return False
    since = _seconds(if_modified_since)
    return since is not None and modified_at <= since


@lru_cache(maxsize=256)
def preferred_encoding(accept: str | None) -> str:
    """Return the coding of `ENCODINGS` that a client likes best, "" for the bytes as they are."""
    if accept is None:
        return ""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        if match := _CODING.fullmatch(part.strip()):
            weights[match[1]] = float(match[2] or 1)
    if "x-gzip" in weights:
        weights.setdefault("gzip", weights["x-gzip"])
    liked = {coding: weights.get(coding, weights.get("*", 0.0)) for coding in ENCODINGS}
    best = max(ENCODINGS, key=lambda coding: liked[coding])  # the first among equals
    return best if liked[best] > 0 and liked[best] >= weights.get("identity", 0.0) else ""


@lru_cache(maxsize=1024)
def _tags(header: str) -> frozenset[str]:
    """Return the opaque tags of a list: for If-None-Match a weak one counts as much as a strong one."""
    return frozenset(_TAG.findall(header))


@lru_cache(maxsize=1024)
def _seconds(date: str) -> int | None:
    moment = read_http_date(date)
    return None if moment is None else int(moment.timestamp())


def http_date(when: datetime) -> str:
    """Return a time as the headers of HTTP have it: an IMF-fixdate."""
    return format_datetime(when, usegmt=True)
