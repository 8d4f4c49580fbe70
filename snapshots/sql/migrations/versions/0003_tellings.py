"""The journal of tellings, and the holds before it. What an older program told it had told straight away."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText
from snapshots.sql.migrations.triggers import write_once

revision = "0003"
down_revision = "0002"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    op.create_table(
        "telling",
        sa.Column("sequence", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("id", AnyText(), nullable=False),
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("alert_id", AnyText(), nullable=True),
        sa.Column("content", AnyText(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"]),
        sa.PrimaryKeyConstraint("sequence"),
        sa.UniqueConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("telling_of_document", "telling", ["document_id", "sequence"], unique=False)
    op.create_index("telling_of_alert", "telling", ["alert_id"], unique=False)
    op.create_table(
        "hold",
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("alert_id", AnyText(), nullable=False),
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("content", AnyText(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"]),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("hold_of_alert", "hold", ["alert_id", "number"], unique=False)
    _tell_what_was_told()
    write_once("telling", "hold")


def _tell_what_was_told() -> None:
    """Write the telling of every alert there is, as `snapshots.codec` wrote records when this was made."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT id, document_id, decided_at FROM alert ORDER BY decided_at, change")
    ).all()
    for sequence, row in enumerate(rows, start=1):
        at = (_EPOCH + timedelta(microseconds=row.decided_at)).isoformat().removesuffix("+00:00") + "Z"
        told = {
            "sequence": sequence,
            "id": row.id,
            "kind": "alert",
            "document_id": row.document_id,
            "at": at,
            "alert_id": row.id,
        }
        content = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        connection.execute(
            sa.text("INSERT INTO telling VALUES (:sequence, :id, :document_id, :alert_id, :content, :checksum)"),
            {
                "sequence": sequence,
                "id": row.id,
                "document_id": row.document_id,
                "alert_id": row.id,
                "content": content,
                "checksum": sha256(content.encode()).hexdigest(),
            },
        )
