"""The texts of versions: extractions packed against earlier ones, segments to be searched by phrase."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, bindparam, func, select, text

from snapshots import schema
from snapshots.blobs import DEPENDENTS, Anchor, pack, unpack
from snapshots.codec import decode, encode
from snapshots.consistency import holds_phrase, words
from snapshots.errors import ArchiveDamaged, ArchiveError
from snapshots.records import Extraction

_INDEX = text(f"INSERT INTO {schema.SEARCH} (rowid, words) VALUES (:id, :words)")  # noqa: S608
_FIND = text(f"SELECT rowid FROM {schema.SEARCH} WHERE {schema.SEARCH} MATCH :phrase")  # noqa: S608


def write_extraction(connection: Connection, document_id: str, number: int, extraction: Extraction) -> None:
    """Keep the text of a version and open it to search."""
    content = encode(extraction)
    packed = pack(content, _anchors(connection, document_id))
    connection.execute(
        schema.extraction.insert().values(
            document_id=document_id,
            number=number,
            anchor=int(packed.anchor) if packed.anchor else None,
            length=len(content),
            content=packed.content,
            checksum=sha256(content).hexdigest(),
        )
    )
    _write_passages(connection, document_id, number, {segment.text for segment in extraction.segments})


def read_extraction(connection: Connection, document_id: str, number: int) -> Extraction:
    """Return the text of a version; raises `ArchiveDamaged` where its bytes don't match."""
    return decode(Extraction, _content(connection, document_id, number))


def _content(connection: Connection, document_id: str, number: int) -> bytes:
    column = schema.extraction.c
    row = connection.execute(
        select(schema.extraction).where(column.document_id == document_id, column.number == number)
    ).first()
    if row is None:
        count = connection.execute(
            select(func.count()).where(schema.version.c.document_id == document_id)
        ).scalar()
        raise ArchiveError(f"{document_id} has no version {number}; it has {count}")
    anchor = _content(connection, document_id, row.anchor) if row.anchor else b""
    content = unpack(row.content, length=row.length, anchor=anchor)
    if sha256(content).hexdigest() != row.checksum:
        raise ArchiveDamaged(
            f"the text of {document_id} version {number} does not match its checksum; restore a backup"
        )
    return content


def _anchors(connection: Connection, document_id: str) -> list[Anchor]:
    """Return the newest text of the document that stands alone, if it may take one more."""
    column = schema.extraction.c
    newest = connection.execute(
        select(column.number, func.length(column.content).label("packed"))
        .where(column.document_id == document_id, column.anchor.is_(None))
        .order_by(column.number.desc())
        .limit(1)
    ).first()
    if newest is None:
        return []
    dependents = connection.execute(
        select(func.count()).where(column.document_id == document_id, column.anchor == newest.number)
    ).scalar_one()
    if dependents >= DEPENDENTS:
        return []
    content = _content(connection, document_id, newest.number)
    return [Anchor(name=str(newest.number), content=content, packed_length=newest.packed)]


def _write_passages(connection: Connection, document_id: str, number: int, texts: set[str]) -> None:
    """Close the runs of texts that are gone and open those of texts that are new."""
    passage = schema.passage.c
    standing = {
        row.text: row.id
        for row in connection.execute(
            select(passage.id, passage.text).where(
                passage.document_id == document_id, passage.until.is_(None)
            )
        )
    }
    gone = [{"gone": standing[known]} for known in standing.keys() - texts]
    if gone:
        connection.execute(
            schema.passage.update().where(passage.id == bindparam("gone")).values(until=number), gone
        )
    new = sorted(texts - standing.keys())
    if not new:
        return
    first = (connection.execute(select(func.max(passage.id))).scalar() or 0) + 1
    connection.execute(
        schema.passage.insert(),
        [
            {"id": first + at, "document_id": document_id, "since": number, "until": None, "text": known}
            for at, known in enumerate(new)
        ],
    )
    connection.execute(
        _INDEX, [{"id": first + at, "words": " ".join(words(known))} for at, known in enumerate(new)]
    )


def find_phrase(connection: Connection, phrase: str, document_id: str | None) -> list[tuple[str, int, str]]:
    """Return (document id, version number, segment text) of all segments that hold `phrase`, ordered so."""
    wanted = words(phrase)
    if not wanted:
        return []
    ids = connection.execute(_FIND, {"phrase": f'"{" ".join(wanted)}"'}).scalars().all()
    passage, version = schema.passage.c, schema.version.c
    newest = (
        select(version.document_id, func.max(version.number).label("number"))
        .group_by(version.document_id)
        .subquery()
    )
    found: set[tuple[str, int, str]] = set()
    for start in range(0, len(ids), 500):
        query = (
            select(passage.document_id, passage.since, passage.until, passage.text, newest.c.number)
            .join(newest, newest.c.document_id == passage.document_id)
            .where(passage.id.in_(ids[start : start + 500]))
        )
        if document_id is not None:
            query = query.where(passage.document_id == document_id)
        for row in connection.execute(query):
            if holds_phrase(wanted, row.text):
                until = row.until if row.until is not None else row.number + 1
                found.update((row.document_id, number, row.text) for number in range(row.since, until))
    return sorted(found)
