"""Weighs what came and went in a passage: is it substance, and which way does the text move. Words no headline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from monitor.claims.differences import Difference
from monitor.claims.edits import Spot, blocks_of, spots_of
from monitor.claims.statements import Statement, Term
from monitor.extract.dates import is_last_touched
from snapshots.records import Direction

# How much a term that came or went moves the text, by what it is.
_WEIGHTS = {
    "at_most": 3, "at_least": 1, "resumed": 4, "opt_in": 6, "unasked": 6, "opt_out": 2, "act": 2, "right": 3, "requirement": 3, "any_time": 3, "deadline": 3,
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
_TYPED = frozenset(["at_most", "at_least", "resumed"]) | frozenset(
    ["opt_in", "unasked", "opt_out", "right", "paused", "weak", "residents", "qualifier", "people", *_OF_RIGHTS]
)
_MODIFIERS = frozenset(["weak", "people", "qualifier", "residents"])  # a paraphrase puts them another way
_SHIFTED = frozenset(
    ["act", "right", "noun", "word", "people", "weak", "qualifier", "residents", "only", "requirement"]
)
_EXCEPTIONS = frozenset(["exception", "unless", "condition"])
_LIMITING = frozenset(["exception", "unless", "condition", "opt_in", "opt_out", "only", "restriction"])
_NOTS = frozenset(["negation", "exclusion", "denial", "without", "unasked"])
_CLAIMABLE = frozenset(["object", "withdraw", "form"])
_DATE_LINE = 8  # words of a line that only dates a page
_SAME_TIME = 0.025  # of a duration: 30 days are a month
_BALANCED = 1.5
_PARAPHRASED = 2  # spots in which other words stand


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
    spots: list[Spot]
    is_entry: bool = False
    steps: list[Step] = field(default_factory=list)

    @property
    def is_paraphrase(self) -> bool:
        """Whether words were put in the place of others in several spots, and the operators stayed."""
        replaced = sum(s.is_replaced for s in self.spots)
        has_both = any(s.lost for s in self.spots) and any(s.gained for s in self.spots)
        return replaced >= _PARAPHRASED or (has_both and len(self.spots) > 2 * _PARAPHRASED)

    def take(self, kind: str) -> tuple[list[Term], list[Term]]:
        """Remove the terms of a kind from what is left, and return them."""
        lost = [term for term in self.lost if term.kind == kind]
        gained = [term for term in self.gained if term.kind == kind]
        self.lost = [term for term in self.lost if term.kind != kind]
        self.gained = [term for term in self.gained if term.kind != kind]
        return lost, gained

    def add(self, rule: str, pull: int, gained: Sequence[Term] = (), lost: Sequence[Term] = ()) -> None:
        self.steps.append(Step(rule=rule, pull=pull, terms=tuple(gained), lost=tuple(lost)))

    def drop(self, keys: Collection[tuple[str, str]]) -> None:
        """Leave out the terms of some keys."""
        self.lost = [t for t in self.lost if t.key not in keys]
        self.gained = [t for t in self.gained if t.key not in keys]
        self.spots = [
            Spot(
                tuple(t for t in s.lost if t.key not in keys),
                tuple(t for t in s.gained if t.key not in keys),
                s.is_joined,
            )
            for s in self.spots
        ]

    @property
    def is_turned(self) -> bool:
        """Whether the words that turn, except and condition are others than before."""
        old, new = (Counter(o for s in side for o in s.operators) for side in (self.before, self.after))
        return old != new

    @property
    def is_parity_changed(self) -> bool:
        """Whether there is one "not" more or less: two of them say the same as none."""
        old, new = (sum(o in _NOTS for s in side for o in s.operators) for side in (self.before, self.after))
        return (old - new) % 2 == 1

    @property
    def operators(self) -> frozenset[str]:
        return frozenset(o for s in (*self.before, *self.after) for o in s.operators)

    @property
    def was_protective(self) -> bool:
        """Whether the text as it was kept something from being done."""
        return any(c.state == "excluded" for s in self.before for c in s.clauses)

    @property
    def is_protective(self) -> bool:
        """Whether the text as it is keeps something from being done."""
        return any(c.state == "excluded" for s in (self.after or self.before) for c in s.clauses)

    def names(self, concepts: Collection[str]) -> bool:
        return any(name in concepts for s in (*self.before, *self.after) for _, name in s.concepts)

    @property
    def flags(self) -> frozenset[str]:
        return frozenset().union(*(s.flags for s in (*self.before, *self.after)))

    def speaks_of(self, kinds: Collection[str]) -> bool:
        return any(kind in kinds for s in (*self.before, *self.after) for kind, _ in s.concepts)


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
    sides = _Sides(before, after, lost, gained, spots_of(before, after, lost, gained), is_entry)
    _drop_shifted(sides)
    _weigh_junctions(sides)
    _weigh_dates(sides)
    _weigh_bases(sides)
    _weigh_numbers(sides)
    _weigh_typed(sides, is_form=is_form)
    _weigh_acts(sides)
    _weigh_words(sides)
    return _summed(sides.steps)


def _drop_shifted(sides: _Sides) -> None:
    """Leave out what stands under another sign only because the sentence was cut in other places.

    Where the words that turn, except and condition are the same ones, the text says the same, unless two things
    changed places. Where they differ and no act is known, what they stand with is what they turned.
    """
    before, after = ({t.key: t for t in side if t.kind in _SHIFTED} for side in (sides.lost, sides.gained))
    turned = {key for key in before.keys() & after.keys() if before[key].sign == -after[key].sign}
    if not turned:
        return
    first = min(turned, key=lambda key: after[key].index)
    has_act = any(t.kind == "act" for s in (*sides.before, *sides.after) for t in s.terms)
    if not sides.is_turned:
        ways = {after[key].sign for key in turned if after[key].kind in ("act", "noun", "word")}
        if len(ways) > 1 and not sides.is_paraphrase:
            for key in turned:
                sides.add("turned_round", 3 * after[key].sign, [after[key]], [before[key]])
        sides.drop(turned)
    elif not any(key[0] == "act" for key in turned):
        if not has_act and after[first].sign and sides.is_parity_changed:
            sides.add("turned_round", 6 * after[first].sign, [after[first]], [before[first]])
        sides.drop(turned)


def _weigh_dates(sides: _Sides) -> None:
    lost, gained = sides.take("date")
    dated = [s for s in (*sides.before, *sides.after) if any(t.kind == "date" for t in s.terms)]
    if not lost or not gained or all(_is_touched(s) for s in dated):
        return
    last, first = max(gained, key=lambda t: t.name), max(lost, key=lambda t: t.name)
    if len(last.name) != len(first.name) or last.name == first.name:
        return
    # A deadline of people's is the better for being later, a start of the company's too.
    is_earlier = last.name < first.name
    sides.add("date_earlier" if is_earlier else "date_later", 2 if is_earlier else -2, gained, lost)


def _is_touched(statement: Statement) -> bool:
    """Whether a date in a sentence is only that of its last edit, look or print."""
    kinds = {kind for kind, _ in statement.concepts}
    is_bare = len(statement.words) <= _DATE_LINE and not kinds & {"rights", "requirements"}
    is_start = bool(statement.flags & {"in_force"}) or any(t.kind == "deadline" for t in statement.terms)
    return is_last_touched(statement.text) or (is_bare and not is_start)


_AND = frozenset(["and", "und", "et", "y", "e"])
_OR = frozenset(["or", "oder", "ou", "o", "u"])
_SAFEGUARDS = frozenset(["bases", "rights", "requirements"])


def _weigh_junctions(sides: _Sides) -> None:
    """See an "and" between two safeguards become an "or": one of them is enough now."""
    is_safeguard = sides.speaks_of(_SAFEGUARDS) or {"condition", "only", "opt_in", "restriction"} & sides.operators
    if not is_safeguard:
        return
    old, new = ([w.text for s in side for w in s.words] for side in (sides.before, sides.after))
    for lost, gained in blocks_of(old, new):
        if len(lost) == len(gained) == 1 and {old[lost.start], new[gained.start]} <= _AND | _OR:
            is_looser = new[gained.start] in _OR
            if is_looser != (old[lost.start] in _OR):
                sides.add("either_is_enough" if is_looser else "both_are_needed", 4 if is_looser else -4)


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
    _weigh_ages(sides)
    lost, gained = sides.take("duration")
    lost, gained = _unlike(lost, gained), _unlike(gained, lost)
    acts = {t.name for s in (*sides.before, *sides.after) for t in s.terms if t.kind == "act"}
    is_time_for_people = (sides.speaks_of(("rights", "requirements")) or "notify" in acts) and not (
        acts & {"keep", "delete"} or "reply" in sides.flags
    )
    if lost and gained:
        longer = float(gained[0].name) > float(lost[0].name)
        pull = (5 if longer else -5) * (-1 if is_time_for_people else 1)
        sides.add("longer" if longer else "shorter", pull, gained, lost)
    elif lost:
        sides.add("period_gone", 4, (), lost)
    elif gained:
        sides.add("period_stated", -2, gained)


def _weigh_ages(sides: _Sides) -> None:
    lost, gained = sides.take("age")
    is_entry = sides.names(_CLAIMABLE)  # an age from which people may do something
    if lost and gained and lost[0].name != gained[0].name:
        lowered = float(gained[0].name) < float(lost[0].name)
        pull = (5 if lowered else -5) * (-1 if is_entry else 1)
        sides.add("age_lowered" if lowered else "age_raised", pull, gained, lost)
    elif gained and not lost and not any(t.kind == "people" for t in (*sides.lost, *sides.gained)):
        sides.add("age_stated", 3 if sides.is_protective else -3, gained)
    elif lost and not gained and not any(t.kind == "people" for t in (*sides.lost, *sides.gained)):
        sides.add("age_gone", -3 if sides.is_protective else 3, (), lost)


def _unlike(mine: Sequence[Term], others: Sequence[Term]) -> list[Term]:
    """Return the durations that are not, near enough, among others: 24 months are two years."""
    values = [float(t.name) for t in others]
    return [t for t in mine if not any(abs(float(t.name) - v) <= _SAME_TIME * v for v in values)]


def _weigh_typed(sides: _Sides, *, is_form: bool) -> None:
    of_rights = is_form or sides.speaks_of(("rights", "requirements"))
    counts = any(t.kind in ("duration", "age") for s in (*sides.before, *sides.after) for t in s.terms)
    for kind in sorted(_TYPED):
        lost, gained = sides.take(kind)
        if kind == "qualifier":
            lost, gained = _weaker(lost, gained)
        if kind in _MODIFIERS and sides.is_paraphrase:
            continue
        if kind in ("at_most", "at_least") and not counts:
            continue
        if kind in _OF_RIGHTS and not of_rights:
            continue
        if kind == "deadline" and any(t.kind == "duration" for s in (*sides.before, *sides.after) for t in s.terms):
            continue
        for term in lost:
            sides.add(f"{kind}_lost", -term.sign * _WEIGHTS[kind], (), [term])
        for term in gained:
            sides.add(f"{kind}_gained", term.sign * _WEIGHTS[kind], [term])


def _weaker(lost: list[Term], gained: list[Term]) -> tuple[list[Term], list[Term]]:
    """Leave out a limiting word that is part of the one in its place: "encrypted" of "end-to-end encrypted"."""
    parts = [(set(t.name.split()), t) for t in (*lost, *gained)]
    left = [t for words, t in parts if not any(words < others for others, _ in parts)]
    return [t for t in lost if t in left], [t for t in gained if t in left]


def _weigh_acts(sides: _Sides) -> None:
    lost, gained = sides.take("act")
    for term in [t for t in gained if t.name in {x.name for x in lost}]:
        twin = next(x for x in lost if x.name == term.name)
        sides.add("turned_round", 3 * (term.sign - twin.sign), [term], [twin])
    both = {t.name for t in lost} & {t.name for t in gained}
    lost, gained = ([t for t in side if t.name not in both] for side in (lost, gained))
    lost, gained = _without_paraphrased(sides, lost, gained)
    for term in lost:
        weight = _DECIDES if term.name in _DECIDING else _WEIGHTS["act"]
        sides.add("act_lost" if term.name in _GRAVE else "minor_act", -term.sign * weight, (), [term])
    for term in gained:
        weight = _DECIDES if term.name in _DECIDING else _WEIGHTS["act"]
        sides.add("act_gained" if term.name in _GRAVE else "minor_act", term.sign * weight, [term])


def _without_paraphrased(sides: _Sides, lost: list[Term], gained: list[Term]) -> tuple[list[Term], list[Term]]:
    """Leave out acts that stand in for each other: of one sign, in one spot or in a sentence put in other words."""
    has_words = any(t.kind in ("noun", "word") and t.concept for t in (*sides.lost, *sides.gained))
    is_reordered = not has_words and len(sides.spots) > 1
    if not sides.is_paraphrase and not is_reordered:
        return lost, gained
    return (
        [t for t in lost if t.name in _DECIDING or t.sign not in {g.sign for g in gained}],
        [t for t in gained if t.name in _DECIDING or t.sign not in {x.sign for x in lost}],
    )


def _weigh_words(sides: _Sides) -> None:
    only_lost, only_gained = sides.take("only")
    _weigh_limits(sides)
    spots = [_told(spot) for spot in sides.spots]
    is_contact = "contact" in sides.flags
    has_turned = any(step.rule == "turned_round" for step in sides.steps) or any(
        term.concept and term.concept.id == "unless" for term in only_gained
    )
    everything = [t for spot in spots for t in (*spot.lost, *spot.gained)]
    if (
        everything
        and all(t.is_name for t in everything)
        and any(s.lost for s in spots)
        and any(s.gained for s in spots)
    ):
        return  # a team, a product or a place by another name
    for spot in spots:
        is_substance = _is_substance(spot, sides, is_contact=is_contact)
        rule = "words" if is_substance else "wording"
        for term in spot.lost:
            sides.add(f"{rule}_lost", -term.sign * _word_weight(term, has_turned), (), [term])
        for term in spot.gained:
            sides.add(f"{rule}_gained", term.sign * _word_weight(term, has_turned), [term])
    for term in only_lost:
        sides.add("only_lost", -term.sign * _WEIGHTS["only"], (), [term])
    for term in only_gained:
        if term.concept and term.concept.id == "unless" and sides.was_protective:
            sides.add("exception_gained", _WEIGHTS["only"] + 1, [term])
        else:
            sides.add("only_gained", term.sign * _WEIGHTS["only"], [term])


def _weigh_limits(sides: _Sides) -> None:
    """See an exception come or go; what stands in it has the other sign than its clause."""
    lost, gained = sides.take("limit")
    old, new = (Counter(o for s in side for o in s.operators if o in _LIMITING) for side in (sides.before, sides.after))
    if sides.is_paraphrase or (old - new and new - old):
        return  # one kind of limit in the place of another
    for term in lost:
        if term.name in _EXCEPTIONS:
            sides.add("exception_lost", -2 * term.sign, (), [term])
    for term in gained:
        if term.name in _EXCEPTIONS:
            sides.add("exception_gained", 2 * term.sign, [term])


def _word_weight(term: Term, has_turned: bool) -> int:
    if term.concept and term.concept.kind == "names":
        return 0
    if has_turned and term.is_limit:
        return 0  # the case in which what was excluded is done
    return _CONCEPT_WORD if term.concept else 1


def _told(spot: Spot) -> Spot:
    """Return a spot's nouns and words alone."""
    sides = (tuple(t for t in side if t.kind in ("noun", "word")) for side in (spot.lost, spot.gained))
    return Spot(*sides, spot.is_joined)


def _is_substance(spot: Spot, sides: _Sides, *, is_contact: bool) -> bool:
    terms = [t for t in (*spot.lost, *spot.gained) if not (t.concept and t.concept.kind == "names")]
    if not terms:
        return False
    known = [t for t in terms if t.concept]
    strangers = [t for t in terms if not t.concept]
    if is_contact and not known and any(t.is_name or any(c.isdigit() for c in t.text) for t in terms):
        return False
    if "renamed" in sides.flags and all(t.concept is None or t.concept.kind in ("products", "purposes") for t in terms):
        return False
    if spot.is_replaced:
        if all(t.is_name or (t.concept and t.concept.kind == "products") for t in terms):
            return False  # a product, an office or an address by another name
        sorts = [{t.concept for t in side if t.concept} for side in (spot.lost, spot.gained)]
        if all(sorts):
            return sorts[0] != sorts[1]
        return bool(known) and not sides.is_paraphrase
    if known:
        return True
    if sides.is_paraphrase:
        return False
    return (
        len(strangers) > 1
        or sides.is_entry
        or (spot.is_joined and bool(strangers))
        or any(t.is_listed for t in strangers)
    )


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
