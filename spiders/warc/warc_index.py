"""What WARC files hold, found in one pass before anything is kept: pages by address, redirects, where payloads stand.

Holds no body. Which record belongs to a document is decided here: by its address, or by a redirect that led from
one of the document's addresses to it within minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from snapshots.frozen_class import frozen
from snapshots.warc.warc_records import FIELDS, PART
from spiders.errors import WarcError
from spiders.http.outcomes import TEXT_TYPES
from spiders.http.same_page import page_key
from spiders.warc.pieces import WarcPiece, pieces
from spiders.warc.record_parts import UNREADABLE, moment_of, name_of, parsed, target_of

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_HOPS = 10
_TOGETHER = timedelta(minutes=10)  # a crawler follows a redirect soon; what it asks for much later is another visit
_KINDS = ("response", "revisit", "resource", "conversion")


@frozen
class WarcPlace:
    """Where a record stands."""

    path: Path
    offset: int
    name: str


@frozen
class WarcEntry:
    """A record that may show a page, or led to one."""

    place: WarcPlace
    url: str
    at: datetime
    leads_to: str = ""  # the target of a redirect
    is_page: bool = False  # status 200 and HTML or text, or a revisit

    @property
    def key(self) -> str:
        return page_key(self.url)


@frozen
class WarcChoice:
    """Which records of files are a document's."""

    keys: frozenset[str] = frozenset()  # of its addresses; none takes every record
    led: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by the record that a redirect led to: the hops
    spent: frozenset[str] = frozenset()  # redirects that such a record ends

    def hops(self, name: str, url: str) -> tuple[str, ...] | None:
        """Return the addresses on the way to a record, its own last; None for a record that is not chosen."""
        if not self.keys:
            return (url,)
        if name in self.spent:
            return None
        if name in self.led:
            return self.led[name]
        return (url,) if page_key(url) in self.keys else None


@dataclass(slots=True)
class WarcIndex:
    """All that one pass over files found."""

    paths: tuple[Path, ...]
    entries: list[WarcEntry] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)  # records of every type
    rows: int = 0  # of a log that Policywatch wrote: captures whose document the file names itself
    named: dict[str, WarcPlace] = field(default_factory=dict)  # by WARC-Record-ID
    dated: dict[tuple[str, datetime], WarcPlace] = field(default_factory=dict)  # by address and time
    payloads: dict[str, WarcPlace] = field(default_factory=dict)  # by WARC-Payload-Digest

    @property
    def first_page(self) -> str:
        """Return the address of the first page in the files, "" where they show none."""
        return next((entry.url for entry in self.entries if entry.is_page), "")

    def choose(self, urls: Iterable[str]) -> WarcChoice:
        """Return which records show one of these addresses, or what a redirect from one of them led to."""
        keys = frozenset(filter(None, map(page_key, urls)))
        led: dict[str, tuple[str, ...]] = {}
        spent: set[str] = set()
        by_key: dict[str, list[WarcEntry]] = {}
        for entry in self.entries:
            by_key.setdefault(entry.key, []).append(entry)
        for entry in self.entries:
            if entry.leads_to and entry.key in keys and entry.place.name not in spent:
                way = list(_way(entry, by_key))
                if not way[-1].leads_to:
                    led[way[-1].place.name] = tuple(one.url for one in way)
                    spent.update(one.place.name for one in way[:-1])
        return WarcChoice(keys=keys, led=led, spent=frozenset(spent))

    def passed_over(self, choice: WarcChoice) -> Counter[str]:
        """Return how many records there are of each address that is not chosen."""
        if not choice.keys:
            return Counter()
        return Counter(
            entry.url
            for entry in self.entries
            if choice.hops(entry.place.name, entry.url) is None
            and entry.place.name not in choice.spent
            and page_key(entry.leads_to) not in choice.keys
        )

    def chosen(self, choice: WarcChoice) -> list[WarcEntry]:
        """Return the records that are chosen, in the order of the files."""
        return [entry for entry in self.entries if choice.hops(entry.place.name, entry.url) is not None]


def index_warcs(paths: Sequence[Path]) -> WarcIndex:
    """Read through files once; raises `WarcError` where one can't be opened or is no WARC file."""
    index = WarcIndex(paths=tuple(paths))
    for path in paths:
        try:
            with path.open("rb") as file:
                for piece in pieces(path, file):
                    if not piece.problem:
                        _take(index, path, piece)
        except OSError as error:
            raise WarcError(f"{path} can't be read: {error.strerror or error}") from error
    return index


def _take(index: WarcIndex, path: Path, piece: WarcPiece) -> None:
    """Note a record; one that can't be read is told when it is read for what it shows."""
    try:
        record = parsed(piece.content)
        kind = str(record.rec_type)
        index.kinds[kind] += 1
        if kind == "metadata" and record.content_type == FIELDS and b"policywatch-row: " in piece.content:
            index.rows += 1
        if kind not in _KINDS or record.rec_headers.get_header(PART):
            return
        url, at = target_of(record), moment_of(record)
    except UNREADABLE:
        return
    place = WarcPlace(path=path, offset=piece.offset, name=name_of(record, piece))
    entry = _entry(record, place, url, at)
    if entry is None:
        return
    index.entries.append(entry)
    if kind == "response":
        index.named[place.name] = place
        index.dated[entry.key, at] = place
        if payload := record.rec_headers.get_header("WARC-Payload-Digest"):
            index.payloads.setdefault(payload, place)


def _entry(record: Any, place: WarcPlace, url: str, at: datetime) -> WarcEntry | None:
    if not page_key(url):
        return None
    if record.rec_type in ("resource", "conversion"):
        is_text = shown_type(record) in TEXT_TYPES
        return WarcEntry(place=place, url=url, at=at, is_page=is_text) if is_text else None
    status, location = "", ""
    if record.http_headers is not None:
        status = str(record.http_headers.get_statuscode() or "")
        location = record.http_headers.get_header("Location") or ""
    is_redirect = status.isdigit() and int(status) in _REDIRECTS and bool(location)
    return WarcEntry(
        place=place,
        url=url,
        at=at,
        leads_to=_joined(url, location) if is_redirect else "",
        is_page=status == "200" and shown_type(record) in ("", *TEXT_TYPES),
    )


def shown_type(record: Any) -> str:
    """Return the media type of what a record shows, lower-case, "" where nothing says it."""
    if record.rec_type in ("response", "revisit"):
        stated = record.http_headers.get_header("Content-Type") if record.http_headers is not None else ""
    else:
        stated = record.rec_headers.get_header("Content-Type")
    return str(stated or "").split(";")[0].strip().lower()


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location.strip())
    except ValueError:
        return ""


def _way(entry: WarcEntry, by_key: dict[str, list[WarcEntry]]) -> Iterator[WarcEntry]:
    """Yield a redirect and what it led to, as far as the files hold it."""
    yield entry
    met = {entry.place.name}
    for _ in range(_MOST_HOPS):
        near = [
            other
            for other in by_key.get(page_key(entry.leads_to), ())
            if other.place.name not in met and abs(other.at - entry.at) <= _TOGETHER
        ]
        if not entry.leads_to or not near:
            return
        start = entry.at
        # What it leads to at that very address (https, www) goes before another redirect under the same key.
        entry = min(near, key=lambda other: (bool(other.leads_to), other.at < start, abs(other.at - start)))
        met.add(entry.place.name)
        yield entry
