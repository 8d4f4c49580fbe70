"""What of a memory only grows has rows of its own, and the changes and alerts of one document are found by it.

A memory that an earlier program wrote stays as it is until its document is judged again.
"""

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "memory_learned",
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("name", AnyText(), nullable=False),
        sa.Column("start", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("document_id", "name", "start"),
        sqlite_strict=True,
    )
    op.add_column("memory_content", sa.Column("learned", WHOLE_NUMBER, server_default="0", nullable=False))
    op.create_index("change_of_document", "change", ["document_id", "decided_at"], unique=False)
    op.create_index("alert_of_document", "alert", ["document_id", "decided_at"], unique=False)
