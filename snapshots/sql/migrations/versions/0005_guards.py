"""An index over all columns of each table whose rows change: `verify` finds a row that was altered behind SQLite.

PostgreSQL has none: its indexes hold no row that long, and its pages have checksums.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

_GUARDS = {
    "document": ["id", "content"],
    "memory": ["document_id", "revision", "judged_attempt"],
    "schedule": ["document_id", "next_check_at"],
    "target": ["name", "telling", "change", "at", "began_at", "dead_at", "dead_reason"],
    "delivery": [
        "number", "target", "event_id", "parcel", "state", "created_at", "next_at", "attempts", "lease_until",
        "last_at", "last_status", "last_error",
    ],
    "subscription": ["id", "address", "wish", "created_at", "confirmed_at"],
}  # fmt: skip


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, columns in _GUARDS.items():
        op.create_index(f"{table}_guard", table, columns, unique=False)
