"""Tokens of a timestamp authority over heads of the chain."""

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText
from snapshots.sql.migrations.triggers import write_once

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "timestamp",
        sa.Column("sequence", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("content", AnyText(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["sequence"], ["attempt.sequence"]),
        sa.PrimaryKeyConstraint("sequence"),
        sqlite_strict=True,
    )
    write_once("timestamp")
