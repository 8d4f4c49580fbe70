"""What a text is on, by what it speaks of and is headed by: people's data, a contract, or both. Rates no passage."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum, auto

from monitor.reading.reader import Reader
from snapshots.records import Extraction, SegmentKind

_LONG, _PER = 400, 1000  # words of a text that can be told by its words; of so many words, so many
_FEW, _SOME = 14, 30  # words for data, of a contract; of one that speaks of data, too
_WORD = re.compile(r"[^\W\d_]+")
_HEAD = 2  # segments that may be a title
_TITLE = 14  # words of one at most


class Matter(Enum):
    """What a text is on."""

    DATA = auto()
    CONTRACT = auto()  # what people buy, do and owe
    BOTH = auto()  # a contract that speaks of data as often as a short policy


def matter_of(text: Extraction, reader: Reader) -> Matter:
    """Return what a text is on.

    Of about a hundred texts in four languages terms and rules have 0 to 15 words for data and cookies in a thousand,
    policies on privacy and cookies 17 to 50. A text that is headed by privacy or data is on data, however seldom it
    speaks of them; one that is headed by terms is both where it has up to 30. A few sentences can't be told.
    """
    grammar = reader.grammar
    headings = [s for s in text.segments if s.kind is SegmentKind.HEADING][:1]
    lines = [s.text for s in (*text.segments[:_HEAD], *headings) if len(s.text.split()) <= _TITLE]  # and no sentence
    head = _WORD.findall(" ".join([text.title, *lines]).lower())
    if any(word in grammar.heading_policies or word in grammar.of_people for word in head):
        return Matter.DATA
    is_titled = any(word in grammar.heading_terms for word in head)
    words = Counter(_WORD.findall("\n".join(segment.text for segment in text.segments).lower()))
    if (count := words.total()) < _LONG:
        return Matter.DATA
    of_data = sum(times for word, times in words.items() if word in grammar.of_people or word in grammar.of_privacy)
    if of_data * _PER < count * _FEW:
        return Matter.CONTRACT
    return Matter.BOTH if is_titled and of_data * _PER < count * _SOME else Matter.DATA
