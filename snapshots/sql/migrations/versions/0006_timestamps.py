"""Tokens of a timestamp authority over heads of the chain."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "timestamp",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sequence"], ["attempt.sequence"]),
        sa.PrimaryKeyConstraint("sequence"),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f'CREATE TRIGGER "timestamp_{verb.lower()}" BEFORE {verb} ON "timestamp"'
                " BEGIN SELECT RAISE(ABORT, 'rows of timestamp are written once'); END"
            )
