"""An archive copied row by row from one database into another, of whichever kind. Verifies no row: `verify` does.

A copy that was interrupted goes on where it stopped: each page of rows is one transaction, and what is there already is
not written again. Rows that change and those of the search index are brought up to date with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, Tuple, and_, func, select, true, tuple_

from snapshots.chain import GENESIS
from snapshots.errors import ArchiveExists
from snapshots.frozen_class import frozen
from snapshots.sql import record_chain, schema
from snapshots.sql.bodies import Bodies, current_store, object_name
from snapshots.sql.database import Database
from snapshots.sql.search_index import search_index

_PAGE = 200
_AT_ONCE = 50  # rows with bodies in them

_Key = tuple[Any, ...]
Told = Callable[[str, int, int], None]
"""Is told the name of a table, how many of its rows are in the copy, and how many there are to be."""


@frozen
class Copied:
    """What a copy came to."""

    rows: int  # in the copy
    written: int  # of these by this run
    chain_head: str
    records_head: str


def copy_database(source: Database, target: Database, told: Told, bodies: Bodies, into: Bodies) -> Copied:
    """Bring a copy up to date with one state of an archive.

    Its bodies are those of the source, and go `into` the store of the target, or its database where it has none: which
    stores there are is each archive's own.

    Raises `ArchiveExists` where the target holds what this archive does not.
    """
    rows = written = 0
    with source.one_state(), source.reading() as seen:
        _refuse_another(seen, target)
        for table in schema.metadata.sorted_tables:
            if table is schema.body_store:
                continue
            count = seen.execute(select(func.count()).select_from(table)).scalar_one()
            done = 0
            for there, new in _table_copy(seen, target, table, bodies, into).copy():
                done, written = done + there, written + new
                told(table.name, done, count)
            rows += count
        head = _log_head(seen)
        records = record_chain.head(seen)
    return Copied(rows=rows, written=written, chain_head=head, records_head=records)


class _TableCopy:
    """The rows of one table, page by page in the order of their keys."""

    def __init__(self, seen: Connection, target: Database, table: Table) -> None:
        self._seen = seen
        self._target = target
        self._table = table
        self._key = list(table.primary_key)
        self._is_final = table in schema.WRITTEN_ONCE

    def copy(self) -> Iterator[tuple[int, int]]:
        """Yield for each page how many rows it has, and how many of them were written."""
        for part in self._parts():
            after: _Key | None = None
            while True:
                query = select(*self._key).where(*part, *self._after(after)).order_by(*self._key).limit(_PAGE)
                keys = [tuple(row) for row in self._seen.execute(query)]
                yield len(keys), self._bring(keys, part, after, keys[-1] if len(keys) == _PAGE else None)
                if len(keys) < _PAGE:
                    break
                after = keys[-1]

    def _parts(self) -> list[list[ColumnElement[bool]]]:
        """Return conditions that part the rows so that those which others rest on come first."""
        return [[]]

    def _bring(self, keys: list[_Key], part: list[ColumnElement[bool]], after: _Key | None, last: _Key | None) -> int:
        """Make one page of the target what it is in the source, and return how many rows were written."""
        between = and_(true(), *part, *self._after(after), *self._until(last))
        with self._target.reading() as connection:
            there = self._found(connection, between)
        wanted = set(keys)
        new = [key for key in keys if key not in there]
        altered: list[_Key] = []
        if not self._is_final:
            rows = self._rows([key for key in keys if key in there])
            altered = [key for key, row in rows.items() if there[key] != row]
        gone = [] if self._is_final else [key for key in there if key not in wanted]
        if not new and not altered and not gone:
            return 0
        for some in _slices(new, _AT_ONCE):
            self._prepare(some)
        with self._target.writing() as connection:
            for some in _slices(gone, _AT_ONCE):
                connection.execute(self._table.delete().where(self._is_one_of(some)))
            for key in altered:
                self._change(connection, key)
            for some in _slices(new, _AT_ONCE):
                self._insert(connection, some)
        return len(new) + len(altered)

    def _found(self, connection: Connection, between: ColumnElement[bool]) -> dict[_Key, _Key]:
        """Return what the target has of a page: keys, and the rows under them where they may have changed."""
        columns = self._key if self._is_final else list(self._table.columns)
        width = len(self._key)
        query = select(*self._key, *columns).where(between)
        return {tuple(row)[:width]: tuple(row)[width:] for row in connection.execute(query)}

    def _rows(self, keys: list[_Key]) -> dict[_Key, _Key]:
        found: dict[_Key, _Key] = {}
        width = len(self._key)
        for some in _slices(keys, _AT_ONCE):
            query = select(*self._key, *self._table.columns).where(self._is_one_of(some))
            found.update((tuple(row)[:width], tuple(row)[width:]) for row in self._seen.execute(query))
        return found

    def _change(self, connection: Connection, key: _Key) -> None:
        row = self._seen.execute(select(self._table).where(self._is_one_of([key]))).one()
        connection.execute(self._table.update().where(self._is_one_of([key])).values(**row._mapping))

    def _prepare(self, keys: Sequence[_Key]) -> None:
        """Do what new rows need before the transaction that writes them."""

    def _insert(self, connection: Connection, keys: Sequence[_Key]) -> None:
        rows = self._new_rows(keys)
        connection.execute(self._table.insert(), [self._made(row) for row in rows])
        if self._table is schema.passage:
            search_index(connection).add(connection, [(row.id, row.text) for row in rows])

    def _new_rows(self, keys: Sequence[_Key]) -> Sequence[Row[Any]]:
        query: Select[Any] = select(self._table).where(self._is_one_of(keys))
        return self._seen.execute(query).all()

    def _made(self, row: Row[Any]) -> dict[str, Any]:
        """Return the columns of a row as the target has them."""
        return dict(row._mapping)

    def _is_one_of(self, keys: Sequence[_Key]) -> ColumnElement[bool]:
        if len(self._key) == 1:
            return self._key[0].in_([key[0] for key in keys])
        return tuple_(*self._key).in_(keys)

    def _after(self, key: _Key | None) -> list[ColumnElement[bool]]:
        return [] if key is None else [tuple_(*self._key) > self._as_tuple(key)]

    def _until(self, key: _Key | None) -> list[ColumnElement[bool]]:
        return [] if key is None else [tuple_(*self._key) <= self._as_tuple(key)]

    def _as_tuple(self, key: _Key) -> Tuple:
        return tuple_(*key, types=[column.type for column in self._key])


class _BodyCopy(_TableCopy):
    """The bodies, whose bytes may lie in a store on either side: they are moved as they are packed."""

    def __init__(self, seen: Connection, target: Database, bodies: Bodies, into: Bodies) -> None:
        super().__init__(seen, target, schema.body)
        self._bodies = bodies
        with target.reading() as connection:
            self._number = current_store(connection)
            self._store = into.store(connection, self._number) if self._number else None

    def _parts(self) -> list[list[ColumnElement[bool]]]:
        return [[schema.body.c.anchor.is_(None)], [schema.body.c.anchor.is_not(None)]]

    def _prepare(self, keys: Sequence[_Key]) -> None:
        if self._store:
            for row in self._new_rows(keys):
                self._store.put(object_name(row.sha256, row.anchor), self._bodies.packed(self._seen, row))

    def _made(self, row: Row[Any]) -> dict[str, Any]:
        if self._store is None:
            return {**row._mapping, "content": self._bodies.packed(self._seen, row), "store": None, "stored": 0}
        stored = row.stored or len(row.content)
        return {**row._mapping, "content": b"", "store": self._number, "stored": stored}


def _table_copy(seen: Connection, target: Database, table: Table, bodies: Bodies, into: Bodies) -> _TableCopy:
    return _BodyCopy(seen, target, bodies, into) if table is schema.body else _TableCopy(seen, target, table)


def _slices(keys: Sequence[_Key], size: int) -> Iterator[Sequence[_Key]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _refuse_another(seen: Connection, target: Database) -> None:
    """Raise `ArchiveExists` unless the logs of the target are the beginning of those of the source."""
    with target.reading() as connection:
        heads = [_last(connection, table, number) for table, number in _LOGS]
        documents = connection.execute(select(func.count()).select_from(schema.document)).scalar_one()
    for (table, number), last in zip(_LOGS, heads, strict=True):
        if last is None:
            continue
        there = seen.execute(select(table.c.hash).where(table.c[number] == last[0])).scalar()
        if there != last[1]:
            raise ArchiveExists("the copy holds looks or records that this archive has not: name an empty place")
    if documents and not any(heads):
        known = set(seen.execute(select(schema.document.c.id)).scalars())
        with target.reading() as connection:
            if not known.issuperset(connection.execute(select(schema.document.c.id)).scalars()):
                raise ArchiveExists("the copy holds documents that this archive has not: name an empty place")


_LOGS = ((schema.attempt, "sequence"), (schema.record_chain, "number"))


def _last(connection: Connection, table: Table, number: str) -> tuple[int, str] | None:
    row = connection.execute(select(table.c[number], table.c.hash).order_by(table.c[number].desc()).limit(1)).first()
    return (row[0], row[1]) if row else None


def _log_head(connection: Connection) -> str:
    last = _last(connection, schema.attempt, "sequence")
    return last[1] if last else GENESIS
