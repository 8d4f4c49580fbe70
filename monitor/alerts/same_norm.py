"""Tells where a sentence says the same another way round: "not unless", "not without" and "except" are an "only".

Compares what two readings let be done and under which exception, never how they put it. Finds no effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.alerts.comparison import PassageComparison
from monitor.reading.admission import admitted_from, open_from
from monitor.reading.statements import Statement, TermKind

_TURNS = frozenset(["exclusion", "denial"])
_EXCEPTIVE = frozenset(["exception", "unless", "without", "unasked", "opt_in"])
_ONLY = frozenset(["only", "restriction", "only_if"])
_NAMED = frozenset(["data", "purposes", "parties", "people", "products", "rights", "requirements", "bases"])
_FIGURES = frozenset([TermKind.DURATION, TermKind.AGE, TermKind.DATE])
# What a norm has beside its "not" and its exception, and what no other way round takes away or adds.
_OWN = frozenset(
    [
        *(TermKind.OPT_IN, TermKind.OPT_OUT, TermKind.PAUSED, TermKind.RESUMED, TermKind.DEADLINE, TermKind.ANY_TIME),
        *(TermKind.RESIDENTS, TermKind.TENTATIVE, TermKind.REQUIRED, TermKind.OPTIONAL, TermKind.QUALIFIER),
        *(TermKind.AT_MOST, TermKind.AT_LEAST, TermKind.RIGHT),
    ]
)
_TURNING = (
    "turned_round",
    "only_",
    "exception_",
    "act_",
    "minor_act",
    "thing_",
    "people_",
    "words_",
    "wording_",
    "opt_in_",
)
# What a sentence says beside the age from which people are let in: that it is one, and what they are let in to.
_OF_ADMISSION = frozenset(
    [
        *(TermKind.AGE, TermKind.REQUIRED, TermKind.OPTIONAL, TermKind.ONLY, TermKind.WEAK, TermKind.PEOPLE),
        *(TermKind.LIMIT, TermKind.LIMITED, TermKind.ACT, TermKind.WORD, TermKind.NOUN),
    ]
)
_WORDS_OF_ADMISSION = 4  # that either side has alone: "to have an account", "anyone who has not reached"
_SHOWING, _ADS = ("acts", "target"), ("purposes", "ads")
_WORDS_OF_OPENING = 2  # the same, of a thing that is open from an age: "for people from 16 on"
_OTHER_WORDS = 1  # words of either side that the other has not: one is put in the place of another


def says_the_same(comparison: PassageComparison) -> bool:
    """Whether one sentence took the place of one that rules out, or lets through, the same things in the same case."""
    if len(comparison.before) != 1 or len(comparison.after) != 1:
        return False
    old, new = comparison.before[0], comparison.after[0]
    if _admit_alike(old, new) or _open_alike(old, new):
        return True
    if not all(effect.rule.startswith(_TURNING) for effect in comparison.effects):
        return False
    if old.operators == new.operators and comparison.is_one_not_less:
        return False  # what goes on with a "not" is no operator of its own
    shared = sum(((Counter(old.operators) & Counter(new.operators))[name]) for name in _TURNS)
    norm = _norm(old, shared)
    return bool(norm) and norm == _norm(new, shared) and _content(old) == _content(new) and _has_same_words(old, new)


def _admit_alike(old: Statement, new: Statement) -> bool:
    """Whether both sentences let people in from the same age, and say nothing else."""
    age = admitted_from(old)
    if age is None or age != admitted_from(new):
        return False
    beside = [{t.key for t in s.terms if t.kind not in _OF_ADMISSION} for s in (old, new)]
    before, after = _stems(old), _stems(new)
    return beside[0] == beside[1] and max(len(before - after), len(after - before)) <= _WORDS_OF_ADMISSION


def _open_alike(old: Statement, new: Statement) -> bool:
    """Whether both sentences open the same thing from the same age, one by an "only", the other by a "not"."""
    age = open_from(old)
    if age is None or age != open_from(new) or old.denies == new.denies:
        return False
    named = [_named_beside_ages(statement) for statement in (old, new)]
    before, after = _stems(old), _stems(new)
    return named[0] == named[1] and max(len(before - after), len(after - before)) <= _WORDS_OF_OPENING


def _named_beside_ages(statement: Statement) -> set[tuple[str, str]]:
    """Return what a sentence names beside people; what shows advertising names it."""
    named = {(kind, name) for kind, name in statement.concepts if kind in _NAMED - {"people"}}
    return named | ({_ADS} if _SHOWING in statement.concepts else set())


def _norm(statement: Statement, shared: int) -> str:
    """Return what a sentence is: a ban, or a leave for one case alone; "" for any other, and for one that is mixed.

    What turns both sentences, `shared` times, is part of what they speak of: "outside Europe".
    """
    acts = [clause for clause in statement.clauses if clause.act]
    if len({clause.sign for clause in acts}) > 1:
        return ""
    operators = set(statement.operators)
    is_turned = (_turns(statement) - shared) % 2 == 1
    if operators & _ONLY:
        return "" if is_turned else "only"
    if is_turned:
        return "only" if operators & _EXCEPTIVE else "never"
    return ""


def _turns(statement: Statement) -> int:
    """Return how often a sentence is turned round; a "not" that its language doubles is one."""
    nots = sum(operator == "negation" for operator in statement.operators)
    nots = min(nots, 1) if statement.grammar.is_concordant else nots
    return nots + sum(operator in _TURNS for operator in statement.operators)


def _content(statement: Statement) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """Return what a sentence names, its figures, and what it says beside its "not" and its exception."""
    named = frozenset((kind, name) for kind, name in statement.concepts if kind in _NAMED)
    figures = frozenset(f"{term.kind}:{term.name}" for term in statement.terms if term.kind in _FIGURES)
    return named, figures | {term.kind for term in statement.terms if term.kind in _OWN}


def _has_same_words(old: Statement, new: Statement) -> bool:
    """Whether the words are the same, all but one where it is put another way round, and the acts are.

    Where the "not" and its exception stay, one other word may be all that the edit is about.
    """
    before, after = (_stems(statement) for statement in (old, new))
    acts = [{t.name for t in s.terms if t.kind is TermKind.ACT} for s in (old, new)]
    is_as_done = acts[0] == acts[1] or not all(acts)
    most = _OTHER_WORDS if set(old.operators) != set(new.operators) else 0
    return is_as_done and len(before - after) <= most and len(after - before) <= most


def _stems(statement: Statement) -> set[str]:
    terms: Sequence[str] = [t.name for t in statement.terms if t.kind in (TermKind.WORD, TermKind.NOUN)]
    return {stem for name in terms for stem in name.split()}
