"""What a cue says by itself: "may" weakens, "only" limits, "with your consent" protects. Knows no noun, no number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monitor.reading.clauses import ClauseReading
from monitor.reading.statements import POWER, PROTECTION, Term, TermKind
from monitor.rules.pack import Concept
from snapshots.frozen_class import frozen

# Cues that say the same in every clause.
_OWN = {
    "at_most": PROTECTION,
    "at_least": POWER,
    "opt_in": PROTECTION,
    "opt_out": PROTECTION,
    "any_time": PROTECTION,
    "deadline": POWER,
    "paused": PROTECTION,
    "resumed": POWER,
    "required": POWER,
    "optional": PROTECTION,
}
_RIGHTS = frozenset(["object", "withdraw", "access", "recipients", "control", "form"])
_CORE = 6  # letters


@frozen
class Cue:
    """A cue where it stands."""

    concept: Concept
    text: str
    sign: int  # that holds there
    reading: ClauseReading
    ahead: int  # what the act right after it would do: +1 power, -1 protection, 0 none there

    def term(self, kind: TermKind, sign: int, name: str = "") -> Term:
        return Term(kind, name or kind.value, sign, self.text, self.concept)


def cue_term(cue: Cue) -> Term | None:
    """Return what a cue says in its place, None where it says nothing by itself."""
    name = cue.concept.id
    if name in _OWN:
        return cue.term(TermKind(name), _OWN[name])
    return _MEANINGS[name](cue) if name in _MEANINGS else None


def _able(cue: Cue) -> Term | None:
    """What people may do is a freedom, what may "only" be done a limit, and "may not" forbids."""
    reading = cue.reading
    is_other = reading.clause.act in _RIGHTS or reading.is_restricted or reading.is_negated
    return None if is_other else _weak(cue)


def _weak(cue: Cue) -> Term:
    return cue.term(TermKind.WEAK, -(cue.ahead * cue.reading.flip if cue.ahead else cue.sign))


def _tentative(cue: Cue) -> Term | None:
    """What is not done "currently" may be done next year; what is done currently is done."""
    return cue.term(TermKind.TENTATIVE, POWER) if cue.reading.is_negated else None


def _lessening(cue: Cue) -> Term:
    """Lessens what its clause says."""
    return cue.term(TermKind(cue.concept.id), -cue.sign)


def _residents(cue: Cue) -> Term:
    """Lessens what its clause says, also in its condition where it is done in that case alone: "only if you live"."""
    sign = cue.reading.sign if cue.reading.is_restricted else cue.sign
    return cue.term(TermKind.RESIDENTS, -sign)


def _qualifier(cue: Cue) -> Term:
    """Goes by its stem, whatever its ending: "public" and "publicly"."""
    return cue.term(TermKind.QUALIFIER, -cue.sign, " ".join(sorted(word[:_CORE] for word in cue.text.split())))


def _restriction(cue: Cue) -> Term:
    return cue.term(TermKind.ONLY, -cue.sign)


def _only_if(cue: Cue) -> Term:
    return cue.term(TermKind.ONLY, -cue.reading.sign)


def _without(cue: Cue) -> Term | None:
    return _only_if(cue) if cue.reading.is_only_with else None


def _unless(cue: Cue) -> Term:
    return _only_if(cue) if cue.reading.is_only_if else _limit(cue)


def _limit(cue: Cue) -> Term:
    return cue.term(TermKind.LIMIT, cue.sign, cue.concept.id)


def _unasked(cue: Cue) -> Term:
    """Without your consent; "not without your consent" is "only with it"."""
    return cue.term(TermKind.OPT_IN, PROTECTION) if cue.reading.is_asked else cue.term(TermKind.UNASKED, POWER)


_MEANINGS: Mapping[str, Callable[[Cue], Term | None]] = {
    "able": _able,
    "weak": _weak,
    "tentative": _tentative,
    "only": _lessening,
    "residents": _residents,
    "qualifier": _qualifier,
    "restriction": _restriction,
    "only_if": _only_if,
    "without": _without,
    "unless": _unless,
    "exception": _limit,
    "condition": _limit,
    "unasked": _unasked,
}
