"""Sums up what came and went in a passage: is it substance, and which way does the text move. Words no headline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.alerts.comparison import PassageEffect, Sides
from monitor.alerts.differences import Difference
from monitor.alerts.edits import spots_of
from monitor.alerts.weigh_acts import drop_shifted, weigh_acts
from monitor.alerts.weigh_figures import weigh_ages, weigh_dates, weigh_durations
from monitor.alerts.weigh_safeguards import weigh_bases, weigh_cues, weigh_junctions
from monitor.alerts.weigh_words import weigh_words
from monitor.reading.statements import Statement, Term
from snapshots.records import Direction

_BALANCED = 1.5  # times the weight of the other way that one way needs to be the direction; less is mixed
_NO_SUBSTANCE = frozenset(["minor_act", "wording_lost", "wording_gained"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a change of a passage amounts to."""

    direction: Direction
    steps: tuple[PassageEffect, ...]  # the weightiest first

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for step in self.steps for term in (*step.terms, *step.lost))


def weigh(
    before: Sequence[Statement],
    after: Sequence[Statement],
    found: Sequence[Difference],
    *,
    is_form: bool = False,
    is_entry: bool = False,
) -> Verdict | None:
    """Return what given differences of a passage amount to, None where they are no substance.

    `is_entry` says that the passage is a whole entry of a list: there one word is a thing.
    """
    lost, gained = ([d.term for d in found if d.is_gained is is_gained] for is_gained in (False, True))
    spots = spots_of(before, after, lost, gained)
    sides = Sides(before=before, after=after, lost=lost, gained=gained, spots=spots, is_entry=is_entry)
    # Each takes what it weighs from what is left, and reads what those before it have left.
    drop_shifted(sides)
    weigh_junctions(sides)
    weigh_dates(sides)
    weigh_bases(sides)
    weigh_ages(sides)
    weigh_durations(sides)
    weigh_cues(sides, is_form=is_form)
    weigh_acts(sides)
    weigh_words(sides)
    return _summed(sides.steps)


def _summed(steps: Sequence[PassageEffect]) -> Verdict | None:
    if all(step.rule in _NO_SUBSTANCE for step in steps):
        return None
    widens = sum(step.pull for step in steps if step.pull > 0)
    narrows = -sum(step.pull for step in steps if step.pull < 0)
    if widens > _BALANCED * narrows:
        direction = Direction.WIDENS
    elif narrows > _BALANCED * widens:
        direction = Direction.NARROWS
    elif widens or narrows:
        direction = Direction.MIXED
    else:
        direction = Direction.NEUTRAL
    ordered = sorted(steps, key=lambda step: (step.rule in _NO_SUBSTANCE, -abs(step.pull)))
    return Verdict(direction=direction, steps=tuple(ordered))
