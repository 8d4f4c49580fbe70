"""The rule pack: concepts, cues, topics and rules, read from TOML, with a version and a hash. Judges nothing itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from importlib import resources
from typing import Any

from monitor.errors import RulePackError
from monitor.rules.phrases import Automaton
from monitor.rules.words import Word, words_of
from snapshots.records import Direction, Severity

LANGUAGES = ("en", "de", "fr", "es")
_MAX_FOUND = 1 << 14  # texts whose mentions are remembered
KINDS = ("acts", "data", "purposes", "parties", "people", "products", "bases", "rights", "requirements", "names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing that policies speak of, however they word it."""

    kind: str  # the file it stands in: acts, data, purposes, ...; "cue" or "topic"
    id: str
    label: str = ""
    stance: str = ""  # of an act: power, protection, burden, plain
    guard: int = 0  # of a legal basis: how much it protects
    weight: int = 0  # of a topic
    within: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one kind of difference counts for, and what a headline says of it in each direction."""

    id: str
    points: int
    says: Mapping[Direction, str]
    example: tuple[str, str] | None = None  # two texts between which it fires
    counter: tuple[str, str] | None = None  # two between which it must not

    def saying(self, direction: Direction) -> str:
        """Return what a headline says of it; where it has no words for a direction, those it has."""
        return self.says.get(direction) or next(iter(self.says.values()))


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


_Automata = Mapping[str, tuple[Automaton, tuple[Concept, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything that a judgement rests on besides the texts."""

    version: str
    digest: str  # first 12 hexadecimal digits of the sha256 of its files
    concepts: Mapping[tuple[str, str], Concept]
    rules: Mapping[str, Rule]
    points: Mapping[str, int]  # what a circumstance adds to the sum
    thresholds: tuple[tuple[int, Severity], ...]  # from the gravest
    automata: _Automata = field(repr=False)
    layout: _Automata = field(repr=False)  # apart: no part of what is said
    _found: dict[tuple[str, ...], tuple[Mention, ...]] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """Return what an alert says of the pack it was judged by."""
        return f"{self.version}+{self.digest}"

    def topic(self, name: str) -> Concept:
        return self.concepts["topic", name]

    def mentions(self, words: Sequence[Word], language: str) -> tuple[Mention, ...]:
        """Return every mention of a concept, a cue or a topic in a text."""
        return self._matched(self.automata, "", words, language)

    def markers(self, words: Sequence[Word], language: str) -> tuple[Mention, ...]:
        """Return what a heading, a column, a lead-in or a line of a row says of the place it makes."""
        return self._matched(self.layout, "layout", words, language)

    def _matched(self, automata: _Automata, name: str, words: Sequence[Word], language: str) -> tuple[Mention, ...]:
        key = (name, language, *[word.text for word in words])
        found = self._found.get(key)
        if found is None:
            automaton, numbered = automata.get(language) or automata["en"]
            found = tuple(Mention(numbered[n], start, end, gap) for n, start, end, gap in automaton.find(words))
            if len(self._found) >= _MAX_FOUND:
                self._found.clear()
            self._found[key] = found
        return found

    def topics_in(self, text: str, language: str) -> tuple[str, ...]:
        """Return the topics whose phrases a text holds, the gravest first."""
        return _topics_in(self, text, language)

    def severity(self, points: int) -> Severity:
        """Return the severity of a sum of points."""
        return next((severity for least, severity in self.thresholds if points >= least), Severity.LOW)

    def __hash__(self) -> int:
        return hash(self.name)


@lru_cache(maxsize=1 << 15)
def _topics_in(pack: Pack, text: str, language: str) -> tuple[str, ...]:
    found = {m.concept.id for m in pack.mentions(words_of(text), language) if m.concept.kind == "topic"}
    return tuple(sorted(found, key=lambda name: (-pack.topic(name).weight, name)))


@cache
def default_pack() -> Pack:
    """Return the pack that ships with the package."""
    folder = resources.files("monitor.rules")
    files = {"cues.toml": "", "topics.toml": "", "rules.toml": "", "layout.toml": ""}
    files = {name: folder.joinpath(name).read_text("utf-8") for name in files}
    for kind in KINDS:
        files[f"concepts/{kind}.toml"] = folder.joinpath("concepts", f"{kind}.toml").read_text("utf-8")
    return read_pack(files)


