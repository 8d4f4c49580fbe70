"""Plain phrases as a lawyer writes them, compiled to one expression. Knows no topic and no rule.

`*` stands for the rest of a word, `(a|b)` for a choice, `( ... )?` for what may be left out, `...` for up
to eight words, a blank for any space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.errors import RulePackError

_ALLOWED = re.compile(r"[\w\s'’\-./,&*()|+?]+")


def compile_phrases(phrases: Iterable[str], subject: str) -> re.Pattern[str]:
    """Return an expression that finds any of `phrases` as whole words, whatever their case.

    Raises `RulePackError`, naming `subject`, for a phrase that is none.
    """
    parts = []
    for phrase in phrases:
        if not _ALLOWED.fullmatch(phrase) or phrase.count("(") != phrase.count(")"):
            raise RulePackError(f"{subject}: {phrase!r} is no phrase; use words, `*` and `(a|b)`")
        words = phrase.strip().replace("... ", "\x00")
        pattern = re.sub(r"[.&/+]", lambda match: re.escape(match.group()), words)
        pattern = re.sub(r"(?<!\))\*", r"\\w*", pattern).replace("'", "['’]").replace("(", "(?:")
        parts.append(re.sub(r"\s+", r"\\s+", pattern).replace("\x00", r"(?:[\w'’-]+\s+){0,8}?"))
    if not parts:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
