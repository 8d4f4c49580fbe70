"""From the texts of a pack's files to the pack: every table checked, every fault named by its line. Opens no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, fields, replace
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar

from monitor.errors import RulePackError
from monitor.rules.headline_wording import wording_reader
from monitor.rules.languages import FOLDER, KINDS, Language, Languages, read_language
from monitor.rules.pack import FIRST_LANGUAGE, Concept, Family, Pack, Phrase, Proof, Rule
from monitor.rules.signs import SignFile, signs_of
from snapshots.errors import TomlError
from snapshots.frozen_class import frozen
from snapshots.records import Direction, Severity
from snapshots.toml_lines import TomlPath
from snapshots.toml_tables import RecordReader, TomlFile, strict_converter
from snapshots.toml_values import Reader, UnfitError, one_of, table, table_of, whole_number, words

_RULES, _SIGNS, _WORDING, _FAMILIES = "rules.toml", "signs.toml", "wording.toml", "families.toml"
# The files of concepts, with the kind that a concept's file makes it; its phrases stand in the languages' table of
# that name. What the layout of a text says is matched apart from what the text says.
_CONCEPTS = {"cues.toml": "cue", "topics.toml": "topic", **{f"concepts/{kind}.toml": kind for kind in KINDS}}
_LAYOUT = "layout.toml"
_TABLES = {file: file.rpartition("/")[2].removesuffix(".toml") for file in (*_CONCEPTS, _LAYOUT)}
_TERM, _FIGURES = "term", ("age", "duration", "date")
_FAMILY_DATES = frozenset(["date.effective", "date.announced"])
_STANCES = ("power", "protection", "burden", "plain")
_WORDED = (Direction.WIDENS, Direction.NARROWS, Direction.NEUTRAL)
_SEVERITIES = tuple(severity.value for severity in Severity if severity.is_alerting)
_ASK = "the reading relies on it; take it from `policywatch rules export`"
_T = TypeVar("_T")


@frozen
class RuleTable:
    """One rule as it is written; its examples stand beside these keys."""

    points: int
    widens: str = ""
    narrows: str = ""
    neutral: str = ""

    @property
    def says(self) -> dict[Direction, str]:
        return {direction: said for direction in _WORDED if (said := getattr(self, direction.value))}


@frozen
class RuleFile:
    """What `rules.toml` holds."""

    version: str
    points: Mapping[str, int]
    sure: Mapping[str, int]
    thresholds: Mapping[str, int]
    rule: Mapping[str, Rule] = field(default_factory=dict)
    whole: Mapping[str, Rule] = field(default_factory=dict)


def read_pack(files: Mapping[str, str], *, like: Pack | None = None) -> Pack:
    """Return a pack from the texts of its files by name; it must have every rule, cue and circumstance of `like`.

    The phrases of `like` are sound, and are not looked at again where the files change none of them.
    Raises `RulePackError` that names file and table of every fault.
    """
    pack = parse_pack(files, like=like)
    if like and pack.is_worded_as(like):
        return pack.finding_with(like)
    if faults := pack.check_phrases():
        raise RulePackError("\n".join(faults))
    return pack


def parse_pack(files: Mapping[str, str], *, like: Pack | None = None) -> Pack:
    """Return a pack whose phrases are not looked at before they are used, for files that are known to be sound."""
    parser = _PackParser(files)
    languages = Languages(every=tuple(parser.languages()))
    rules = parser.read(_RULES, _rule_file(tuple(languages.read)))
    signs = parser.read(_SIGNS, _sign_file())
    families = parser.read(_FAMILIES, _family_file()) or {}
    wording = parser.read(_WORDING, wording_reader())
    read_concepts = _concept_file(_is_phrase_key(languages))
    concepts = {file: parser.read(file, read_concepts) or {} for file in _TABLES}
    if rules is None or signs is None or wording is None or parser.faults:  # more can't be said of such files
        raise RulePackError("\n".join(parser.faults))
    known = {
        (kind, name): replace(concept, kind=kind, id=name)
        for file, kind in (_CONCEPTS | {_LAYOUT: "layout"}).items()
        for name, concept in concepts[file].items()
    }
    parser.refer(known)
    parser.find_families(families, known)
    parser.name_phrases(languages, known, signs, families)
    if like:
        parser.require(known, rules, like)
    if parser.faults:
        raise RulePackError("\n".join(parser.faults))
    return Pack(
        version=rules.version,
        digest=sha256("\n".join(f"{name}\n{files[name]}" for name in sorted(files)).encode()).hexdigest()[:12],
        concepts=known,
        rules={name: replace(rule, id=name) for name, rule in {**rules.rule, **rules.whole}.items()},
        points=rules.points,
        sure=rules.sure,
        thresholds=tuple(sorted(((n, Severity(name)) for name, n in rules.thresholds.items()), reverse=True)),
        languages=languages,
        phrases=_phrases_by_language(_CONCEPTS, known, languages),
        layout=_phrases_by_language({_LAYOUT: "layout"}, known, languages),
        families=families,
        signs=signs_of(signs, languages),
        wording=wording,
    )


def _phrases_by_language(
    files: Mapping[str, str], known: Mapping[tuple[str, str], Concept], languages: Languages
) -> Mapping[str, tuple[Phrase, ...]]:
    return {code: tuple(_phrases(files, known, language)) for code, language in languages.read.items()}


def _phrases(
    files: Mapping[str, str], known: Mapping[tuple[str, str], Concept], language: Language
) -> Iterable[Phrase]:
    """Yield the phrases of a language in the order of the files that name their concepts: the first count most."""
    for file, kind in files.items():
        said: Mapping[str, tuple[str, ...]] = getattr(language, _TABLES[file])
        for (of, name), concept in known.items():
            if of == kind:
                source = f"{FOLDER}{language.code}.toml: {_TABLES[file]}.{name}"
                yield from (Phrase(concept, text, source) for text in said.get(name, ()))


class _PackParser:
    """The files of a pack, and the faults found in them so far."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files
        self.faults: list[str] = []

    def read(self, name: str, reader: Callable[[Any], _T]) -> _T | None:
        """Return what a reader makes of a file, None where it is at fault."""
        try:
            return TomlFile.parse(name, self._files[name]).read(reader)
        except TomlError as error:
            self.faults += map(str, error.faults)
            return None

    def languages(self) -> Iterator[Language]:
        """Yield the languages that have a file."""
        for name in sorted(self._files):
            if name.startswith(FOLDER):
                try:
                    yield read_language(name, self._files[name])
                except TomlError as error:
                    self.faults += map(str, error.faults)

    def fault(self, file: str, *told: tuple[TomlPath, str]) -> None:
        """Note what is wrong with a file beside others, by its lines."""
        if told:
            text = self._files[file]
            self.faults += map(str, TomlFile.parse(file, text).faults(told))

    def refer(self, found: Mapping[tuple[str, str], Concept]) -> None:
        """Name each topic and each other table that a concept refers to and that is not there."""
        files = {kind: file for file, kind in (_CONCEPTS | {_LAYOUT: "layout"}).items()}
        for concept in found.values():
            self.fault(files[concept.kind], *_dangling(concept, found))

    def find_families(self, families: Mapping[str, Family], known: Mapping[tuple[str, str], Concept]) -> None:
        """Name what a family of clauses should be read as and nothing can be."""
        kinds = {f"{kind}.{name}" for kind, name in known}
        found = kinds | _FAMILY_DATES | {f"{_TERM}.{kind}" for kind in _FIGURES}
        self.fault(
            _FAMILIES,
            *(
                ((name, "finds"), f"nothing is read as {sought!r}")
                for name, family in families.items()
                for sought in family.finds
                if sought not in found
            ),
        )

    def name_phrases(
        self, languages: Languages, known: Mapping[tuple[str, str], Concept], signs: SignFile, families: Iterable[str]
    ) -> None:
        """Name each phrase of a language, and each example, that is of nothing that the other files know."""
        names: dict[str, set[str]] = {table: set() for table in _TABLES.values()}
        for file, kind in (_CONCEPTS | {_LAYOUT: "layout"}).items():
            names[_TABLES[file]] = {name for of, name in known if of == kind}
        names["families"] = set(families)
        names["signs"], names["regions"] = {sign.name for sign in fields(signs.signs)}, set(signs.regions)
        names["seats"] = set(signs.seats)
        for language in languages.every:
            self.fault(
                f"{FOLDER}{language.code}.toml",
                *(
                    ((of, name), f"there is no such name in {_file_of(of)}")
                    for of, known_names in names.items()
                    for name in getattr(language, of)
                    if name not in known_names
                ),
            )

    def require(self, concepts: Mapping[tuple[str, str], Concept], rules: RuleFile, like: Pack) -> None:
        """Name what the reading relies on and the pack lacks: without it a judgement would be silently another."""
        for kind, name in sorted(like.concepts.keys() - concepts.keys()):
            if kind in ("cue", "layout"):
                self.fault("cues.toml" if kind == "cue" else _LAYOUT, ((name,), f"is missing: {_ASK}"))
        have = {**rules.rule, **rules.whole}
        for name in sorted(like.rules.keys() - have.keys()):
            group = "rule" if like.rules[name].proofs else "whole"
            self.fault(_RULES, ((group, name), f"is missing: {_ASK}, and set points = 0 to silence it"))
        for name in sorted(have.keys() - like.rules.keys()):
            group = "rule" if name in rules.rule else "whole"
            self.fault(_RULES, ((group, name), "no reading makes it fire; rules are those that the program ships"))
        for part in ("points", "sure"):
            known, given = getattr(like, part), getattr(rules, part)
            for name in sorted(known.keys() - given.keys()):
                self.fault(_RULES, ((part, name), f"is missing: {_ASK}"))
            for name in sorted(given.keys() - known.keys()):
                self.fault(_RULES, ((part, name), f"no such key; expected one of {', '.join(known)}"))


