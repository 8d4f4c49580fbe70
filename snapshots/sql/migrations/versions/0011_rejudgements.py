"""What later rules made of changes that were judged before."""

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText
from snapshots.sql.migrations.triggers import write_once

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "rejudgement",
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("change", WHOLE_NUMBER, nullable=False),
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("content", AnyText(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["change"], ["change.number"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("rejudgement_of_document", "rejudgement", ["document_id", "number"], unique=False)
    write_once("rejudgement")
