"""Whether a text is a contract, terms or rules, by what it speaks of. Says nothing of a single passage."""

from __future__ import annotations

import re

from monitor.reading.reader import Reader
from snapshots.records import Extraction, SegmentKind

_LONG, _PER, _FEW = 400, 1000, 14  # words of a text; of so many words, so many
_WORD = re.compile(r"[^\W\d_]+")
_HEAD = 2  # segments that may be a title
_TITLE = 14  # words of one at most


def is_contract(text: Extraction, reader: Reader) -> bool:
    """Whether a text is terms or rules by what it speaks of: few of its words are those for data and cookies.

    Of about a hundred texts in four languages terms and rules have 0 to 15 of them in a thousand, policies on privacy
    and cookies 17 to 50. A text of a few sentences is none that can be told so, and one that is headed by privacy or
    data is none, however seldom it speaks of them.
    """
    grammar = reader.grammar
    headings = [s for s in text.segments if s.kind is SegmentKind.HEADING][:1]
    lines = [s.text for s in (*text.segments[:_HEAD], *headings) if len(s.text.split()) <= _TITLE]  # and no sentence
    head = " ".join([text.title, *lines])
    if any(w in grammar.heading_policies or w in grammar.of_people for w in _WORD.findall(head.lower())):
        return False
    words = [word for segment in text.segments for word in _WORD.findall(segment.text.lower())]
    of_data = sum(word in grammar.of_people or word in grammar.of_privacy for word in words)
    return len(words) >= _LONG and of_data * _PER < len(words) * _FEW
