"""Sees what a use rests on and what guards it: legal bases, safeguards joined by "and" or "or", and typed cues.

A typed cue is what says the same wherever it stands: consent, a right, a deadline, a "may". No act, noun or number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.alerts.comparison import PassageComparison, names_rights
from monitor.alerts.edits import blocks_of
from monitor.claims.asked_data import ASKED_DATA
from monitor.reading.statements import PROTECTION, Statement, Term, TermKind

_ORDER = 6  # asking afterwards is no asking
_TELLING = frozenset([(TermKind.ACT, "ask"), (TermKind.ACT, "notify")])
_DOING = frozenset([TermKind.ACT, TermKind.LIMITED])
_DECIDING = frozenset(["review", "penalise", "disclaim"])
_ASKED_OF = frozenset([TermKind.REQUIREMENT, TermKind.REQUIRED])
_JOINED = 4  # one of two safeguards fell away, or came
_SAFEGUARDS = frozenset(["bases", "rights", "requirements"])
_GUARDING = frozenset(["condition", "only", "only_if", "opt_in", "restriction"])
_CONSENT = 3  # the guard of consent in concepts/bases.toml, the highest there
_OR_BEFORE = 7  # words from an "or" to the basis behind it: "or on the grounds of our legitimate interests"
_BASE_STEP = 4  # for each step of guard between two legal bases
# How much a cue that came or went moves the text: what decides for people most, what only words a case least.
_WEIGHTS = {
    TermKind.OPT_IN: 6,
    TermKind.UNASKED: 6,
    TermKind.PAUSED: 4,
    TermKind.RESUMED: 4,
    TermKind.RESIDENTS: 4,
    TermKind.RIGHT: 3,
    TermKind.REQUIREMENT: 3,
    TermKind.ANY_TIME: 3,
    TermKind.DEADLINE: 3,
    TermKind.REQUIRED: 3,
    TermKind.OPTIONAL: 3,
    TermKind.AT_MOST: 3,
    TermKind.WEAK: 3,
    TermKind.TENTATIVE: 3,
    TermKind.QUALIFIER: 3,
    TermKind.OPT_OUT: 2,
    TermKind.PEOPLE: 2,
    TermKind.AT_LEAST: 1,
}
_CHOICES = frozenset([TermKind.OPT_IN, TermKind.OPT_OUT])
_OF_RIGHTS = frozenset(
    [TermKind.ANY_TIME, TermKind.DEADLINE, TermKind.REQUIRED, TermKind.OPTIONAL, TermKind.REQUIREMENT]
)
IN_PASSING = frozenset(["identity", "evidence"])
"""What a form may ask of people, and any text may name as what is collected: a name, a date of birth, a passport."""

_DETAILS = "identity"
_HALF_MASKED = "half_masked"
_PROTECTING = (TermKind.ACT, "protect")
_DEMANDS = frozenset(["requirement_gained", "required_gained"])
_SETTING = "control"
_JOINABLE = frozenset([_SETTING, "access"])
_WAY, _CLAIMS = "form", frozenset(["object", "withdraw"])
_CLAIMABLE = _CLAIMS | {"access"}
_ASKING = frozenset([TermKind.REQUIRED, TermKind.OPTIONAL, TermKind.DEADLINE, TermKind.ANY_TIME, TermKind.OPT_OUT])
_MODIFIERS = frozenset(
    [TermKind.WEAK, TermKind.TENTATIVE, TermKind.PEOPLE, TermKind.QUALIFIER, TermKind.RESIDENTS]
)  # a paraphrase puts them another way
_FIGURES = frozenset([TermKind.DURATION, TermKind.DATE])
_STORING = frozenset(["keep", "delete"])
_BOUNDS = frozenset([TermKind.AT_MOST, TermKind.AT_LEAST])


def find_junction_effects(comparison: PassageComparison) -> None:
    """See an "and" between two safeguards become an "or": one of them is enough now."""
    old_operators, new_operators = comparison.operators
    if not comparison.speaks_of(_SAFEGUARDS) and not _GUARDING & (old_operators + new_operators).keys():
        return
    old, new = ([w.text for s in side for w in s.words] for side in (comparison.before, comparison.after))
    grammar = comparison.statements[0].grammar
    ands, ors = grammar.joining.words, grammar.alternating.words
    for lost, gained in blocks_of(old, new):
        if len(lost) == len(gained) == 1 and {old[lost.start], new[gained.start]} <= ands | ors:
            is_looser = new[gained.start] in ors
            if is_looser != (old[lost.start] in ors):
                comparison.add(
                    "either_is_enough" if is_looser else "both_are_needed", _JOINED if is_looser else -_JOINED
                )


def find_order_effects(comparison: PassageComparison) -> None:
    """See people asked or told after what is done instead of before it."""
    old, new = ([w.text for s in side for w in s.words] for side in (comparison.before, comparison.after))
    if not all(any(map(_asks_or_tells, side)) for side in (comparison.before, comparison.after)):
        return
    earlier, later = comparison.statements[0].grammar.earlier, comparison.statements[0].grammar.later
    for lost, gained in blocks_of(old, new):
        gone, come = ([words[i] for i in place] for words, place in ((old, lost), (new, gained)))
        for first, second, rule, pull in (
            (earlier, later, "asked_late", _ORDER),
            (later, earlier, "asked_first", -_ORDER),
        ):
            if any(word in first for word in gone) and any(word in second for word in come):
                comparison.add(rule, pull)


def _asks_or_tells(statement: Statement) -> bool:
    """Whether people are asked or told of what is done in a sentence: consent says so too."""
    terms = {(term.kind, term.name) for term in statement.terms}
    is_telling = bool(_TELLING & terms) or any(kind is TermKind.OPT_IN for kind, _ in terms)
    is_done = any(kind in _DOING and (kind, name) not in _TELLING for kind, name in terms)
    return is_done and (is_telling or ("bases", "consent") in statement.concepts)


def find_basis_effects(comparison: PassageComparison) -> None:
    """See a legal basis in the place of another, or consent as the basis come or go."""
    lost, gained = comparison.take(TermKind.BASIS)
    if not lost and not gained:
        return
    before, after = _guard(lost, comparison.lost), _guard(gained, comparison.gained)
    if bool(lost) != bool(gained) and _is_beside_consent([*lost, *gained], comparison):
        comparison.add("basis_changed", _BASE_STEP if gained else -_BASE_STEP, gained, lost)
    elif before is None or after is None:
        if gained:
            comparison.add("basis_stated", -_CONSENT if after == _CONSENT else 0, gained)
        elif before == _CONSENT:
            comparison.add("consent_gone", _CONSENT, (), lost)
    elif before != after:
        comparison.add("basis_changed", _BASE_STEP * (before - after), gained, lost)
        comparison.take(TermKind.OPT_IN)  # it is told with the basis
    elif lost and gained and {t.name for t in lost} != {t.name for t in gained}:
        comparison.add("basis_changed", 0, gained, lost)


def _is_beside_consent(bases: Sequence[Term], comparison: PassageComparison) -> bool:
    """Whether bases came or went behind an "or" where consent stands on both sides: it is enough, or it was not."""
    sides = (comparison.before, comparison.after)
    has_consent = all(any(map(_asks_consent, side)) for side in sides)
    weak = [t for t in bases if t.concept is not None and t.concept.guard < _CONSENT]
    return has_consent and len(weak) == len(bases) and any(_is_alternative(t, comparison) for t in weak)


def _asks_consent(statement: Statement) -> bool:
    return ("bases", "consent") in statement.concepts or any(t.kind is TermKind.OPT_IN for t in statement.terms)


def _is_alternative(basis: Term, comparison: PassageComparison) -> bool:
    """Whether an "or" stands shortly before a basis, in a sentence that names consent too."""
    statement = comparison.statement_of(basis)
    if statement is None or not _asks_consent(statement):
        return False
    near = statement.words[max(0, basis.index - _OR_BEFORE) : max(0, basis.index)]
    return any(word.text in statement.grammar.alternating for word in near)


def _guard(bases: Sequence[Term], others: Sequence[Term]) -> int | None:
    """Return how much one side's best basis protects; asking people is consent. None where it has none."""
    guards = [t.concept.guard for t in bases if t.concept]
    if any(t.kind is TermKind.OPT_IN or t.name == "ask" for t in others):
        guards.append(_CONSENT)
    return max(guards, default=None)


