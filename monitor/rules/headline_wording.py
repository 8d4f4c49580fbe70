"""The words of headlines: what texts, acts and concepts are called, and the sentences they go into. Fills in none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import cache

from snapshots.frozen_class import frozen
from snapshots.records import Direction
from snapshots.toml_tables import RecordReader, strict_converter


@frozen
class TextName:
    """What a kind of document is called in a sentence."""

    noun: str
    is_plural: bool = False


@frozen
class ActWords:
    """How an act is told; `bare` where the passage names no data that it is done with."""

    do: str
    doing: str
    bare: str = ""
    bare_doing: str = ""
    joins: str = ""  # the word before who else takes part
    across: str = ""  # the word before the products that it is done over
    aimed: str = ""  # the act as which it is told where the passage says what for
    told_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # another act's words, by how its own begin

    def told(self, form: str, *, is_bare: bool) -> str:
        """Return the message of one of its forms, with who else takes part, over what and what for behind it."""
        said: str = getattr(self, f"bare_{form}" if is_bare and form == "doing" else "bare" if is_bare else form)
        return f"{said.replace('{data}', '{object}{of_people}')}{{joined}}{{spread}}{{aimed}}"

    def spoken_as(self, words: Iterable[str]) -> str:
        """Return the act as which it is told where a passage names it with some words, "" for itself."""
        said = tuple(words)
        fits = (name for name, stems in self.told_as.items() if any(word.startswith(stems) for word in said))
        return next(fits, "")


@frozen
class ConceptName:
    """What a concept is called; `spoken` gives another name where the passage has a word that begins so."""

    noun: str
    bare: str = ""  # of a right, where the passage names no data that it is over
    do: str = ""  # of a right: what it lets people do
    spoken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def name_in(self, words: Iterable[str]) -> str:
        """Return what it is called in a passage of some words, in lower case."""
        said = tuple(words)
        for name, stems in self.spoken.items():
            if any(word.startswith(stem) for word in said for stem in stems):
                return name
        return self.noun


@frozen
class TopicWords:
    """Parts of a sentence that say a topic already: "on the legal basis" adds nothing to "relies on consent"."""

    by: tuple[str, ...] = ()


@frozen
class RuleSentences:
    """The sentences of a rule, in the direction in which the text moves; the first that can be filled in is used."""

    widens: tuple[str, ...] = ()
    narrows: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()

    def towards(self, direction: Direction) -> tuple[str, ...]:
        """Return the sentences for a direction; where it goes both ways or none, those of any."""
        own = {Direction.WIDENS: self.widens, Direction.NARROWS: self.narrows, Direction.NEUTRAL: self.neutral}
        return own.get(direction) or self.neutral or self.widens or self.narrows


@frozen
class CaseSentences:
    """The sentences of what happened to a passage."""

    says: tuple[str, ...]


@frozen
class HeadlineWording:
    """What `wording.toml` holds."""

    words: Mapping[str, str]
    kind: Mapping[str, TextName]
    act: Mapping[str, ActWords]
    said: Mapping[str, TopicWords]
    case: Mapping[str, CaseSentences]
    rule: Mapping[str, RuleSentences]
    data: Mapping[str, ConceptName]
    purposes: Mapping[str, ConceptName]
    people: Mapping[str, ConceptName]
    products: Mapping[str, ConceptName]
    rights: Mapping[str, ConceptName]
    requirements: Mapping[str, ConceptName]

    def concept(self, kind: str, name: str) -> ConceptName | None:
        """Return what a concept is called, None where its label in the rules does."""
        named: Mapping[str, ConceptName] = getattr(self, kind, {})
        return named.get(name)


@cache
def wording_reader() -> Callable[[object], HeadlineWording]:
    """Return the reader of `wording.toml`."""
    return RecordReader(HeadlineWording, strict_converter())
