"""The triggers that refuse to change or delete a row that is written once; migrations make them with their tables."""

from __future__ import annotations

from collections.abc import Iterator

FUNCTION = "policywatch_written_once"
BODY = "BEGIN RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME; END"
"""What the triggers of PostgreSQL run. On SQLite each trigger says it for itself."""

EVENTS = {"UPDATE": "ROW", "DELETE": "ROW", "TRUNCATE": "STATEMENT"}
"""What is refused on PostgreSQL, and whether row by row or for the whole table; SQLite has the first two."""


def write_once(*tables: str) -> None:
    """Refuse from now on that rows of these tables are changed or deleted."""
    from alembic import op  # takes its time to load, and `verify` asks for what is here without it

    made = _on_sqlite if op.get_bind().dialect.name == "sqlite" else _on_postgresql
    for table in tables:
        for statement in made(table):
            op.execute(statement)


def _on_sqlite(table: str) -> Iterator[str]:
    for verb in ("UPDATE", "DELETE"):
        yield (
            f'CREATE TRIGGER "{table}_{verb.lower()}" BEFORE {verb} ON "{table}"'
            f" BEGIN SELECT RAISE(ABORT, 'rows of {table} are written once'); END"
        )


def _on_postgresql(table: str) -> Iterator[str]:
    yield (f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$")
    for verb, each in EVENTS.items():
        yield (
            f'CREATE TRIGGER "{table}_{verb.lower()}" BEFORE {verb} ON "{table}"'
            f" FOR EACH {each} EXECUTE FUNCTION {FUNCTION}()"
        )
