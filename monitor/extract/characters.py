"""Which characters a reader sees, and which letters only look like others. Knows no words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt, 14.0) without what looks like a space: nobody
# sees these, and pages come with and without them.
_IGNORABLE = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\ufff8\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_JOINERS = "\u200c\u200d"
# Arabic, Syriac, Thaana, N'Ko, Mandaic, the Indic scripts, Sinhala, Myanmar, Khmer, Mongolian and their extensions:
# there a joiner beside a letter changes how it is written.
_JOINED = "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u1aff\ua840-\ua9ff\uaa60-\uaa7f"
_UNSEEN = re.compile(f"(?<=[{_JOINED}])[{_IGNORABLE}](?<![{_JOINERS}])|(?<![{_JOINED}])[{_IGNORABLE}]")
_DRAWN_IN = "\u0305\u0332\u0333\u0335-\u0338\u033f\u0347\u0489\u20dd-\u20e0\u20e2-\u20e4"
_MARKED = re.compile(f"[{_IGNORABLE}{_DRAWN_IN}]")  # what few texts have, and all that is looked for below
# Braille's empty cell and the Hangul fillers have the width of a letter and no ink.
_LOOK = {  # what a character looks like
    **dict.fromkeys([0x2800, 0x115F, 0x1160, 0x3164, 0xFFA0], " "),
    0xB4: "'",  # an accent that stands alone is an apostrophe: NFKC parts the word that it is in
}
_STRUCK = re.compile("(?:[^\\W_][\u0335-\u0338]+[\\W_]?)*[^\\W_][\u0335-\u0338]+")
# Lines and rings drawn under, over and around letters.
_DRAWN = re.compile("[\u0305\u0332\u0333\u033f\u0347\u0489\u20dd-\u20e0\u20e2-\u20e4]")
_TURNING, _KEEPING, _ENDING = "\u202e", "\u202d\u202a\u202b\u2066\u2067\u2068", "\u202c\u2069"
_MIRRORED = str.maketrans("()[]{}<>«»“”", ")(][}{><»«”“")
_SPACED = re.compile(r"(?<![\w'’])[^\W\d_](?:(?P<gap>[ .·*|_-])[^\W\d_])(?:(?P=gap)[^\W\d_]){2,}(?![\w'’])")
# "WeSellYourPhotosToOthers", "pr1vate mess4ges": people read them.
_GLUED = re.compile(r"(?<![\w/.@#-])(?=\w{20})(?:[A-Z][a-z]*){5,}(?![\w/@])")
_HUMP = re.compile(r"[A-Z][a-z]*")
_MIN_PLAIN = 3  # words of such a sentence that any sentence has
_FIGURED = re.compile(r"(?<![\w/.@#-])(?=[a-z0-9]{6})[a-z]+[013457][a-z]{2,}(?:[013457][a-z]+)*(?![\w/@])")
_WORD = re.compile("(?:[^\\W\\d_]|[\U0001f150-\U0001f189])+")  # letters in dark circles and squares too


def shown(text: str) -> str:
    """Return `text` as it looks: what is struck out letter by letter gone, what stands backwards turned, NFKC."""
    if text.isascii():
        return text
    text = text.translate(_LOOK)
    if _TURNING in text:
        text = _turned(text)
    text = unicodedata.normalize("NFKC", text) if not unicodedata.is_normalized("NFKC", text) else text
    if not _MARKED.search(text):
        return text
    text = _UNSEEN.sub("", text)
    return _DRAWN.sub("", _STRUCK.sub("", text))


def _turned(text: str) -> str:
    """Return the text in the order in which it is read: a right-to-left override turns what follows it (UAX 9, X4)."""
    open_runs: list[tuple[bool, list[str]]] = [(False, [])]

    def close() -> None:
        is_turned, run = open_runs.pop()
        said = "".join(run)
        open_runs[-1][1].append(said[::-1].translate(_MIRRORED) if is_turned else said)

    for character in text:
        if character == _TURNING or character in _KEEPING:
            open_runs.append((character == _TURNING, []))
        elif character not in _ENDING:
            open_runs[-1][1].append(character)
        elif len(open_runs) > 1:
            close()
    while len(open_runs) > 1:
        close()
    return "".join(open_runs[0][1])


@cache
def _look_alikes() -> dict[int, str]:
    """Return the Latin letter that each letter of `look_alikes.txt` looks like."""
    lines = resources.files("monitor.extract").joinpath("look_alikes.txt").read_text("utf-8").splitlines()
    pairs = [line.split(" ", 1) for line in lines if not line.startswith("#")]
    return {ord(other): letter for letter, others in pairs for other in others}


@cache
def _looks_latin() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _look_alikes()))}]")


@lru_cache(maxsize=1 << 14)
def in_latin(text: str) -> str:
    """Return `text` with the words that only look Latin in Latin letters (UTS 39's skeleton, word by word).

    A word with a letter that looks like none stays as it is: Greek and Russian are no disguise.
    """
    if text.isascii() or not _looks_latin().search(text):
        return text
    return _WORD.sub(lambda match: _word_in_latin(match.group()), text)


def _word_in_latin(word: str) -> str:
    mapped = word.translate(_look_alikes())
    return mapped if all(map(_is_latin, mapped)) else word


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


@lru_cache(maxsize=1 << 14)
def disguised_words(text: str, plain: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the words of `text` that look like others than they are made of.

    Words of Latin letters and of letters of another script that look Latin, words of nothing but such letters in a
    text that is Latin otherwise or has no other, and words whose letters stand apart, four and more, unless they are
    capitals: "G.D.P.R.". Figures in the place of letters, and marks on the letters of `plain` words, which have none,
    where there is more than one; and `plain` words that run into each other.
    """
    found = [spaced for match in _SPACED.finditer(text) if not (spaced := match.group()).isupper()]
    found += [word for word in _GLUED.findall(text) if _is_sentence(word, plain)]
    figured = {match.group(): None for match in _FIGURED.finditer(text)}
    found += figured if len(figured) > 1 else ()
    if text.isascii():
        return tuple(found)
    words = _WORD.findall(text)
    marked = {word: None for word in words if not word.isascii() and _unmarked(word) in plain}
    found += marked if len(marked) > 1 else ()
    if not _looks_latin().search(text):
        return tuple(found)
    looks = [word for word in words if _word_in_latin(word) != word]
    if any(not all(map(_is_latin, word)) for word in words if word not in looks):
        looks = [word for word in looks if any(letter.isascii() for letter in word)]  # beside words of another script
    return (*found, *looks) if sum(map(len, looks)) > 1 else tuple(found)


def _is_sentence(word: str, plain: frozenset[str]) -> bool:
    """Whether words that run into each other are a sentence, and no row of names whose spaces were lost."""
    return len({part.lower() for part in _HUMP.findall(word)} & plain) >= _MIN_PLAIN


def _unmarked(word: str) -> str:
    """Return a word without the marks on its letters."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
