"""Mends misspellings: a word of one text that looks like a word of the other, which only the other has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from rapidfuzz.distance import OSA

from monitor.reading.reader import Reader

_LINK = ("cue", "link")  # a word that carries no content of its own
_CHOICES = frozenset(["opt_in", "opt_out", "unasked"])  # cues whose words are as long as a clause
_MIN_LETTERS = 4  # shorter words that differ by one letter are different words
_MIN_DOUBLED = 3  # of a word whose first letter was typed twice, as no language writes it
_LONG = 8  # letters from which two letters may differ
_STRAY = re.compile(r"(?<=[.;!?])\s+[^\W\d_]$")  # a single letter behind the mark that ends a sentence or an entry
_MAX_WORDS = 40  # that one side may have for itself; beyond, the text is another


def mend_typos(text: str, other: str, reader: Reader) -> str:
    """Return `text` with the words that the other text spells better, or otherwise inflects, in its spelling.

    Of two words that the pack knows as different things neither is a misspelling of the other.
    """
    mine = {word.text for word in reader.words_of(text)}
    theirs = {word.text for word in reader.words_of(other)}
    rest, new = sorted(mine - theirs), sorted(theirs)
    if len(rest) > _MAX_WORDS or len(theirs - mine) > _MAX_WORDS:
        return text
    for word in rest:
        twin = next((w for w in new if is_typo(word, w) and not _are_known_apart(word, w, reader)), None)
        if twin:
            mended = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", _spell(twin), text, flags=re.IGNORECASE)
            if not _is_inflected(word, twin, reader) or not _said_in(text, reader) - _said_in(mended, reader):
                # "we do not shared it" would be no act, as "we won't given it", and "mit Ihre Erlaubnis" no consent
                text = mended
    return text


def without_stray_letter(text: str) -> str:
    """Return a text without the single letter that was left behind the mark that ends it."""
    return _STRAY.sub("", text)


def _is_inflected(word: str, twin: str, reader: Reader) -> bool:
    """Whether two words are forms of one, as "give" and "given" are, rather than one a misspelling of the other."""
    return reader.stem(word) == reader.stem(twin) or word.startswith(twin) or twin.startswith(word)


def _said_in(text: str, reader: Reader) -> Counter[str]:
    """Return what a text says is done, and which choice people have, and how often."""
    found = reader.mentions(reader.words_of(text))
    return Counter(m.concept.id for m in found if m.concept.kind == "acts" or m.concept.id in _CHOICES)


def _spell(word: str) -> Callable[[re.Match[str]], str]:
    """Return what puts a word in a match's place, with a capital where that had one."""
    return lambda match: word.capitalize() if match.group()[0].isupper() else word


def is_typo(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less or other, or by two that changed places; long words by two."""
    if not one.isalpha() or not other.isalpha():
        return False
    shorter, longer = sorted((one, other), key=len)
    if longer == shorter[:1] + shorter and len(shorter) >= _MIN_DOUBLED:
        return True
    if len(shorter) < _MIN_LETTERS or one[0] != other[0]:
        return False
    return OSA.distance(one, other) <= (1 if len(shorter) < _LONG else 2)


def _are_known_apart(one: str, other: str, reader: Reader) -> bool:
    known, others = (
        {(m.concept.kind, m.concept.id) for m in reader.mentions(reader.words_of(word)) if m.concept.kind != "topic"}
        for word in (one, other)
    )
    if all(word in reader.grammar.common or _LINK in said for word, said in ((one, known), (other, others))):
        return True  # "them" and "they", "this" and "these"
    return bool(known and others and known != others)
