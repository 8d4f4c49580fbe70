"""Proofs over heads of the log beside those of a timestamp authority: the publisher's, and those of calendars."""

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText
from snapshots.sql.migrations.triggers import write_once

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "head_proof",
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("sequence", WHOLE_NUMBER, nullable=False),
        sa.Column("kind", AnyText(), nullable=False),
        sa.Column("content", AnyText(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["sequence"], ["attempt.sequence"]),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("head_proof_of_kind", "head_proof", ["kind", "number"], unique=False)
    write_once("head_proof")
