"""The chain over what was recorded beside the log: changes, tellings, holds, rejudgements, in the order of writing.

A record that is altered, taken out or put in breaks it. Each attempt carries the head of this chain as it was when
the attempt was kept, so that the log, and whatever signs its head, vouches for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, select

from snapshots.chain import GENESIS, row_hash
from snapshots.codec import encode_plain
from snapshots.records import Fault
from snapshots.sql import schema
from snapshots.sql.sound_rows import SoundRows

CHAINED: tuple[Table, ...] = (schema.change, schema.notice, schema.hold, schema.rejudgement)
"""The tables whose rows are in it, each with a number for its key and a checksum."""

_LAST = (
    select(schema.record_chain.c.number, schema.record_chain.c.hash)
    .order_by(schema.record_chain.c.number.desc())
    .limit(1)
)


def seal(connection: Connection, table: Table, key: int, checksum: object) -> None:
    """Append a row that was just written."""
    last = connection.execute(_LAST).first()
    previous = last.hash if last else GENESIS
    link = {
        "number": last.number + 1 if last else 1,
        "kind": table.name,
        "key": key,
        "checksum": checksum,
        "previous_hash": previous,
        "hash": row_hash(previous, link_content(table.name, key, checksum)),
    }
    connection.execute(schema.record_chain.insert(), link)


def link_content(kind: str, key: int, checksum: object) -> bytes:
    """Return what is hashed of a link, after the hash before it."""
    return encode_plain({"kind": kind, "key": key, "checksum": checksum})


def head(connection: Connection) -> str:
    """Return the hash of the newest link, 64 zeros where there is none."""
    last = connection.execute(_LAST).first()
    return last.hash if last else GENESIS


def record_chain_faults(connection: Connection) -> Iterator[Fault]:
    """Yield where the chain is broken, and the records that it lacks or that are gone from their tables."""
    rows = SoundRows(connection, schema.record_chain)
    number, previous = 0, GENESIS
    sealed: dict[tuple[str, int], str] = {}
    heads = {GENESIS}
    for row in rows:
        subject = f"link {row.number} of the chain of records"
        if row.number != number + 1:
            yield Fault(subject=subject, problem=f"what stood between it and link {number} is gone")
        elif row.previous_hash != previous:
            yield Fault(subject=subject, problem="its previous hash is not the hash of the link before it")
        if row_hash(row.previous_hash, link_content(row.kind, row.key, row.checksum)) != row.hash:
            yield Fault(subject=subject, problem="its content does not match its hash")
        number, previous = row.number, row.hash
        sealed[row.kind, row.key] = row.checksum
        heads.add(row.hash)
    yield from rows.faults
    yield from _record_faults(connection, sealed)
    yield from _head_faults(connection, heads)


def _record_faults(connection: Connection, sealed: dict[tuple[str, int], str]) -> Iterator[Fault]:
    for table in CHAINED:
        (key,) = table.primary_key
        rows = SoundRows(connection, table, key, table.c.checksum)
        found = {row._mapping[key]: row.checksum for row in rows}
        for (kind, number), checksum in sealed.items():
            if kind == table.name and found.get(number) != checksum:
                problem = "is gone" if number not in found else "is not the one that was recorded"
                yield Fault(subject=f"{kind} {number}", problem=f"{problem}; restore it from a backup")
        for number in found.keys() - {number for kind, number in sealed if kind == table.name}:
            yield Fault(subject=f"{table.name} {number}", problem="is not in the chain of records: it was put in")


def _head_faults(connection: Connection, heads: set[str]) -> Iterator[Fault]:
    """Yield the attempts that vouch for records which are gone together with their links."""
    query = select(schema.attempt.c.sequence, schema.attempt.c.content).order_by(schema.attempt.c.sequence)
    for row in connection.execute(query):
        if (told := _records_head(row.content)) and told not in heads:
            problem = "the records that were there when it was kept are not there any more; restore them from a backup"
            yield Fault(subject=f"attempt {row.sequence}", problem=problem)
            return  # each later one says the same


def _records_head(content: Any) -> str:
    """Return the head that an attempt's stored JSON names, "" for none; decoding all of it would take minutes."""
    if not isinstance(content, str):
        return ""
    _, found, rest = content.partition('"records_head":"')
    return rest[:64] if found else ""
