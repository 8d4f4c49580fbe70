"""Puts the phrases of one text in the place of those in another that say the same: "in order to" for "so as to".

Which phrases say the same stands in the languages of the pack. Reads no meaning.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from monitor.reading.reader import Reader

_Phrase = tuple[str, ...]


def write_alike(text: str, other: str, reader: Reader) -> tuple[str, int]:
    """Return `text` with the phrases of `other` where that has an equivalent of one in its place, and how many it got.

    A phrase that stands in both is left as it is: which of two stands for which, nobody knows.
    """
    known = _known(reader)
    if not known or text == other:
        return text, 0
    count = 0
    mine, theirs = _found(text, reader, known), _found(other, reader, known)
    for group in mine.keys() & theirs.keys():
        old, new = mine[group], theirs[group]
        lacking = [phrase for phrase in new if phrase not in old]
        for phrase in old:
            if phrase not in new and lacking:
                text = _replace(text, old[phrase], " ".join(_most_frequent(new[lacking[0]])))
                count += 1
    return text, count


def _found(
    text: str, reader: Reader, known: Mapping[str, Sequence[tuple[_Phrase, str]]]
) -> dict[str, dict[_Phrase, Counter[_Phrase]]]:
    """Return the phrases of a text that have equivalents, by group and stems, as they are written there."""
    words = [word.text for word in reader.words_of(text)]
    stems = [reader.stem(word) for word in words]
    found: dict[str, dict[_Phrase, Counter[_Phrase]]] = defaultdict(lambda: defaultdict(Counter))
    place = 0
    while place < len(stems):
        fitting = [
            (phrase, group)
            for phrase, group in known.get(stems[place], ())
            if phrase == tuple(stems[place : place + len(phrase)])
        ]
        longest = max((len(phrase) for phrase, _ in fitting), default=1)
        for phrase, group in fitting:
            if len(phrase) == longest:
                found[group][phrase][tuple(words[place : place + longest])] += 1
        place += longest
    return found


def _most_frequent(written: Counter[_Phrase]) -> _Phrase:
    return written.most_common(1)[0][0]


def _replace(text: str, written: Counter[_Phrase], other: str) -> str:
    for words in written:
        pattern = r"[\s'’-]+".join(map(re.escape, words))
        text = re.sub(rf"(?<!\w){pattern}(?!\w)", lambda match: _cased(match.group(), other), text, flags=re.IGNORECASE)
    return text


def _cased(like: str, other: str) -> str:
    return other[0].upper() + other[1:] if like[0].isupper() else other


@lru_cache(maxsize=8)
def _known(reader: Reader) -> Mapping[str, Sequence[tuple[_Phrase, str]]]:
    """Return the stems of every phrase that has equivalents, with their group, by the first of them."""
    known: dict[str, list[tuple[_Phrase, str]]] = defaultdict(list)
    for group, phrases in reader.known.equivalents.items():
        for phrase in phrases:
            stems = tuple(reader.stem(word.text) for word in reader.words_of(phrase))
            known[stems[0]].append((stems, group))
    return known
