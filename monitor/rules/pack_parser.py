"""From the texts of a pack's files to the pack: every table checked, every fault named. Opens no file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from monitor.errors import RulePackError
from monitor.rules.pack import KINDS, LANGUAGES, Concept, Pack, Phrase, Proof, Rule
from monitor.rules.phrase_automaton import Automaton
from monitor.rules.signs import FILE as SIGNS
from monitor.rules.signs import read_signs
from snapshots.records import Direction, Severity

_TABLES = {"cues.toml": "cue", "topics.toml": "topic", **{f"concepts/{kind}.toml": kind for kind in KINDS}}
_LAYOUT = {"layout.toml": "layout"}
_STANCES = ("power", "protection", "burden", "plain")
_WORDED = (Direction.WIDENS, Direction.NARROWS, Direction.NEUTRAL)
_SAID = tuple(direction.value for direction in _WORDED)
_PROOFS = tuple(
    f"{part}{tail}" for tail in ("", *(f"_{name}" for name in LANGUAGES[1:])) for part in ("example", "counter")
)
_Fit = Callable[[Any], bool]


def read_pack(files: Mapping[str, str], *, like: Pack | None = None) -> Pack:
    """Return a pack from the texts of its files by name; it must have every rule, cue and circumstance of `like`.

    Raises `RulePackError` that names file and table of every fault.
    """
    reader = _PackParser(files)
    concepts, phrases = reader.concepts(_TABLES)
    places, lines = reader.concepts(_LAYOUT)
    concepts |= places
    reader.refer(concepts)
    rules = reader.rules()
    points, thresholds = reader.numbers("points"), reader.numbers("thresholds", names=_SEVERITIES)
    if list(thresholds.values()) != sorted(thresholds.values()):  # in the order of `_SEVERITIES`
        reader.fault("rules.toml", "thresholds", f"expected them to rise: {', '.join(_SEVERITIES)}")
    signs = read_signs(reader.tables[SIGNS], reader.fault)
    version = reader.tables["rules.toml"].get("version")
    if not isinstance(version, str) or not version.strip():
        reader.fault("rules.toml", "version", 'expected text like "2026.11"')
    automata = {language: reader.automaton(phrases[language]) for language in LANGUAGES}
    layout = {language: reader.automaton(lines[language]) for language in LANGUAGES}
    if like:
        reader.require(concepts, rules, points, like)
    if reader.faults:
        raise RulePackError("\n".join(reader.faults))
    return Pack(
        version=str(version),
        digest=sha256("\n".join(f"{name}\n{files[name]}" for name in sorted(files)).encode()).hexdigest()[:12],
        concepts=concepts,
        rules=rules,
        points=points,
        thresholds=tuple(sorted(((least, Severity(name)) for name, least in thresholds.items()), reverse=True)),
        phrases=phrases,
        automata=automata,
        layout=layout,
        signs=signs,
    )


_SEVERITIES = tuple(severity.value for severity in Severity if severity.is_alerting)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(entry) for entry in value)


def _are_two(value: Any) -> bool:
    return _are_texts(value) and len(value) == 2


_CONCEPT: Mapping[str, tuple[_Fit, str]] = {
    "label": (_is_text, "text"),
    "stance": (lambda value: value in _STANCES, f"one of {', '.join(_STANCES)}"),
    "guard": (lambda value: _is_number(value) and 0 <= value <= 3, "0 to 3"),
    "weight": (lambda value: _is_number(value) and 0 <= value <= 3, "0 to 3"),
    "within": (_is_text, "the name of a table"),
    "topics": (_are_texts, "a list of topics"),
    **dict.fromkeys(LANGUAGES, (_are_texts, "a list of phrases")),
}
_RULE: Mapping[str, tuple[_Fit, str]] = {
    "points": (_is_number, "a whole number"),
    **dict.fromkeys(_SAID, (_is_text, "what a headline says")),
    **dict.fromkeys(_PROOFS, (_are_two, 'two texts: ["before", "after"]')),
}


class _PackParser:
    """The tables of a pack's files, and the faults found in them so far."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.faults: list[str] = []
        self.tables = {name: self._parsed(name, text) for name, text in files.items()}
        if self.faults:  # of a file that is no TOML nothing else can be said
            raise RulePackError("\n".join(self.faults))
        for table in self.tables["rules.toml"].keys() - {"version", "points", "thresholds", "rule", "whole"}:
            self.fault("rules.toml", table, "no such table; expected version, points, thresholds, rule and whole")

    def _parsed(self, name: str, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.fault(name, "", str(error))
            return {}

    def fault(self, file: str, table: str, problem: str) -> None:
        self.faults.append(f"{file}: {table}: {problem}" if table else f"{file}: {problem}")

    def concepts(
        self, files: Mapping[str, str]
    ) -> tuple[dict[tuple[str, str], Concept], dict[str, tuple[Phrase, ...]]]:
        """Return every concept of files by kind and name, and the phrases of each language in their order."""
        found: dict[tuple[str, str], Concept] = {}
        phrases: dict[str, list[Phrase]] = {language: [] for language in LANGUAGES}
        for file, kind in files.items():
            for name, table in self.tables[file].items():
                if not self._fits(file, name, table, _CONCEPT):
                    continue
                concept = found[kind, name] = _concept(kind, name, table)
                for language in LANGUAGES:
                    source = f"{file}: {name}.{language}"
                    phrases[language] += [Phrase(concept, text, source) for text in table.get(language, ())]
        return found, {language: tuple(entries) for language, entries in phrases.items()}

    def refer(self, found: Mapping[tuple[str, str], Concept]) -> None:
        """Name each topic and each other table that a concept refers to and that is not there."""
        files = {kind: file for file, kind in (_TABLES | _LAYOUT).items()}
        for concept in found.values():
            self._refer(concept, files[concept.kind], found)

    def _refer(self, concept: Concept, file: str, found: Mapping[tuple[str, str], Concept]) -> None:
        for topic in concept.topics:
            if ("topic", topic) not in found:
                self.fault(file, f"{concept.id}.topics", f"there is no topic {topic!r} in topics.toml")
        # A place of the layout stands for a concept ("people.minors"), or for any of a kind ("data").
        kind, _, name = (
            concept.within.partition(".") if concept.kind == "layout" else (concept.kind, "", concept.within)
        )
        if concept.within and not ((kind, name) in found or (not name and kind in KINDS)):
            self.fault(file, f"{concept.id}.within", f"there is no table {concept.within!r}")

    def _fits(self, file: str, name: str, table: Any, keys: Mapping[str, tuple[_Fit, str]]) -> bool:
        before = len(self.faults)
        if not isinstance(table, dict):
            self.fault(file, name, f"expected a table of {', '.join(keys)}")
            return False
        for key, value in table.items():
            if key not in keys:
                self.fault(file, f"{name}.{key}", f"no such key; expected one of {', '.join(keys)}")
            elif not keys[key][0](value):
                self.fault(file, f"{name}.{key}", f"expected {keys[key][1]}, found {value!r}")
        return len(self.faults) == before

    def rules(self) -> dict[str, Rule]:
        """Return the rules that read passages, each with its examples, and those of whole pages, which have none."""
        found: dict[str, Rule] = {}
        for group in ("rule", "whole"):
            tables = self.tables["rules.toml"].get(group, {})
            if not isinstance(tables, dict):
                self.fault("rules.toml", group, f"expected tables like [{group}.name]")
                continue
            for name, table in tables.items():
                if self._fits("rules.toml", f"{group}.{name}", table, _RULE) and self._is_whole(group, name, table):
                    found[name] = _rule(name, table)
        return found

    def _is_whole(self, group: str, name: str, table: Mapping[str, Any]) -> bool:
        before = len(self.faults)
        subject = f"{group}.{name}"
        if "points" not in table or not any(said in table for said in _SAID):
            self.fault("rules.toml", subject, f"needs points, and what it says: {', '.join(_SAID)}")
        for language in LANGUAGES if group == "rule" else ():
            tail = "" if language == "en" else f"_{language}"
            pair = [f"example{tail}", f"counter{tail}"]
            missing = [key for key in pair if key not in table]
            if missing and (language == "en" or len(missing) == 1):
                self.fault("rules.toml", subject, f'needs {missing[0]} = ["before", "after"] to be proved by')
        if group == "whole" and any(key in table for key in _PROOFS):
            self.fault(
                "rules.toml", subject, "is told of a whole page, which no pair of texts shows: leave examples out"
            )
        return len(self.faults) == before

    def numbers(self, group: str, names: Sequence[str] = ()) -> dict[str, int]:
        """Return a table of whole numbers; of exactly these `names`, in their order, where they are given."""
        table = self.tables["rules.toml"].get(group)
        if not isinstance(table, dict) or not all(map(_is_number, table.values())):
            self.fault("rules.toml", group, "expected a table of whole numbers")
            return {}
        wrong = sorted(set(names) ^ set(table)) if names else []
        for name in wrong:
            self.fault("rules.toml", f"{group}.{name}", f"expected exactly {', '.join(names)}")
        return {} if wrong else {name: table[name] for name in names or table}

    def automaton(self, phrases: Sequence[Phrase]) -> tuple[Automaton, tuple[Concept, ...]]:
        """Return what finds the phrases, each by the number of its concept."""
        automaton = Automaton()
        numbers: dict[tuple[str, str], int] = {}
        numbered: list[Concept] = []
        for phrase in phrases:
            key = phrase.concept.kind, phrase.concept.id
            if key not in numbers:
                numbers[key] = len(numbers)
                numbered.append(phrase.concept)
            try:
                automaton.add(phrase.text, numbers[key], phrase.table)
            except RulePackError as error:
                self.faults.append(str(error))
        return automaton, tuple(numbered)

    def require(
        self,
        concepts: Mapping[tuple[str, str], Concept],
        rules: Mapping[str, Rule],
        points: Mapping[str, int],
        like: Pack,
    ) -> None:
        """Name what the reading relies on and the pack lacks: without it a judgement would be silently another."""
        ask = "the reading relies on it; take it from `policywatch rules export`"
        for kind, name in sorted(like.concepts.keys() - concepts.keys()):
            if kind in ("cue", "layout"):
                self.fault("cues.toml" if kind == "cue" else "layout.toml", name, f"is missing: {ask}")
        for name in sorted(like.rules.keys() - rules.keys()):
            group = "rule" if like.rules[name].proofs else "whole"
            self.fault(
                "rules.toml", f"{group}.{name}", f"is missing or mistaken: {ask}, and set points = 0 to silence it"
            )
        for name in sorted(rules.keys() - like.rules.keys()):
            self.fault("rules.toml", f"rule.{name}", "no reading makes it fire; rules are those that the program ships")
        for name in sorted(like.points.keys() - points.keys()):
            self.fault("rules.toml", f"points.{name}", f"is missing: {ask}")
        for name in sorted(points.keys() - like.points.keys()):
            self.fault("rules.toml", f"points.{name}", f"no such key; expected one of {', '.join(like.points)}")


def _concept(kind: str, name: str, table: Mapping[str, Any]) -> Concept:
    return Concept(
        kind=kind,
        id=name,
        label=table.get("label", ""),
        stance=table.get("stance", ""),
        guard=table.get("guard", 0),
        weight=table.get("weight", 0),
        within=table.get("within", ""),
        topics=tuple(table.get("topics", ())),
    )


def _rule(name: str, table: Mapping[str, Any]) -> Rule:
    proofs = [
        Proof(language=key.partition("_")[2] or "en", before=table[key][0], after=table[key][1], fires=key[0] == "e")
        for key in _PROOFS
        if key in table
    ]
    return Rule(
        id=name,
        points=table["points"],
        says={direction: table[direction.value] for direction in _WORDED if direction.value in table},
        proofs=tuple(proofs),
    )
