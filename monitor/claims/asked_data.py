"""Data that people are asked for: what a company takes is data, what it demands to be sent is a requirement.

"We collect your passport number" takes it; "send us your passport number" demands it, whatever right that is for.
"""

from __future__ import annotations

from monitor.reading.statements import Statement, Term, TermKind

ASKED_DATA = frozenset(["identifiers"])
"""Kinds of data that a request or a form demands of people."""

_EVIDENCE = "evidence"
_DEMAND, _ASK = ("cue", "demand"), "ask"
_DOING = frozenset([TermKind.ACT, TermKind.LIMITED])


def is_asked(index: int, statement: Statement) -> bool:
    """Whether the data at a word of a sentence is what people are asked for, and not what is done something with.

    The nearest before it decides, a demand or an act of the company; else what follows, as a German verb does.
    """
    if _DEMAND[1] not in statement.flags:
        return False
    found = statement.reader.mentions(statement.words)
    demands = [m.start for m in found if (m.concept.kind, m.concept.id) == _DEMAND]
    acts = [term.index for term in statement.terms if term.kind in _DOING and term.name != _ASK]
    marks = [*((place, True) for place in demands), *((place, False) for place in acts)]
    before = [mark for mark in marks if mark[0] < index]
    return max(before)[1] if before else min(marks)[1]


def is_asked_term(term: Term, statement: Statement) -> bool:
    """Whether a term of a sentence is a proof that people are asked for: evidence, or data that is demanded."""
    if term.kind is TermKind.REQUIREMENT:
        return term.name == _EVIDENCE
    is_data = term.kind is TermKind.NOUN and term.concept is not None and term.concept.id in ASKED_DATA
    return is_data and is_asked(term.index, statement)


def asked_data_in(statement: Statement) -> frozenset[str]:
    """Return the kinds of data that a sentence asks people for."""
    known = [m for m in statement.mentions if m.concept.kind == "data" and m.concept.id in ASKED_DATA]
    return frozenset(m.concept.id for m in known if is_asked(m.start, statement))
