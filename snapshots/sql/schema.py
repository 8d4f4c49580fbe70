"""The tables of the archive, the same for every database. Their migrations are in `snapshots/sql/migrations`.

A row's `content` is the record itself; the columns beside it are what is looked up by, and `verify`
holds them against it. Times are microseconds since 1970-01-01 UTC, so that they sort.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, MetaData, Table

from snapshots.sql.column_types import WHOLE_NUMBER, AnyText

metadata = MetaData()


def _table(name: str, *columns: Column[object] | Index) -> Table:
    return Table(name, metadata, *columns, sqlite_strict=True)


def _where(condition: str, name: str, *columns: str) -> Index:
    """Return an index over the rows of which a condition holds, as the migrations make it.

    The condition is no argument of a dialect: that would have every start load the dialects of all databases.
    """
    return Index(name, *columns, info={"where": condition})


document = _table(
    "document",
    Column("id", AnyText, primary_key=True),
    Column("content", AnyText, nullable=False),
)

attempt = _table(
    "attempt",
    Column("sequence", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("document_id", AnyText, ForeignKey("document.id"), nullable=False),
    Column("body_sha256", AnyText, ForeignKey("body.sha256"), nullable=True),
    Column("source", AnyText, nullable=True),
    Column("content", AnyText, nullable=False),
    Column("previous_hash", AnyText, nullable=False),
    Column("hash", AnyText, nullable=False),
    Index("attempt_of_document", "document_id", "sequence"),
    Index("attempt_with_body", "document_id", "body_sha256"),
)

# Where new bodies go, and where earlier ones went: the newest row holds; "" is the database itself.
body_store = _table(
    "body_store",
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("address", AnyText, nullable=False),
)

body = _table(
    "body",
    Column("sha256", AnyText, primary_key=True),
    Column("anchor", AnyText, ForeignKey("body.sha256"), nullable=True),
    Column("length", WHOLE_NUMBER, nullable=False),
    Column("content", LargeBinary, nullable=False),  # nothing where it lies in a store
    Column("store", WHOLE_NUMBER, ForeignKey("body_store.number"), nullable=True),
    Column("stored", WHOLE_NUMBER, nullable=False, server_default="0"),  # bytes of it in the store
    Index("body_of_anchor", "anchor"),
)

observation = _table(
    "sighting",
    Column("attempt", WHOLE_NUMBER, ForeignKey("attempt.sequence"), primary_key=True, autoincrement=False),
    Column("document_id", AnyText, ForeignKey("document.id"), nullable=False),
    Column("content", AnyText, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Index("sighting_of_document", "document_id", "attempt"),
)

version = _table(
    "version",
    Column("document_id", AnyText, ForeignKey("document.id"), primary_key=True),
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("content", AnyText, nullable=False),
    Column("checksum", AnyText, nullable=False),
)

extraction = _table(
    "extraction",
    Column("document_id", AnyText, ForeignKey("document.id"), primary_key=True),
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("anchor", WHOLE_NUMBER, nullable=True),  # number of the version it is packed against
    Column("length", WHOLE_NUMBER, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("checksum", AnyText, nullable=False),
)

change = _table(
    "change",
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("document_id", AnyText, ForeignKey("document.id"), nullable=False),
    Column("decided_at", WHOLE_NUMBER, nullable=False),
    Column("length", WHOLE_NUMBER, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Index("change_by_time", "decided_at", "number"),
    Index("change_of_document", "document_id", "decided_at"),
)

alert = _table(
    "alert",
    Column("id", AnyText, primary_key=True),
    Column("change", WHOLE_NUMBER, ForeignKey("change.number"), nullable=False, unique=True),
    Column("document_id", AnyText, ForeignKey("document.id"), nullable=False),
    Column("decided_at", WHOLE_NUMBER, nullable=False),
    Column("length", WHOLE_NUMBER, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Column("pack", AnyText, nullable=False, server_default=""),
    Index("alert_by_time", "decided_at", "change"),
    Index("alert_of_document", "document_id", "decided_at"),
)

# The journal of what the public was told. An alert without a row here is held.
notice = _table(
    "telling",
    Column("sequence", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("id", AnyText, nullable=False, unique=True),
    Column("document_id", AnyText, ForeignKey("document.id"), nullable=False),
    Column("alert_id", AnyText, ForeignKey("alert.id"), nullable=True),
    Column("content", AnyText, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Index("telling_of_document", "document_id", "sequence"),
    Index("telling_of_alert", "alert_id"),
)

hold = _table(
    "hold",
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("alert_id", AnyText, ForeignKey("alert.id"), nullable=False),
    Column("document_id", AnyText, ForeignKey("document.id"), nullable=False),
    Column("content", AnyText, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Index("hold_of_alert", "alert_id", "number"),
)

# Tokens of a timestamp authority over heads of the chain; one a head.
timestamp = _table(
    "timestamp",
    Column("sequence", WHOLE_NUMBER, ForeignKey("attempt.sequence"), primary_key=True, autoincrement=False),
    Column("content", AnyText, nullable=False),
    Column("checksum", AnyText, nullable=False),
)

# Further proofs over heads of the chain: the publisher's signatures, those of calendars.
head_proof = _table(
    "head_proof",
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("sequence", WHOLE_NUMBER, ForeignKey("attempt.sequence"), nullable=False),
    Column("kind", AnyText, nullable=False),
    Column("content", AnyText, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Index("head_proof_of_kind", "kind", "number"),
)

# Where watched links lead: looks beside the log of attempts, which is of the documents themselves.
link_check = _table(
    "link_look",
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("document_id", AnyText, ForeignKey("document.id"), nullable=False),
    Column("url", AnyText, nullable=False),
    Column("content", AnyText, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Index("link_look_of_document", "document_id", "number"),
)

# What independent archives were asked to keep, and what came of it.
witness_step = _table(
    "witness_step",
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("witness", AnyText, nullable=False),
    Column("document_id", AnyText, ForeignKey("document.id"), nullable=False),
    Column("stage", AnyText, nullable=False),
    Column("at", WHOLE_NUMBER, nullable=False),
    Column("content", AnyText, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Index("witness_step_of_document", "document_id", "number"),
    Index("witness_step_by_time", "witness", "stage", "at"),
)

# What later rules made of changes that were judged before.
rejudgement = _table(
    "rejudgement",
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("change", WHOLE_NUMBER, ForeignKey("change.number"), nullable=False),
    Column("document_id", AnyText, ForeignKey("document.id"), nullable=False),
    Column("content", AnyText, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Index("rejudgement_of_document", "document_id", "number"),
)

# Over the rows of `change`, `telling`, `hold` and `rejudgement`, in the order they were written.
record_chain = _table(
    "record_chain",
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("kind", AnyText, nullable=False),
    Column("key", WHOLE_NUMBER, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Column("previous_hash", AnyText, nullable=False),
    Column("hash", AnyText, nullable=False),
    Index("record_chain_once", "kind", "key", unique=True),
)

memory = _table(
    "memory",
    Column("document_id", AnyText, ForeignKey("document.id"), primary_key=True),
    Column("revision", WHOLE_NUMBER, nullable=False),
    Column("judged_attempt", WHOLE_NUMBER, nullable=False),
)

# Apart from `memory`, because SQLite writes a whole row anew: most judgements change only the counters.
memory_content = _table(
    "memory_content",
    Column("document_id", AnyText, ForeignKey("document.id"), primary_key=True),
    Column("length", WHOLE_NUMBER, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("checksum", AnyText, nullable=False),
    Column("learned", WHOLE_NUMBER, nullable=False, server_default="0"),  # bytes of it in all
)

# What of a memory only grows, in parts that follow each other: a new one is joined to those before that are no longer.
memory_learned = _table(
    "memory_learned",
    Column("document_id", AnyText, ForeignKey("document.id"), primary_key=True),
    Column("name", AnyText, primary_key=True),
    Column("start", WHOLE_NUMBER, primary_key=True, autoincrement=False),  # of how many bytes it comes after
    Column("content", LargeBinary, nullable=False),
    Column("checksum", AnyText, nullable=False),
)

schedule = _table(
    "schedule",
    Column("document_id", AnyText, ForeignKey("document.id"), primary_key=True),
    Column("next_check_at", WHOLE_NUMBER, nullable=False),
)

# A text that stood in a document from version `since` until before version `until`, NULL while it stands.
passage = _table(
    "passage",
    Column("id", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("document_id", AnyText, ForeignKey("document.id"), nullable=False),
    Column("since", WHOLE_NUMBER, nullable=False),
    Column("until", WHOLE_NUMBER, nullable=True),
    Column("text", AnyText, nullable=False),
    _where("until IS NULL", "passage_standing", "document_id"),
)

# What follows changes, and is no evidence: how deliveries stand, and who subscribed.
target = _table(
    "target",
    Column("name", AnyText, primary_key=True),
    Column("telling", WHOLE_NUMBER, nullable=False),
    Column("change", WHOLE_NUMBER, nullable=False),
    Column("at", WHOLE_NUMBER, nullable=False),
    Column("began_at", WHOLE_NUMBER, nullable=False),
    Column("dead_at", WHOLE_NUMBER, nullable=True),
    Column("dead_reason", AnyText, nullable=False, server_default=""),
)

delivery = _table(
    "delivery",
    Column("number", WHOLE_NUMBER, primary_key=True, autoincrement=False),
    Column("target", AnyText, nullable=False),
    Column("event_id", AnyText, nullable=False),
    Column("parcel", AnyText, nullable=False),
    Column("state", AnyText, nullable=False),
    Column("created_at", WHOLE_NUMBER, nullable=False),
    Column("next_at", WHOLE_NUMBER, nullable=False),
    Column("attempts", WHOLE_NUMBER, nullable=False),
    Column("lease_until", WHOLE_NUMBER, nullable=True),
    Column("last_at", WHOLE_NUMBER, nullable=True),
    Column("last_status", WHOLE_NUMBER, nullable=True),
    Column("last_error", AnyText, nullable=False),
    Index("delivery_once", "target", "event_id", unique=True),
    _where("state = 'waiting'", "delivery_waiting", "target", "number"),
)

subscription = _table(
    "subscription",
    Column("id", AnyText, primary_key=True),
    Column("address", AnyText, nullable=False),
    Column("wish", AnyText, nullable=False),
    Column("created_at", WHOLE_NUMBER, nullable=False),
    Column("confirmed_at", WHOLE_NUMBER, nullable=True),
    Index("subscription_of_address", "address"),
)

GUARD = "_guard"
GUARDED = (document, memory, schedule, target, delivery, subscription, body_store)
"""Tables whose rows change and are no evidence of their own: on SQLite an index over all columns holds each row a
second time, so that `verify` finds damage; PostgreSQL has checksums of its pages for that."""

for _changing in GUARDED:
    Index(f"{_changing.name}{GUARD}", *_changing.columns).ddl_if(dialect="sqlite")

WRITTEN_ONCE = (
    attempt, body, observation, version, extraction, change, alert, notice, hold, timestamp, head_proof, link_check,
    witness_step, record_chain, rejudgement,
)  # fmt: skip
"""Tables whose rows nobody changes or deletes: triggers refuse it."""

SEARCH = "passage_search"
"""The full-text index over `passage.text`, of words joined by spaces; each database has its own kind."""
