"""The texts of versions: extractions packed against earlier ones, segments to be searched by phrase."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, bindparam, func, select

from snapshots.codec import encode_plain
from snapshots.consistency import holds_phrase, words
from snapshots.errors import ArchiveDamaged, ArchiveError
from snapshots.records import Extraction, Link, Segment, SegmentKind
from snapshots.sql import schema
from snapshots.sql.blobs import Anchor, pack, unpack
from snapshots.sql.search_index import search_index

DEPTH = 16
"""How many texts may rest on each other. A body rests on one at most; a text can be extracted anew."""

_RECENT = 6  # texts that are kept as they are stored
_READ = 96  # and as they are read
_ROOM = 4_000_000  # characters of segments and links that these may hold, each counted once
_PARTS = 1 << 15  # segments and links by which others are told to be the same
_KINDS = {kind.value: kind for kind in SegmentKind}  # a look into it is a tenth of what asking the enumeration takes


_TEXT = select(schema.extraction).where(
    schema.extraction.c.document_id == bindparam("document"), schema.extraction.c.number == bindparam("number")
)
_ALONE = select(func.max(schema.extraction.c.number)).where(
    schema.extraction.c.document_id == bindparam("document"), schema.extraction.c.anchor.is_(None)
)
_STANDING = select(schema.passage.c.id, schema.passage.c.text).where(
    schema.passage.c.document_id == bindparam("document"), schema.passage.c.until.is_(None)
)
_CLOSE = schema.passage.update().where(schema.passage.c.id == bindparam("gone"))
_NEWEST_PASSAGE = select(func.max(schema.passage.c.id))

_Made = TypeVar("_Made", Segment, Link)
_Part = tuple[Callable[..., Any], str, str, tuple[str, ...]]


def write_extraction(
    connection: Connection, document_id: str, number: int, extraction: Extraction, recent: RecentTexts
) -> None:
    """Keep the text of a version and open it to search; it rests on the one before, maybe among the `recent` ones."""
    content = _written(extraction)
    packed = pack(content, _anchors(connection, document_id, number, recent))
    row = {
        "document_id": document_id,
        "number": number,
        "anchor": int(packed.anchor) if packed.anchor else None,
        "length": len(content),
        "content": packed.content,
        "checksum": sha256(content).hexdigest(),
    }
    connection.execute(schema.extraction.insert(), row)
    _write_passages(connection, document_id, number, {plain(segment.text) for segment in extraction.segments})


class RecentTexts:
    """The texts that were read last, by their checksum: many are asked for again soon, and the next rests on one.

    Versions of a document share nearly all of their segments, and hold them as the same objects: a whole history takes
    hardly more than its newest text. Safe to share between threads.
    """

    def __init__(self) -> None:
        self._stored: OrderedDict[str, bytes] = OrderedDict()
        self._read: OrderedDict[str, tuple[Extraction, int]] = OrderedDict()  # with the characters that none had before
        self._parts: dict[_Part, Segment | Link] = {}
        self._room = _ROOM
        self._lock = Lock()

    def find(self, checksum: str) -> Extraction | None:
        """Return a text that was read of late."""
        with self._lock:
            if not (found := self._read.get(checksum)):
                return None
            self._read.move_to_end(checksum)
            return found[0]

    def find_stored(self, checksum: str) -> bytes | None:
        """Return a text as it is stored that was read of late."""
        with self._lock:
            if found := self._stored.get(checksum):
                self._stored.move_to_end(checksum)
            return found

    def read(self, checksum: str, content: bytes) -> Extraction:
        """Return a text of the bytes that it is stored as, and remember both."""
        with self._lock:
            if len(self._parts) > _PARTS:
                self._parts = {}
            read, new = _read(content, self._parts)
            self._stored[checksum] = content
            if len(self._stored) > _RECENT:
                self._stored.popitem(last=False)
            self._read[checksum] = (read, new)
            self._room -= new
            while len(self._read) > _READ or (self._room < 0 and len(self._read) > 1):
                self._room += self._read.popitem(last=False)[1][1]
            return read


def read_extraction(
    connection: Connection, document_id: str, number: int, recent: RecentTexts | None = None
) -> Extraction:
    """Return the text of a version; raises `ArchiveDamaged` where its bytes don't match.

    What is among the `recent` texts was unpacked and checked before.
    """
    row = _row(connection, document_id, number)
    if recent is not None and (known := recent.find(row.checksum)):
        return known
    content = _content(connection, document_id, number, recent, row)
    return recent.read(row.checksum, content) if recent is not None else _read(content, {})[0]


def _written(extraction: Extraction) -> bytes:
    """Return an extraction as JSON that says a context once for all that stands under it.

    A heading that is gone would otherwise differ in each segment of its section.
    """
    return encode_plain(
        {
            "title": extraction.title,
            "language": extraction.language,
            "extractor": extraction.extractor,
            "segments": list(_folded(([s.text, s.kind.value], s.context) for s in extraction.segments)),
            "links": list(_folded(([link.text, link.url], link.context) for link in extraction.links)),
        }
    )


def _folded(rows: Iterable[tuple[list[Any], tuple[str, ...]]]) -> Iterator[list[Any]]:
    before: tuple[str, ...] = ()
    for row, context in rows:
        yield row if context == before else [*row, list(context)]
        before = context


def _unfolded(rows: list[list[Any]]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    context: tuple[str, ...] = ()
    for row in rows:
        context = tuple(row[2]) if len(row) > 2 else context
        yield row[0], row[1], context


def _read(content: bytes, parts: dict[_Part, Segment | Link]) -> tuple[Extraction, int]:
    """Return a text with the characters of what is in it and was not among `parts` before; now it is."""
    plain = json.loads(content)
    segments, new_segments = _read_parts(plain["segments"], _segment, parts)
    links, new_links = _read_parts(plain["links"], _link, parts)
    read = Extraction(
        title=plain["title"],
        language=plain["language"],
        extractor=plain["extractor"],
        segments=segments,
        links=links,
    )
    return read, new_segments + new_links


def _read_parts(
    rows: list[list[Any]], make: Callable[[str, str, tuple[str, ...]], _Made], parts: dict[_Part, Any]
) -> tuple[tuple[_Made, ...], int]:
    found: list[_Made] = []
    new = 0
    for text, other, context in _unfolded(rows):
        key = (make, text, other, context)
        part = parts.get(key)
        if part is None:
            part = parts[key] = make(text, other, context)
            new += len(text) + len(other)
        found.append(part)
    return tuple(found), new


def _segment(text: str, kind: str, context: tuple[str, ...]) -> Segment:
    return Segment(text=text, kind=_KINDS[kind], context=context)


def _link(text: str, url: str, context: tuple[str, ...]) -> Link:
    return Link(text=text, url=url, context=context)


def _row(connection: Connection, document_id: str, number: int) -> Row[Any]:
    row = connection.execute(_TEXT, {"document": document_id, "number": number}).first()
    if row is None:
        count = connection.execute(select(func.count()).where(schema.version.c.document_id == document_id)).scalar()
        raise ArchiveError(f"{document_id} has no version {number}; it has {count}")
    return row


def _content(
    connection: Connection,
    document_id: str,
    number: int,
    recent: RecentTexts | None = None,
    row: Row[Any] | None = None,
) -> bytes:
    """Return a text as it is stored; `row` is its row where that was read."""
    row = row or _row(connection, document_id, number)
    if recent is not None and (known := recent.find_stored(row.checksum)):
        return known
    if row.anchor is not None and not 0 < row.anchor < number:
        raise ArchiveDamaged(f"the text of {document_id} version {number} rests on none before it; restore a backup")
    anchor = _content(connection, document_id, row.anchor, recent) if row.anchor else b""
    try:
        content = unpack(row.content, length=row.length, anchor=anchor)
    except ArchiveDamaged as error:
        raise ArchiveDamaged(f"the text of {document_id} version {number}: {error}; restore a backup") from error
    if sha256(content).hexdigest() != row.checksum:
        raise ArchiveDamaged(
            f"the text of {document_id} version {number} does not match its checksum; restore a backup"
        )
    return content


def _anchors(connection: Connection, document_id: str, number: int, recent: RecentTexts) -> list[Anchor]:
    """Return the text of the version before, unless too many rest on each other already."""
    alone = connection.execute(_ALONE, {"document": document_id}).scalar()
    if alone is None or number - alone > DEPTH:
        return []
    before = _content(connection, document_id, number - 1, recent)
    return [Anchor(name=str(number - 1), content=before, packed_length=0)]


def _write_passages(connection: Connection, document_id: str, number: int, texts: set[str]) -> None:
    """Close the runs of texts that are gone and open those of texts that are new."""
    standing = {row.text: row.id for row in connection.execute(_STANDING, {"document": document_id})}
    gone = [{"gone": standing[known], "until": number} for known in standing.keys() - texts]
    if gone:
        connection.execute(_CLOSE, gone)
    new = sorted(texts - standing.keys())
    if not new:
        return
    first = (connection.execute(_NEWEST_PASSAGE).scalar() or 0) + 1
    connection.execute(
        schema.passage.insert(),
        [
            {"id": first + at, "document_id": document_id, "since": number, "until": None, "text": known}
            for at, known in enumerate(new)
        ],
    )
    search_index(connection).add(connection, list(enumerate(new, start=first)))


def plain(text: str) -> str:
    """Return a text as UTF-8 can hold it: broken pages bring halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode("utf-8")


def find_texts(connection: Connection, phrase: str, document_id: str | None, limit: int) -> list[tuple[str, str]]:
    """Return (document id, segment text) of texts that ever held `phrase`, each once, ordered so; at most `limit`."""
    wanted = words(phrase)
    if not wanted:
        return []
    ids = search_index(connection).candidates(connection, wanted)
    passage = schema.passage.c
    found: set[tuple[str, str]] = set()
    for start in range(0, len(ids), 500):
        query = select(passage.document_id, passage.text).where(passage.id.in_(ids[start : start + 500]))
        if document_id is not None:
            query = query.where(passage.document_id == document_id)
        for row in connection.execute(query.order_by(passage.id)):
            if holds_phrase(wanted, row.text):
                found.add((row.document_id, row.text))
            if len(found) >= limit:
                return sorted(found)
    return sorted(found)
