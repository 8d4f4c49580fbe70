"""Text as the words and marks that rules see: lower case, contractions opened, each with its place. Knows no rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from monitor.extract.dates import MONTH
from monitor.extract.text import clean

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "ß": "ss"})
_TOKEN = re.compile(
    r"(?i)https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # addresses stay whole
    rf"|\d{{1,2}}\.(?=\s+(?:{MONTH})\b)"  # "am 16. Juni"
    r"|\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|(?<=\s)[-–—](?=\s)|[^\w\s\"'*_#\[\]–—-]"
)
# French and English elisions: "l'IA" is two words, "don't" is one, "we'll" is two, "Meta's" is "Meta".
_ELIDED = re.compile(r"^(l|d|s|n|m|t|j|c|qu|jusqu|lorsqu|puisqu|quelqu)'(.+)$")
_ENCLITIC = re.compile(r"^(.+?)'(s|ll|ve|re|d|m)$")
_MAIL = re.compile(r"(?i)\be[- ]mail\b")
# "Nutzer:innen", "Nutzer*innen", "mineur·e·s": the same people.
_GENDERED = re.compile(r"(?<=[a-zäöüéè])(?:[:*_]in(?:nen)?|·e?(?:·?s)?|\(e\)(?=s?\b))(?!\w)")
# "Nutzerinnen und Nutzer", "chercheurs et chercheuses", "usuarios y usuarias".
_PAIRED = re.compile(
    r"(?i)\b((?P<stem>\w{3,}?)(?:teurs?|eurs?|iers?|os|ores|s|er|ern)?) (?:et|y|und|oder|bzw\.) "
    r"(?P=stem)(?:trices?|euses?|rices?|ières?|as|oras|es|erinnen|innen)\b"
)
_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark of a text; `start` and `end` are its place in the text."""

    text: str
    start: int
    end: int
    is_name: bool = False  # written with a capital inside a sentence


@lru_cache(maxsize=1 << 14)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words and marks of a text in order, in lower case."""
    spoken = text.translate(_QUOTES) if not text.isascii() else text
    spoken = _PAIRED.sub(r"\1", _GENDERED.sub("", _MAIL.sub("email", spoken)))
    if len(spoken) != len(text):  # ß became two letters: places are of the opened text
        text = spoken
    found: list[Word] = []
    is_start = True
    for match in _TOKEN.finditer(spoken):
        raw = match.group() if match.group() == "." else match.group().rstrip(".")
        start, end = match.span()
        lower = raw.lower()
        is_name = not is_start and raw[0].isupper()
        elided = _ELIDED.match(lower) if "'" in lower else None
        enclitic = _ENCLITIC.match(lower) if "'" in lower and not elided else None
        if elided:
            cut = start + len(elided[1]) + 1
            found.append(Word(f"{elided[1]}'", start, cut))
            found.append(Word(elided[2], cut, end, raw[len(elided[1]) + 1].isupper()))
        elif enclitic:
            cut = start + len(enclitic[1])
            found.append(Word(enclitic[1], start, cut, is_name))
            if enclitic[2] in ("ll", "ve", "re"):
                found.append(Word(f"'{enclitic[2]}", cut, end))
        else:
            found.append(Word("-" if lower in "–—" else lower, start, end, is_name))
        is_start = raw in '.!?:"•|'
    return tuple(found)


def spoken_words(text: str) -> list[str]:
    """Return the words of a phrase as `words_of` gives them, without places; "n'" stays what it is."""
    if text.endswith("'") and text[:-1].isalpha():
        return [text.lower()]
    return [word.text for word in words_of(clean(text))]


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """Return the Snowball stem of a word (snowballstem.org); the word itself in a language without one."""
    name = _STEMMERS.get(language)
    return _stemmer(name).stemWord(word) if name else word


@lru_cache(maxsize=8)
def _stemmer(name: str):  # type: ignore[no-untyped-def]
    return snowballstemmer.stemmer(name)
