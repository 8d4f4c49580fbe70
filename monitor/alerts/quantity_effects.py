"""Sees "all" become "some" and "some" become "all": of how many things or people what a sentence says holds.

Reads no number; a "none" is a "not", and read with those.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations

from monitor.alerts.comparison import PassageComparison
from monitor.alerts.edits import blocks_of
from monitor.reading.statements import Statement
from monitor.rules.languages import WordSet

_QUANTITY = 3  # as a "may" that came: the same is done or promised, of more or of fewer
_LONGEST = 4  # words of what says how many: "a small number of"; of more, something else was put in other words


def find_quantity_effects(comparison: PassageComparison) -> None:
    """See what holds for all hold for some, or the other way round, where nothing else took its place."""
    if not comparison.before or not comparison.after:
        return
    old, new = ([word.text for s in side for word in s.words] for side in (comparison.before, comparison.after))
    grammar = comparison.after[0].grammar
    if not any(_holds(a, old) and _holds(b, new) for a, b in permutations((grammar.every, grammar.some))):
        return  # most sentences speak of neither, and need no second look at where they differ
    for lost, gained in blocks_of(old, new):
        if not 0 < len(lost) <= _LONGEST or not 0 < len(gained) <= _LONGEST:
            continue
        gone, come = [old[i] for i in lost], [new[i] for i in gained]
        is_all_gone, is_all_come = _holds(grammar.every, gone), _holds(grammar.every, come)
        is_some_gone, is_some_come = _holds(grammar.some, gone), _holds(grammar.some, come)
        sign = _sign_at(comparison.after, gained.start)
        if is_all_gone and is_some_come and not is_some_gone:
            comparison.add("some_of_all", -_QUANTITY * sign)
        elif is_some_gone and is_all_come and not is_all_gone:
            comparison.add("all_of_some", _QUANTITY * sign)


def _holds(kind: WordSet, words: Iterable[str]) -> bool:
    return any(word in kind for word in words)


def _sign_at(side: Sequence[Statement], place: int) -> int:
    """Return the sign of what is said at a word of a passage: +1 power, -1 protection, 0 where nothing is."""
    for statement in side:
        if place < len(statement.words):
            return next((c.sign for c in statement.clauses if c.start <= place < c.end), 0)
        place -= len(statement.words)
    return 0
