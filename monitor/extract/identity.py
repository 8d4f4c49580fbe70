"""When two segments say the same: by their words, and by their words in the place where they stand."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

from monitor.extract.sentences import sentences
from monitor.extract.text import house_style
from snapshots.records import Segment

# Recorders have dropped the space between blocks: "Withdraw consentPort your information".
_GLUED = re.compile(r"(?<=[a-zà-ÿ.!?:)])(?=[A-ZÀ-Ý][a-zà-ÿ])")


@lru_cache(maxsize=1 << 16)
def words_key(text: str) -> bytes:
    """Return the 8-byte identity of a text by its words alone, without case, marks and house style."""
    return blake2b(" ".join(house_style(text)).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def identities(segment: Segment) -> tuple[bytes, bytes]:
    """Return the key of a text alone, and of the text in its nearest context.

    A data type that joins a second list is an old text in a new place.
    """
    nearest = segment.context[-1] if segment.context else ""
    return words_key(segment.text), words_key(f"{nearest} ¶ {segment.text}")


def parts(text: str) -> tuple[str, ...]:
    """Return the pieces that a text without its spaces between blocks was made of; one piece where none is missing."""
    pieces = [piece for glued in _GLUED.split(text) for piece in sentences(glued.strip())]
    return tuple(piece for piece in pieces if any(c.isalpha() for c in piece))
