"""What `verify` checks in a PostgreSQL database itself: its references, tables, indexes, triggers. Knows no record.

What is damaged on the disk the server finds by itself, where its pages have checksums; each row is read by `verify`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, ForeignKeyConstraint, Table, bindparam, exists, inspect, select, text

from snapshots.records import Fault
from snapshots.sql import schema
from snapshots.sql.database_file import Look
from snapshots.sql.migrations import triggers

SERVER = "the database"


def server_looks() -> list[tuple[str, Look]]:
    """Return what is looked at in the database, each with what it is told as where it can't be read at all."""
    return [(f"references in {SERVER}", _reference_faults), (f"schema of {SERVER}", _schema_faults)]


def _reference_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the rows that refer to a row that is not there; somebody may have written them with the checks off."""
    for table in schema.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            yield from _dangling(connection, table, constraint)


def _dangling(connection: Connection, table: Table, constraint: ForeignKeyConstraint) -> Iterator[Fault]:
    (element,) = constraint.elements
    there = element.column.table.alias()
    query = select(*table.primary_key).where(
        element.parent.is_not(None), ~exists().where(there.c[element.column.name] == element.parent)
    )
    for row in connection.execute(query):
        subject = " ".join([table.name, *map(str, row)])
        yield Fault(subject=subject, problem=f"refers to a missing {element.column.table.name}")


def _schema_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the tables, indexes and triggers that are not as migrations make them: what protects rows is among them."""
    there = inspect(connection)
    tables = set(there.get_table_names())
    for table in schema.metadata.sorted_tables:
        if table.name not in tables:
            yield _lacking(f"table {table.name}")
            continue
        columns = {column["name"] for column in there.get_columns(table.name)}
        yield from (_lacking(f"column {table.name}.{name}") for name in sorted(set(table.columns.keys()) - columns))
    valid = set(connection.execute(_INDEXES).scalars())
    yield from (_lacking(f"index {name}") for name in sorted(_indexes() - valid))
    armed = {tuple(row) for row in connection.execute(_TRIGGERS, {"body": triggers.BODY})}
    for table in schema.WRITTEN_ONCE:
        for verb in triggers.EVENTS:
            if (table.name, name := f"{table.name}_{verb.lower()}") not in armed:
                yield _lacking(f"trigger {name}")


def _indexes() -> set[str]:
    """Return the names of the indexes that lookups rest on."""
    made = {str(i.name) for table in schema.metadata.sorted_tables for i in table.indexes if _is_made(str(i.name))}
    return made | {f"{table.name}_pkey" for table in schema.metadata.sorted_tables} | {f"{schema.SEARCH}_words"}


def _is_made(name: str) -> bool:
    return not name.endswith(schema.GUARD)  # of SQLite alone


def _lacking(subject: str) -> Fault:
    return Fault(subject=f"{subject} in {SERVER}", problem="is missing or not as it was made; restore it from a backup")


_INDEXES = text(
    "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE i.indisvalid AND c.relnamespace = current_schema()::regnamespace"
)
_TRIGGERS = text(
    "SELECT t.relname, g.tgname FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid"
    " JOIN pg_proc p ON p.oid = g.tgfoid WHERE t.relnamespace = current_schema()::regnamespace"
    " AND g.tgenabled IN ('O', 'A') AND p.prosrc = :body"
).bindparams(bindparam("body"))
