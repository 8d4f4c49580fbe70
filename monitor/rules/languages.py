"""What is known of each language, out of `languages/*.toml`: its grammar, numbers, dates and phrases. Reads no text.

Of some languages only that is known by which they are told from others, and what walls, errors and notices say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from snapshots.frozen_class import frozen
from snapshots.toml_values import Reader, UnfitError, list_of, table_of, words

if TYPE_CHECKING:
    from snapshots.toml_tables import RecordReader

UNDETERMINED = "und"
"""The language of a text in none that is known (BCP 47, RFC 5646 section 4.1): it is never read as another."""
FOLDER = "languages/"
KINDS = (
    *("acts", "data", "purposes", "parties", "people", "products", "bases", "rights", "requirements", "names"),
    "practices",
)
_MONTHS = 12
_DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4, "years": 365.0}
_Phrases = Mapping[str, tuple[str, ...]]


class WordSet:
    """Words of a closed class; `*ons` stands for every word that ends so, `provid*` for every word that begins so."""

    __slots__ = ("_beginnings", "_endings", "words")

    def __init__(self, entries: Iterable[str] = ()) -> None:
        entries = tuple(entries)
        self.words = frozenset(entry for entry in entries if "*" not in entry)
        self._endings = tuple(entry[1:] for entry in entries if entry.startswith("*"))
        self._beginnings = tuple(entry[:-1] for entry in entries if entry.endswith("*"))

    def __contains__(self, word: str) -> bool:
        return (
            word in self.words
            or (bool(self._endings) and word.endswith(self._endings))
            or (bool(self._beginnings) and word.startswith(self._beginnings))
        )


_NONE = WordSet()
_OPEN = frozenset(
    [
        *(
            "aiming",
            "making",
            "owning",
            "of_people",
            "of_privacy",
            "heading_policies",
            "heading_terms",
            "heading_updates",
            "personal",
            "strangers",
            "relatives",
            "bidding",
            "consenting",
            "participles",
            "prompts",
        ),
        *("product_kinds", "product_acts", "using"),
        *("restrictive", "mailing", "earlier", "later", "every", "some", "wanting", "its"),
    ]
)
"""Classes whose words may be what a sentence is about."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grammar:
    """The closed classes of words by which sentences are cut and turned; `en.toml` says what each is for."""

    common: WordSet = _NONE
    joining: WordSet = _NONE
    alternating: WordSet = _NONE
    opposing: WordSet = _NONE
    condition: str = ""
    subjects: WordSet = _NONE
    we: WordSet = _NONE
    we_verbs: WordSet = _NONE
    ours: WordSet = _NONE
    its: WordSet = _NONE
    you: WordSet = _NONE
    formal: WordSet = _NONE
    mine: WordSet = _NONE
    readers: WordSet = _NONE
    others: WordSet = _NONE
    passive: WordSet = _NONE
    doing: WordSet = _NONE
    prepositions: WordSet = _NONE
    towards: WordSet = _NONE
    answers: WordSet = _NONE
    predicates: WordSet = _NONE
    like: WordSet = _NONE
    generic: WordSet = _NONE
    homographs: WordSet = _NONE
    timed: WordSet = _NONE
    ai: WordSet = _NONE
    models: WordSet = _NONE
    prompts: WordSet = _NONE
    mailing: WordSet = _NONE
    product_kinds: WordSet = _NONE
    product_acts: WordSet = _NONE
    using: WordSet = _NONE
    wanting: WordSet = _NONE
    earlier: WordSet = _NONE
    later: WordSet = _NONE
    every: WordSet = _NONE
    some: WordSet = _NONE
    second_negations: WordSet = _NONE
    continuing: WordSet = _NONE
    of_people: WordSet = _NONE
    of_privacy: WordSet = _NONE
    heading_policies: WordSet = _NONE
    heading_terms: WordSet = _NONE
    heading_updates: WordSet = _NONE
    personal: WordSet = _NONE
    aiming: WordSet = _NONE
    making: WordSet = _NONE
    owning: WordSet = _NONE
    strangers: WordSet = _NONE
    relatives: WordSet = _NONE
    restrictive: WordSet = _NONE
    bidding: WordSet = _NONE
    consenting: WordSet = _NONE
    participles: WordSet = _NONE
    is_concordant: bool = False
    has_capital_nouns: bool = False
    no_people: tuple[str, ...] = ()
    enclitics: tuple[str, ...] = ()
    dropped_enclitics: tuple[str, ...] = ()
    elisions: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    masculine: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()
    gendered: tuple[str, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)

    @property
    def closed(self) -> frozenset[str]:
        """Return the words of every closed class."""
        classes = (getattr(self, entry.name) for entry in fields(self) if entry.name not in _OPEN)
        return frozenset().union(*(words.words for words in classes if isinstance(words, WordSet)))


