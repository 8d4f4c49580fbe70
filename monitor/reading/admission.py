"""From which age people are let in: "at least 13 to have an account" and "nobody under 13 may have one" are one age.

Reads a sentence that was taken apart; compares nothing.
"""

from __future__ import annotations

from monitor.reading.statements import Statement, Term, TermKind

_ENTRY, _YOUNGER, _AT_LEAST = "entry", "younger", "at_least"
_MATTER = frozenset(["data", "purposes", "parties", "bases", "practices"])
_LETTING = frozenset([TermKind.REQUIRED, TermKind.ONLY])
_NEAR = 2  # words from "under" to the age: "under the age of 13"


def admitted_from(statement: Statement) -> float | None:
    """Return the age in years from which people may come in, None where a sentence says no such thing, or more."""
    if _ENTRY not in statement.flags:
        return None
    ages = [term for term in statement.terms if term.kind is TermKind.AGE]
    if len(ages) != 1 or any(kind in _MATTER for kind, _ in statement.concepts):
        return None
    is_from = any(term.kind in _LETTING for term in statement.terms) or _has(_AT_LEAST, statement)
    is_let_in = _is_younger(ages[0], statement) if _bars(statement) else is_from and not _is_younger(ages[0], statement)
    return float(ages[0].name) if is_let_in else None


def _bars(statement: Statement) -> bool:
    return statement.denies or "exclusion" in statement.operators or _has("optional", statement)  # "kein Konto"


def _is_younger(age: Term, statement: Statement) -> bool:
    """Whether an age is one that people have not reached: "under 13"."""
    found = statement.reader.mentions(statement.words)
    return any(m.concept.id == _YOUNGER and m.end <= age.index <= m.end + _NEAR for m in found)


def _has(cue: str, statement: Statement) -> bool:
    return any(mention.concept.id == cue for mention in statement.cues)
