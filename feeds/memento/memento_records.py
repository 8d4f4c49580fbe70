"""The mementos of an address: each time another text was first seen there, with the page that shows it. Renders none.

A memento is the page of a version: the text with its context, never the captured HTML, which would run as ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

from feeds.addresses import version_address
from feeds.edition.survey import Survey, Watched
from feeds.site import Site
from snapshots.frozen_class import frozen
from snapshots.visibility import Visibility, visibility_of


@frozen
class Memento:
    """A text that was seen at a time, until the next one was."""

    at: datetime  # of the capture
    address: str  # below the site
    seen: str = ""  # fourteen digits of the time, where an earlier memento has the same page

    def uri(self, site: Site) -> str:
        """Return the absolute address of this memento and of no other."""
        return site.url(self.address) + (f"?seen={self.seen}" if self.seen else "")


@frozen
class TimeMap:
    """All mementos of one original address, oldest first; at least one."""

    original: str
    mementos: tuple[Memento, ...]

    def at(self, moment: datetime) -> Memento:
        """Return the memento that stood at a moment: the newest one up to it, the first where there is none."""
        return next((found for found in reversed(self.mementos) if found.at <= moment), self.mementos[0])


def time_map_of(watched: Watched) -> TimeMap | None:
    """Return the mementos of one document; None where it was never seen in full."""
    found = tuple(_mementos(watched))
    return TimeMap(original=watched.document.url, mementos=found) if found else None


def time_map(survey: Survey, url: str) -> TimeMap | None:
    """Return the mementos of an address, of all documents that are watched there, None where there are none."""
    wanted = _canonical(url)
    maps = [time_map_of(watched) for watched in survey.watched if _canonical(watched.document.url) == wanted]
    found = [one for one in maps if one]
    if not found:
        return None
    return TimeMap(original=found[0].original, mementos=_in_order(memento for one in found for memento in one.mementos))


def _mementos(watched: Watched) -> Iterator[Memento]:
    shown, known = "", set[str]()
    for observation in watched.observations:
        if observation.version is None or visibility_of(observation.outcome) is not Visibility.FULL:
            continue
        address = version_address(watched.versions[observation.version - 1])
        if address != shown:
            at = observation.captured_at.replace(microsecond=0)
            yield Memento(at=at, address=address, seen=f"{at:%Y%m%d%H%M%S}" if address in known else "")
            shown = address
            known.add(address)


def _in_order(mementos: Iterable[Memento]) -> tuple[Memento, ...]:
    return tuple(sorted(mementos, key=lambda memento: (memento.at, memento.address)))


def _canonical(url: str) -> str:
    """Return what two ways of writing one address share: scheme, case of the host and a last slash don't count."""
    try:
        parts = urlsplit(unquote(url.strip()))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    place = f":{port}" if port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{place}{parts.path.rstrip('/')}{query}"
