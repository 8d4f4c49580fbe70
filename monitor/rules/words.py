"""Text as the words and marks that rules see: lower case, contractions opened, each with its place. Knows no rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

from monitor.rules.languages import Language, Languages
from monitor.rules.rewritten_text import RewrittenText
from monitor.rules.text_patterns import choice_of

_QUOTES: dict[str | int, str] = {"’": "'", "‘": "'", 0x02BC: "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
_NO_WORD = r"(?!)"
_STEMMING = Lock()  # a stemmer works on a word of its own, and would return parts of what another thread gave it


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark of a text; `start` and `end` are its place in the text."""

    text: str
    start: int
    end: int
    is_name: bool = False  # written with a capital inside a sentence


@lru_cache(maxsize=1 << 14)
def words_of(text: str, languages: Languages) -> tuple[Word, ...]:
    """Return the words and marks of a text in order, in lower case."""
    return tuple(_cutter(languages).words(text))


def spoken_words(text: str, languages: Languages) -> list[str]:
    """Return the words of a phrase as `words_of` gives them, without places; "n'" stays what it is."""
    if text.endswith("'") and text[:-1].isalpha():
        return [text.lower()]
    return [word.text for word in words_of(text, languages)]


class _WordCutter:
    """Cuts texts into words as the languages of a pack write them; which one a text is in need not be known."""

    def __init__(self, languages: Languages) -> None:
        every = [language.words for language in languages.every]
        self._quotes = str.maketrans(_QUOTES | {old: new for words in every for old, new in words.letters.items()})
        months = [name for language in languages.every for names in language.dates.months for name in names]
        self._token = re.compile(
            r"(?i)https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\[email\sprotected\]"  # addresses stay whole
            rf"|\d{{1,2}}\.(?=\s+{choice_of(months)}\b)"  # "am 16. Juni"
            r"|\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|(?<=\s)[-–—](?=\s)|[^\w\s\"'*_#\[\]–—-]"
        )
        self._elided = re.compile(rf"^{choice_of(part for words in every for part in words.elisions)}'(.+)$")
        self._kept = frozenset(part for words in every for part in words.enclitics)
        enclitics = self._kept.union(part for words in every for part in words.dropped_enclitics)
        self._enclitic = re.compile(rf"^(.+?)'({choice_of(enclitics)})$")
        joined = "|".join(re.escape(word).replace(r"\-", "[- ]") for words in every for word in words.joined)
        self._joined = re.compile(rf"(?i)\b(?:{joined or _NO_WORD})\b")
        gendered = "|".join(ending for words in every for ending in words.gendered)
        self._gendered = re.compile(rf"(?<=[^\W\d_A-Z])(?:{gendered or _NO_WORD})(?=s?(?!\w))")
        pairs, masculine, feminine = (
            choice_of(part for words in every for part in getattr(words, name))
            for name in ("pairs", "masculine", "feminine")
        )
        self._pairs = tuple(f" {pair} " for words in every for pair in words.pairs)
        also = rf" {pairs} (?:\w{{2,3}} )?"  # "les clients et les clientes"
        self._paired = re.compile(rf"(?i)\b((?P<stem>\w{{3,}}?){masculine}?){also}(?P=stem){feminine}\b")
        self._turned = re.compile(rf"(?i)\b(?P<stem>\w{{3,}}?){feminine}{also}((?P=stem){masculine}?)\b")

    def words(self, text: str) -> Iterator[Word]:
        """Yield the words and marks of a text in order."""
        spoken = RewrittenText(text)
        if not text.isascii():
            spoken.translate(self._quotes)
        spoken.sub(self._joined, _in_one)
        # "Nutzer:innen", "Nutzer und Nutzerinnen" and "Nutzerinnen und Nutzer" are the same people.
        spoken.sub(self._gendered, "")
        lower = spoken.text.lower()
        if any(pair in lower for pair in self._pairs):
            spoken.sub(self._paired, r"\1")
            spoken.sub(self._turned, r"\2")
        is_start = True
        for match in self._token.finditer(spoken.text):
            raw = match.group() if match.group() == "." else match.group().rstrip(".")
            for word in self._opened(raw, match.start(), match.end(), is_inside=not is_start):
                start, end = spoken.place(word.start, word.end)
                yield word if (start, end) == (word.start, word.end) else replace(word, start=start, end=end)
            is_start = raw in '.!?:"•|'

    def _opened(self, raw: str, start: int, end: int, *, is_inside: bool) -> Iterator[Word]:
        """Yield one word, or two where it is a contraction: "l'IA" is two, "don't" is one, "we'll" is two."""
        lower = raw.lower()
        is_name = is_inside and raw[0].isupper()
        elided = self._elided.match(lower) if "'" in lower else None
        enclitic = self._enclitic.match(lower) if "'" in lower and not elided else None
        if elided:
            cut = start + elided.start(1)
            yield Word(lower[: cut - start], start, cut)
            yield Word(elided[1], cut, end, raw[cut - start].isupper())
        elif enclitic:
            cut = start + len(enclitic[1])
            yield Word(enclitic[1], start, cut, is_name)
            if enclitic[2] in self._kept:
                yield Word(f"'{enclitic[2]}", cut, end)
        else:
            yield Word("-" if lower in "–—" else lower, start, end, is_name)


def _in_one(match: re.Match[str]) -> str:
    return match.group().replace("-", "").replace(" ", "").lower()


@lru_cache(maxsize=8)
def _cutter(languages: Languages) -> _WordCutter:
    return _WordCutter(languages)


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: Language) -> str:
    """Return the Snowball stem of a word (snowballstem.org); the word itself in a language without one."""
    with _STEMMING:
        stemmer = _stemmer(language.name.lower())
        return str(stemmer.stemWord(word)) if stemmer else word


@lru_cache(maxsize=8)
def _stemmer(name: str):  # type: ignore[no-untyped-def]
    import snowballstemmer  # all its languages at once: only where words are read

    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None
