"""Passages in another language than the text around them: read in their own, where it is one that is known."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from monitor.alerts.mail_addresses import without_mail
from monitor.alerts.situation import Situation
from monitor.rules.languages import Language, Languages
from snapshots.records import Hunk, SegmentKind

_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"https?://\S+|www\.\S+")  # no words of any language
_MIN_WORDS = 5
_MOST_OWN = 0.13  # of a passage's words are among the commonest of the language around it
_LEAST_OTHER = 0.25  # are among the commonest of its own
_MIN_LETTERS = 8
# By the first word of the Unicode names of a script's letters: a language that is written in it.
_SCRIPTS = {
    "CJK": "zh", "HANGUL": "ko", "ARABIC": "ar", "HEBREW": "he", "GREEK": "el", "CYRILLIC": "ru", "DEVANAGARI": "hi",
    "THAI": "th", "BENGALI": "bn", "TAMIL": "ta", "GEORGIAN": "ka", "ARMENIAN": "hy", "ETHIOPIC": "am",
}  # fmt: skip
_MAX_LENGTH = 2_000  # characters of a passage by which its language is told


def foreign_parts(situation: Situation, languages: Languages) -> Mapping[str, Situation]:
    """Return what of a change came in another language, as a change of its own in that language, by its code."""
    own = next((each for each in languages.every if each.code == situation.language.partition("-")[0]), None)
    if own is None:
        return {}
    found: dict[str, list[Hunk]] = {}
    for hunk in situation.hunks:
        if (
            hunk.after
            and hunk.segment_kind is not SegmentKind.NOTE
            and (code := foreign_language(hunk.after, own, languages))
        ):
            found.setdefault(code, []).append(hunk)
    return {code: replace(situation, hunks=tuple(hunks), language=code) for code, hunks in found.items()}


def foreign_language(text: str, own: Language, languages: Languages) -> str:
    """Return the language of a passage that is plainly not in the one around it, "" for any other."""
    if code := _code_of_script(text[:_MAX_LENGTH]):
        return code if code != own.code and not _is_written_so(own, code) else ""
    words = Counter(_WORD.findall(without_mail(_LINK.sub(" ", text[:_MAX_LENGTH])).lower()))
    total = words.total()
    if total < _MIN_WORDS or _share(words, total, own) > _MOST_OWN:
        return ""
    shares = sorted(((_share(words, total, each), each.code) for each in languages.every), reverse=True)
    (most, code), (second, _) = shares[0], shares[1]
    return code if most >= _LEAST_OTHER and most > second and code != own.code else ""


def _code_of_script(text: str) -> str:
    """Return a language of the script in which most of a passage is written, "" for Latin letters and for few."""
    if text.isascii():
        return ""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < _MIN_LETTERS:
        return ""
    names = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in letters)
    if names["HIRAGANA"] + names["KATAKANA"]:
        return "ja"
    name, count = names.most_common(1)[0]
    return _SCRIPTS.get(name, "") if count > len(letters) / 2 else ""


def _is_written_so(own: Language, code: str) -> bool:
    """Whether the language around a passage is written in the same script."""
    return _code_of_script(" ".join(own.words.common.words) * 2) == code


def _share(words: Counter[str], total: int, language: Language) -> float:
    common = language.words.common.words
    return sum(count for word, count in words.items() if word in common) / total
