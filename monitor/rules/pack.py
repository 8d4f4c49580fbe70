"""The rule pack: concepts, cues, topics and rules with a version and a hash. Reads no file, judges nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from monitor.errors import RulePackError
from monitor.rules.headline_wording import HeadlineWording
from monitor.rules.languages import FOLDER, Languages
from monitor.rules.phrase_automaton import Automaton
from monitor.rules.signs import Signs
from monitor.rules.words import Word, words_of
from snapshots.frozen_class import frozen
from snapshots.records import Direction, Severity

_MAX_FOUND = 1 << 14  # texts whose mentions are remembered
_LAYOUT = "layout"
FIRST_LANGUAGE = "en"
"""The language of the examples that every rule has, and of what a headline says."""


@frozen
class Concept:
    """One thing that policies speak of, however they word it."""

    kind: str = ""  # the file it stands in: acts, data, purposes, ...; "cue", "topic" or "layout"
    id: str = ""
    label: str = ""
    stance: str = ""  # of an act: power, protection, burden, plain
    guard: int = 0  # of a legal basis: how much it protects
    weight: int = 0  # of a topic
    within: str = ""
    topics: tuple[str, ...] = ()
    holds_throughout: bool = False  # of a practice: said anywhere in a text, it is said of all of it


@frozen
class Proof:
    """Two texts between which a rule fires (`fires`), or must not."""

    language: str
    before: str
    after: str
    fires: bool


@frozen
class Rule:
    """What one kind of difference counts for, and what a headline says of it in each direction."""

    id: str
    points: int
    says: Mapping[Direction, str]
    # An example and a counter-example in each language that has them; none of what is told of a whole page.
    proofs: tuple[Proof, ...] = ()


@frozen
class Family:
    """A kind of clause that every language must read alike, and all that it must be read as: "acts.share"."""

    finds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept found in a text; `start` and `end` count words."""

    concept: Concept
    start: int
    end: int
    has_gap: bool = False  # other words stand between its first and its last

    @property
    def places(self) -> tuple[int, ...]:
        """Return the words that are its own."""
        return (self.start, self.end - 1) if self.has_gap else tuple(range(self.start, self.end))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a concept in one language, with the table it stands in ("languages/en.toml: acts.use")."""

    concept: Concept
    text: str
    table: str


@frozen
class Finder:
    """What finds a set of phrases in texts of one language, each by the number of its concept."""

    automaton: Automaton
    concepts: tuple[Concept, ...]

    def find(self, words: Sequence[Word]) -> tuple[Mention, ...]:
        """Return the mentions of the concepts in a text."""
        return tuple(Mention(self.concepts[n], start, end, gap) for n, start, end, gap in self.automaton.find(words))


@frozen
class Pack:
    """Everything that a judgement rests on besides the texts."""

    version: str
    digest: str  # first 12 hexadecimal digits of the sha256 of its files
    concepts: Mapping[tuple[str, str], Concept]
    rules: Mapping[str, Rule]
    points: Mapping[str, int]  # what a circumstance adds to the sum
    sure: Mapping[str, int]  # what makes a reading sure or unsure, in hundredths, and from where on it is `told`
    thresholds: tuple[tuple[int, Severity], ...]  # from the gravest
    languages: Languages = field(repr=False)
    phrases: Mapping[str, tuple[Phrase, ...]] = field(repr=False)  # by language
    layout: Mapping[str, tuple[Phrase, ...]] = field(repr=False)  # apart: no part of what is said
    families: Mapping[str, Family] = field(repr=False)  # their examples stand in the languages
    signs: Signs = field(repr=False)  # of pages that are no document, and of regions
    wording: HeadlineWording = field(repr=False)  # what a headline says
    _finders: dict[tuple[str, str], Finder] = field(default_factory=dict, repr=False)
    _found: dict[tuple[str, ...], tuple[Mention, ...]] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """Return what an alert says of the pack it was judged by."""
        return f"{self.version}+{self.digest}"

    def topic(self, name: str) -> Concept:
        return self.concepts["topic", name]

    def mentions(self, words: Sequence[Word], language: str) -> tuple[Mention, ...]:
        """Return every mention of a concept, a cue or a topic in a text; none in a language that isn't read."""
        return self._matched("", words, language)

    def markers(self, words: Sequence[Word], language: str) -> tuple[Mention, ...]:
        """Return what a heading, a column, a lead-in or a line of a row says of the place it makes."""
        return self._matched(_LAYOUT, words, language)

    def _matched(self, name: str, words: Sequence[Word], language: str) -> tuple[Mention, ...]:
        key = (name, language, *[word.text for word in words])
        found = self._found.get(key)
        if found is None:
            found = self.finder(language, name).find(words)
            if len(self._found) >= _MAX_FOUND:
                self._found.clear()
            self._found[key] = found
        return found

    def finder(self, language: str, name: str = "") -> Finder:
        """Return what finds the phrases of a language, made when it is first asked for.

        Raises `RulePackError` that names every phrase that is none; of a pack that was checked there is none.
        """
        found = self._finders.get((name, language))
        if found is None:
            phrases = (self.layout if name == _LAYOUT else self.phrases).get(language, ())
            found = self._finders[name, language] = _finder(phrases, self.languages)
        return found

    def is_worded_as(self, other: Pack) -> bool:
        """Return whether every phrase is found as in another pack: the same phrases, of the same languages."""
        mine, theirs = ((pack.languages.every, pack.phrases, pack.layout) for pack in (self, other))
        return mine == theirs

    def finding_with(self, other: Pack) -> Pack:
        """Return this pack with what finds the phrases of another that is worded the same: it takes long to make."""
        return replace(self, _finders=other._finders, _found=other._found)

    def check_phrases(self) -> list[str]:
        """Return what is wrong with phrases, of every language: no phrase, or an act that a mere noun is read as."""
        faults = []
        for language in self.phrases:
            for name in ("", _LAYOUT):
                try:
                    self.finder(language, name)
                except RulePackError as error:
                    faults += str(error).splitlines()
        return faults or [fault for language in self.phrases for fault in self._check_nouns(language)]

    def _check_nouns(self, language: str) -> list[str]:
        """Return which acts a noun is read as: "les informations" informs nobody, and "Nutzer" is no use."""
        words = self.languages[language].words
        found = ((noun, m.concept) for noun in words.nouns for m in self._acts_in(noun, language))
        return [
            f"{FOLDER}{language}.toml: acts.{act.id}: a phrase finds the noun {noun!r}; write its forms out"
            for noun, act in found
        ]

    def _acts_in(self, noun: str, language: str) -> list[Mention]:
        spoken = words_of(noun, self.languages)
        return [m for m in self.mentions(spoken, language) if m.concept.kind == "acts" and m.concept.stance != "plain"]

    def topics_in(self, text: str, language: str) -> tuple[str, ...]:
        """Return the topics whose phrases a text holds, the gravest first."""
        return _topics_in(self, text, language)

    def severity(self, points: int) -> Severity:
        """Return the severity of a sum of points."""
        return next((severity for least, severity in self.thresholds if points >= least), Severity.LOW)

    def __hash__(self) -> int:
        return hash(self.digest)


def _finder(phrases: Sequence[Phrase], languages: Languages) -> Finder:
    automaton = Automaton(languages)
    numbers: dict[Concept, int] = {}
    faults = []
    for phrase in phrases:
        try:
            automaton.add(phrase.text, numbers.setdefault(phrase.concept, len(numbers)), phrase.table)
        except RulePackError as error:
            faults.append(str(error))
    if faults:
        raise RulePackError("\n".join(faults))
    return Finder(automaton=automaton, concepts=tuple(numbers))


@lru_cache(maxsize=1 << 15)
def _topics_in(pack: Pack, text: str, language: str) -> tuple[str, ...]:
    found = {m.concept.id for m in pack.mentions(words_of(text, pack.languages), language) if m.concept.kind == "topic"}
    return tuple(sorted(found, key=lambda name: (-pack.topic(name).weight, name)))
