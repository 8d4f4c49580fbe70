"""When two segments say the same: by their words, and by their words in the place where they stand."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from hashlib import blake2b

from monitor.extract.text import house_style
from snapshots.records import Segment

# Recorders have dropped the space between blocks: "Withdraw consentPort your information".
_GLUED = re.compile(r"(?<=[a-z\xe0-\xff.!?:)])(?=[A-Z\xc0-\xdd][a-z\xe0-\xff])")
_LONGEST = 90  # words of one of the texts that another is made of
_MOST = 400  # words of a text that is looked at so


@lru_cache(maxsize=1 << 16)
def words_key(text: str) -> bytes:
    """Return the 8-byte identity of a text by its words alone, without case, marks and house style."""
    return _digest(" ".join(house_style(text)))


def identities(segment: Segment) -> tuple[bytes, bytes]:
    """Return the key of a text alone, and of the text in its nearest context.

    A data type that joins a second list is an old text in a new place.
    """
    nearest = segment.context[-1] if segment.context else ""
    return words_key(segment.text), words_key(f"{nearest} ¶ {segment.text}")


def is_known(text: str, seen: Collection[bytes]) -> bool:
    """Whether a text was seen, or is nothing but texts that were seen, one after the other.

    Pages are laid out anew and recorded without the space between blocks; their words stay. Time grows with the
    number of words times `_LONGEST`.
    """
    if words_key(text) in seen:
        return True
    words = house_style(_GLUED.sub(" ", text))
    reached = {0}
    for start in range(min(len(words), _MOST)):
        if start not in reached:
            continue
        spoken = ""
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
            spoken = f"{spoken} {words[end - 1]}" if spoken else words[end - 1]
            if _digest(spoken) in seen:
                reached.add(end)
    return bool(words) and len(words) in reached


def _digest(spoken: str) -> bytes:
    return blake2b(spoken.encode("utf-8", "surrogatepass"), digest_size=8).digest()
