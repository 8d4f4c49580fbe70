"""The captured bodies: kept once each under their sha256, packed against an anchor of the same document."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import Lock

from sqlalchemy import Connection, func, select

from snapshots.errors import ArchiveDamaged, ArchiveError
from snapshots.sql import schema
from snapshots.sql.blobs import CANDIDATES, DEPENDENTS, Anchor, pack, unpack

_REMEMBERED = 6  # unpacked anchors
_SIMILAR = 3  # a body and its anchor differ in length by this factor at most
_RECENT = 64  # attempts among which anchors are looked for


class Bodies:
    """The table `body`, with the anchors last used held in memory."""

    def __init__(self) -> None:
        self._anchors: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def keep(self, connection: Connection, document_id: str, digest: str, content: bytes) -> None:
        """Add a body unless it is kept already.

        One of no document ("") is packed alone: no two pictures share their bytes.
        """
        body = schema.body.c
        if connection.execute(select(body.sha256).where(body.sha256 == digest)).first():
            return
        packed = pack(content, self._candidates(connection, document_id, len(content)) if document_id else [])
        connection.execute(
            schema.body.insert().values(
                sha256=digest, anchor=packed.anchor, length=len(content), content=packed.content
            )
        )

    def load(self, connection: Connection, digest: str) -> bytes:
        """Return a body; raises `ArchiveDamaged` where its bytes don't match."""
        body = schema.body.c
        row = connection.execute(select(body.anchor, body.length, body.content).where(body.sha256 == digest)).first()
        if row is None:
            raise ArchiveError(f"no body {digest!r} in the archive")
        anchor = self._anchor(connection, row.anchor) if row.anchor else b""
        try:
            content = unpack(row.content, length=row.length, anchor=anchor)
        except ArchiveDamaged as error:
            raise ArchiveDamaged(f"body {digest}: {error}; restore it from a backup") from error
        if sha256(content).hexdigest() != digest:
            raise ArchiveDamaged(f"body {digest} does not match its hash; restore it from a backup")
        return content

    def _anchor(self, connection: Connection, digest: str) -> bytes:
        with self._lock:
            if digest in self._anchors:
                self._anchors.move_to_end(digest)
                return self._anchors[digest]
        if connection.execute(select(schema.body.c.anchor).where(schema.body.c.sha256 == digest)).scalar():
            raise ArchiveDamaged(f"body {digest} rests on another and can't be rested on; restore it from a backup")
        content = self.load(connection, digest)
        with self._lock:
            self._anchors[digest] = content
            while len(self._anchors) > _REMEMBERED:
                self._anchors.popitem(last=False)
        return content

    def _candidates(self, connection: Connection, document_id: str, length: int) -> list[Anchor]:
        """Return the anchors of a document that may be packed against, the last used first."""
        attempt, body = schema.attempt.c, schema.body.c
        recent = (
            select(attempt.body_sha256, attempt.sequence)
            .where(attempt.document_id == document_id, attempt.body_sha256.is_not(None))
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
        rows = connection.execute(
            select(body.sha256, func.length(body.content).label("packed"))
            .join(used, used.c.name == body.sha256)
            .where(body.length.between(length // _SIMILAR, length * _SIMILAR), dependents < DEPENDENTS)
            .order_by(used.c.at.desc())
            .limit(CANDIDATES)
        ).all()
        return [
            Anchor(name=row.sha256, content=self._anchor(connection, row.sha256), packed_length=row.packed)
            for row in rows
        ]