@frozen
class NumberWords:
    """How a language counts: its numbers to nine and its units of time."""

    digits: tuple[str, ...] = ()
    articles: WordSet = _NONE
    hours: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    weeks: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    loose: WordSet = _NONE
    qualifiers: WordSet = _NONE
    bounding: WordSet = _NONE
    clock: WordSet = _NONE  # units that tell the time of day too: "9 h"
    lasting: WordSet = _NONE  # before a number with such a unit a period is counted: "within 24 h"

    def value_of(self, word: str) -> int | None:
        """Return the number that a word spells, up to nine; None for any other word."""
        if word in self.articles:
            return 1
        return self.digits.index(word) + 1 if word in self.digits else None

    def days_in(self, unit: str) -> float | None:
        """Return how many days a unit of time has, None for any other word."""
        return next((days for name, days in _DAYS.items() if unit in getattr(self, name)), None)


@frozen
class DateWords:
    """How a language writes dates, and what a text says of its own."""

    months: tuple[tuple[str, ...], ...] = ()
    capital_months: tuple[str, ...] = ()  # in small letters they are other words: "may"
    ordinals: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    effective: tuple[str, ...] = ()
    announcing: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    starting: tuple[str, ...] = ()
    itself: tuple[str, ...] = ()


@frozen
class TextHabits:
    """How texts are written: where a full stop ends no sentence, what heads a table, what editors change for style."""

    abbreviations: tuple[str, ...] = ()
    before_figures: tuple[str, ...] = ()
    table_heads: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    link_notes: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    turning: tuple[str, ...] = ()
    voiding: tuple[str, ...] = ()
    denying: str = ""
    bounds: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    respelt: Mapping[str, str] = field(default_factory=dict)
    read_as: Mapping[str, str] = field(default_factory=dict)
    answered: Mapping[str, str] = field(default_factory=dict)
    citing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@frozen
