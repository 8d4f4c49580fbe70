"""TimeMaps (RFC 7089, in RFC 6690's link format): which mementos an archive has of an address. Fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from snapshots.frozen_class import frozen
from snapshots.network import read_http_date

WAYBACK = "https://web.archive.org/web/timemap/link/"
"""The TimeMaps of the Internet Archive; the address asked about follows."""

_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s";,]*))?)*)\s*(?:,|$)')
_PARAMETER = re.compile(r';\s*([\w!#$&+.^`|~*-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s";,]*)))?')
_CAPTURE = re.compile(r"^(.*?/)(\d{14})([a-z]{2}_)?/(.+)$", re.DOTALL)


@frozen
class ArchivedCapture:
    """One capture that an archive holds."""

    url: str  # of its raw form, where the archive's addresses have one
    at: datetime  # aware UTC


@frozen
class TimeMapPage:
    """What one page of a TimeMap lists."""

    mementos: tuple[ArchivedCapture, ...] = ()
    others: tuple[str, ...] = ()  # the addresses of further pages


def timemap_url(archive: str, url: str) -> str:
    """Return where an archive tells its mementos of `url`: in place of `{url}`, or after the archive's address."""
    return archive.replace("{url}", url) if "{url}" in archive else archive + url


def read_timemap(text: str, own: str) -> TimeMapPage:
    """Read a TimeMap whose own address is `own`. What is no link, or a memento without a time, is passed over."""
    mementos: dict[str, ArchivedCapture] = {}
    others: dict[str, None] = {}
    for found in _LINK.finditer(text):
        given = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(found[2])}
        relations = given.get("rel", "").lower().split()
        at = read_http_date(given.get("datetime", ""))
        if "memento" in relations and at:
            url = raw(found[1].strip())
            mementos[url] = ArchivedCapture(url=url, at=at)
        elif "timemap" in relations and "self" not in relations and found[1].strip() != own:
            others[found[1].strip()] = None
    return TimeMapPage(mementos=in_order(mementos.values()), others=tuple(others))


def in_order(mementos: Iterable[ArchivedCapture]) -> tuple[ArchivedCapture, ...]:
    """Return each memento once, oldest first."""
    return tuple(sorted(dict.fromkeys(mementos), key=lambda memento: (memento.at, memento.url)))


def raw(url: str) -> str:
    """Return the address under which an archive serves a capture as it was, without its own banner and links."""
    parts = _CAPTURE.match(url)
    return f"{parts[1]}{parts[2]}id_/{parts[4]}" if parts else url


def original(url: str) -> str:
    """Return the address that a capture is of, the address itself where it doesn't tell."""
    parts = _CAPTURE.match(url)
    return parts[4] if parts else url


def within(archived: str, target: str) -> str:
    """Return the address of `target` at the same archive and the same time as the capture `archived`."""
    parts = _CAPTURE.match(archived)
    return f"{parts[1]}{parts[2]}id_/{target}" if parts else target


def is_of_same_archive(archived: str, target: str) -> bool:
    """Return whether `target` is a capture of the archive that `archived` is one of."""
    one, other = _CAPTURE.match(archived), _CAPTURE.match(target)
    return bool(one and other and one[1].split("://")[-1] == other[1].split("://")[-1])