def read_pack(files: Mapping[str, str]) -> Pack:
    """Return a pack from the texts of its files by name; raises `RulePackError` naming the table at fault."""
    tables = {name: _parse(text, name) for name, text in files.items()}
    concepts: dict[tuple[str, str], Concept] = {}
    phrases: dict[str, list[tuple[Concept, str, str]]] = {language: [] for language in LANGUAGES}
    for name, kind in [("cues.toml", "cue"), ("topics.toml", "topic")] + [(f"concepts/{k}.toml", k) for k in KINDS]:
        for identity, table in tables[name].items():
            concept = _concept(kind, identity, table, f"{name}: {identity}")
            concepts[kind, identity] = concept
            for language in LANGUAGES:
                for phrase in table.get(language, ()):
                    phrases[language].append((concept, phrase, f"{name}: {identity}.{language}"))
    layout: dict[str, list[tuple[Concept, str, str]]] = {language: [] for language in LANGUAGES}
    for identity, table in tables["layout.toml"].items():
        concept = concepts["layout", identity] = _concept("layout", identity, table, f"layout.toml: {identity}")
        for language in LANGUAGES:
            for phrase in table.get(language, ()):
                layout[language].append((concept, phrase, f"layout.toml: {identity}.{language}"))
    rules = tables["rules.toml"]
    try:
        return Pack(
            version=rules["version"],
            digest=sha256("\n".join(f"{name}\n{files[name]}" for name in sorted(files)).encode()).hexdigest()[:12],
            concepts=concepts,
            rules=_rules(rules),
            points=dict(rules["points"]),
            thresholds=tuple(
                sorted(((least, Severity(name)) for name, least in rules["thresholds"].items()), reverse=True)
            ),
            automata={language: _automaton(phrases[language]) for language in LANGUAGES},
            layout={language: _automaton(layout[language]) for language in LANGUAGES},
        )
    except (KeyError, ValueError) as error:
        raise RulePackError(f"rules.toml lacks or mistakes {error}") from error


_FIELDS = {"label", "stance", "guard", "weight", "within", "topics", *LANGUAGES}


def _concept(kind: str, identity: str, table: Any, subject: str) -> Concept:
    if not isinstance(table, dict) or table.keys() - _FIELDS:
        raise RulePackError(f"{subject}: expected a table of {', '.join(sorted(_FIELDS))}")
    for language in LANGUAGES:
        phrases = table.get(language, [])
        if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
            raise RulePackError(f"{subject}.{language}: expected a list of phrases")
    return Concept(
        kind=kind,
        id=identity,
        label=table.get("label", ""),
        stance=table.get("stance", ""),
        guard=table.get("guard", 0),
        weight=table.get("weight", 0),
        within=table.get("within", ""),
        topics=tuple(table.get("topics", ())),
    )


def _rules(tables: Mapping[str, Any]) -> dict[str, Rule]:
    found = {}
    for name, table in tables["rule"].items():
        for part in ("example", "counter"):
            if len(table.get(part, ())) != 2:
                raise RulePackError(f'rules.toml: rule.{name} needs an {part}: {part} = ["before", "after"]')
        found[name] = _rule(name, table)
    for name, table in tables["whole"].items():
        found[name] = _rule(name, table)
    return found


def _rule(name: str, table: Mapping[str, Any]) -> Rule:
    says = {direction: table[direction.value] for direction in Direction if direction.value in table}
    if not says or not isinstance(table.get("points"), int):
        raise RulePackError(f"rules.toml: {name} needs points, and words for widens, narrows or neutral")
    return Rule(
        id=name,
        points=table["points"],
        says=says,
        example=tuple(table["example"]) if "example" in table else None,
        counter=tuple(table["counter"]) if "counter" in table else None,
    )


def _automaton(phrases: Sequence[tuple[Concept, str, str]]) -> tuple[Automaton, tuple[Concept, ...]]:
    automaton = Automaton()
    numbered: dict[int, Concept] = {}
    numbers: dict[tuple[str, str], int] = {}
    for concept, phrase, subject in phrases:
        number = numbers.setdefault((concept.kind, concept.id), len(numbers))
        numbered[number] = concept
        automaton.add(phrase, number, subject)
    return automaton, tuple(numbered[number] for number in range(len(numbered)))


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulePackError(f"{name}: {error}") from error
