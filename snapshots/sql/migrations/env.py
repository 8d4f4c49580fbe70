"""What Alembic runs: migrations over the connection that is handed in, inside its transaction."""

from alembic import context

from snapshots.sql.schema import SEARCH, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # The full-text index and its shadow tables are no tables of the schema.
    include_name=lambda name, kind, _: kind != "table" or not (name or "").startswith(SEARCH),
    transactional_ddl=False,  # the caller's transaction holds everything
)
context.run_migrations()
