"""Sees acts that came, went or were turned round; leaves out what only moved. Reads no cue, number or noun."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.comparison import PassageComparison
from monitor.reading.statements import POWER, PROTECTION, Term, TermKind

_ACT = 2
_DECIDES = 4  # weight of an act that settles what becomes of a person's choice
_DECIDING = frozenset(["honour", "review"])
# What nothing stands in for: who is only told is not asked, and what is only looked at is not combined.
_OWN = _DECIDING | {"ask", "combine"}
_KEEPING, _DELETION = "keep", "delete"
_TURN = 3  # for each of the two signs of what was turned round
# Acts whose coming or going is substance by itself, whatever stands with it.
_GRAVE = frozenset(
    [
        *("share", "train", "improve", "act_for", "combine", "transfer_abroad", "target", "show", "penalise"),
        *("review", "honour", "delete", "notify", "ask", "protect"),
    ]
)
# Terms whose sign hangs on where the sentence is cut.
_SHIFTED = frozenset(
    [
        *(TermKind.ACT, TermKind.RIGHT, TermKind.REQUIREMENT, TermKind.NOUN, TermKind.WORD, TermKind.PEOPLE),
        *(TermKind.WEAK, TermKind.TENTATIVE, TermKind.QUALIFIER, TermKind.RESIDENTS, TermKind.ONLY),
    ]
)


def drop_shifted(comparison: PassageComparison) -> None:
    """Leave out what stands under another sign only because the sentence was cut in other places.

    Where the words that turn, except and condition are the same ones, the text says the same, unless two things
    changed places. Where they differ and no act is known, what they stand with is what they turned.
    """
    before, after = ({t.key: t for t in side if t.kind in _SHIFTED} for side in (comparison.lost, comparison.gained))
    turned = [key for key in before if key in after and before[key].sign == -after[key].sign]
    turned.sort(key=lambda key: after[key].index)
    if not turned:
        return
    if not comparison.is_turned:
        ways = {after[key].sign for key in turned if after[key].kind in (TermKind.ACT, TermKind.NOUN, TermKind.WORD)}
        is_swapped = {t.key for t in (*comparison.lost, *comparison.gained)} <= set(turned)  # nothing else changed
        if len(ways) > 1 and (is_swapped or not comparison.is_paraphrase):
            for key in turned:
                comparison.add("turned_round", _TURN * after[key].sign, [after[key]], [before[key]])
        elif is_swapped and not any(kind is TermKind.ACT for kind, _ in turned) and comparison.is_one_not_less:
            first = turned[0]
            comparison.add("turned_round", 2 * _TURN * after[first].sign, [after[first]], [before[first]])
        comparison.drop(turned)
    elif not any(kind is TermKind.ACT for kind, _ in turned):
        first = turned[0]
        # An act that only the new text has came with the turn: "It applies to X now, and we use it."
        had_acts = any(t.kind is TermKind.ACT for statement in comparison.before for t in statement.terms)
        if not had_acts and after[first].sign and comparison.is_parity_changed:
            comparison.add("turned_round", 2 * _TURN * after[first].sign, [after[first]], [before[first]])
        comparison.drop(turned)


def find_act_effects(comparison: PassageComparison) -> None:
    """See an act turned round, come or go."""
    lost, gained = comparison.take(TermKind.ACT)
    gained = [*gained, *(twin for term in lost if (twin := _hidden_twin(term, gained, comparison)))]
    for term in gained:
        twin = next((t for t in lost if t.name == term.name), None)
        if twin:
            comparison.add("turned_round", _TURN * (term.sign - twin.sign), [term], [twin])
    both = {t.name for t in lost} & {t.name for t in gained}
    lost, gained = ([t for t in side if t.name not in both] for side in (lost, gained))
    lost, gained = _without_telling(lost, gained), _without_telling(gained, lost)
    if _keeps_as_long(comparison):  # "kept for 30 days and then deleted" and "deleted after 30 days"
        lost, gained = ([t for t in side if t.name != _KEEPING] for side in (lost, gained))
    lost, gained = _drop_paraphrased(comparison, lost, gained)
    for term in lost:
        comparison.add(
            "act_lost" if _is_grave(term, comparison) else "minor_act", -term.sign * _weight(term), (), [term]
        )
    for term in gained:
        comparison.add("act_gained" if _is_grave(term, comparison) else "minor_act", term.sign * _weight(term), [term])


def _hidden_twin(lost: Term, gained: Sequence[Term], comparison: PassageComparison) -> Term | None:
    """Return what an act was turned into where another sentence says the same of something else.

    "Orders are recorded. Calls are not recorded.": of that "not", which is gone, the second "recorded" is left.
    """
    if lost.sign != PROTECTION or any(term.name == lost.name for term in gained):
        return None
    before, after = (
        [t for s in side for t in s.terms if t.key == lost.key and t.sign == POWER]
        for side in (comparison.before, comparison.after)
    )
    return after[-1] if before and len(after) > len(before) else None


def _without_telling(mine: list[Term], others: list[Term]) -> list[Term]:
    """Leave out that people are told where the other side asks them: it is what is left of being asked."""
    asking = {term.sign for term in others if term.name == "ask"}
    return [term for term in mine if not (term.name == "notify" and term.sign in asking)]


def _is_grave(act: Term, comparison: PassageComparison) -> bool:
    """Whether an act is substance by itself; one that is excluded always is, where the sentence came or went whole."""
    is_whole = not comparison.before or not comparison.after
    is_excluding = is_whole and any(s.is_excluding for s in comparison.statements)
    return act.name in _GRAVE or is_excluding or _is_left_to_others(act, comparison)


def _is_left_to_others(act: Term, comparison: PassageComparison) -> bool:
    """Whether what was ruled out is now done by somebody else: "are not used for ads", "businesses may use them"."""
    is_ruled_out = act.sign == PROTECTION and any(act is term for s in comparison.before for term in s.terms)
    after = [c for s in comparison.after for c in s.clauses]
    return is_ruled_out and any(c.act == act.name and c.sign == POWER for c in after)


def _weight(act: Term) -> int:
    return _DECIDES if act.name in _DECIDING else _ACT


def _keeps_as_long(comparison: PassageComparison) -> bool:
    """Whether both sides delete something after the same time, however it is said that it is kept until then."""
    sides = (comparison.before, comparison.after)
    periods = [{t.name for s in side for t in s.terms if t.kind is TermKind.DURATION} for side in sides]
    deletes = all(any(t.kind is TermKind.ACT and t.name == _DELETION for s in side for t in s.terms) for side in sides)
    return deletes and len(periods[0]) == 1 and periods[0] == periods[1]


def _drop_paraphrased(
    comparison: PassageComparison, lost: list[Term], gained: list[Term]
) -> tuple[list[Term], list[Term]]:
    """Leave out acts that stand in for each other: of one sign, in one spot or in a sentence put in other words."""
    has_concepts = any(
        t.kind in (TermKind.NOUN, TermKind.WORD) and t.concept for t in (*comparison.lost, *comparison.gained)
    )
    is_reordered = not has_concepts and len(comparison.spots) > 1
    if not comparison.is_paraphrase and not is_reordered:
        return lost, gained
    return (
        [t for t in lost if t.name in _OWN or t.sign not in {g.sign for g in gained}],
        [t for t in gained if t.name in _OWN or t.sign not in {x.sign for x in lost}],
    )