def _file_of(of: str) -> str:
    """Return the file that has the names of a table of phrases."""
    return _FAMILIES if of == "families" else next((file for file, name in _TABLES.items() if name == of), _SIGNS)


def _dangling(concept: Concept, found: Mapping[tuple[str, str], Concept]) -> Iterable[tuple[TomlPath, str]]:
    for topic in concept.topics:
        if ("topic", topic) not in found:
            yield (concept.id, "topics"), f"there is no topic {topic!r} in topics.toml"
    # A place of the layout stands for a concept ("people.minors"), or for any of a kind ("data").
    kind, _, name = concept.within.partition(".") if concept.kind == "layout" else (concept.kind, "", concept.within)
    if concept.within and not ((kind, name) in found or (not name and kind in KINDS)):
        yield (concept.id, "within"), f"there is no table {concept.within!r}"


def _is_phrase_key(languages: Languages) -> Callable[[str, object], bool]:
    codes = {language.code for language in languages.every}
    return lambda key, value: key in codes and isinstance(value, list)


@cache
def _family_file() -> Reader:
    return table_of(RecordReader(Family, strict_converter()))


@cache
def _sign_file() -> RecordReader[SignFile]:
    return RecordReader(SignFile, strict_converter())


def _concept_file(is_phrases: Callable[[str, object], bool]) -> Reader:
    """Return the reader of a file of concepts; phrases in it, as packs had them once, are shown their new place."""
    small = whole_number(0, 3)
    reader = RecordReader(
        Concept,
        strict_converter(),
        omit=("kind", "id"),
        readers={"stance": one_of(_STANCES), "guard": small, "weight": small, "label": words, "within": words},
    )

    def read(value: object) -> Concept:
        moved = [key for key, entry in table(value).items() if is_phrases(key, entry)]
        if moved:
            raise UnfitError(
                faults=[((key,), f"phrases stand in {FOLDER}{key}.toml now, under the same names") for key in moved]
            )
        return reader(value)

    return table_of(read)