def find_cue_effects(comparison: PassageComparison, *, is_form: bool) -> None:
    """See a typed cue come or go; in a form, what is required of people is of their rights."""
    silent = _silent(comparison, is_form=is_form)
    comparison.read_as_things(IN_PASSING, is_of_rights=TermKind.REQUIREMENT not in silent)
    comparison.read_as_asked(ASKED_DATA, is_form=is_form)
    _drop_freed(comparison)
    _drop_company_limits(comparison)
    for kind in sorted(_WEIGHTS):
        lost, gained = comparison.take(kind)
        if kind in silent:
            lost, gained = ([t for t in side if _is_asked_data(t)] for side in (lost, gained))
        elif kind in _ASKED_OF and not is_form:
            lost, gained = ([t for t in side if not _is_of_act(t, comparison)] for side in (lost, gained))
        if kind in _CHOICES:
            lost, gained = ([t for t in side if not _is_said_twice(t, comparison)] for side in (lost, gained))
        if kind is TermKind.OPTIONAL:
            lost, gained = ([t for t in side if not comparison.is_of_wanting(t)] for side in (lost, gained))
        if kind is TermKind.QUALIFIER:
            lost, gained = _without_half_masks(*_weaker(lost, gained), comparison)
        if kind is TermKind.REQUIREMENT:
            lost = _without_ways(lost, gained)
        if kind is TermKind.RIGHT:
            lost, gained = ([t for t in side if not _is_in_passing(t, comparison)] for side in (lost, gained))
            gained = [t for t in gained if not _is_demanded_form(t, comparison)]
        if kind is TermKind.WEAK:
            lost, gained = ([t for t in side if not comparison.came_with_act(t)] for side in (lost, gained))
            gained = [t for t in gained if not (comparison.came_with_own_act(t) or comparison.stood_there(t))]
        for term in lost:
            comparison.add(f"{kind}_lost", -term.sign * _WEIGHTS[kind], (), [term])
        for term in gained:
            comparison.add(f"{kind}_gained", term.sign * _WEIGHTS[kind], [term])


