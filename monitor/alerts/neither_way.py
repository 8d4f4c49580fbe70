"""Sees what gives and takes nothing of people's data: which other text holds too, and what people may not do.

A text that names further terms says nothing of what stands in them, and a rule of conduct binds people alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from monitor.alerts.comparison import PassageComparison
from monitor.reading.reader import Reader
from monitor.reading.statements import Statement, TermKind

OTHER_TEXT, CONDUCT = "other_text_gained", "conduct_gained"
OF_OTHERS = frozenset([OTHER_TEXT, CONDUCT])
"""Rules of what is substance though it names no data, purpose, person or right."""
_OF_PEOPLE = frozenset([TermKind.RIGHT, TermKind.OPT_IN, TermKind.OPT_OUT, TermKind.BASIS, TermKind.UNASKED])


def is_conduct_lead(context: Sequence[str], reader: Reader) -> bool:
    """Whether the line that introduces a list says that people may not do what stands in it."""
    lead = context[-1] if context else ""
    return lead.endswith((":", "：")) and any(m.concept.id == "conduct" for m in reader.mentions(reader.words_of(lead)))


def settle_neither_way(comparison: PassageComparison, differing: Collection[int], *, is_conduct: bool) -> None:
    """Let a passage pull neither way where all that changed in it is on another text or on what people may not do.

    `differing` are the ids of the terms that came or went, `is_conduct` says that they stand in a list of what people
    may not do.
    """
    before, after = (
        [s for s in side if any(id(term) in differing for term in s.terms)]
        for side in (comparison.before, comparison.after)
    )
    rule = CONDUCT if is_conduct else _rule_of((*before, *after))
    if not rule:
        return
    comparison.effects = [replace(effect, pull=0) for effect in comparison.effects]
    if after and not before:
        comparison.add(rule, 0, [term for statement in after for term in statement.terms if id(term) in differing])


def _rule_of(statements: Sequence[Statement]) -> str:
    rules = {"conduct": CONDUCT, "other_text": OTHER_TEXT}
    return next((rules[cue] for cue in rules if statements and all(_says(s, cue) for s in statements)), "")


def _says(statement: Statement, cue: str) -> bool:
    """Whether a sentence says only what a cue does: nothing of the company's acts, and of no right or choice."""
    is_of_company = any(word.text in statement.grammar.we for word in statement.words)
    return cue in statement.flags and not is_of_company and not any(t.kind in _OF_PEOPLE for t in statement.terms)
