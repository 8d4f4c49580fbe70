"""The captured bodies: kept once each under their sha256, packed against an anchor of the same document.

They lie in the database or, packed in the same way, in a store whose address the database holds.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from snapshots.body_stores import BodyPlace, BodyStore, mark, open_store
from snapshots.errors import ArchiveDamaged, ArchiveError
from snapshots.frozen_class import frozen
from snapshots.sql import schema
from snapshots.sql.blobs import CANDIDATES, DEPENDENTS, Anchor, Packed, pack, unpack
from snapshots.sql.database import Database

_REMEMBERED = 6  # unpacked anchors
_SIMILAR = 3  # a body and its anchor differ in length by this factor at most
_RECENT = 64  # attempts among which anchors are looked for


def _candidates() -> Select[Any]:
    """Return the query for the anchors of a document that may be packed against, the last used first."""
    attempt, body = schema.attempt.c, schema.body.c
    recent = (
        select(attempt.body_sha256, attempt.sequence)
        .where(attempt.document_id == bindparam("document"), attempt.body_sha256.is_not(None))
        .order_by(attempt.sequence.desc())
        .limit(_RECENT)
        .subquery()
    )
    name = func.coalesce(body.anchor, body.sha256)
    used = (
        select(name.label("name"), func.max(recent.c.sequence).label("at"))
        .join_from(recent, schema.body, recent.c.body_sha256 == body.sha256)
        .group_by(name)
        .subquery()
    )
    other = schema.body.alias()
    dependents = (
        select(func.count())
        .select_from(other)
        .where(other.c.anchor == body.sha256)
        .correlate(schema.body)
        .scalar_subquery()
    )
    return (
        select(body.sha256, (func.length(body.content) + body.stored).label("packed"))
        .join(used, used.c.name == body.sha256)
        .where(body.length.between(bindparam("least"), bindparam("most")), dependents < DEPENDENTS)
        .order_by(used.c.at.desc())
        .limit(CANDIDATES)
    )


# Asked at each look, and made once: SQLAlchemy takes longer to put a query together than SQLite takes to answer it.
_OF_DIGEST = schema.body.c.sha256 == bindparam("digest")
_BODY = select(schema.body).where(_OF_DIGEST)
_IS_KEPT = select(schema.body.c.sha256).where(_OF_DIGEST)
_ANCHOR = select(schema.body.c.anchor).where(_OF_DIGEST)
_CANDIDATES = _candidates()
_NEWEST_STORE = (
    select(schema.body_store.c.number, schema.body_store.c.address).order_by(schema.body_store.c.number.desc()).limit(1)
)


@frozen
class PlacedBody:
    """A body that lies in a store and waits for its row."""

    store: int
    anchor: str | None
    length: int  # of the object


def object_name(digest: str, anchor: str | None) -> str:
    """Return the name of a body in a store: it says what is in it, and what it is packed against."""
    return f"{digest}.{anchor}.zst" if anchor else f"{digest}.zst"


class Bodies:
    """The table `body` and the stores it names, with the anchors last used held in memory."""

    def __init__(self, home: Path | None = None) -> None:
        """`home` is the folder that paths of stores are seen from, None for an archive that has none."""
        self._home = home
        self._anchors: OrderedDict[str, bytes] = OrderedDict()
        self._stores: dict[int, BodyStore] = {}
        self._lock = Lock()

    def place(self, database: Database, contents: Iterable[tuple[str, str, bytes]]) -> dict[str, PlacedBody]:
        """Put new bodies into the store that holds now, and return them by digest; none where it is the database.

        `contents` are the document that each may be packed with, its digest, its bytes. It is done before the
        transaction that names them: nobody who wants to write waits for a store. What a killed program leaves there
        has no row, and is what a later one would write under that name.
        """
        with database.reading() as connection:
            number = current_store(connection)
            if number is None:
                return {}
            store = self.store(connection, number)
            new = {
                digest: self._pack(connection, document_id, content)
                for document_id, digest, content in contents
                if not self._is_kept(connection, digest)
            }
        for digest, packed in new.items():
            store.put(object_name(digest, packed.anchor), packed.content)
        return {
            digest: PlacedBody(store=number, anchor=packed.anchor, length=len(packed.content))
            for digest, packed in new.items()
        }

    def keep(
        self, connection: Connection, document_id: str, digest: str, content: bytes, placed: PlacedBody | None = None
    ) -> None:
        """Add a body unless it is kept already; where it was `placed` in a store, that is what is noted.

        One of no document ("") is packed alone: no two pictures share their bytes.
        """
        if self._is_kept(connection, digest):
            return
        row: dict[str, object] = {"sha256": digest, "length": len(content)}
        if placed:
            row |= {"anchor": placed.anchor, "content": b"", "store": placed.store, "stored": placed.length}
        else:
            packed = self._pack(connection, document_id, content)
            row |= {"anchor": packed.anchor, "content": packed.content}
        connection.execute(schema.body.insert(), row)

    def load(self, connection: Connection, digest: str) -> bytes:
        """Return a body; raises `ArchiveDamaged` where its bytes don't match, `StoreUnreachable`."""
        row = connection.execute(_BODY, {"digest": digest}).first()
        if row is None:
            raise ArchiveError(f"no body {digest!r} in the archive")
        anchor = self._anchor(connection, row.anchor) if row.anchor else b""
        try:
            content = unpack(self.packed(connection, row), length=row.length, anchor=anchor)
        except ArchiveDamaged as error:
            raise ArchiveDamaged(f"body {digest}: {error}; restore it from a backup") from error
        if sha256(content).hexdigest() != digest:
            raise ArchiveDamaged(f"body {digest} does not match its hash; restore it from a backup")
        return content

    def packed(self, connection: Connection, row: Row[Any]) -> bytes:
        """Return the packed bytes of a row of `body`, wherever they lie."""
        content: bytes = row.content
        if row.store is not None:
            there = self.store(connection, row.store).get(object_name(row.sha256, row.anchor))
            if not content and len(there) == row.stored:
                return there
        elif not row.stored:
            return content
        raise ArchiveDamaged("its row says otherwise than what is kept")

    def store(self, connection: Connection, number: int) -> BodyStore:
        """Return one of the stores that the archive names."""
        if number not in self._stores:
            column = schema.body_store.c
            address = connection.execute(select(column.address).where(column.number == number)).scalar()
            if not address:
                raise ArchiveDamaged(
                    f"the archive has lost the address of its store {number}; restore it from a backup"
                )
            self._stores[number] = open_store(address, self._home)
        return self._stores[number]

    def keep_in(self, database: Database, address: str) -> None:
        """Let new bodies go to a store, once that has shown that it can be written, or with "" into the database."""
        if address:
            mark(open_store(address, self._home))
        with database.writing() as connection:
            newest = connection.execute(_NEWEST_STORE).first()
            if (newest.address if newest else "") != address:
                number = newest.number + 1 if newest else 1
                connection.execute(schema.body_store.insert().values(number=number, address=address))

    def _pack(self, connection: Connection, document_id: str, content: bytes) -> Packed:
        return pack(content, self._candidates(connection, document_id, len(content)) if document_id else [])

    def _is_kept(self, connection: Connection, digest: str) -> bool:
        return connection.execute(_IS_KEPT, {"digest": digest}).first() is not None

    def _anchor(self, connection: Connection, digest: str) -> bytes:
        with self._lock:
            if digest in self._anchors:
                self._anchors.move_to_end(digest)
                return self._anchors[digest]
        if connection.execute(_ANCHOR, {"digest": digest}).scalar():
            raise ArchiveDamaged(f"body {digest} rests on another and can't be rested on; restore it from a backup")
        content = self.load(connection, digest)
        with self._lock:
            self._anchors[digest] = content
            while len(self._anchors) > _REMEMBERED:
                self._anchors.popitem(last=False)
        return content

    def _candidates(self, connection: Connection, document_id: str, length: int) -> list[Anchor]:
        """Return the anchors of a document that may be packed against, the last used first."""
        asked = {"document": document_id, "least": length // _SIMILAR, "most": length * _SIMILAR}
        rows = connection.execute(_CANDIDATES, asked).all()
        return [
            Anchor(name=row.sha256, content=self._anchor(connection, row.sha256), packed_length=row.packed)
            for row in rows
        ]


def current_store(connection: Connection) -> int | None:
    """Return the number of the store that new bodies go to, None where they go into the database."""
    newest = connection.execute(_NEWEST_STORE).first()
    return newest.number if newest and newest.address else None


def body_places(connection: Connection) -> list[BodyPlace]:
    """Return where bodies lie, the database first, then its stores in the order they were named."""
    column, held = schema.body_store.c, schema.body.c
    counted = connection.execute(select(held.store, func.count()).group_by(held.store))
    counts: dict[int | None, int] = {row[0]: row[1] for row in counted}
    now = current_store(connection)
    stores = connection.execute(select(schema.body_store).where(column.address != "").order_by(column.number)).all()
    return [
        BodyPlace(address="", bodies=counts.get(None, 0), is_current=now is None),
        *(BodyPlace(address=s.address, bodies=counts.get(s.number, 0), is_current=s.number == now) for s in stores),
    ]
