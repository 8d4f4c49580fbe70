"""The tables of the archive, the same for every database. Their migrations are in `snapshots/migrations`.

A row's `content` is the record itself; the columns beside it are what is looked up by, and `verify`
holds them against it. Times are microseconds since 1970-01-01 UTC, so that they sort.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, text

metadata = MetaData()


def _table(name: str, *columns: Column[object] | Index) -> Table:
    return Table(name, metadata, *columns, sqlite_strict=True)


document = _table(
    "document",
    Column("id", Text, primary_key=True),
    Column("content", Text, nullable=False),
)

attempt = _table(
    "attempt",
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("body_sha256", Text, ForeignKey("body.sha256"), nullable=True),
    Column("source", Text, nullable=True),
    Column("content", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("attempt_of_document", "document_id", "sequence"),
    Index("attempt_with_body", "document_id", "body_sha256"),
)

body = _table(
    "body",
    Column("sha256", Text, primary_key=True),
    Column("anchor", Text, ForeignKey("body.sha256"), nullable=True),
    Column("length", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("body_of_anchor", "anchor"),
)

observation = _table(
    "sighting",
    Column("attempt", Integer, ForeignKey("attempt.sequence"), primary_key=True, autoincrement=False),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("content", Text, nullable=False),
    Column("checksum", Text, nullable=False),
    Index("sighting_of_document", "document_id", "attempt"),
)

version = _table(
    "version",
    Column("document_id", Text, ForeignKey("document.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
    Column("checksum", Text, nullable=False),
)

extraction = _table(
    "extraction",
    Column("document_id", Text, ForeignKey("document.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("anchor", Integer, nullable=True),  # number of the version it is packed against
    Column("length", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("checksum", Text, nullable=False),
)

change = _table(
    "change",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("decided_at", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("checksum", Text, nullable=False),
    Index("change_by_time", "decided_at", "number"),
)

alert = _table(
    "alert",
    Column("id", Text, primary_key=True),
    Column("change", Integer, ForeignKey("change.number"), nullable=False, unique=True),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("decided_at", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("checksum", Text, nullable=False),
    Column("pack", Text, nullable=False, server_default=""),
    Index("alert_by_time", "decided_at", "change"),
)

# The journal of what the public was told. An alert without a row here is held.
notice = _table(
    "telling",
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("alert_id", Text, ForeignKey("alert.id"), nullable=True),
    Column("content", Text, nullable=False),
    Column("checksum", Text, nullable=False),
    Index("telling_of_document", "document_id", "sequence"),
    Index("telling_of_alert", "alert_id"),
)

hold = _table(
    "hold",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("alert_id", Text, ForeignKey("alert.id"), nullable=False),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("content", Text, nullable=False),
    Column("checksum", Text, nullable=False),
    Index("hold_of_alert", "alert_id", "number"),
)

# Tokens of a timestamp authority over heads of the chain; one a head.
timestamp = _table(
    "timestamp",
    Column("sequence", Integer, ForeignKey("attempt.sequence"), primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
    Column("checksum", Text, nullable=False),
)

# Where watched links lead: looks beside the log of attempts, which is of the documents themselves.
link_check = _table(
    "link_look",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("checksum", Text, nullable=False),
    Index("link_look_of_document", "document_id", "number"),
)

# What independent archives were asked to keep, and what came of it.
witness_step = _table(
    "witness_step",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("witness", Text, nullable=False),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("stage", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("checksum", Text, nullable=False),
    Index("witness_step_of_document", "document_id", "number"),
    Index("witness_step_by_time", "witness", "stage", "at"),
)

# Over the rows of `change`, `telling` and `hold`, in the order they were written.
record_chain = _table(
    "record_chain",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("key", Integer, nullable=False),
    Column("checksum", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("record_chain_once", "kind", "key", unique=True),
)

memory = _table(
    "memory",
    Column("document_id", Text, ForeignKey("document.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("judged_attempt", Integer, nullable=False),
)

# Apart from `memory`, because SQLite writes a whole row anew: most judgements change only the counters.
memory_content = _table(
    "memory_content",
    Column("document_id", Text, ForeignKey("document.id"), primary_key=True),
    Column("length", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("checksum", Text, nullable=False),
)

schedule = _table(
    "schedule",
    Column("document_id", Text, ForeignKey("document.id"), primary_key=True),
    Column("next_check_at", Integer, nullable=False),
)

# A text that stood in a document from version `since` until before version `until`, NULL while it stands.
passage = _table(
    "passage",
    Column("id", Integer, primary_key=True),
    Column("document_id", Text, ForeignKey("document.id"), nullable=False),
    Column("since", Integer, nullable=False),
    Column("until", Integer, nullable=True),
    Column("text", Text, nullable=False),
    Index("passage_standing", "document_id", sqlite_where=text("until IS NULL")),
)

# What follows changes, and is no evidence: how deliveries stand, and who subscribed.
target = _table(
    "target",
    Column("name", Text, primary_key=True),
    Column("telling", Integer, nullable=False),
    Column("change", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("began_at", Integer, nullable=False),
    Column("dead_at", Integer, nullable=True),
    Column("dead_reason", Text, nullable=False, server_default=""),
)

delivery = _table(
    "delivery",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("target", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("parcel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("next_at", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Integer, nullable=True),
    Column("last_at", Integer, nullable=True),
    Column("last_status", Integer, nullable=True),
    Column("last_error", Text, nullable=False),
    Index("delivery_once", "target", "event_id", unique=True),
    Index("delivery_waiting", "target", "number", sqlite_where=text("state = 'waiting'")),
)

subscription = _table(
    "subscription",
    Column("id", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("wish", Text, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("confirmed_at", Integer, nullable=True),
    Index("subscription_of_address", "address"),
)

GUARD = "_guard"
GUARDED = (document, memory, schedule, target, delivery, subscription)
"""Tables whose rows change: an index over all columns holds each row a second time, so that `verify` finds damage."""

for _changing in GUARDED:
    Index(f"{_changing.name}{GUARD}", *_changing.columns)

SEARCH = "passage_search"
"""The full-text index over `passage.text`, of words joined by spaces; each database has its own kind."""
