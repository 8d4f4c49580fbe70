"""Weighs what came and went in a passage: is it substance, and which way does the text move. Words no headline."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from monitor.claims.differences import Difference
from monitor.claims.statements import Statement, Term
from snapshots.records import Direction

# How much a term that came or went moves the text, by what it is.
_WEIGHTS = {
    "opt_in": 6, "unasked": 6, "opt_out": 2, "act": 2, "right": 3, "requirement": 3, "any_time": 3, "deadline": 3,
    "paused": 4, "required": 3, "optional": 3, "weak": 3, "only": 2, "residents": 4, "qualifier": 3, "limit": 1,
    "word": 1, "basis": 0, "people": 2,
}  # fmt: skip
_CONCEPT_WORD = 2
_DECIDES = 4  # weight of an act that settles what becomes of a person's choice
_DECIDING = frozenset(["honour", "review"])
# Acts whose coming or going is substance by itself, whatever stands with it.
_GRAVE = frozenset(
    [
        "share", "train", "act_for", "combine", "transfer_abroad", "penalise", "review", "honour", "delete", "notify",
        "ask", "protect", "target",
    ]
)  # fmt: skip
_OF_RIGHTS = frozenset(["any_time", "deadline", "required", "optional", "requirement"])
_TYPED = frozenset(
    ["opt_in", "unasked", "opt_out", "right", "paused", "weak", "residents", "qualifier", "people", *_OF_RIGHTS]
)
_BALANCED = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that a passage's change does, by the name of the rule that reads it."""

    rule: str
    pull: int  # +1 widens, -1 narrows, 0 neither; times its weight
    terms: tuple[Term, ...]
    lost: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a change of a passage amounts to."""

    direction: Direction
    steps: tuple[Step, ...]  # the weightiest first

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for step in self.steps for term in (*step.terms, *step.lost))


@dataclass(slots=True)
class _Sides:
    """A passage's two readings and what differs."""

    before: Sequence[Statement]
    after: Sequence[Statement]
    lost: list[Term]
    gained: list[Term]
    steps: list[Step] = field(default_factory=list)

    def take(self, kind: str) -> tuple[list[Term], list[Term]]:
        """Remove the terms of a kind from what is left, and return them."""
        lost = [term for term in self.lost if term.kind == kind]
        gained = [term for term in self.gained if term.kind == kind]
        self.lost = [term for term in self.lost if term.kind != kind]
        self.gained = [term for term in self.gained if term.kind != kind]
        return lost, gained

    def add(self, rule: str, pull: int, gained: Sequence[Term] = (), lost: Sequence[Term] = ()) -> None:
        self.steps.append(Step(rule=rule, pull=pull, terms=tuple(gained), lost=tuple(lost)))

    @property
    def flags(self) -> frozenset[str]:
        return frozenset().union(*(s.flags for s in (*self.before, *self.after)))

    def speaks_of(self, kinds: Collection[str]) -> bool:
        return any(kind in kinds for s in (*self.before, *self.after) for kind, _ in s.concepts)


def weigh(
    before: Sequence[Statement], after: Sequence[Statement], found: Sequence[Difference], *, is_form: bool = False
) -> Verdict | None:
    """Return what given differences of a passage amount to, None where they are no substance."""
    sides = _Sides(before, after, [d.term for d in found if not d.is_gained], [d.term for d in found if d.is_gained])
    _weigh_junctions(sides)
    _weigh_dates(sides)
    _weigh_bases(sides)
    _weigh_numbers(sides)
    _weigh_typed(sides, is_form=is_form)
    _weigh_acts(sides)
    _weigh_words(sides)
    return _summed(sides.steps)


def _weigh_dates(sides: _Sides) -> None:
    lost, gained = sides.take("date")
    if not lost or not gained or "in_force" not in sides.flags:
        return
    earlier = max(gained, key=lambda t: t.name).name < max(lost, key=lambda t: t.name).name
    sides.add("date_earlier" if earlier else "date_later", 2 if earlier else -2, gained, lost)


_AND = frozenset(["and", "und", "et", "y", "e"])
_OR = frozenset(["or", "oder", "ou", "o", "u"])
_SAFEGUARDS = frozenset(["bases", "rights", "requirements"])


def _weigh_junctions(sides: _Sides) -> None:
    """See an "and" between two safeguards become an "or": one of them is enough now."""
    before, after = ([w.text for s in side for w in s.words] for side in (sides.before, sides.after))
    if len(before) != len(after) or not sides.speaks_of(_SAFEGUARDS):
        return
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    if len(changed) == 1 and changed[0][0] in _AND | _OR and changed[0][1] in _AND | _OR:
        sides.lost, sides.gained = [], []
        sides.add("either_is_enough" if changed[0][1] in _OR else "both_are_needed", 4 if changed[0][1] in _OR else -4)


