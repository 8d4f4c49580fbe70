"""A change in one line: what stands in lists, without the hunks. Reads no archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from snapshots.records import Change, ChangeLine, Hunk, HunkKind

COSMETIC = "cosmetic"


def line_of(change: Change, digest: str) -> ChangeLine:
    """Return the line of a change whose canonical JSON has the sha256 `digest`."""
    return ChangeLine(
        document_id=change.document_id,
        number=change.number,
        from_version=change.from_version,
        to_version=change.to_version,
        captured_at=change.captured_at,
        previous_captured_at=change.previous_captured_at,
        decided_at=change.decided_at,
        severity=change.severity,
        partial=change.partial,
        computed=change.computed,
        tally=tally(change.hunks),
        digest=digest,
    )


def tally(hunks: Sequence[Hunk]) -> tuple[tuple[str, int], ...]:
    """Return how many hunks of each kind there are, cosmetic ones apart, in a fixed order."""
    counts = Counter(COSMETIC if hunk.cosmetic else hunk.kind.value for hunk in hunks)
    return tuple((kind, counts[kind]) for kind in (*HunkKind, COSMETIC) if counts[kind])