def _drop_company_limits(comparison: PassageComparison) -> None:
    """Leave out the time limits that are none of people's."""
    comparison.lost, comparison.gained = (
        [t for t in side if not (t.kind is TermKind.DEADLINE and _is_of_company(t, comparison))]
        for side in (comparison.lost, comparison.gained)
    )


def _is_of_company(deadline: Term, comparison: PassageComparison) -> bool:
    """Whether a time limit binds the company or ends what it keeps, and leaves people no less time.

    "Kept until you unsubscribe", "if we have not answered within the time that the law sets".
    """
    statement = comparison.statement_of(deadline)
    if statement is None or any(t.kind in _FIGURES for t in statement.terms):
        return False
    if any(t.kind is TermKind.ACT and t.name in _STORING for t in statement.terms):
        return True
    return any(start <= deadline.index < end for clause in statement.clauses for start, end, _ in clause.limits)


def _is_said_twice(choice: Term, comparison: PassageComparison) -> bool:
    """Whether what people may choose is said in one sentence in two ways: "it stays off until you turn it on"."""
    statement = comparison.statement_of(choice)
    is_first = statement is None or next(t for t in statement.terms if t.kind is choice.kind) is choice
    return not is_first and all(
        any(t.kind is choice.kind for s in side for t in s.terms) for side in (comparison.before, comparison.after)
    )


def _without_ways(lost: list[Term], gained: list[Term]) -> list[Term]:
    """Leave out an address by which people could write, where the other side demands more: "an e-mail is enough"."""
    demands = [term for term in gained if term.name != _DETAILS and term.sign > 0]
    return [term for term in lost if not (demands and term.name == _DETAILS)]


def _is_demanded_form(right: Term, comparison: PassageComparison) -> bool:
    """Whether a form came beside a right that people have on both sides, with a demand: it is one of the demands."""
    if right.name != _WAY or not comparison.before:
        return False
    has_demand = any(effect.rule in _DEMANDS and effect.pull > 0 for effect in comparison.effects)
    claimed = [{name for s in side for _, name in s.concepts} for side in (comparison.before, comparison.after)]
    return has_demand and bool(_CLAIMABLE & claimed[0] & claimed[1])


def _drop_freed(comparison: PassageComparison) -> None:
    """Leave out in which words people are freed of the same: "no reason is required", "without having to explain"."""
    old, new = ([pair for s in side for pair in _freed(s)] for side in (comparison.before, comparison.after))
    if old and {name for name, _ in old} == {name for name, _ in new}:
        freeing = {id(term) for _, term in (*old, *new)}
        comparison.lost, comparison.gained = (
            [t for t in side if id(t) not in freeing] for side in (comparison.lost, comparison.gained)
        )


def _freed(statement: Statement) -> Iterator[tuple[str, Term]]:
    """Yield what a sentence says that nobody has to give or do, each with a term that says so."""
    asked = [m for m in statement.reader.mentions(statement.words) if m.concept.kind == "requirements"]
    for term in statement.terms:
        if term.kind is TermKind.REQUIREMENT and term.sign == PROTECTION:
            yield term.name, term
            yield from ((term.name, other) for other in statement.terms if other.kind is TermKind.REQUIRED)
        elif term.kind is TermKind.OPTIONAL:
            end = term.index + len(term.text.split())
            yield from ((m.concept.id, term) for m in asked if term.index <= m.start < end)


