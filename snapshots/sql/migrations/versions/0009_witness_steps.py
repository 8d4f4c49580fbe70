"""What independent archives were asked to keep, step by step."""

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText
from snapshots.sql.migrations.triggers import write_once

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "witness_step",
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("witness", AnyText(), nullable=False),
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("stage", AnyText(), nullable=False),
        sa.Column("at", WHOLE_NUMBER, nullable=False),
        sa.Column("content", AnyText(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("witness_step_of_document", "witness_step", ["document_id", "number"], unique=False)
    op.create_index("witness_step_by_time", "witness_step", ["witness", "stage", "at"], unique=False)
    write_once("witness_step")
