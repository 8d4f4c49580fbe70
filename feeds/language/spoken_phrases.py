"""Headlines and summaries in the language that is being spoken, from the parts that an alert keeps of them.

What a headline is made of is translated piece by piece, from catalogues of their own: a message can have other words
in another place, as languages have cases. Where anything has no translation, there is none of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from feeds.language.dates_numbers import iso_day_words
from feeds.language.translation import ENGLISH, spoken
from snapshots.phrases import PartKind, PhrasePart, ToldPhrase

_SHORT = "short"  # a text by a shorter name
_PLACES: Mapping[str, str] = {
    **dict.fromkeys(("about", "beside", "labels", "topics"), "topic"),
    **{slot: slot for slot in ("asked", "whose", _SHORT)},
}  # slots in which messages may have words of their own
_SLOT = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_LETTERS = re.compile(r"[^\W\d_]")
_QUOTED = re.compile(r"“([^“”]*)”")
_QUOTES = {"de": "„{}“", "fr": "«\u00a0{}\u00a0»", "es": "«{}»"}
_COLONS = {"fr": "\u00a0:"}
_BEFORE_VOWEL = {"fr": re.compile(r"\b([Dd])e $")}  # what loses its vowel before another
_VOWELS = frozenset("aeiouâàéèêëîïôöùûœAEIOUÂÀÉÈÊËÎÏÔÖÙÛŒ")
_LEAST = ("joined", "tail", "of_people", "spread", "addition")  # what goes first where a sentence is too long
_CITED = "cited"  # a basis that a tail cites; what people agree to is never left out


class _UntranslatedError(Exception):
    """A part of a sentence has no words in the language."""


def phrase_words(phrase: ToldPhrase, most: int = 0, findings: Sequence[str] = ()) -> str | None:
    """Return a sentence in the language that is being spoken, None where that is English or lacks words for it.

    Where it is longer than `most` characters, what is optional in it is left out, the last first, and what is told
    least; one that is still longer is returned so. `findings` are the headlines of the same alert.
    """
    if spoken() == ENGLISH:
        return None
    try:
        said = ""
        for said in _forms(phrase, findings):
            if not most or len(said) <= most:
                break
    except _UntranslatedError:
        return None
    return said[:1].upper() + said[1:]


def _forms(phrase: ToldPhrase, findings: Sequence[str]) -> Iterator[str]:
    """Yield a sentence from its fullest form to its barest."""
    parts = {part.name: part for part in phrase.parts}
    message = _message(phrase.says.removesuffix("{addition}"), "")
    if phrase.says.endswith("{addition}"):
        message += "{addition}"
    short = {**parts, "policy": replace(parts["policy"], name=_SHORT)} if "policy" in parts else parts
    for kept in range(len(_OPTIONAL.findall(message)), -1, -1):
        for known in (parts, short):
            yield _filled(_with_first(message, kept, known), known, findings)
    bare, parts = _with_first(message, 0, parts), short
    for most in (2, 1):
        parts = {name: _shortened(part, most) for name, part in parts.items()}
        yield _filled(bare, parts, findings)
    for name in _LEAST:
        if name != "tail" or _CITED in parts:
            parts.pop(name, None)
        yield _filled(bare, parts, findings)
    if "policy" in parts:
        (called,) = parts["policy"].said
        parts["policy"] = replace(parts["policy"], said=(called.replace("{service}’s ", "The "),))
        yield _filled(bare, parts, findings)


def _with_first(message: str, kept: int, parts: Mapping[str, PhrasePart]) -> str:
    """Return a message with the first of its optional parts, of those whose slots are all known."""
    number = iter(range(len(message)))

    def chosen(part: re.Match[str]) -> str:
        is_known = all(name in parts for name in _SLOT.findall(part[1]))
        return part[1] if next(number) < kept and is_known else ""

    return _OPTIONAL.sub(chosen, message)


def _shortened(part: PhrasePart, most: int) -> PhrasePart:
    is_list = part.kind is PartKind.WORDS and len(part.said) > most
    return replace(part, said=part.said[:most]) if is_list else part


def _filled(message: str, parts: Mapping[str, PhrasePart], findings: Sequence[str]) -> str:
    """Return a message with what stands in its slots; of what is absent nothing is said."""
    said = ""
    end = 0
    for slot in _SLOT.finditer(message):
        said = _joined(said + message[end : slot.start()], _part(parts, slot[1], findings))
        end = slot.end()
    return said + message[end:]


def _joined(before: str, after: str) -> str:
    """Return words before others: "de" and "Instagram" are "d’Instagram"."""
    elided = _BEFORE_VOWEL.get(spoken())
    return (elided.sub(r"\1’", before) if elided and after[:1] in _VOWELS else before) + after


def _part(parts: Mapping[str, PhrasePart], name: str, findings: Sequence[str]) -> str:
    part = parts.get(name)
    if part is None:
        return ""
    said = [_one(words, part, parts, findings) for words in part.said]
    return said[0] if len(said) == 1 else str(format_list(said, locale=spoken())) if said else ""


def _one(words: str, part: PhrasePart, parts: Mapping[str, PhrasePart], findings: Sequence[str]) -> str:
    match part.kind:
        case PartKind.WORDS:
            return _filled(_message(words, _PLACES.get(part.name, "")), parts, findings)
        case PartKind.DAY:
            return iso_day_words(words)
        case PartKind.TONGUE:
            return tongue_words(words)
        case PartKind.FINDING:
            return findings[int(words) - 1]
        case PartKind.QUOTE:
            return _quoted(f"“{words}”")
    return _quoted(words)


def _quoted(text: str) -> str:
    """Return a text with quotes as the language sets them."""
    return _QUOTED.sub(lambda quote: _QUOTES[spoken()].format(quote[1]), text)


def tongue_words(tag: str) -> str:
    """Return what a language is called in the one that is being spoken."""
    try:
        return Locale.parse(tag.split("-")[0]).get_language_name(spoken()) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _message(message: str, place: str) -> str:
    known = headline_words(spoken())
    found = known.get((place, message)) or known.get(("", message))
    if found is None and not _LETTERS.search(_SLOT.sub("", message)):
        return message.replace(":", _COLONS.get(spoken(), ":"))
    if not found:
        raise _UntranslatedError(message)
    return found


def headline_catalogue(language: str) -> Catalog:
    """Return the catalogue of headlines in a language other than English."""
    source = resources.files("feeds.language").joinpath("headlines", f"{language}.po").read_bytes()
    return read_po(BytesIO(source), locale=language)


@cache
def headline_words(language: str) -> Mapping[tuple[str, str], str]:
    """Return what is translated, by the place in which it stands and the message."""
    return {(one.context or "", str(one.id)): str(one.string) for one in headline_catalogue(language) if one.string}