def _weigh_bases(sides: _Sides) -> None:
    lost, gained = sides.take("basis")
    consents = [[t for t in side if t.kind == "opt_in" or t.name == "ask"] for side in (sides.lost, sides.gained)]
    before = max([t.concept.guard for t in lost if t.concept] + [3] * bool(consents[0]), default=None)
    after = max([t.concept.guard for t in gained if t.concept] + [3] * bool(consents[1]), default=None)
    if not lost and not gained:
        return
    if before is not None and after is not None:
        if before != after:
            sides.add("basis_changed", 4 * (before - after), gained, lost)
            sides.take("opt_in")
        elif {t.name for t in lost} != {t.name for t in gained} and lost and gained:
            sides.add("basis_changed", 0, gained, lost)
        return
    if gained:
        sides.add("basis_stated", -after if after == 3 else 0, gained)
    elif lost and before == 3:
        sides.add("consent_gone", 3, (), lost)


def _weigh_numbers(sides: _Sides) -> None:
    is_right = sides.speaks_of(("rights", "requirements"))
    lost, gained = sides.take("age")
    if lost and gained:
        lowered = float(gained[0].name) < float(lost[0].name)
        sides.add(
            "age_lowered" if lowered else "age_raised", (5 if lowered else -5) * (-1 if is_right else 1), gained, lost
        )
    lost, gained = sides.take("duration")
    old = {t.name for t in lost}
    lost, gained = [t for t in lost if t.name not in {g.name for g in gained}], [t for t in gained if t.name not in old]
    is_notice = is_right or any(t.name == "notify" for s in (*sides.before, *sides.after) for t in s.terms)
    if lost and gained:
        longer = float(gained[0].name) > float(lost[0].name)
        sides.add("longer" if longer else "shorter", (5 if longer else -5) * (-1 if is_notice else 1), gained, lost)
    elif lost:
        sides.add("period_gone", 4, (), lost)
    elif gained:
        sides.add("period_stated", -2, gained)


def _weigh_typed(sides: _Sides, *, is_form: bool) -> None:
    of_rights = is_form or sides.speaks_of(("rights", "requirements"))
    for kind in sorted(_TYPED):
        lost, gained = sides.take(kind)
        if kind in _OF_RIGHTS and not of_rights:
            continue
        if kind == "deadline" and any(t.kind == "duration" for s in (*sides.before, *sides.after) for t in s.terms):
            continue
        for term in lost:
            sides.add(f"{kind}_lost", -term.sign * _WEIGHTS[kind], (), [term])
        for term in gained:
            sides.add(f"{kind}_gained", term.sign * _WEIGHTS[kind], [term])


def _weigh_acts(sides: _Sides) -> None:
    lost, gained = sides.take("act")
    only_lost = [t for t in lost if t.name not in {g.name for g in gained}]
    only_gained = [t for t in gained if t.name not in {x.name for x in lost}]
    for term in [t for t in gained if t.name in {x.name for x in lost}]:
        twin = next(x for x in lost if x.name == term.name)
        sides.add("turned_round", 3 * (term.sign - twin.sign), [term], [twin])
    for term in only_lost:
        weight = _DECIDES if term.name in _DECIDING else _WEIGHTS["act"]
        sides.add("act_lost" if term.name in _GRAVE else "minor_act", -term.sign * weight, (), [term])
    for term in only_gained:
        weight = _DECIDES if term.name in _DECIDING else _WEIGHTS["act"]
        sides.add("act_gained" if term.name in _GRAVE else "minor_act", term.sign * weight, [term])


def _weigh_words(sides: _Sides) -> None:
    only_lost, only_gained = sides.take("only")
    lost, gained = sides.take("word")
    sides.take("limit")
    if lost and gained and all(t.is_name or (t.concept and t.concept.kind == "products") for t in (*lost, *gained)):
        lost, gained = [], []  # a product, an office or an address by another name
    if "contact" in sides.flags and not any(t.concept for t in (*lost, *gained)):
        lost, gained = [], []
    turned = {t.key for t in lost} & {t.key for t in gained}
    known = [t for t in (*lost, *gained) if t.concept and t.key not in turned]
    is_replaced = bool(lost and gained)
    strangers = [t for t in (*lost, *gained) if not t.concept]
    is_listed = any(t.is_listed for t in (*lost, *gained))
    is_substance = bool(turned or known or (not is_replaced and (len(strangers) > 1 or (strangers and is_listed))))
    rule = "words" if is_substance else "wording"
    for term in lost:
        sides.add(f"{rule}_lost", -term.sign * (_CONCEPT_WORD if term.concept else 1), (), [term])
    for term in gained:
        sides.add(f"{rule}_gained", term.sign * (_CONCEPT_WORD if term.concept else 1), [term])
    for term in only_lost:
        sides.add("only_lost", -term.sign * _WEIGHTS["only"], (), [term])
    for term in only_gained:
        sides.add("only_gained", term.sign * _WEIGHTS["only"], [term])


_NO_SUBSTANCE = frozenset(["minor_act", "wording_lost", "wording_gained"])


def _summed(steps: Sequence[Step]) -> Verdict | None:
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
