"""What every published sentence keeps to: a word that is read as a cue is used in the sense in which it is one.

"May" is no "may" in a date, "a resume" resumes nothing, "built-in" builds nothing in, "within the text" is no deadline,
and the words of a name do nothing: what rests on such words alone is not published. That what is "new" stood nowhere
before, that what is "no longer" there stands less often on the whole page, and that a date was named nowhere before is
seen to by `known_text` and `announced`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from monitor.alerts.comparison import PassageEffect
from monitor.reading.reader import Reader
from monitor.reading.statements import Statement, Term, TermKind

# Kinds of terms that one word makes, and that the word makes in one of its senses only.
_CUES = frozenset(
    [
        TermKind.ACT,
        TermKind.LIMITED,
        TermKind.REQUIREMENT,
        TermKind.WEAK,
        TermKind.TENTATIVE,
        TermKind.ONLY,
        TermKind.REQUIRED,
        TermKind.OPTIONAL,
        TermKind.DEADLINE,
        TermKind.PAUSED,
        TermKind.RESUMED,
        TermKind.ANY_TIME,
        TermKind.AT_MOST,
        TermKind.AT_LEAST,
    ]
)
_DEADLINE_WORDS = 6  # after "within" or "until" in which a time is named
_TITLED = 0.6  # of the longer words of a text have a capital: it is a title, and capitals say nothing
_LONG_WORD = 4  # letters of a word that a title writes with a capital
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def keep_true(effects: Iterable[PassageEffect], statements: Sequence[Statement]) -> list[PassageEffect]:
    """Return the effects that rest on words in the sense in which they are read."""
    places = {id(term): statement for statement in statements for term in statement.terms}
    return [effect for effect in effects if _is_true(effect, places)]


def _is_true(effect: PassageEffect, places: dict[int, Statement]) -> bool:
    terms = [*effect.terms, *effect.lost]
    return not terms or any(_is_meant(term, places.get(id(term))) for term in terms)


def _is_meant(term: Term, statement: Statement | None) -> bool:
    """Whether a term's words stand somewhere in its sentence in the sense in which it is read."""
    if statement is None or term.kind not in _CUES or not term.text.strip():
        return True
    found = list(re.finditer(rf"(?<!\w){re.escape(term.text)}(?!\w)", statement.text, re.IGNORECASE))
    return not found or any(_is_in_sense(match, statement) for match in found)


def _is_in_sense(match: re.Match[str], statement: Statement) -> bool:
    text, reader = statement.text, statement.reader
    before, after = text[: match.start()], text[match.end() :]
    word = match.group()
    if _is_compound(before, after) or _is_in_name(match, text):
        return False
    if _is_month(word, before, after, reader) or _is_noun(word, before, statement):
        return False
    return word.lower() not in statement.grammar.timed or _names_a_time(after, reader)


def _is_compound(before: str, after: str) -> bool:
    """Whether a hyphen joins a word to another: "log-in", "built-in"."""
    return bool(re.search(r"\w[-‑]$", before) or re.match(r"[-‑]\w", after))


def _is_in_name(match: re.Match[str], text: str) -> bool:
    """Whether a word is written like its neighbour, as part of a name inside a sentence: "Live Share"."""
    if not match.group()[:1].isupper() or _is_title(text):
        return False
    last = next(_words_back(text[: match.start()]), "")
    return last[:1].isupper() and not re.search(r"[.:!?;]\W*$", text[: match.start()])


def _is_title(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if len(word) >= _LONG_WORD]
    return sum(1 for word in words if word[0].isupper()) >= _TITLED * len(words)


def _words_back(text: str) -> Iterator[str]:
    yield from reversed(_WORD.findall(text))


def _is_month(word: str, before: str, after: str, reader: Reader) -> bool:
    """Whether a word is the name of a month beside a figure."""
    months = {name for language in reader.pack.languages.every for names in language.dates.months for name in names}
    if word.lower() not in months or not word[:1].isupper():
        return False
    return bool(re.search(r"\d\S{0,3}(?:\s+\w{1,3})?\s*$", before) or re.match(r"[.,]?\s*\d", after))


def _is_noun(word: str, before: str, statement: Statement) -> bool:
    """Whether a word is a noun that is written like a cue, after an article, a possessive or an "or": "a resume"."""
    grammar = statement.grammar
    if word.lower() not in grammar.homographs:
        return False
    articles = statement.reader.pack.languages[statement.reader.language].numbers.articles
    last = next(_words_back(before), "").lower()
    return any(last in words for words in (articles, grammar.ours, grammar.mine, grammar.readers, grammar.alternating))


def _names_a_time(text: str, reader: Reader) -> bool:
    """Whether a figure, a number or a unit of time follows: "within the text" is no deadline."""
    numbers = reader.pack.languages[reader.language].numbers
    words = [word.lower() for word in _WORD.findall(text)[:_DEADLINE_WORDS]]
    return any(
        any(character.isdigit() for character in word)
        or numbers.days_in(word) is not None
        or numbers.value_of(word) is not None
        for word in words
    )
