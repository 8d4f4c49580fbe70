"""Proofs over heads of the log that its own chain can't give: a log of them beside it, each written once.

The publisher's signature says whose log it is, an OpenTimestamps proof since when there is such a head. What they
prove is checked in `signed_heads` and `opentimestamps`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from snapshots.frozen_class import frozen
from snapshots.records import require_utc


class ProofKind(StrEnum):
    """What a proof is."""

    SIGNATURE = "signature"  # of the publisher, over a statement that names the head
    KEY = "key"  # of the publisher's former key, over a statement that names the next one
    OPENTIMESTAMPS = "opentimestamps"  # of calendars, which lead to a block of Bitcoin


@frozen
class HeadProof:
    """One proof over the head of the log as it was at one attempt."""

    sequence: int  # the attempt whose hash was the head
    head: str  # that hash, 64 hex digits
    kind: ProofKind
    at: datetime  # aware UTC, by our clock: when it was kept
    by: str  # the public key that signed, or the addresses of the calendars
    statement: str = ""  # what is signed; a proof of calendars is over the 64 digits of the head
    proof: str  # the signature as OpenSSH has it, or base64 of an .ots file
    leads_to_block: bool = False  # of calendars: not only to their promises

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", require_utc(self.at, "at"))


class HeadProofs(Protocol):
    """The contract of the proofs; every write is one transaction, durable when the call returns."""

    def keep(self, proof: HeadProof) -> None:
        """Append a proof; raises `ArchiveError` where the head was never that of the log."""

    def kept(self, *kinds: ProofKind) -> list[HeadProof]:
        """Return the proofs of some kinds, of all where none is named, in the order they were kept."""
