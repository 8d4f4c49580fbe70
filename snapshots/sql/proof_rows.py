"""Proofs over heads of the log in a database: the `HeadProofs` contract, and what `verify` holds them against."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from snapshots.codec import decode
from snapshots.errors import ArchiveDamaged, ArchiveError
from snapshots.head_proofs import HeadProof, ProofKind
from snapshots.records import Fault
from snapshots.sql import schema
from snapshots.sql.attempt_rows import attempt_at
from snapshots.sql.database import Database
from snapshots.sql.stored_rows import newest_number, plain_columns


class SqlHeadProofs:
    """The `HeadProofs` contract over one database; safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, proof: HeadProof) -> None:
        with self._database.writing() as connection:
            if proof.head != attempt_at(connection, proof.sequence).hash:
                raise ArchiveError(f"the proof is over another head than that of attempt {proof.sequence}")
            number = newest_number(connection, schema.head_proof) + 1
            connection.execute(
                schema.head_proof.insert().values(
                    number=number, sequence=proof.sequence, kind=proof.kind.value, **plain_columns(proof)
                )
            )

    def kept(self, *kinds: ProofKind) -> list[HeadProof]:
        column = schema.head_proof.c
        query = select(column.content).order_by(column.number)
        if kinds:
            query = query.where(column.kind.in_([kind.value for kind in kinds]))
        with self._database.reading() as connection:
            return [decode(HeadProof, content) for content in connection.execute(query).scalars()]


def head_proof_faults(connection: Connection) -> Iterator[Fault]:
    """Yield the proofs that are not over the hash of the attempt they are filed under, or don't hold."""
    kept = dict(_readable(connection))
    if not kept:
        return
    from snapshots.opentimestamps import proof_problem
    from snapshots.signed_heads import publisher_faults  # cryptography takes its time to load

    column = schema.attempt.c
    asked = select(column.sequence, column.hash).where(column.sequence.in_({p.sequence for p in kept.values()}))
    heads = {row.sequence: row.hash for row in connection.execute(asked)}
    for number, proof in kept.items():
        if heads.get(proof.sequence) != proof.head:
            yield Fault(subject=f"head_proof {number}", problem="it is over another head")
        elif proof.kind is ProofKind.OPENTIMESTAMPS and (problem := proof_problem(proof)):
            yield Fault(subject=f"head_proof {number}", problem=problem)
    signed = {id(proof): number for number, proof in kept.items() if proof.kind is not ProofKind.OPENTIMESTAMPS}
    for proof, problem in publisher_faults(proof for proof in kept.values() if id(proof) in signed):
        yield Fault(subject=f"head_proof {signed[id(proof)]}", problem=problem)


def _readable(connection: Connection) -> Iterator[tuple[int, HeadProof]]:
    column = schema.head_proof.c
    for row in connection.execute(select(column.number, column.content).order_by(column.number)):
        try:
            yield row.number, decode(HeadProof, row.content)
        except ArchiveDamaged:
            continue  # named with its checksum