def _rule_file(codes: tuple[str, ...]) -> RecordReader[RuleFile]:
    """Return the reader of `rules.toml`; examples may be in any of the languages that are read."""
    tails = {("" if code == FIRST_LANGUAGE else f"_{code}"): code for code in (FIRST_LANGUAGE, *codes)}
    converter = strict_converter()
    own = RecordReader(RuleTable, converter, readers=dict.fromkeys(("widens", "narrows", "neutral"), words))
    rule, whole = (table_of(_rule_reader(own, tails, is_proved=proved)) for proved in (True, False))
    return RecordReader(
        RuleFile,
        converter,
        readers={"version": words, "thresholds": _thresholds, "rule": rule, "whole": whole},
    )


def _rule_reader(own: RecordReader[RuleTable], tails: Mapping[str, str], *, is_proved: bool) -> Reader:
    def read(value: object) -> Rule:
        given = table(value)
        keys = [f"{part}{tail}" for tail in tails for part in ("example", "counter")]
        faults = list(_unproved(given, tails)) if is_proved else []
        if not is_proved and any(key in given for key in keys):
            faults.append(((), "is told of a whole page, which no pair of texts shows: leave examples out"))
        if not any(direction.value in given for direction in _WORDED):
            faults.append(((), f"needs points, and what it says: {', '.join(d.value for d in _WORDED)}"))
        proofs = []
        for key in (key for key in keys if key in given):
            texts = given[key]
            if not (
                isinstance(texts, list) and len(texts) == 2 and all(isinstance(t, str) and t.strip() for t in texts)
            ):
                faults.append(((key,), 'expected two texts: ["before", "after"]'))
                continue
            part, _, code = key.partition("_")
            proofs.append(
                Proof(language=code or FIRST_LANGUAGE, before=texts[0], after=texts[1], fires=part == "example")
            )
        try:
            said = own({key: entry for key, entry in given.items() if key not in keys})
        except UnfitError as unfit:
            faults += unfit.faults
        if faults:
            raise UnfitError(faults=faults)
        return Rule(id="", points=said.points, says=said.says, proofs=tuple(proofs))

    return read


def _unproved(given: Mapping[str, Any], tails: Mapping[str, str]) -> Iterable[tuple[TomlPath, str]]:
    """Yield which example a rule lacks: both in the first language, both or none in the others."""
    for tail in tails:
        missing = [key for key in (f"example{tail}", f"counter{tail}") if key not in given]
        if missing and (not tail or len(missing) == 1):
            yield (), f'needs {missing[0]} = ["before", "after"] to be proved by'


def _thresholds(value: object) -> dict[str, int]:
    found = table_of(whole_number())(value)
    wrong = sorted(set(_SEVERITIES) ^ set(found))
    if wrong:
        raise UnfitError(faults=[((name,), f"expected exactly {', '.join(_SEVERITIES)}") for name in wrong])
    ordered = {name: found[name] for name in _SEVERITIES}
    if list(ordered.values()) != sorted(ordered.values()):
        raise UnfitError(f"expected them to rise: {', '.join(_SEVERITIES)}")
    return ordered
