"""How well a document's layout is understood: claims mean little where rows lost their basis or their audience.

Measures what was read, not what the document does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.claims.claim import FRAMES, Claim
from monitor.claims.document import Layout, claims_of, layout_of
from monitor.claims.health_counts import Health
from monitor.reading.reader import Reader
from snapshots.records import Extraction, Segment, SegmentKind

_MIN_ROWS = 8  # fewer rows say nothing of a layout
_MIN_SENTENCES = 30
_DROP = 0.2  # of a share: a quarter of Meta's rows are about one basis, so a section that is read wrong costs more
_LOST_ROWS = 0.5  # of all rows


def row_health(layout: Layout) -> Health:
    """Return how well the rows of a text were read; its sentences are not looked at."""
    rows = [row for row in layout.rows if row.purposes or not row.is_table]
    inside = [layout.places[row.start : row.end] for row in rows]
    return Health(
        rows=len(rows),
        rows_with_basis=sum(any(place.bases for place in of_row) for of_row in inside),
        rows_with_audience=sum(any(place.audience for place in of_row) for of_row in inside),
        sentences=0,
        sentences_read=0,
    )


def health_of(document: Extraction | Sequence[Segment], reader: Reader) -> Health:
    """Return how well a text was read."""
    segments = document.segments if isinstance(document, Extraction) else tuple(document)
    acting = {segment.text for segment in segments if _acts(segment, reader)}
    read = {claim.text for claim in claims_of(segments, reader) if _is_filled(claim)}
    rows = row_health(layout_of(segments, reader))
    return replace(rows, sentences=len(acting), sentences_read=len(acting & read))


def _acts(segment: Segment, reader: Reader) -> bool:
    if segment.kind is SegmentKind.HEADING:
        return False
    return any(
        m.concept.id in FRAMES and m.concept.stance == "power" for m in reader.mentions(reader.words_of(segment.text))
    )


def _is_filled(claim: Claim) -> bool:
    return bool(claim.data or claim.purposes)


def is_drop(before: Health, after: Health) -> bool:
    """Whether a text is read so much worse than the one before that its claims are no news of the document.

    Three rules, each of which is enough:

    - of at least 8 rows half are no longer found: the table that had them is now laid out in another way;
    - of at least 8 rows on both sides the share with a basis, or with an audience, falls by more than 0.2. Over the
      36 recorded versions of the Facebook policy these shares move by at most 0.06 from one to the next where the
      headings stay, and that with a basis by 0.23 to 0.47 in each of the six where a heading that named the basis
      was lost to the recorder and came back later;
    - of at least 30 sentences on both sides the share that was read falls by more than 0.2: the text is in another
      language than it was taken for, or is no policy.
    """
    if before.rows >= _MIN_ROWS and after.rows < before.rows * (1 - _LOST_ROWS):
        return True
    has_rows = min(before.rows, after.rows) >= _MIN_ROWS
    if has_rows and _fell(before.basis_share, after.basis_share):
        return True
    if has_rows and _fell(before.audience_share, after.audience_share):
        return True
    if min(before.sentences, after.sentences) >= _MIN_SENTENCES:
        return _fell(before.sentence_share, after.sentence_share)
    return False


def _fell(before: float | None, after: float | None) -> bool:
    return before is not None and after is not None and before - after > _DROP
