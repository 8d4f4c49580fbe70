"""What a text states of what it names: that it is a purpose, whose data it is, who acts. Words and rates nothing.

A text that names advertising need not say that anything is done for it, and one that names minors need not speak of
their data: a headline claims a purpose, people or an act of the company's only where the words around it do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from monitor.reading.nouns import Noun, nouns_of
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import Statement
from snapshots.frozen_class import frozen

_BEFORE = 4  # words before a purpose in which something says that it is one
_BARE = 5  # words of a heading that is a purpose and nothing else
_NEAR = 3  # words between whose data it is and the word that says so
_SUBJECT = 8  # words before an act in which its subject is looked for
_MADE = frozenset(["ai_training"])  # a purpose only where something is made or taught
_TAUGHT = {("acts", "train"), ("acts", "act_for")}  # which say of AI only where something that learns is named
_LEARNING = (("purposes", "ai_training"), ("purposes", "ai_features"), ("data", "ai_interactions"))
_WITH_AI = {("data", "ai_interactions")}
_NOT_WITH_WHOM = {("acts", "share")}
_BETWEEN = frozenset(["data", "parties", "people"])  # what stands between a verb and a purpose that isn't its own
_VAGUE = frozenset(["content", "information"])
_INITIALS = 2  # letters of what stands for AI
_NAMED_THROUGHOUT = 0.05  # of the texts of a document name its company, if they do so in full
_NAMED_LEAST = 5  # texts
_AI_SERVICE = 0.0075  # of its texts at least speak of prompts; of those of others a tenth as many


@frozen
class Stated:
    """What one text states; ids of concepts."""

    purposes: frozenset[str]
    owners: frozenset[str]  # the people whose data it speaks of
    topics: frozenset[str]


@lru_cache(maxsize=1 << 13)
def stated_in(text: str, reader: Reader) -> Stated:
    """Return which of the purposes and people that a text names it states as such."""
    statement = read_sentence(text, reader)
    nouns = nouns_of(statement, reader)
    is_bare = _is_bare(statement, nouns)
    aims = {n.id for n in nouns if n.kind == "purposes" and _is_aim(n, statement, nouns, is_bare=is_bare)}
    return Stated(
        purposes=frozenset(aims),
        topics=frozenset(_topics_in(statement, nouns, aims, reader)),
        owners=frozenset(n.id for n in nouns if n.kind == "people" and _is_owner(n, statement, nouns)),
    )


def _topics_in(statement: Statement, nouns: Sequence[Noun], aims: Collection[str], reader: Reader) -> set[str]:
    """Return the topics that a text speaks of; of developing AI only where it says that something is made or taught."""
    concepts = reader.pack.concepts
    named = {(n.kind, n.id) for n in nouns} | {(m.concept.kind, m.concept.id) for m in statement.mentions}
    named -= {("purposes", name) for name in _MADE.difference(aims)} | _NOT_WITH_WHOM
    said = reader.topics_in(statement.text)
    if not any(key in named for key in _LEARNING):
        named -= _TAUGHT  # "trained staff", "sue on your behalf"
    is_named = "ai_features_data" in said or ("purposes", "ai_features") in named
    if not is_named and not speaks_of_ai(statement.text, reader):
        named -= _WITH_AI  # "interactions with ads"
    found = {topic for key in named if key in concepts for topic in concepts[key].topics}
    return found.union(said)


def topics_stated(texts: Iterable[str | None], reader: Reader) -> frozenset[str]:
    """Return the topics that some texts speak of: a passage, its headings, the lines of its row."""
    return frozenset().union(*(stated_in(text, reader).topics for text in texts if text))


def _is_bare(statement: Statement, nouns: Sequence[Noun]) -> bool:
    """Whether a line is the name of a purpose and nothing else, as in a column of purposes."""
    words = [i for i, word in enumerate(statement.words) if word.text.isalnum()]
    named = {i for noun in nouns if noun.kind == "purposes" for i in range(noun.start, noun.end)}
    joining = statement.grammar.joining
    return len(words) <= _BARE and all(i in named or statement.words[i].text in joining for i in words)


def _is_aim(noun: Noun, statement: Statement, nouns: Sequence[Noun], *, is_bare: bool) -> bool:
    grammar, words = statement.grammar, statement.words
    own = [word.text for word in words[noun.start : noun.end]]
    before = [word.text for word in words[max(0, noun.start - _BEFORE) : noun.start]]
    if noun.id in _MADE:
        near = [*before, *own, *(word.text for word in words[noun.end : noun.end + _NEAR])]
        return any(word in grammar.making for word in near)
    if is_bare or any(word in grammar.aiming for word in own):
        return True
    for index in range(noun.start - 1, max(-1, noun.start - _BEFORE - 1), -1):
        if any(n.start <= index < n.end and n.kind in _BETWEEN and n.id not in _VAGUE for n in nouns):
            return False
        if words[index].text in grammar.aiming:
            opening = " ".join(word.text for word in words[index : index + 2])  # "for example" aims at nothing
            return opening not in statement.reader.known.text.examples
    return False


def _is_owner(noun: Noun, statement: Statement, nouns: Sequence[Noun]) -> bool:
    """Whether people are told of as those whose data it is: "data of minors", "children's photos", "For teens:"."""
    grammar, words = statement.grammar, statement.words
    if noun.start <= 1:
        return True
    before = [word.text for word in words[max(0, noun.start - _NEAR) : noun.start]]
    if any(word in grammar.owning or word in grammar.you for word in before) or before[-1] in grammar.readers:
        return True
    return any(0 <= other.start - noun.end <= 1 for other in nouns if other.kind == "data")


def is_done_by_others(text: str, act: str, reader: Reader) -> bool:
    """Whether none of the places in which a text names an act has the company as who does it."""
    statement = read_sentence(text, reader)
    if _is_bidding(statement):
        return True
    done = [m.start for m in statement.mentions if m.concept.kind == "acts" and m.concept.id == act]
    return bool(done) and all(_has_other_subject(start, statement, reader) for start in done)


def _is_bidding(statement: Statement) -> bool:
    """Whether a sentence tells people what to do: "Please don't send us photos of others"."""
    words = [word.text for word in statement.words if word.text[0].isalpha()]
    grammar = statement.grammar
    is_ours = any(word in grammar.we or word in grammar.ours for word in words[:_SUBJECT])
    return bool(words) and words[0] in grammar.bidding and not is_ours and not statement.is_question


def _has_other_subject(start: int, statement: Statement, reader: Reader) -> bool:
    grammar, words = statement.grammar, statement.words
    parties = {i for n in nouns_of(statement, reader) if n.kind == "parties" for i in range(n.start, n.end)}
    for index in range(start - 1, max(0, start - _SUBJECT) - 1, -1):
        word = words[index]
        if index == start - 1 and word.text in grammar.bidding and word.text not in grammar.passive:
            return True  # "we recommend that you avoid sharing"
        if word.text in grammar.we or word.text in grammar.ours or word.text in grammar.passive:
            return False
        if (word.text in grammar.strangers and not word.is_name) or index in parties:
            is_related = any(w.text in grammar.relatives for w in words[index + 1 : start])
            return is_related or not _is_governed(
                index, words=[w.text for w in words], parties=parties, statement=statement
            )
    return False


def _is_governed(index: int, *, words: Sequence[str], parties: set[int], statement: Statement) -> bool:
    """Whether who is named is no subject but what a preposition leads to: "from partners"."""
    grammar = statement.grammar
    first = index
    while first - 1 in parties:
        first -= 1
    return any(word in grammar.prepositions or word in grammar.towards for word in words[max(0, first - 2) : first])


def speaks_of_ai(text: str, reader: Reader) -> bool:
    """Whether a text has one of the words for AI."""
    spoken = f" {' '.join(word.text for word in reader.words_of(text))} "
    return any(f" {name} " in spoken for name in reader.grammar.ai.words)


def is_of_ai_service(texts: Sequence[str], reader: Reader) -> bool:
    """Whether a document is that of an AI service: it speaks of what people write to an AI, and of what it answers."""
    words = "|".join(map(re.escape, sorted(reader.grammar.prompts.words)))
    if not words or not texts:
        return False
    spoken = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    return sum(bool(spoken.search(text)) for text in texts) >= _AI_SERVICE * len(texts)


def company_named_for_ai(texts: Sequence[str], reader: Reader) -> str:
    """Return the name of whose text it is where it ends in what stands for AI: "Harbour AI"; else an empty text.

    Who collects and shares is named throughout. A product that the rules know by such a name is no company.
    """
    initials = {name.upper() for language in reader.pack.languages.every for name in language.words.ai.words}
    shapes = "|".join(re.escape(name) for name in sorted(initials) if len(name) == _INITIALS)
    if not shapes or not texts:
        return ""
    name = re.compile(rf"\b([A-Z]\w+ (?:{shapes}))\b")
    named = Counter(found for text in texts for found in set(name.findall(text)))
    company, count = next(iter(named.most_common(1)), ("", 0))
    is_company = count >= max(_NAMED_LEAST, _NAMED_THROUGHOUT * len(texts))
    return company if is_company and not _is_known_whole(company, reader) else ""


def _is_known_whole(name: str, reader: Reader) -> bool:
    words = reader.words_of(name)
    return any(len(mention.places) == len(words) for mention in reader.mentions(words))


def names_consent(text: str, reader: Reader) -> bool:
    """Whether a text speaks of people agreeing to something, and not only of what they choose to do."""
    words = [word.text for word in reader.words_of(text)]
    return any(word in reader.grammar.consenting for word in words)
