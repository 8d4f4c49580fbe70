"""The records of a sentence that was read: its terms, its clauses, the whole. Reads nothing and compares nothing.

A term is a *power* (sign +1: the company may do something, or asks something of people) or a *protection* (-1: it
may not, or must do something for them). Two wordings with the same signed terms say the same thing, however they put
it; a term that comes or goes moves the text one way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from monitor.reading.reader import Reader
from monitor.rules.languages import Grammar
from monitor.rules.pack import Concept, Mention
from monitor.rules.words import Word
from snapshots.frozen_class import frozen

POWER, PROTECTION = 1, -1


class TermKind(StrEnum):
    """What sort of thing a term is; those from `AT_MOST` on are what a cue says, by its id where it has its own."""

    ACT = "act"
    LIMITED = "limited"  # an act that stands in an exception or a condition
    RIGHT = "right"
    REQUIREMENT = "requirement"
    PEOPLE = "people"
    BASIS = "basis"
    DURATION = "duration"
    AGE = "age"
    DATE = "date"
    NOUN = "noun"
    WORD = "word"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"
    ANY_TIME = "any_time"
    DEADLINE = "deadline"
    PAUSED = "paused"
    RESUMED = "resumed"
    REQUIRED = "required"
    OPTIONAL = "optional"
    WEAK = "weak"
    TENTATIVE = "tentative"
    ONLY = "only"
    RESIDENTS = "residents"
    QUALIFIER = "qualifier"
    LIMIT = "limit"
    UNASKED = "unasked"
    PRACTICE = "practice"


class State(StrEnum):
    """What a text says of what it speaks of: that it is done, done under a condition, put off, or not done."""

    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    SUSPENDED = "suspended"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a sentence says; two terms with one `key` and one `sign` say the same."""

    kind: TermKind
    name: str  # a concept's id, a stem or stems, a number of days or years, an ISO date
    sign: int  # of what it stands for: +1 power, -1 protection, 0 neither
    text: str  # as the sentence has it
    concept: Concept | None = None  # of a word: the noun it belongs to
    is_listed: bool = False  # between commas or joined by "and"
    is_name: bool = False
    index: int = field(default=-1, compare=False)  # of its first word in the sentence
    is_limit: bool = field(default=False, compare=False)  # it stands in an exception or a condition
    is_example: bool = field(default=False, compare=False)  # it stands in an example

    @property
    def key(self) -> tuple[TermKind, str]:
        return self.kind, self.name


@frozen
class Clause:
    """A part of a sentence with a sign of its own."""

    sign: int
    act: str  # id of the act or right that governs it, "" where it has none
    start: int  # words
    end: int
    state: State
    condition: str  # the words of its condition or exception
    limits: tuple[tuple[int, int, str], ...] = ()  # where those stand in words, and the cue that opens each


@frozen
class Statement:
    """A sentence as it was read."""

    text: str
    terms: tuple[Term, ...]
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...]  # of concepts, the longest at each place
    flags: frozenset[str]
    words: tuple[Word, ...]
    reader: Reader  # that read it
    is_question: bool
    operators: tuple[str, ...]  # ids of the cues that turn, except or condition something
    denies: bool  # whether there is a "not" in it
    is_way_out: bool  # it follows "Don't want this?"
    cues: tuple[Mention, ...] = ()  # that took words: "not", "only", "unless", ...

    @property
    def grammar(self) -> Grammar:
        return self.reader.grammar

    @property
    def sign(self) -> int:
        """Return the sign of its first clause that has one."""
        return next((clause.sign for clause in self.clauses if clause.act), 0)

    @property
    def concepts(self) -> frozenset[tuple[str, str]]:
        """Return the concepts it names."""
        return frozenset((mention.concept.kind, mention.concept.id) for mention in self.mentions)

    @property
    def is_excluding(self) -> bool:
        """Whether it keeps something from being done."""
        return any(clause.state is State.EXCLUDED for clause in self.clauses)
