"""The products and functions that a change names and the text did not know: "when you use the Atlas browser".

A name is one by its capitals, and a product's where a word for such things stands beside it, where people use it, or
where a sentence begins by saying what it does. Names of companies, laws and places have none of these. Rates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from monitor.reading.reader import Reader
from monitor.rules.words import Word
from snapshots.records import Segment

_BETWEEN = re.compile(r"[\s„“”\"«»-]*")  # and nothing else, between a name and the word for what it is
_SHORT = 4  # letters of what may stand between "use" and a name: "the", "our", "of"
_STEPS = 2  # such words
_OWN_NAME = 2  # words of a name that begins a sentence: of one word nobody knows whether it is a name
_LETTERS = 3  # of a name
_OF_OTHERS = frozenset(["parties", "people"])  # whom and what the rules know is no product of theirs
_INITIALS = 4  # capitals of what stands for words and is no name: "API"


@dataclass(frozen=True)
class KnownNames:
    """What a text spoke of before a change."""

    before: Sequence[Segment]

    @cached_property
    def _spoken(self) -> str:
        return " ".join(segment.text for segment in self.before).casefold()

    def hold(self, name: str) -> bool:
        """Whether a name stood anywhere in the text."""
        return re.search(rf"\b{re.escape(name.casefold())}\b", self._spoken) is not None


def names_new_product(text: str, known: KnownNames, reader: Reader) -> bool:
    """Whether a text names a product or a function that was not known."""
    words = reader.words_of(text)
    found = (_name(span, words, text) for span in _names(words, text) if _is_product(span, words, text, reader))
    return any(len(name) >= _LETTERS and not _is_initials(name) and not known.hold(name) for name in found)


def _is_initials(name: str) -> bool:
    return name.isupper() and len(name) <= _INITIALS


def _name(span: tuple[int, int], words: Sequence[Word], text: str) -> str:
    return text[words[span[0]].start : words[span[1] - 1].end]


def _names(words: Sequence[Word], text: str) -> Iterator[tuple[int, int]]:
    """Yield where words with capitals stand side by side; at the beginning of a sentence any word has one."""
    start = 0
    for index in range(len(words) + 1):
        is_name = index < len(words) and words[index].text.isalpha() and text[words[index].start].isupper()
        is_joined = index > start and text[words[index - 1].end : words[index].start] == " " if is_name else False
        if is_name and (index == start or is_joined):
            continue
        if index > start:
            yield start, index
        start = index if is_name else index + 1


def _is_product(span: tuple[int, int], words: Sequence[Word], text: str, reader: Reader) -> bool:
    start, end = span
    grammar = reader.grammar
    if any(m.concept.kind in _OF_OTHERS for m in reader.mentions(words[start:end])):
        return False
    is_inside = words[start].is_name
    if is_inside and _has_kind(span, words, text, reader):
        return True
    if grammar.has_capital_nouns:
        return False
    if is_inside:
        return _is_used(start, words, reader)
    follows = words[end].text if end < len(words) else ""
    return end - start >= _OWN_NAME and follows in grammar.product_acts


def _has_kind(span: tuple[int, int], words: Sequence[Word], text: str, reader: Reader) -> bool:
    """Whether the word beside a name says that it is a product: "the Atlas browser", "la fonction Horizon"."""
    start, end = span
    kinds = reader.grammar.product_kinds
    behind = (
        end < len(words) and words[end].text in kinds and _BETWEEN.fullmatch(text, words[end - 1].end, words[end].start)
    )
    before = (
        start > 0
        and words[start - 1].text in kinds
        and _BETWEEN.fullmatch(text, words[start - 1].end, words[start].start)
    )
    return bool(behind or before)


def _is_used(start: int, words: Sequence[Word], reader: Reader) -> bool:
    """Whether a name is what people use: "if you use Atlas", and not "we use Atlas"."""
    grammar = reader.grammar
    at = start - 1
    while at >= 0 and start - at <= _STEPS and words[at].text not in grammar.using and len(words[at].text) <= _SHORT:
        at -= 1
    if at < 0 or words[at].text not in grammar.using:
        return False
    subjects = [word.text in grammar.you for word in words[:at] if word.text in grammar.you or word.text in grammar.we]
    return bool(subjects) and subjects[-1]
