"""What independent archives were asked to keep, step by step."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "witness_step",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("witness", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("witness_step_of_document", "witness_step", ["document_id", "number"], unique=False)
    op.create_index("witness_step_by_time", "witness_step", ["witness", "stage", "at"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f'CREATE TRIGGER "witness_step_{verb.lower()}" BEFORE {verb} ON "witness_step"'
                " BEGIN SELECT RAISE(ABORT, 'rows of witness_step are written once'); END"
            )
