"""Forms of words in those that the phrases are written in: "tu as" as "vous avez", "que nous vendions" as "vendons".

What the forms are stands in the file of the language. Reads no meaning.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.rules.languages import Language, WordSet

_WORD = re.compile(r"[^\W\d_]+")


def in_known_forms(text: str, language: Language) -> str:
    """Return a text with its familiar forms of address in the polite ones, and its subjunctives in the indicative."""
    for form, known in _forms(language):
        text = form.sub(known, text)
    return text


@lru_cache(maxsize=64)
def _forms(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(form, re.IGNORECASE), known) for form, known in language.text.read_as.items())


def as_the_company_says(question: str, language: Language, mine: WordSet) -> str:
    """Return what a reader asks as the company says it, where somebody asks of his own: "Do you keep my posts"."""
    words = _WORD.findall(question)
    if not any(word.lower() in mine for word in words):
        return question
    said = {asked.lower(): told for asked, told in language.text.answered.items()}
    return _WORD.sub(lambda match: said.get(match[0].lower(), match[0]), question)
