"""Forms of words in those that the phrases are written in: "tu as" as "vous avez", "que nous vendions" as "vendons".

What the forms are stands in the file of the language. Reads no meaning.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.rules.languages import Language, WordSet

_WORD = re.compile(r"[^\W\d_]+")
# Of a pattern: an escape, a class, how often, or a character.
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[\d,]+\}|.", re.DOTALL)
_ONLY_WORDS = re.compile(r"[^\W\d_]+(?:[ |][^\W\d_]+)*")
_MAY_LACK = re.compile(r"[?*]|\{0?,\d*\}|\{0\}")


def in_known_forms(text: str, language: Language) -> str:
    """Return a text with its familiar forms of address in the polite ones, and its subjunctives in the indicative."""
    folded = text.casefold()
    for needed, form, known in _forms(language):
        if any(letters in folded for letters in needed):  # a tenth of what it takes to look for a form that isn't there
            text, before = form.sub(known, text), text
            folded = folded if text == before else text.casefold()
    return text


@lru_cache(maxsize=64)
def _forms(language: Language) -> tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]:
    return tuple(
        (needed_in(form), re.compile(form, re.IGNORECASE), known) for form, known in language.text.read_as.items()
    )


def needed_in(form: str) -> tuple[str, ...]:
    """Return letters of which some stand in whatever a pattern finds, in lower case; ("",) where none must.

    They are a run of it that may not be missing, or the words of a group that only has words: "every (night|day)".
    Those in other groups and in classes are left out.
    """
    runs, groups, depth, opened = [""], [], 0, 0
    pieces = list(_PIECE.finditer(form))
    for place, piece in enumerate(pieces):
        read = piece[0]
        may_lack = place + 1 < len(pieces) and _MAY_LACK.fullmatch(pieces[place + 1][0])
        if depth == 0 and read == "|":
            return ("",)
        if depth == 0 and (read.isalpha() or read == " ") and not may_lack:
            runs[-1] += read
        else:
            runs.append("")
        if read == "(":
            opened = opened if depth else piece.end()
            depth += 1
        elif read == ")":
            depth -= 1
            inside = form[opened : piece.start()].removeprefix("?:")
            if depth == 0 and not may_lack and _ONLY_WORDS.fullmatch(inside):
                groups.append(tuple(inside.split("|")))
    needed = max([(max(runs, key=len),), *groups], key=lambda words: min(map(len, words)))
    return tuple(word.casefold() for word in needed)


def as_the_company_says(question: str, language: Language, mine: WordSet) -> str:
    """Return what a reader asks as the company says it, where somebody asks of his own: "Do you keep my posts"."""
    words = _WORD.findall(question)
    if not any(word.lower() in mine for word in words):
        return question
    said = {asked.lower(): told for asked, told in language.text.answered.items()}
    return _WORD.sub(lambda match: said.get(match[0].lower(), match[0]), question)
