"""A change in one line: what stands in lists, without the hunks. Reads no archive."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from snapshots.codec import decode, encode_plain
from snapshots.errors import ArchiveDamaged
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
        lacked_at=change.lacked_at,
        worth_a_look=len(change.worth_a_look),
        tally=tally(change.hunks),
        digest=digest,
    )


def line_in(content: bytes, digest: str) -> ChangeLine:
    """Return the line of a stored change, without making its hunks: there can be thousands, and a list counts them.

    Raises `ArchiveDamaged`.
    """
    try:
        plain = json.loads(content)
        hunks = plain["hunks"]
        counted = _tally(COSMETIC if hunk.get("cosmetic") else hunk["kind"] for hunk in hunks)
        bare = encode_plain({**plain, "hunks": []})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArchiveDamaged(f"a stored change can't be read: {error}; run `policywatch verify`") from error
    return replace(line_of(decode(Change, bare), digest), tally=counted)


def tally(hunks: Sequence[Hunk]) -> tuple[tuple[str, int], ...]:
    """Return how many hunks of each kind there are, cosmetic ones apart, in a fixed order."""
    return _tally(COSMETIC if hunk.cosmetic else hunk.kind.value for hunk in hunks)


def _tally(kinds: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(kinds)
    return tuple((str(kind), counts[kind]) for kind in (*HunkKind, COSMETIC) if counts[kind])
