"""Normal forms of text: what a reader sees, and the key under which two texts are the same. Knows no markup."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

from monitor.rules.languages import shipped_languages

# Soft hyphen, zero-width characters, bidi controls and the byte order mark: invisible, and
# seen to come and go between captures. Lone surrogates can't be encoded and are dropped too.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_QUOTES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "…": "...",
    }
)
# Footnote marks are renumbered whenever a note is added anywhere on the page.
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
# An address printed in the text is compared without its query: redirectors put a nonce there.
_ADDRESS_QUERY = re.compile(r"(https?://[^\s?#]+)[?#]\S*")
# Recorders of Markdown left the end of a link in the text.
_LINK_TARGET = re.compile(r"\]\([^)\s]*\)")
_WORDS = re.compile(r"\w+")
WORD = re.compile(r"\w+(?:['’.\-]\w+)*|[^\w\s]")


def clean(text: str) -> str:
    """Return `text` as a reader sees it: NFKC, one space for each run, invisible characters dropped."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(_UNPRINTABLE.sub("", text).split())


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return the comparison form of clean text: quotes and dashes folded, tokens parted by one space.

    Case is kept: "Products" and "products" differ in a policy.
    """
    text = _FOOTNOTE.sub("", text.translate(_QUOTES))
    if "://" in text:
        text = _ADDRESS_QUERY.sub(r"\1", text)
    return " ".join(WORD.findall(text))


@lru_cache(maxsize=1 << 16)
def key(text: str) -> bytes:
    """Return the 8-byte identity of a text under `fold`."""
    return blake2b(fold(text).encode("utf-8", "surrogatepass"), digest_size=8).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _HouseStyle:
    """What editors change for style alone, in any language that ships with the package."""

    written: tuple[tuple[str, str], ...]
    respelt: tuple[tuple[re.Pattern[str], str], ...]
    unsaid: frozenset[str]


@cache
def _house_style() -> _HouseStyle:
    languages = shipped_languages().every
    joined = [(word, word.replace("-", "")) for language in languages for word in language.words.joined]
    return _HouseStyle(
        written=tuple(joined + [pair for language in languages for pair in language.text.written.items()]),
        respelt=tuple(
            (re.compile(ending), other) for language in languages for ending, other in language.text.respelt.items()
        ),
        unsaid=frozenset(word for language in languages for word in language.text.unsaid),
    )


@lru_cache(maxsize=1 << 16)
def _word_style(word: str) -> str:
    for ending, other in _house_style().respelt:
        word = ending.sub(other, word)
    return word


@lru_cache(maxsize=1 << 14)
def house_style(text: str) -> tuple[str, ...]:
    """Return the words of `text` without what editors change for style alone.

    British and American spelling, case, punctuation and the articles that house styles differ on. Two
    texts that are equal here say the same thing.
    """
    text = _LINK_TARGET.sub(" ", text) if "](" in text else text
    style = _house_style()
    spoken = text.translate(_QUOTES).lower()
    for one, other in style.written:
        spoken = spoken.replace(one, other)
    return tuple(_word_style(word) for word in _WORDS.findall(spoken) if word not in style.unsaid)


def shorten(text: str, length: int) -> str:
    """Return `text` cut at a word, with an ellipsis where it was cut."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:") + " …"
