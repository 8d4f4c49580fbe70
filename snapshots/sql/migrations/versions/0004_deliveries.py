"""Deliveries and subscriptions. Nobody is told again what was told before: a target begins when it is made known."""

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "target",
        sa.Column("name", AnyText(), nullable=False),
        sa.Column("telling", WHOLE_NUMBER, nullable=False),
        sa.Column("change", WHOLE_NUMBER, nullable=False),
        sa.Column("at", WHOLE_NUMBER, nullable=False),
        sa.Column("began_at", WHOLE_NUMBER, nullable=False),
        sa.Column("dead_at", WHOLE_NUMBER, nullable=True),
        sa.Column("dead_reason", AnyText(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("name"),
        sqlite_strict=True,
    )
    op.create_table(
        "delivery",
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("target", AnyText(), nullable=False),
        sa.Column("event_id", AnyText(), nullable=False),
        sa.Column("parcel", AnyText(), nullable=False),
        sa.Column("state", AnyText(), nullable=False),
        sa.Column("created_at", WHOLE_NUMBER, nullable=False),
        sa.Column("next_at", WHOLE_NUMBER, nullable=False),
        sa.Column("attempts", WHOLE_NUMBER, nullable=False),
        sa.Column("lease_until", WHOLE_NUMBER, nullable=True),
        sa.Column("last_at", WHOLE_NUMBER, nullable=True),
        sa.Column("last_status", WHOLE_NUMBER, nullable=True),
        sa.Column("last_error", AnyText(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("delivery_once", "delivery", ["target", "event_id"], unique=True)
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "delivery_waiting", "delivery", ["target", "number"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_table(
        "subscription",
        sa.Column("id", AnyText(), nullable=False),
        sa.Column("address", AnyText(), nullable=False),
        sa.Column("wish", AnyText(), nullable=False),
        sa.Column("created_at", WHOLE_NUMBER, nullable=False),
        sa.Column("confirmed_at", WHOLE_NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("subscription_of_address", "subscription", ["address"], unique=False)