class FormWords:
    """What a form says of its fields and steps."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    country: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language:
    """One language; the fields from `cues` on hold the phrases of concepts, by their names."""

    code: str = UNDETERMINED
    name: str  # in English, as Snowball calls its stemmer
    words: Grammar = Grammar()
    numbers: NumberWords = NumberWords()  # noqa: RUF009 a frozen class
    dates: DateWords = DateWords()  # noqa: RUF009 a frozen class
    text: TextHabits = TextHabits()  # noqa: RUF009 a frozen class
    forms: FormWords = FormWords()  # noqa: RUF009 a frozen class
    signs: _Phrases = field(default_factory=dict)
    regions: _Phrases = field(default_factory=dict)
    seats: _Phrases = field(default_factory=dict)
    spellings: _Phrases = field(default_factory=dict)
    cues: _Phrases = field(default_factory=dict)
    layout: _Phrases = field(default_factory=dict)
    topics: _Phrases = field(default_factory=dict)
    acts: _Phrases = field(default_factory=dict)
    data: _Phrases = field(default_factory=dict)
    purposes: _Phrases = field(default_factory=dict)
    parties: _Phrases = field(default_factory=dict)
    people: _Phrases = field(default_factory=dict)
    products: _Phrases = field(default_factory=dict)
    bases: _Phrases = field(default_factory=dict)
    rights: _Phrases = field(default_factory=dict)
    requirements: _Phrases = field(default_factory=dict)
    names: _Phrases = field(default_factory=dict)
    practices: _Phrases = field(default_factory=dict)
    families: _Phrases = field(default_factory=dict)  # examples, no phrases
    equivalents: _Phrases = field(default_factory=dict)  # phrases that say the same, by a name that stands nowhere else

    @property
    def is_read(self) -> bool:
        """Whether texts in it are read: a language that has no word for "not" is only told from others."""
        return bool(self.words.common.words and self.cues)


UNKNOWN = Language(name="")
"""What is known of a language that isn't known: no word of it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Languages:
    """The languages of a pack; two are the same where they are one object, so that what is made of them is kept."""

    every: tuple[Language, ...]

    @cached_property
    def read(self) -> Mapping[str, Language]:
        """Return the languages that are read, by code."""
        return {language.code: language for language in self.every if language.is_read}

    def __getitem__(self, code: str) -> Language:
        return self.read.get(code, UNKNOWN)

    def choose(self, *tags: str) -> str:
        """Return the first of several languages (BCP 47, "" for none) that is read, else `UNDETERMINED`."""
        return next((code for tag in tags if (code := tag.lower().partition("-")[0]) in self.read), UNDETERMINED)


@lru_cache(maxsize=64)
def read_language(name: str, text: str) -> Language:
    """Return the language that a file of a pack describes; raises `TomlError` with every fault."""
    from snapshots.toml_tables import TomlFile  # what reads no page and no pack needs no reader of TOML

    found = TomlFile.parse(name, text).read(_reader())
    return replace(found, code=name.removeprefix(FOLDER).removesuffix(".toml"))


@cache
def shipped_language_files() -> Mapping[str, str]:
    """Return the texts of the language files that ship with the package, by name in a pack."""
    folder = resources.files("monitor.rules").joinpath("languages")
    files = {f"{FOLDER}{file.name}": file for file in folder.iterdir() if file.name.endswith(".toml")}
    return {name: files[name].read_text("utf-8") for name in sorted(files)}


@cache
def shipped_languages() -> Languages:
    """Return the languages that ship with the package.

    They, and no pack of one's own, say where a sentence ends and which words are one: else a change of the rules
    would make a recorded text another.
    """
    return Languages(every=tuple(read_language(name, text) for name, text in shipped_language_files().items()))


@cache
def _reader() -> RecordReader[Language]:
    from snapshots.toml_tables import RecordReader, strict_converter

    converter = strict_converter()
    texts = list_of(words)
    converter.register_structure_hook(WordSet, lambda value, _: WordSet(texts(value)))
    dates = RecordReader(DateWords, converter, readers={"months": _months})
    tables = ("signs", "regions", "seats", "spellings", "cues", "layout", "topics", "equivalents", *KINDS)
    phrases: dict[str, Reader] = dict.fromkeys(tables, table_of(texts)) | {"families": table_of(_two_texts)}
    return RecordReader(
        Language, converter, omit=("code",), readers={"dates": dates, **phrases}, holds={"name": "the language's name"}
    )


def _two_texts(value: object) -> tuple[str, ...]:
    found = list_of(words)(value)
    if len(found) != 2:
        raise UnfitError("expected two sentences: one of the kind, and one that only looks like it")
    return found


def _months(value: object) -> tuple[tuple[str, ...], ...]:
    found = list_of(list_of(words, least=1))(value)
    if len(found) != _MONTHS:
        raise UnfitError(f"expected the names of twelve months, found {len(found)}")
    return found
