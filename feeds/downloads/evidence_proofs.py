"""Which proofs over heads of the log belong into the evidence of an alert. Checks none of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.head_proofs import HeadProof, ProofKind
from snapshots.records import Timestamp

FURTHEST = 10_000
"""Attempts between an alert and a proof that still goes with it: all rows between the two go along."""


@frozen
class EvidenceProofs:
    """The first proof of each kind over a head that covers an alert, None where there is none yet."""

    authority: Timestamp | None = None
    publisher: HeadProof | None = None
    calendars: HeadProof | None = None

    @property
    def each(self) -> list[Timestamp | HeadProof]:
        return [proof for proof in (self.authority, self.publisher, self.calendars) if proof]

    @property
    def sequences(self) -> list[int]:
        """Return the attempts whose heads the proofs are over, 0 for a proof that there is not: what a key needs."""
        return [proof.sequence if proof else 0 for proof in (self.authority, self.publisher, self.calendars)]


class KeptProofs:
    """What is kept of proofs in an archive, read once."""

    def __init__(self, archive: Archive) -> None:
        self._timestamps = archive.timestamps()
        self._signed = archive.head_proofs.kept(ProofKind.SIGNATURE)
        self._stamped = list(_in_blocks(archive.head_proofs.kept(ProofKind.OPENTIMESTAMPS)))

    def over(self, attempt: int) -> EvidenceProofs:
        """Return the first proofs over heads that cover an attempt, and are not far from it."""
        within = range(attempt, attempt + FURTHEST)
        return EvidenceProofs(
            authority=next((stamp for stamp in self._timestamps if stamp.sequence in within), None),
            publisher=next((proof for proof in self._signed if proof.sequence in within), None),
            calendars=next((proof for proof in self._stamped if proof.sequence in within), None),
        )


def _in_blocks(proofs: Iterable[HeadProof]) -> Iterator[HeadProof]:
    """Yield the proofs that lead to a block, the first one of each head; what calendars only promise proves nothing."""
    found: dict[int, HeadProof] = {}
    for proof in proofs:
        if proof.leads_to_block:
            found.setdefault(proof.sequence, proof)
    yield from (found[sequence] for sequence in sorted(found))
