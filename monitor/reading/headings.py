"""Sentences that only head the one that follows: "Do we sell data? No. We sell no data", "Sale of data.".

Reads no text itself; what is headed is read by `monitor.reading.sentence_reading`.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.reading.statements import Statement, TermKind

ANSWERED = "answered"
"""The flag of a question that was answered: it is stated, and no heading by its form."""

_HEAD = 6  # words of a sentence without a verb that heads another, the stop among them


def may_head(said: Statement) -> bool:
    """Whether a sentence is one that may head another: an answered question, or a few words without a verb."""
    if ANSWERED in said.flags:
        return bool(_acts_of(said))
    grammar = said.grammar
    is_spoken = any(word.text in grammar.subjects or word.text in grammar.passive for word in said.words)
    return len(said.words) <= _HEAD and not is_spoken and bool(_acts_of(said))


def heads(said: Statement, following: Statement) -> bool:
    """Whether a sentence that may head another says nothing that the one behind it does not say."""
    acts, others = _acts_of(said), _acts_of(following)
    if ANSWERED in said.flags:
        return acts <= others
    return {name for name, _ in acts} <= {name for name, _ in others}


def as_heading(statement: Statement) -> Statement:
    """Return a sentence as one that states nothing."""
    return replace(statement, terms=(), clauses=(), mentions=(), operators=(), denies=False, cues=())


def _acts_of(statement: Statement) -> frozenset[tuple[str, int]]:
    """Return what is done in a sentence, and whether that is said or denied."""
    return frozenset((term.name, term.sign) for term in statement.terms if term.kind is TermKind.ACT)
