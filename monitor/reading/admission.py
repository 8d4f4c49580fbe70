"""From which age something is open to people: "at least 13 to have an account", "nobody under 13 may have one".

Reads a sentence that was taken apart; compares nothing.
"""

from __future__ import annotations

from monitor.reading.statements import Statement, Term, TermKind

_ENTRY, _YOUNGER, _AT_LEAST = "entry", "younger", "at_least"
_MATTER = frozenset(["data", "purposes", "parties", "bases", "practices"])
_NEAR = 2  # words from "under" to the age: "under the age of 13"


def admitted_from(statement: Statement) -> float | None:
    """Return the age in years from which people may come in, None where a sentence says no such thing, or more."""
    if _ENTRY not in statement.flags or any(kind in _MATTER for kind, _ in statement.concepts):
        return None
    return _age_from(statement, is_from=_is_required(statement) or _has(_AT_LEAST, statement))


def open_from(statement: Statement) -> float | None:
    """Return the age in years from which alone something is done or shown, None where a sentence says no such thing.

    "Only for people from 16 on" and "not for people under 16" say it of one age.
    """
    return _age_from(statement, is_from=_is_only(statement))


def _age_from(statement: Statement, *, is_from: bool) -> float | None:
    ages = [term for term in statement.terms if term.kind is TermKind.AGE]
    if len(ages) != 1:
        return None
    is_younger = _is_younger(ages[0], statement)
    return float(ages[0].name) if (is_younger if _bars(statement) else is_from and not is_younger) else None


def _is_required(statement: Statement) -> bool:
    return _is_only(statement) or any(term.kind is TermKind.REQUIRED for term in statement.terms)


def _is_only(statement: Statement) -> bool:
    return any(term.kind is TermKind.ONLY for term in statement.terms)


def _bars(statement: Statement) -> bool:
    is_none = _has("optional", statement)  # "kein Konto"
    return not _is_only(statement) and (statement.denies or "exclusion" in statement.operators or is_none)


def _is_younger(age: Term, statement: Statement) -> bool:
    """Whether an age is one that people have not reached: "under 13"."""
    found = statement.reader.mentions(statement.words)
    return any(m.concept.id == _YOUNGER and m.end <= age.index <= m.end + _NEAR for m in found)


def _has(cue: str, statement: Statement) -> bool:
    return any(mention.concept.id == cue for mention in statement.cues)
