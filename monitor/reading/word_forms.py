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
_MAY_LACK = re.compile(r"[?*]|\{0?,\d*\}|\{0\}")


def in_known_forms(text: str, language: Language) -> str:
    """Return a text with its familiar forms of address in the polite ones, and its subjunctives in the indicative."""
    folded = text.casefold()
    for needed, form, known in _forms(language):
        if needed in folded:  # a tenth of what it takes to look for a form that isn't there
            text, before = form.sub(known, text), text
            folded = folded if text == before else text.casefold()
    return text


@lru_cache(maxsize=64)
def _forms(language: Language) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(
        (needed_in(form), re.compile(form, re.IGNORECASE), known) for form, known in language.text.read_as.items()
    )


def needed_in(form: str) -> str:
    """Return letters that stand in whatever a pattern finds, the longest run of them, in lower case; "" for none.

    Those within groups and classes are left out, and so are those that may be missing.
    """
    runs, depth = [""], 0
    for piece in _PIECE.findall(form):
        if depth == 0 and piece == "|":
            return ""
        if depth == 0 and _MAY_LACK.fullmatch(piece):
            runs[-1] = runs[-1][:-1]
        if depth == 0 and (piece[-1].isalpha() or piece == " ") and len(piece) == 1:
            runs[-1] += piece
        else:
            runs.append("")
        depth += (piece == "(") - (piece == ")")
    return max(runs, key=len).casefold()


def as_the_company_says(question: str, language: Language, mine: WordSet) -> str:
    """Return what a reader asks as the company says it, where somebody asks of his own: "Do you keep my posts"."""
    words = _WORD.findall(question)
    if not any(word.lower() in mine for word in words):
        return question
    said = {asked.lower(): told for asked, told in language.text.answered.items()}
    return _WORD.sub(lambda match: said.get(match[0].lower(), match[0]), question)
