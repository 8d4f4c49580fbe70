"""When two segments say the same: by their words, by how they are said, and by the place where they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from hashlib import blake2b

from monitor.extract.dates import is_last_touched
from monitor.extract.text import house_style
from monitor.rules.languages import shipped_languages
from snapshots.records import Segment, SegmentKind

# Recorders have dropped the space between blocks: "Withdraw consentPort your information".
_GLUED = re.compile(r"(?<=[a-z\xe0-\xff.!?:)])(?=[A-Z\xc0-\xdd][a-z\xe0-\xff])")
_LONGEST = 90  # words of one of the texts that another is made of
_SHORTEST = 6  # words of such a text: of shorter ones anything can be made
_MOST = 400  # words of a text that is looked at so
_STATEMENT = 5  # words of a heading that may be one
_MARK = 4  # characters of a cell that only ticks or answers
_LABEL = 4  # words before a colon within a text
_COLONS = (":", "：")
_OPENING, _CLOSING = "\"'“”„«»‘‚‹›", ".,;!? "


@lru_cache(maxsize=1 << 16)
def words_key(text: str) -> bytes:
    """Return the 8-byte identity of a text by its words alone, without case, marks and house style."""
    return _digest(" ".join(house_style(text)))


def stance_of(segment: Segment) -> str:
    """Return how a segment says what it says: "" where it states it.

    The same words say something else as a heading, between quotation marks, and under words that turn them: "What we
    never do", "Myths", "This was so until 2020:". A question has its mark among its words.
    """
    return _stance(segment.text, segment.kind, segment.context[-1] if segment.context else "")


@lru_cache(maxsize=1 << 16)
def _stance(text: str, kind: SegmentKind, nearest: str) -> str:
    if nearest and is_turning(nearest):
        return "turned"
    if is_quoted(text):
        return "quoted"
    return "heading" if kind is SegmentKind.HEADING and len(text.split()) >= _STATEMENT else ""


def is_quoted(text: str) -> bool:
    """Whether a whole text stands between quotation marks, or behind a word of its own that voids it: "Myth: ..."."""
    said = text.rstrip(_CLOSING)
    if len(said) > 1 and text[0] in _OPENING and said[-1] in _OPENING:
        return True
    label, colon, _ = text.partition(":")
    return bool(colon) and len(label.split()) <= _LABEL and is_voiding(label)


@lru_cache(maxsize=1 << 12)
def is_turning(lead: str) -> bool:
    """Whether what introduces a text has a word by which it may say the opposite, or what was and is no more."""
    turning = _turning()[0]
    return bool(turning.search(" ".join(house_style(lead)))) or is_voiding(lead)


@lru_cache(maxsize=1 << 12)
def is_voiding(lead: str) -> bool:
    """Whether what introduces a text says that it is not so, or no more: "Myths", "What no longer applies".

    The line that dates a text may lead to its earlier versions, and makes the text none of them.
    """
    voiding = _turning()[1]
    return bool(voiding.search(" ".join(house_style(lead)))) and not is_last_touched(lead, shipped_languages())


@cache
def _turning() -> tuple[re.Pattern[str], re.Pattern[str]]:
    habits = [language.text for language in shipped_languages().every]
    turning = {word for text in habits for word in text.turning}
    voiding = {word for text in habits for word in text.voiding}
    one, other = (re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words))})(?!\w)") for words in (turning, voiding))
    return one, other


def introduced(segments: Sequence[Segment], index: int) -> Segment:
    """Return a segment with the line before it among its context, where that ends with a colon and turns what follows.

    "This was so until last year:" stands over a paragraph as it would over a list.
    """
    segment = segments[index]
    before = segments[index - 1] if index else segment
    is_lead = segment.kind is before.kind is SegmentKind.SENTENCE and before.text.endswith(_COLONS)
    if not is_lead or segment.context != before.context or not is_turning(before.text):
        return segment
    return replace(segment, context=(*segment.context, before.text))


def is_mark(segment: Segment) -> bool:
    """Whether a cell says so little that its row and its column say what it means: "✓", "Yes"."""
    return segment.kind is SegmentKind.CELL and len(segment.text) <= _MARK


def identities(segment: Segment) -> tuple[bytes, bytes]:
    """Return the key of a text as it is said, and of the text in its nearest context.

    A data type that joins a second list is an old text in a new place.
    """
    return _identities(segment.text, segment.kind, segment.context[-1] if segment.context else "")


@lru_cache(maxsize=1 << 16)
def _identities(text: str, kind: SegmentKind, nearest: str) -> tuple[bytes, bytes]:
    stance = _stance(text, kind, nearest)
    said = _digest(f"{stance} ¶ {' '.join(house_style(text))}") if stance else words_key(text)
    return said, words_key(f"{nearest} ¶ {text}")


def keys_of(segments: Sequence[Segment]) -> set[bytes]:
    """Return the keys of all that a text says, to be remembered."""
    return {key for index in range(len(segments)) for key in identities(introduced(segments, index))}


def is_known(text: str, seen: Collection[bytes]) -> bool:
    """Whether a text was seen, or is nothing but texts that were seen, one after the other.

    Pages are laid out anew and recorded without the space between blocks; their words stay. Of single words and short
    phrases anything can be made, so they make nothing known. Time grows with the number of words times `_LONGEST`.
    """
    if words_key(text) in seen:
        return True
    glued = _GLUED.split(text)
    if len(glued) > 1 and all(words_key(piece) in seen for piece in glued):
        return True
    words = house_style(" ".join(glued))
    if len(words) < 2 * _SHORTEST:
        return False
    reached = {0}
    for start in range(min(len(words), _MOST)):
        if start not in reached:
            continue
        spoken = " ".join(words[start : start + _SHORTEST - 1])
        for end in range(start + _SHORTEST, min(start + _LONGEST, len(words)) + 1):
            spoken = f"{spoken} {words[end - 1]}"
            if _digest(spoken) in seen:
                reached.add(end)
    return len(words) in reached


def _digest(spoken: str) -> bytes:
    return blake2b(spoken.encode("utf-8", "surrogatepass"), digest_size=8).digest()
