"""The permanent names of paragraphs: `#p-` and the beginning of a hash of their words. Reads no archive.

The same words have the same name in every version, wherever they stand; who moved a paragraph, changed a heading
above it or parted the page otherwise did not rename it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from snapshots.records import Segment

_LENGTH = 10


def anchor_of(text: str) -> str:
    """Return the name of the first paragraph of these words in a text; all space counts as one."""
    return f"p-{sha256(' '.join(text.split()).encode(errors='surrogatepass')).hexdigest()[:_LENGTH]}"


def anchors(segments: Iterable[Segment]) -> tuple[str, ...]:
    """Return the name of each paragraph of a text: the second of the same words ends in "-2", and so on."""
    seen: Counter[str] = Counter()
    names = []
    for segment in segments:
        name = anchor_of(segment.text)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return tuple(names)
