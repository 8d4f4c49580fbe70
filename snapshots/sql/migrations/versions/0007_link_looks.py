"""Where watched links lead, look by look."""

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText
from snapshots.sql.migrations.triggers import write_once

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "link_look",
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("url", AnyText(), nullable=False),
        sa.Column("content", AnyText(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("link_look_of_document", "link_look", ["document_id", "number"], unique=False)
    write_once("link_look")
