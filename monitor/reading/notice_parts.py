"""Sentences that tell of a text, lead elsewhere or excuse a failure, and what else they say. Weighs nothing.

Whoever writes "Learn more here, and we may share your messages" says two things. The one is a notice; the other is read
as the sentence of its own that it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.reading.mentions import is_act, is_pointing
from monitor.reading.reader import Reader
from monitor.reading.statements import Statement
from monitor.rules.languages import Grammar
from monitor.rules.pack import Mention
from monitor.rules.words import Word

NOTICES = frozenset(["announcement", "error", "see_also", "consent_dialog", "stamp", "assurance", "pointer"])
"""The cues that make a notice of the sentence that they stand in."""

OWN_HEADING = "own_heading"
"""The flag of a heading that says what is done and stands over nothing that does."""

# What is said of a text, of the company's care, or of what people may not do may stand beside what is done as well.
_BESIDE = NOTICES | {"reference", "praise", "other_text", "conduct"}
_PARTING = frozenset([";", ":", "-", "–", "—"])
_MARKS = _PARTING | {"(", "|"}
_MODAL = frozenset(["able", "weak"])
_MATTER = frozenset(["data", "purposes", "parties", "people"])
_AIM = frozenset(["purposes", "parties", "people"])
_SUBJECT = 6  # words in which a subject and its verb stand
_LEAST = 2  # concepts that say what is done: which data, and for what, with whom or of whom


def own_parts(text: str, reader: Reader) -> list[str]:
    """Return a sentence, or where it is a notice that says something else too, its parts as sentences of their own."""
    words = reader.words_of(text)
    found = reader.mentions(words)
    notices = [m for m in found if m.concept.kind == "cue" and m.concept.id in _BESIDE]
    acts = sorted(m.start for m in found if is_act(m))
    if not notices or not acts:
        return [text]
    modal = {m.start for m in found if m.concept.id in _MODAL}
    asking = {m.end for m in found if m.concept.id == "asks"}  # "how we share" is no clause of its own
    asked = min(asking, default=len(words))
    cuts = [
        index
        for index in range(1, len(words))
        if index not in asking and _opens(words, index, acts, modal, reader.grammar, is_asked=index > asked)
    ]
    closing = [m.start for m in notices if m.concept.id == "pointer" and m.start and is_pointing(m, words, found)]
    closing += [_behind_mark(words, m.start) for m in notices if m.concept.id == "other_text"]
    ends = [*cuts[1:], len(words)] if cuts else []
    starts = {cut for cut, end in zip(cuts, ends, strict=True) if any(cut <= act < end for act in acts)}
    starts.update(start for start in closing if start and _speaks(words, acts, start, reader))
    return _cut(text, [words[start].start for start in sorted(starts)])


def _behind_mark(words: Sequence[Word], place: int) -> int:
    """Return where a part of a sentence begins that a mark sets apart, from a place in it; 0 where none does."""
    return next((i + 1 for i in range(place - 1, 0, -1) if words[i].text in _PARTING), 0)


def _speaks(words: Sequence[Word], acts: Sequence[int], end: int, reader: Reader) -> bool:
    """Whether something is done in the words up to `end`, and not only in a case that opens what follows them."""
    grammar = reader.grammar
    is_case = words[0].text == grammar.condition and not any(word.text in grammar.we for word in words[:end])
    return acts[0] < end and not is_case


def _opens(
    words: Sequence[Word],
    index: int,
    acts: Collection[int],
    modal: Collection[int],
    grammar: Grammar,
    *,
    is_asked: bool,
) -> bool:
    """Whether a word begins a clause behind a mark, a comma or an "and": its subject, "may", "share your".

    `is_asked` says that it stands behind a "how": in "how we collect and share your data" a verb alone begins none.
    """
    before, word = words[index - 1].text, words[index].text
    if word in grammar.ours and before in grammar.joining and _is_named_beside(words, index, acts, grammar):
        return False
    is_joint = before in _MARKS or before == "," or before in grammar.joining or before in grammar.opposing
    is_relative = grammar.has_capital_nouns and before in grammar.relatives  # "zu den Daten, die wir erheben"
    if not is_joint and not (index > 1 and words[index - 2].text == "," and word in grammar.we and not is_relative):
        return False  # but for ", so we"
    if index in modal or word in grammar.subjects or (word in grammar.we and word not in grammar.we_verbs):
        return True
    if is_asked and before not in _MARKS:
        return False
    if word in grammar.we_verbs:
        return True
    if word in grammar.readers and any(w.text in grammar.passive for w in words[index : index + _SUBJECT]):
        return True  # "and your posts are shared"
    return index in acts and index + 1 < len(words) and words[index + 1].text in grammar.readers


def _is_named_beside(words: Sequence[Word], index: int, acts: Collection[int], grammar: Grammar) -> bool:
    """Whether an "our" names one more thing, and no subject: "see our notice and our list for the data we collect"."""
    act = min((place for place in acts if place > index), default=len(words))
    return any(word.text in grammar.we for word in words[index + 1 : act])


def _cut(text: str, places: Sequence[int]) -> list[str]:
    """Return the parts of a text that begin at some places in it."""
    return [text[a:b].strip(" ,") for a, b in zip([0, *places], [*places, len(text)], strict=True)]


def with_own_matter(statement: Statement, others: Iterable[str]) -> Statement:
    """Return a notice as a statement where it names what is done as none of the `other` texts of the page does.

    "Learn more about how we train AI with your messages" says that this is done: of what the page says anyhow it is a
    notice only.
    """
    if not statement.flags & NOTICES or not _says_what(statement) or is_named(statement, others):
        return statement
    return replace(statement, flags=statement.flags - NOTICES)


def with_own_heading(statement: Statement, others: Iterable[str]) -> Statement:
    """Return a heading marked as a statement where it says what is done and none of the `other` texts of the page does.

    "Your messages are shared with advertisers" over a text on opening hours is no heading of that text.
    """
    if statement.is_question or statement.flags & {"asks", "title"} or not _says_what(statement):
        return statement
    return statement if is_named(statement, others) else replace(statement, flags=statement.flags | {OWN_HEADING})


def _says_what(statement: Statement) -> bool:
    """Whether a sentence names an act, and of what it is done and for what, with whom or to whom."""
    matter = _matter_of(statement.mentions)
    leading = _leading_words(statement)
    is_practice = any(m.concept.kind == "acts" and is_act(m) and m.start not in leading for m in statement.mentions)
    return is_practice and len(matter) >= _LEAST and any(kind in _AIM for kind, _ in matter)


def _leading_words(statement: Statement) -> frozenset[int]:
    """Return the words by which a sentence leads elsewhere: to "consult" a policy is nothing that is done with data."""
    found = statement.reader.mentions(statement.words) if "pointer" in statement.flags else []
    return frozenset(i for m in found if m.concept.id == "pointer" and not m.has_gap for i in range(m.start, m.end))


def is_named(statement: Statement, others: Iterable[str]) -> bool:
    """Whether one of the `other` texts names all that a sentence names, or it names nothing."""
    matter, reader = _matter_of(statement.mentions), statement.reader
    return not matter or any(matter <= _matter_in(text, reader) for text in others)


@lru_cache(maxsize=1 << 14)
def _matter_in(text: str, reader: Reader) -> frozenset[tuple[str, str]]:
    return _matter_of(reader.mentions(reader.words_of(text)))


def _matter_of(mentions: Iterable[Mention]) -> frozenset[tuple[str, str]]:
    return frozenset((m.concept.kind, m.concept.id) for m in mentions if m.concept.kind in _MATTER)
