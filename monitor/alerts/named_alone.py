"""What a sentence of a contract only names, and does nothing with: AI, minors, a purpose. Weighs nothing."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from monitor.alerts.personal_data import (
    HANDLING,
    POSTED,
    SOLD,
    TAKING,
    has_company,
    names_data,
    names_operator,
    own_data,
    speaks_of_people,
)
from monitor.alerts.roles import has_company_act
from monitor.reading.statements import Statement, TermKind

FELT = frozenset(["ads", "personalise", "research"])
"""The purposes that people feel."""

WEIGHING = frozenset(["review"])
"""What is "considered" need not be data: "it is considered a risk to health"."""

_USED = frozenset(["use"])  # what people do with AI, where nobody is named
_MADE = frozenset(["photos", "voice"])  # what an AI makes, too
_ENTERED = frozenset(["entry", "stake"])  # a service, an account
_AGE = frozenset([TermKind.AGE])
_WAYS_OUT = frozenset([TermKind.RIGHT, TermKind.OPT_IN, TermKind.OPT_OUT, *_AGE])
_SETTLED = _WAYS_OUT | {TermKind.BASIS, TermKind.PRACTICE}


def acts_of_company(statement: Statement) -> set[str]:
    """Return what the company does; what it takes or gives away only in some case is taken, too."""
    if not has_company_act(statement):
        return set()
    return {
        term.name
        for term in statement.terms
        if term.kind is TermKind.ACT or (term.kind is TermKind.LIMITED and term.name in TAKING)
    }


def only_names_ai(statement: Statement, acts: AbstractSet[str]) -> bool:
    """Whether AI is named as goods are, or by what it is worth, and nothing is done with anything of people.

    "A helmet, an assistant, a pump" is a list of what is sold, "its answers may be wrong" a warning.
    """
    if own_data(statement) or names_data(statement, beside=POSTED | SOLD | _MADE) or _names_way_out(statement):
        return False
    if ("people", "others") in statement.concepts and not has_company(statement):
        return True
    used = frozenset() if has_company(statement) or names_operator(statement) else _USED
    return not acts & (HANDLING | WEIGHING) - used


def only_names_minors(statement: Statement, acts: AbstractSet[str]) -> bool:
    """Whether an age is one of who pays less, or how children come along: "children under 12 travel at half price".

    Who may have an account or use the service, what minors see, and what their parents are asked is more.
    """
    if acts & HANDLING or statement.flags & _ENTERED or names_data(statement) or own_data(statement):
        return False
    if any(kind in ("purposes", "parties") for kind, _ in statement.concepts):
        return False
    kinds = _SETTLED - _AGE if "price" in statement.flags else _SETTLED
    return not any(term.kind in kinds for term in statement.terms)


def only_prices(statement: Statement) -> bool:
    """Whether an age is one of who pays less, and nothing is done with anything of theirs."""
    return "price" in statement.flags and only_names_minors(statement, acts_of_company(statement))


def is_refused(statement: Statement) -> bool:
    """Whether people may say no to a purpose that they feel: "you may object to advertising"."""
    is_felt = any(kind == "purposes" and name in FELT for kind, name in statement.concepts)
    return is_felt and speaks_of_people(statement) and _names_way_out(statement)


def _names_way_out(statement: Statement) -> bool:
    return any(term.kind in _WAYS_OUT for term in statement.terms)
