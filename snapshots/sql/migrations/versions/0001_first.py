"""The first schema: the log of attempts with its bodies, the judgements, and the full-text index."""

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText
from snapshots.sql.migrations.triggers import write_once

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("sha256", AnyText(), nullable=False),
        sa.Column("anchor", AnyText(), nullable=True),
        sa.Column("length", WHOLE_NUMBER, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["anchor"], ["body.sha256"]),
        sa.PrimaryKeyConstraint("sha256"),
        sqlite_strict=True,
    )
    op.create_index("body_of_anchor", "body", ["anchor"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", AnyText(), nullable=False),
        sa.Column("content", AnyText(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "attempt",
        sa.Column("sequence", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("body_sha256", AnyText(), nullable=True),
        sa.Column("source", AnyText(), nullable=True),
        sa.Column("content", AnyText(), nullable=False),
        sa.Column("previous_hash", AnyText(), nullable=False),
        sa.Column("hash", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["body_sha256"], ["body.sha256"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("sequence"),
        sqlite_strict=True,
    )
    op.create_index("attempt_of_document", "attempt", ["document_id", "sequence"], unique=False)
    op.create_index("attempt_with_body", "attempt", ["document_id", "body_sha256"], unique=False)
    op.create_table(
        "change",
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("decided_at", WHOLE_NUMBER, nullable=False),
        sa.Column("length", WHOLE_NUMBER, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("change_by_time", "change", ["decided_at", "number"], unique=False)
    op.create_table(
        "extraction",
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("anchor", WHOLE_NUMBER, nullable=True),
        sa.Column("length", WHOLE_NUMBER, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("document_id", "number"),
        sqlite_strict=True,
    )
    op.create_table(
        "memory",
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("revision", WHOLE_NUMBER, nullable=False),
        sa.Column("judged_attempt", WHOLE_NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("document_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "memory_content",
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("length", WHOLE_NUMBER, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("document_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "passage",
        sa.Column("id", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("since", WHOLE_NUMBER, nullable=False),
        sa.Column("until", WHOLE_NUMBER, nullable=True),
        sa.Column("text", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    standing = sa.text("until IS NULL")
    op.create_index("passage_standing", "passage", ["document_id"], sqlite_where=standing, postgresql_where=standing)
    op.create_table(
        "schedule",
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("next_check_at", WHOLE_NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("document_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "version",
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("number", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("content", AnyText(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("document_id", "number"),
        sqlite_strict=True,
    )
    op.create_table(
        "alert",
        sa.Column("id", AnyText(), nullable=False),
        sa.Column("change", WHOLE_NUMBER, nullable=False),
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("decided_at", WHOLE_NUMBER, nullable=False),
        sa.Column("length", WHOLE_NUMBER, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["change"], ["change.number"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("change"),
        sqlite_strict=True,
    )
    op.create_index("alert_by_time", "alert", ["decided_at", "change"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("attempt", WHOLE_NUMBER, autoincrement=False, nullable=False),
        sa.Column("document_id", AnyText(), nullable=False),
        sa.Column("content", AnyText(), nullable=False),
        sa.Column("checksum", AnyText(), nullable=False),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.sequence"]),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"]),
        sa.PrimaryKeyConstraint("attempt"),
        sqlite_strict=True,
    )
    op.create_index("sighting_of_document", "sighting", ["document_id", "attempt"], unique=False)
    write_once("attempt", "body", "sighting", "version", "extraction", "change", "alert")
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    # Contentless: the texts stand in `passage`. `words` holds them as the program parts them.
    op.execute(
        "CREATE VIRTUAL TABLE passage_search USING fts5(words, content='', tokenize=\"unicode61 remove_diacritics 0\")"
    )


def _postgresql() -> None:
    # The words of a passage, and its pairs of words: `snapshots.sql.search_index` says why.
    op.execute('CREATE TABLE passage_search (id bigint PRIMARY KEY, words text[] COLLATE "C" NOT NULL)')
    op.execute("CREATE INDEX passage_search_words ON passage_search USING gin (words)")
    for table in ("body", "extraction", "change", "alert", "memory_content"):
        # What is packed already is not tried to be packed once more.
        op.execute(f"ALTER TABLE {table} ALTER content SET STORAGE EXTERNAL")
