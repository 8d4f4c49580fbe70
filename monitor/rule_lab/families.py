"""Reads the examples of the families of clauses in each language: each must be read as its kind, or must not."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.extract.dates import announced_dates, effective_dates
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import TermKind
from monitor.rules.languages import FOLDER
from monitor.rules.pack import Pack
from snapshots.frozen_class import frozen


@frozen
class FamilyFault:
    """An example that is read otherwise than its family says, or is missing (`text` is empty)."""

    family: str
    language: str
    text: str
    should_find: bool

    def __str__(self) -> str:
        place = f"{FOLDER}{self.language}.toml: families.{self.family}"
        if not self.text:
            return f"{place}: is missing; give a sentence of this kind and one that only looks like it"
        return f"{place}: {'not ' if self.should_find else ''}read as its kind: “{self.text}”"


def check_families(pack: Pack) -> Iterator[FamilyFault]:
    """Yield what is wrong with the examples of each language that has any; one of a reader's own needs none."""
    for code, language in pack.languages.read.items():
        if not language.families:
            continue
        reader = Reader(pack, code)
        for name, family in pack.families.items():
            texts = language.families.get(name, ("", ""))
            for text, should_find in zip(texts, (True, False), strict=True):
                is_found = bool(text) and set(family.finds) <= kinds_in(text, reader)
                if not text or is_found is not should_find:
                    yield FamilyFault(family=name, language=code, text=text, should_find=should_find)


def kinds_in(text: str, reader: Reader) -> frozenset[str]:
    """Return all that a sentence is read as: "acts.share", "cue.opt_in", "term.age", "date.announced"."""
    statement, languages = read_sentence(text, reader), reader.pack.languages
    found = {f"{m.concept.kind}.{m.concept.id}" for m in (*statement.mentions, *statement.cues)}
    # Data is read where other phrases took its words too, and a practice stated there, whatever it is read as besides.
    found |= {f"data.{m.concept.id}" for m in reader.mentions(statement.words) if m.concept.kind == "data"}
    found |= {f"practices.{term.name}" for term in statement.terms if term.kind is TermKind.PRACTICE}
    found |= {f"cue.{flag}" for flag in statement.flags} | {f"term.{term.kind.value}" for term in statement.terms}
    if effective_dates(text, languages):
        found.add("date.effective")
    if announced_dates(text, languages):
        found.add("date.announced")
    return frozenset(found)
