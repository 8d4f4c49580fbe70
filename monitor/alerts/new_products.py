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


@dataclass(frozen=True)  # without slots: the text before a change is put together once
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
    spans = _names(words, text, is_of_one_word=reader.grammar.has_capital_nouns)
    found = (_name(span, words, text) for span in spans if _is_product(span, words, text, reader))
    return any(len(name) >= _LETTERS and not _is_initials(name) and not known.hold(name) for name in found)


def _is_initials(name: str) -> bool:
    return name.isupper() and len(name) <= _INITIALS


def _name(span: tuple[int, int], words: Sequence[Word], text: str) -> str:
    return text[words[span[0]].start : words[span[1] - 1].end]


def _names(words: Sequence[Word], text: str, *, is_of_one_word: bool) -> Iterator[tuple[int, int]]:
    """Yield where words with capitals stand side by side, also without the first of a sentence: it has one anyway."""
    start = 0
    for index in range(len(words) + 1):
        # Words know their places in the text as it is read, which is longer where a letter is read as two.
        is_name = index < len(words) and words[index].text.isalpha() and text[words[index].start :][:1].isupper()
        is_joined = is_name and index > start and text[words[index - 1].end : words[index].start] == " "
        if is_name and (index == start or (is_joined and not is_of_one_word)):
            continue
        if index > start:
            yield start, index
            if index - start > 1 and not words[start].is_name:
                yield start + 1, index
        start = index if is_name else index + 1


def _is_product(span: tuple[int, int], words: Sequence[Word], text: str, reader: Reader) -> bool:
    """Whether a name is a product's, which is not given to somebody and not what the company itself makes use of."""
    start, end = span
    if not _looks_so(span, words, text, reader):
        return False
    is_known = any(mention.concept.kind in _OF_OTHERS for mention in reader.mentions(words[start:end]))
    verb = _before(start, words, reader)
    is_given = verb >= 0 and words[verb].text in reader.grammar.towards
    return not (is_known or is_given or _is_used(verb, words, reader) is False)


def _looks_so(span: tuple[int, int], words: Sequence[Word], text: str, reader: Reader) -> bool:
    """Whether what stands beside a name makes it a product's. In German every noun has a capital, as names have."""
    start, end = span
    grammar = reader.grammar
    if words[start].is_name:
        is_used = _is_used(_before(start, words, reader), words, reader)
        return (bool(is_used) and not grammar.has_capital_nouns) or _has_kind(span, words, text, reader)
    follows = words[end].text if end < len(words) else ""
    return end - start >= _OWN_NAME and follows in grammar.product_acts and not grammar.has_capital_nouns


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


def _before(start: int, words: Sequence[Word], reader: Reader) -> int:
    """Return where the word stands that leads to a name, articles and the like left out; -1 where none does."""
    grammar = reader.grammar
    at = start - 1
    while at >= 0 and start - at <= _STEPS and len(words[at].text) <= _SHORT:
        if words[at].text in grammar.using or words[at].text in grammar.towards:
            break
        at -= 1
    return at


def _is_used(verb: int, words: Sequence[Word], reader: Reader) -> bool | None:
    """Whether people use what a verb leads to, "if you use Atlas"; None where nobody is said to."""
    grammar = reader.grammar
    if verb < 0 or words[verb].text not in grammar.using:
        return None
    people = [word.text not in grammar.we for word in words[:verb] if _is_subject(word.text, reader)]
    return people[-1] if people else None


def _is_subject(word: str, reader: Reader) -> bool:
    return word in reader.grammar.you or word in reader.grammar.readers or word in reader.grammar.we
