"""Bodies may lie in a directory or an object store: the row of such a one says in which, and how long it is there.

Which store new ones go to is the newest row of `body_store`; what was kept before stays where it is.
"""

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "body_store",
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("address", AnyText(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("body_store_guard", "body_store", ["number", "address"], unique=False)
        # SQLite takes the reference with the column alone, and Alembic writes one apart from the other.
        op.execute("ALTER TABLE body ADD COLUMN store INTEGER REFERENCES body_store (number)")
    else:
        op.add_column("body", sa.Column("store", WHOLE_NUMBER, sa.ForeignKey("body_store.number"), nullable=True))
    op.add_column("body", sa.Column("stored", WHOLE_NUMBER, server_default="0", nullable=False))
