"""Sees practices that lawyers look for, and safeguards against them, come and go. Reads no act, noun, number or cue.

They are said in so many other words that what stands around them is no measure: a passage that was put in other words
throughout and now has data kept without an end says one thing that it did not say.
"""

from __future__ import annotations

from monitor.alerts.comparison import PassageComparison
from monitor.reading.statements import POWER, PROTECTION, Term, TermKind

_DECISIVE = 6  # as consent that went: which way it goes, what else was reworded around it settles nothing
_GUARDS = "protection"
_BETTER = 3  # as a right that came: a safeguard may come with what it is to guard


def find_practice_effects(comparison: PassageComparison) -> None:
    """See a practice or a safeguard come or go, each once; one that was turned round is told as what it is now."""
    lost, gained = ({term.name: term for term in side} for side in comparison.take(TermKind.PRACTICE))
    for name, term in lost.items():
        if name not in gained:
            comparison.add(f"{_rule(term)}_lost", _DECISIVE if term.sign == PROTECTION else -_BETTER, (), [term])
    brings_act = any(term.kind is TermKind.ACT and term.sign == POWER for term in comparison.gained)
    for name, term in gained.items():
        if term.sign == PROTECTION and name not in lost and brings_act:
            continue  # what is newly done was guarded by nothing before
        old = [lost[name]] if name in lost else []
        comparison.add(f"{_rule(term)}_gained", _DECISIVE if term.sign == POWER else -_BETTER, [term], old)


def _rule(term: Term) -> str:
    return "safeguard" if term.concept and term.concept.stance == _GUARDS else "practice"
