"""What every reading of a text needs beside the text: the rule pack, and the language that the text is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.rules.languages import Grammar, Language
from monitor.rules.pack import Mention, Pack
from monitor.rules.words import Word, stem, words_of


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts of one language by the words of one rule pack; two of the same pack and language are equal.

    `company` is the name of whose text it is where its last word is one that means something else, as in "Harbour AI":
    it is read as "Harbour".
    """

    pack: Pack
    language: str
    company: str = ""
    known: Language = field(init=False, repr=False, compare=False)  # of the language; no word of one that isn't read
    grammar: Grammar = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", self.pack.languages[self.language])
        object.__setattr__(self, "grammar", self.known.words)

    @property
    def is_language_known(self) -> bool:
        """Whether the pack has the words of the language; else only figures, dates and that words changed are seen."""
        return self.known.is_read

    def words_of(self, text: str) -> tuple[Word, ...]:
        """Return the words and marks of a text in order, in lower case."""
        words = words_of(text, self.pack.languages)
        return self._without_last_name(words) if self.company and self.company in text else words

    def mentions(self, words: Sequence[Word]) -> tuple[Mention, ...]:
        """Return every mention of a concept, a cue or a topic in a text."""
        return self.pack.mentions(words, self.language)

    def markers(self, words: Sequence[Word]) -> tuple[Mention, ...]:
        """Return what a heading, a column, a lead-in or a line of a row says of the place it makes."""
        return self.pack.markers(words, self.language)

    def topics_in(self, text: str) -> tuple[str, ...]:
        """Return the topics whose phrases a text holds, the gravest first."""
        named = text.replace(self.company, self.company.rpartition(" ")[0]) if self.company else text
        return self.pack.topics_in(named, self.language)

    def _without_last_name(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        *first, last = (word.text for word in words_of(self.company, self.pack.languages))
        count = len(first)
        return tuple(
            word
            for index, word in enumerate(words)
            if word.text != last or [w.text for w in words[max(0, index - count) : index]] != first
        )

    def stem(self, word: str) -> str:
        """Return what a word has in common with its other forms."""
        return stem(word, self.known)
