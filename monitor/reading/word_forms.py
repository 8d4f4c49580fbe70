"""Forms of words in those that the phrases are written in: "tu as" as "vous avez", "que nous vendions" as "vendons".

What the forms are stands in the file of the language. Reads no meaning.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.rules.languages import Language


def in_known_forms(text: str, language: Language) -> str:
    """Return a text with its familiar forms of address in the polite ones, and its subjunctives in the indicative."""
    for form, known in _forms(language):
        text = form.sub(known, text)
    return text


@lru_cache(maxsize=64)
def _forms(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(form, re.IGNORECASE), known) for form, known in language.text.read_as.items())