def _is_of_act(term: Term, comparison: PassageComparison) -> bool:
    """Whether what is required stands in a sentence of what the company does, which speaks of no right: "as the law
    requires, we keep it" demands nothing of people.
    """
    statement = comparison.statement_of(term)
    if statement is None or names_rights(statement) or _is_asked_data(term):
        return False
    return any(t.kind is TermKind.ACT and t.sign > 0 and t.name not in _DECIDING for t in statement.terms)


def _is_asked_data(term: Term) -> bool:
    """Whether data is asked of people: an identity document is a demand, be a right in sight or not."""
    return term.kind is TermKind.REQUIREMENT and term.name in ASKED_DATA


def _is_in_passing(right: Term, comparison: PassageComparison) -> bool:
    """Whether a right is only spoken of: in the condition of a sentence that came or went whole, or as the way.

    "Subject to your settings, we use it" grants no setting, and "by this form" is how people do what they can anyhow.
    """
    if not comparison.before or not comparison.after:
        statement = comparison.statement_of(right)
        is_offered = statement is not None and statement.is_way_out  # behind "Don't want this?"
        is_spoken_of = right.name == _SETTING and not is_offered and not _governs(right, comparison)
        return right.is_limit or is_spoken_of
    if right.name in _JOINABLE and _is_joined_anew(right, comparison):
        return True
    is_way = right.name == _WAY and not comparison.names(_CLAIMS)
    return is_way and all(any("permission" in s.flags for s in side) for side in (comparison.before, comparison.after))


def _is_joined_anew(right: Term, comparison: PassageComparison) -> bool:
    """Whether the words of a right stood in the other text too, and only met or parted: "download or see your"."""
    sides = ({w.text for s in side for w in s.words} for side in (comparison.before, comparison.after))
    return all(words.issuperset(right.text.split()) for words in sides)


def _governs(right: Term, comparison: PassageComparison) -> bool:
    """Whether a clause is about a right: "files that you choose to add" is about files."""
    statement = comparison.statement_of(right)
    clauses = statement.clauses if statement else ()
    return any(clause.act == right.name for clause in clauses if clause.start <= right.index < clause.end)


def _silent(comparison: PassageComparison, *, is_form: bool) -> frozenset[TermKind]:
    """Return the kinds of cues that say nothing in this passage."""
    figures = {t.kind for t in comparison.terms if t.kind in (TermKind.DURATION, TermKind.AGE)}
    silent: frozenset[TermKind] = frozenset()
    if comparison.is_paraphrase:
        silent |= _MODIFIERS
    if not figures:
        silent |= _BOUNDS
    if not is_form and not comparison.is_of_rights:
        silent |= _OF_RIGHTS - ({TermKind.DEADLINE} if _ends_promise(comparison) else frozenset())
    if TermKind.DURATION in figures:
        silent |= {TermKind.DEADLINE}  # the figure is told
    if not is_form and not _asks(comparison):
        silent |= {TermKind.REQUIREMENT}
    return silent


def _ends_promise(comparison: PassageComparison) -> bool:
    """Whether something is ruled out on both sides: "Until 1 May, we don't share them" ends that promise."""
    return all(any(s.is_excluding for s in side) for side in (comparison.before, comparison.after))


def _asks(comparison: PassageComparison) -> bool:
    """Whether something is asked of people; "information such as your name" only names it in passing."""
    asked = {name for statement in comparison.statements for kind, name in statement.concepts if kind == "requirements"}
    return (
        not asked <= IN_PASSING
        or comparison.speaks_of(("rights",))
        or any(term.kind in _ASKING for term in comparison.terms)
    )


def _without_half_masks(
    lost: list[Term], gained: list[Term], comparison: PassageComparison
) -> tuple[list[Term], list[Term]]:
    """Leave out what hides people from most where it stands for what hid them from all: nothing came with it."""
    is_before, is_after = (
        bool(side) and any(_HALF_MASKED in s.flags for s in side) for side in (comparison.before, comparison.after)
    )
    protects = any(term.key == _PROTECTING for term in (*comparison.lost, *comparison.gained))
    if is_after and not is_before and comparison.before and (lost or protects):
        return lost, []
    if is_before and not is_after and comparison.after and (gained or protects):
        return [], gained
    return lost, gained


def _weaker(lost: list[Term], gained: list[Term]) -> tuple[list[Term], list[Term]]:
    """Leave out a limiting word that is part of the one in its place: "encrypted" of "end-to-end encrypted"."""
    parts = [(set(t.name.split()), t) for t in (*lost, *gained)]
    left = [t for words, t in parts if not any(words < others for others, _ in parts)]
    return [t for t in lost if t in left], [t for t in gained if t in left]
