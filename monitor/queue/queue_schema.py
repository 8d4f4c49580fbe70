"""Makes the queue: the tables of procrastinate and one of our own, in a schema beside that of the archive.

Nothing in them is a record. All jobs follow from the archive, so that a queue which another version of procrastinate
made is thrown away and made anew.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

from procrastinate.schema import SchemaManager
from psycopg import Connection
from psycopg.errors import Error, InsufficientPrivilege
from psycopg.sql import SQL, Identifier

from snapshots.errors import ArchiveError

_WORKERS = "workers.sql"


def schema_of(archive_schema: str) -> str:
    """Return the name of the schema of a queue; each schema of a database may hold an archive."""
    return "policywatch_queue" if archive_schema == "public" else f"{archive_schema}_queue"


def make_queue(connection: Connection, schema: str) -> None:
    """Make the queue where there is none, or one of another version; raises `ArchiveError` where that can't be.

    Raises it too while workers of another version are at work.
    """
    statements = [SchemaManager.get_schema(), files(__package__).joinpath(_WORKERS).read_text(encoding="utf-8")]
    made_by = sha256("\n".join(statements).encode()).hexdigest()
    try:
        with connection.transaction():
            # Two first starts at once: the second one waits, and finds the queue made.
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"make {schema}"])
            found = _made_by(connection, schema)
            if found == made_by:
                return
            if found is not None:
                _drop(connection, schema)
            name = Identifier(schema)
            connection.execute(SQL("CREATE SCHEMA {}").format(name))
            for statement in statements:
                connection.execute(statement.encode())
            connection.execute(SQL("COMMENT ON SCHEMA {} IS {}").format(name, made_by))
    except InsufficientPrivilege as error:
        raise ArchiveError(
            f"the queue of the workers can't be made: {error}; as an owner of the database:"
            f" GRANT CREATE ON DATABASE … TO this role"
        ) from error
    except Error as error:
        raise ArchiveError(f"the queue of the workers can't be made: {error}") from error


def _made_by(connection: Connection, schema: str) -> str | None:
    """Return what a queue was made by, "" where nobody knows, None where there is none."""
    query = "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s"
    row = connection.execute(query, [schema]).fetchone()
    return None if row is None else str(row[0] or "")


def _drop(connection: Connection, schema: str) -> None:
    row = connection.execute("SELECT count(*) FROM policywatch_worker WHERE lease_until > now()").fetchone()
    if row and row[0]:
        raise ArchiveError(f"{row[0]} workers of another version are at work: stop them all first")
    connection.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(schema)))
