"""Sums up what came and went in a passage: is it substance, and which way does the text move. Words no headline."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.act_effects import drop_shifted, find_act_effects
from monitor.alerts.comparison import PassageComparison, PassageEffect
from monitor.alerts.differences import Difference
from monitor.alerts.edits import spots_of
from monitor.alerts.figure_effects import find_age_effects, find_date_effects, find_duration_effects
from monitor.alerts.invariants import keep_true
from monitor.alerts.neither_way import settle_neither_way
from monitor.alerts.practice_effects import find_practice_effects
from monitor.alerts.promise_effects import find_promise_effects
from monitor.alerts.quantity_effects import find_quantity_effects
from monitor.alerts.safeguard_effects import (
    find_basis_effects,
    find_cue_effects,
    find_junction_effects,
    find_order_effects,
)
from monitor.alerts.same_norm import says_the_same
from monitor.alerts.word_effects import find_word_effects
from monitor.reading.statements import Statement, Term
from snapshots.frozen_class import frozen
from snapshots.records import Direction

_BALANCED = 1.5  # times the weight of the other way that one way needs to be the direction; less is mixed
_MODIFIERS = frozenset(
    ["weak", "tentative", "only", "qualifier", "people", "any_time", "residents", "required", "optional"]
)
_RIGHTS_LOST = frozenset(["right_lost", "opt_in_lost", "opt_out_lost"])  # which no number of things that went outweighs
# What says itself which way a passage goes, and what is only said around it: the words that a rewrite takes with it.
_DECISIVE = ("practice_", "safeguard_", "promise_")
_BESIDE = (
    *("act_", "minor_act", "thing_", "words_", "wording_", "people_", "age_"),
    *("weak_", "tentative_", "qualifier_", "only_", "exception_", "required_"),
)
_NO_SUBSTANCE = frozenset(["minor_act", "wording_lost", "wording_gained"])
# What makes a right harder to use, and what it says of the right besides: that it is there, and for how long.
_HURDLES = frozenset(["any_time_lost", "deadline_gained", "required_gained", "requirement_gained", "optional_lost"])
_PRESUPPOSED = frozenset(["right_gained", "period_stated"])
# Where people are asked first they need not say no, and where they may say no only they are asked no more.
_SAYING_NO = frozenset(["opt_out_lost", "right_lost", "opt_out_gained", "right_gained"])
_ASKING_FIRST = frozenset(["opt_in_lost", "opt_in_gained"])
_ASKED_OF_IT = _ASKING_FIRST | {"consent_gone"}
_DONE = frozenset(["act_lost", "minor_act"])
_PROMISING = frozenset(["any_time_lost", "right_lost", "safeguard_lost", "practice_lost"])
_ONLY = frozenset(["only", "only_if", "restriction"])
# What a right was about, and went with it.
_ABOUT = ("thing_", "words_", "wording_", "minor_act")


@frozen
class Meaning:
    """What a change of a passage amounts to."""

    direction: Direction
    effects: tuple[PassageEffect, ...]  # the weightiest first

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for effect in self.effects for term in (*effect.terms, *effect.lost))


def assess_passage(
    before: Sequence[Statement],
    after: Sequence[Statement],
    found: Sequence[Difference],
    *,
    is_form: bool = False,
    is_entry: bool = False,
    today: str = "",
    rewritten: int = 0,
    is_conduct: bool = False,
    is_recipient: bool = False,
) -> Meaning | None:
    """Return what given differences of a passage amount to, None where they are no substance.

    `is_entry` says that the passage is a whole entry of a list: there one word is a thing. `today` is the ISO date
    of the capture, "" where none is known, `rewritten` how many phrases were put in other words beside the differences.
    `is_conduct` says that it stands in a list of what people may not do, `is_recipient` in one of who gets data.
    """
    lost, gained = ([d.term for d in found if d.is_gained is is_gained] for is_gained in (False, True))
    comparison = PassageComparison(
        before=before,
        after=after,
        lost=lost,
        gained=gained,
        spots=spots_of(before, after, lost, gained),
        is_entry=is_entry,
        today=today,
        rewritten=rewritten,
    )
    # Each takes what it explains from what is left, and reads what those before it have left.
    find_age_effects(comparison)
    drop_shifted(comparison)
    find_practice_effects(comparison)
    find_promise_effects(comparison)
    find_junction_effects(comparison)
    find_order_effects(comparison)
    find_quantity_effects(comparison)
    find_date_effects(comparison)
    find_basis_effects(comparison)
    find_duration_effects(comparison)
    find_cue_effects(comparison, is_form=is_form)
    find_act_effects(comparison)
    find_word_effects(comparison, is_recipient=is_recipient)
    settle_neither_way(comparison, frozenset(id(d.term) for d in found), is_conduct=is_conduct)
    if says_the_same(comparison):
        return None
    effects = keep_true(comparison.effects, comparison.statements)
    is_whole = not comparison.before or not comparison.after
    return _sum_up(effects, is_whole=is_whole, is_power_gone=_is_power_gone(effects, comparison))


def is_modifier(rule: str) -> bool:
    """Whether a rule reads a word that only says how something is done: of a new sentence it changes nothing."""
    return rule.rpartition("_")[0] in _MODIFIERS


def _sum_up(effects: Sequence[PassageEffect], *, is_whole: bool, is_power_gone: bool) -> Meaning | None:
    if all(effect.rule in _NO_SUBSTANCE for effect in effects):
        return None
    counted = [effect for effect in effects if not (is_power_gone and effect.rule in _ASKED_OF_IT)]
    pulling = _pulling(counted, is_whole=is_whole)
    widens = sum(effect.pull for effect in pulling if effect.pull > 0)
    narrows = -sum(effect.pull for effect in pulling if effect.pull < 0)
    is_right_lost = any(effect.rule in _RIGHTS_LOST and effect.pull > 0 for effect in pulling)
    if widens > _BALANCED * narrows:
        direction = Direction.WIDENS
    elif narrows > _BALANCED * widens and not is_right_lost:
        direction = Direction.NARROWS
    elif widens or narrows:
        direction = Direction.MIXED
    else:
        direction = Direction.NEUTRAL
    ordered = sorted(effects, key=lambda effect: (effect.rule in _NO_SUBSTANCE, -abs(effect.pull)))
    return Meaning(direction=direction, effects=tuple(ordered))


def _pulling(effects: Sequence[PassageEffect], *, is_whole: bool) -> list[PassageEffect]:
    """Return the effects that say which way a passage goes, without those that follow from others of them."""
    widening = {effect.rule for effect in effects if effect.pull > 0}
    left = [effect for effect in effects if effect.pull and not (is_whole and is_modifier(effect.rule))]
    if any(rule.startswith(_DECISIVE) for rule in widening):
        left = [effect for effect in left if not effect.rule.startswith(_BESIDE)]
    if _HURDLES & widening:
        left = [effect for effect in left if effect.rule not in _PRESUPPOSED]
    first = {effect.pull > 0 for effect in left if effect.rule in _ASKING_FIRST or _is_asking(effect)}
    if len(first) == 1:
        left = [effect for effect in left if effect.rule not in _SAYING_NO or (effect.pull > 0) in first]
    if "act_gained" in widening:  # a "may" with something that was not done before leaves nothing less done
        left = [effect for effect in left if effect.rule != "weak_gained"]
    if "only_lost" in widening:  # who alone could is not the only one any more, named or not
        left = [effect for effect in left if not (effect.rule == "people_lost" and effect.pull < 0)]
    if is_whole and _RIGHTS_LOST & widening:
        left = [effect for effect in left if effect.pull > 0 or not effect.rule.startswith(_ABOUT)]
    return left


def _is_power_gone(effects: Sequence[PassageEffect], comparison: PassageComparison) -> bool:
    """Whether a sentence went whole by which something was done, limited by nothing but that people said yes to it.

    "If you agree, we share it" says that it is shared; "we share it only if you agree" is a promise.
    """
    if comparison.after or not any(effect.rule in _ASKING_FIRST for effect in effects):
        return False
    acts = [effect.pull for effect in effects if effect.rule in _DONE]
    if not acts or max(acts) > 0 or any(effect.rule in _PROMISING for effect in effects):
        return False
    return not any(m.concept.id in _ONLY for s in comparison.before for m in s.reader.mentions(s.words))


def _is_asking(effect: PassageEffect) -> bool:
    """Whether an effect is that people come to be asked first, or no longer are."""
    return effect.rule in ("act_lost", "act_gained") and any(t.name == "ask" for t in (*effect.terms, *effect.lost))
