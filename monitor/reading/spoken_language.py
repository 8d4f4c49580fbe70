"""In which language a text is to be read: as it speaks, as it is declared, as what stands beside it speaks, or in none.

A text in no language that is known is never read as if it were in another.
"""

from __future__ import annotations

from collections.abc import Iterable

from monitor.extract.language import language_of_text, opening_of
from monitor.rules.languages import UNDETERMINED
from monitor.rules.pack import Pack
from monitor.rules.words import words_of
from snapshots.records import Extraction

_LEAST = 0.4  # of the words of a short text, that a language knows
_SHORT = 2_000  # characters of a text in which every word is looked up


def resolve_language(
    text: Extraction | str, pack: Pack, *, declared: str = "", beside: Iterable[Extraction] = ()
) -> str:
    """Return the code of the language to read a text in, `UNDETERMINED` where nothing tells.

    `declared` is a BCP 47 tag; `beside` are texts in the same language, like the text of before.
    """
    spoken = opening_of(text)
    if found := language_of_text(spoken, pack.languages):
        return pack.languages.choose(found)
    if declared:
        return pack.languages.choose(declared)
    others = [opening_of(other) for other in beside]
    told = (language_of_text(other, pack.languages) for other in (*others, " ".join([spoken, *others])))
    if found := next(filter(None, told), ""):
        return pack.languages.choose(found)
    return _language_of_words(" ".join([spoken, *others]), pack)


def _language_of_words(text: str, pack: Pack) -> str:
    """Return the one language that knows most of the words of a short text, by its grammar or its phrases."""
    words = words_of(text[:_SHORT], pack.languages)
    spoken = [index for index, word in enumerate(words) if word.text[0].isalpha()]
    known = {}
    for code, language in pack.languages.read.items():
        closed = language.words.closed
        named = {place for mention in pack.mentions(words, code) for place in mention.places}
        known[code] = sum(index in named or words[index].text in closed for index in spoken)
    best = sorted(known, key=lambda code: (-known[code], code))[:2]
    is_told = bool(spoken) and known[best[0]] >= _LEAST * len(spoken)
    return best[0] if is_told and (len(best) == 1 or known[best[0]] > known[best[1]]) else UNDETERMINED
