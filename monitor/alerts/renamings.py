"""Names that took each other's place throughout a document: a product, a company or a feature by a new name.

One name in the place of another in one sentence may be another thing; in many it is the same thing, renamed. Rates
nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.reading.reader import Reader
from snapshots.records import Hunk, Span, SpanOp

_PLACES = 4  # in which one name stands in the place of another at least
_NAME = 6  # words of a name at most
_THINGS = frozenset(["data", "purposes", "people", "parties", "bases", "rights", "requirements", "acts"])
_LONGER_NAME = r"(?!['’]|\s+[^\W\d_a-zß-ÿ])"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Renaming:
    """A name that another took the place of, and in how many passages."""

    old: str
    new: str
    places: int


def find_renamings(hunks: Sequence[Hunk], reader: Reader) -> tuple[Renaming, ...]:
    """Return the names that were replaced throughout, the most often replaced first.

    A name is written with a capital, nothing but the one name came where the other went, and neither is a thing that
    the rules know: one kind of data in the place of another is news, in however many places. "We" and "you" begin
    sentences with a capital and name nothing, but a company that was told of by its name may come to say "we".
    """
    found: Counter[tuple[str, str]] = Counter()
    for hunk in hunks:
        found.update(set(replaced_names(hunk.spans, reader)))
    often = [Renaming(old, new, count) for (old, new), count in found.most_common() if count >= _PLACES]
    renamings = [one for one in often if not any(_is_no_name(name, reader) for name in (one.old, one.new))]
    taken: Mapping[str, str] = {one.old: one.new for one in reversed(renamings)}
    return tuple(one for one in renamings if taken[one.old] == one.new and one.new not in taken)


def rename(text: str, renamings: Sequence[Renaming]) -> str:
    """Return a text as it reads under the new names."""
    for one in renamings:
        longer = _LONGER_NAME if one.new[0].islower() else ""  # "we" stands for the company, not for its product
        text = re.sub(rf"(?<!\w){re.escape(one.old)}(?!\w){longer}", one.new.replace("\\", r"\\"), text)
    return text


def is_name_for_name(removed: str, added: str, reader: Reader) -> bool:
    """Whether one name stands in the place of another: written with capitals, and no more than words the rules know."""
    if reader.grammar.has_capital_nouns:
        return False
    return all(_is_name(words := _WORD.findall(side)) and _has_own_word(words, reader) for side in (removed, added))


def _has_own_word(words: Sequence[str], reader: Reader) -> bool:
    """Whether a name has a word of its own beside what the rules read in it: "Studio" in "AI Studio"."""
    read = reader.words_of(" ".join(words))
    return len(read) > len({i for m in reader.mentions(read) for i in range(m.start, m.end)})


def replaced_names(spans: Sequence[Span], reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield each name that went with the one that came in its place, or with the "we" of the company."""
    for index, span in enumerate(spans[:-1]):
        following = spans[index + 1]
        if {span.op, following.op} != {SpanOp.REMOVED, SpanOp.ADDED}:
            continue
        gone, come = (span, following) if span.op is SpanOp.REMOVED else (following, span)
        old, new = (_WORD.findall(side.text) for side in (gone, come))
        if _is_name(old) and len(new) == 1 and new[0].lower() in reader.grammar.we.words:
            yield " ".join(old), new[0].lower()
        elif old != new and _is_name(old) and _is_name(new):
            yield " ".join(old), " ".join(new)


def _names_a_thing(name: str, reader: Reader) -> bool:
    return any(m.concept.kind in _THINGS for m in reader.mentions(reader.words_of(name)))


def _is_no_name(name: str, reader: Reader) -> bool:
    grammar = reader.grammar
    if name in grammar.we.words:
        return False
    speaking = (grammar.we, grammar.ours, grammar.you, grammar.formal, grammar.readers, grammar.every, grammar.some)
    return _names_a_thing(name, reader) or any(name.lower() in words for words in speaking)


def _is_name(words: Sequence[str]) -> bool:
    return 0 < len(words) <= _NAME and words[0][0].isupper() and words[-1][0].isupper()
