"""The chain over the log of attempts: each row's hash covers the row and the hash before it.

Anyone can check it with sha256 and a JSON library. It tells that a row was altered, taken out or put in;
it cannot tell that the newest rows were cut off, which is why the head is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from snapshots.codec import encode_without
from snapshots.frozen_class import frozen
from snapshots.records import Attempt, Capture, CaptureFailure, Fault, Outcome

GENESIS = "0" * 64
"""What stands before the first row."""


@frozen
class ChainedRow:
    """An attempt as it is stored: its canonical JSON, and the two hashes."""

    sequence: int
    content: bytes
    previous_hash: str
    hash: str


def row_content(attempt: Attempt) -> bytes:
    """Return what is hashed of an attempt: the canonical JSON of all but its two hashes."""
    return encode_without(attempt, "previous_hash", "hash")


def row_hash(previous_hash: str, content: bytes) -> str:
    """Return sha256(previous_hash || content) in hex; the previous hash enters as its 64 hex digits."""
    return sha256(previous_hash.encode("ascii") + content).hexdigest()


def body_digest(seen: Capture | CaptureFailure) -> str:
    """Return the sha256 of the body in hex, "" where there is none."""
    return "" if seen.body is None else sha256(seen.body).hexdigest()


def chained(
    seen: Capture | CaptureFailure,
    *,
    sequence: int,
    previous_hash: str,
    body_sha256: str,
    is_revisit: bool,
    records_head: str = "",
) -> Attempt:
    """Return what was seen as the next row of the log."""
    failure = seen if isinstance(seen, CaptureFailure) else None
    attempt = Attempt(
        sequence=sequence,
        exchange=seen.exchange,
        outcome=failure.outcome if failure else Outcome.CAPTURED,
        detail=failure.detail if failure else "",
        media_type=seen.media_type,
        charset=seen.charset,
        body_sha256=body_sha256,
        body_length=len(seen.body or b""),
        is_revisit=is_revisit,
        previous_hash=previous_hash,
        hash="",
        screenshot_sha256=sha256(seen.screenshot).hexdigest() if seen.screenshot else "",
        records_head="" if records_head == GENESIS else records_head,
    )
    return replace(attempt, hash=row_hash(previous_hash, row_content(attempt)))


def chain_faults(rows: Iterable[ChainedRow]) -> Iterator[Fault]:
    """Yield where the chain is broken; `rows` come in sequence.

    A break is named once: the row after it is held against the hash that the broken row claims.
    """
    sequence, previous = 0, GENESIS
    for row in rows:
        subject = f"attempt {row.sequence}"
        if row.sequence != sequence + 1:
            yield Fault(subject=subject, problem=f"the log lacks what stood between it and attempt {sequence}")
        elif row.previous_hash != previous:
            yield Fault(subject=subject, problem="its previous hash is not the hash of the attempt before it")
        if row_hash(row.previous_hash, row.content) != row.hash:
            yield Fault(subject=subject, problem="its content does not match its hash")
        sequence, previous = row.sequence, row.hash
