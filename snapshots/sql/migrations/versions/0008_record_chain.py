"""A chain over changes, tellings and holds. What an older program recorded is sealed as it stands."""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText
from snapshots.sql.migrations.triggers import write_once

revision = "0008"
down_revision = "0007"

_TABLES = (("change", "number"), ("telling", "sequence"), ("hold", "number"))


def upgrade() -> None:
    op.create_table(
        "record_chain",
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", AnyText(), nullable=False),
        sa.Column("key", WHOLE_NUMBER, nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.Column("previous_hash", AnyText(), nullable=False),
        sa.Column("hash", AnyText(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("record_chain_once", "record_chain", ["kind", "key"], unique=True)
    _seal_what_is_there()
    write_once("record_chain")


def _seal_what_is_there() -> None:
    """Write a link for each record there is, as `snapshots.sql.record_chain` wrote them when this was made."""
    connection = op.get_bind()
    number, previous = 0, "0" * 64
    for kind, key in _TABLES:
        query = sa.text(f'SELECT "{key}", checksum FROM "{kind}" ORDER BY "{key}"')  # noqa: S608 names of our own
        for value, checksum in connection.execute(query).all():
            number += 1
            link = {"kind": kind, "key": value, "checksum": checksum}
            content = json.dumps(link, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")
            digest = sha256(previous.encode("ascii") + content).hexdigest()
            connection.execute(
                sa.text("INSERT INTO record_chain VALUES (:number, :kind, :key, :checksum, :previous, :digest)"),
                {"number": number, **link, "previous": previous, "digest": digest},
            )
            previous = digest
