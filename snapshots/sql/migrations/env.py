"""What Alembic runs: migrations over the connection that is handed in, inside its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=False,  # the caller's transaction holds everything
)
context.run_migrations()
