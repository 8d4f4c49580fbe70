"""Sees nouns and words that came and went, spot by spot, with the "only" and the exceptions about them.

Tells a thing that was added from another wording; knows no act, basis or number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.alerts.comparison import PassageComparison
from monitor.alerts.edits import Spot
from monitor.alerts.other_recipients import find_other_recipient
from monitor.alerts.places_of_data import is_place_of_data
from monitor.claims.asked_data import ASKED_DATA, is_asked_term
from monitor.reading.cutting import is_inserted
from monitor.reading.mentions import CASES
from monitor.reading.statements import PROTECTION, Statement, Term, TermKind

_ONLY = 2
_BESIDE = 2  # words from one "only" to another that says the same
_ASKED = 3
_ONLY_CASE = "only_if"
_EXCEPTION = 2
_FIRST_EXCEPTION = 3  # what was excluded without one
_CONCEPT_WORD, _WORD = 2, 1  # a thing the rules know, and one they don't
_THINGS = frozenset(["data", "purposes", "parties", "products"])
_ADDRESSES = ("@", "://")  # whichever it is, nothing else is said
_EXCEPTIONS = frozenset(["exception", "unless", "condition"])
_TAKING = frozenset(["collect", "share", "keep"])
_ANYBODY = frozenset(["third_parties"])
_SHARING = (TermKind.ACT, "share")
_LIMITING = _EXCEPTIONS | {"opt_in", "opt_out", "only", "restriction"}


def find_word_effects(comparison: PassageComparison, *, is_recipient: bool = False) -> None:
    """See exceptions, nouns, words and an "only" come or go; of another name alone, nothing but who else gets data."""
    only_lost, only_gained = (
        [term for term in found if not _is_said_twice(term, comparison)] for found in comparison.take(TermKind.ONLY)
    )
    if comparison.is_asking and bool(only_lost) != bool(only_gained) and not comparison.is_parity_changed:
        _find_case_effects(comparison, is_lost=bool(only_lost))
        return
    _find_limit_effects(comparison)
    spots = [spot.where(lambda term: term.kind in (TermKind.NOUN, TermKind.WORD)) for spot in comparison.spots]
    if find_other_recipient(comparison, spots, is_recipient=is_recipient) or _is_renamed(spots):
        spots = []
    has_turned = any(effect.rule == "turned_round" for effect in comparison.effects) or any(
        _is_unless(t) for t in only_gained
    )
    _find_thing_effects([spot.longer_list() for spot in spots], comparison, has_turned=has_turned)
    for term in only_lost:
        comparison.add("only_lost", -term.sign * _ONLY, (), [term])
    for term in only_gained:
        if _is_unless(term) and (comparison.was_protective or any(s.denies for s in comparison.before)):
            comparison.add("exception_gained", _FIRST_EXCEPTION, [term])
        else:
            comparison.add("only_gained", term.sign * _ONLY, [term])


def _find_thing_effects(spots: Sequence[Spot], comparison: PassageComparison, *, has_turned: bool) -> None:
    """See things and words come or go, with the sign of the clause that they stand in."""
    for spot in spots:
        is_substance = _is_substance(spot, comparison)
        bounds = [t for t in (*spot.lost, *spot.gained) if _bounds_promise(t, comparison)]
        for term in spot.lost:
            if term in bounds:
                if not _is_anybody(term):
                    comparison.add("exception_lost", -_FIRST_EXCEPTION, (), [term])
                continue
            weight = -_sign(term, comparison) * _weight(term, comparison, has_turned=has_turned)
            comparison.add(f"{_rule(term, is_substance=is_substance)}_lost", weight, (), [term])
        for term in spot.gained:
            if term in bounds:
                if not _is_anybody(term):
                    comparison.add("exception_gained", _FIRST_EXCEPTION, [term])
                continue
            weight = _sign(term, comparison) * _weight(term, comparison, has_turned=has_turned)
            comparison.add(f"{_rule(term, is_substance=is_substance)}_gained", weight, [term])


def _is_said_twice(only: Term, comparison: PassageComparison) -> bool:
    """Whether an "only" stands beside another: "solely and exclusively" limits no more than either of them."""
    statement = comparison.statement_of(only)
    others = [t.index for t in statement.terms if t.kind is TermKind.ONLY and t is not only] if statement else []
    return only.index >= 0 and any(abs(only.index - index) <= _BESIDE for index in others if index >= 0)


def _find_case_effects(comparison: PassageComparison, *, is_lost: bool) -> None:
    """See what was asked of people in one case only asked of them always, or the reverse, in whatever words."""
    asked = [t for s in (comparison.after if is_lost else comparison.before) for t in s.terms if is_asked_term(t, s)]
    if is_lost:
        comparison.add("required_gained", _ASKED, asked)
    else:
        comparison.add("required_lost", -_ASKED, (), asked)


def _sign(term: Term, comparison: PassageComparison) -> int:
    """Return the sign of a thing; a case joined to others in which something is not done or may be claimed protects.

    "We don't read files when you use the app or the site": a case that goes leaves less ruled out.
    """
    if _is_let_through(term, comparison):
        return -term.sign
    if term.sign or not (term.is_listed and comparison.before and comparison.after):
        return term.sign
    statement = comparison.statement_of(term)
    clauses = statement.clauses if statement else ()
    clause = next((c for c in clauses if c.start <= term.index < c.end), None)
    is_case = clause is not None and any(start <= term.index < end for start, end, _ in clause.limits)
    return PROTECTION if is_case and clause and clause.sign == PROTECTION else 0


def _bounds_promise(term: Term, comparison: PassageComparison) -> bool:
    """Whether one side rules out for a purpose, or with somebody, what the other rules out altogether.

    "We do not sell it" promises more than "we do not sell it to brokers".
    """
    statement = comparison.statement_of(term)
    if statement is None or term.sign != PROTECTION or term.is_limit or term.is_listed:
        return False
    act = next((c.act for c in statement.clauses if c.start <= term.index < c.end), "")
    is_new = any(term is t for t in comparison.gained)
    others = comparison.before if is_new else comparison.after
    if term.concept is None:  # whom the rules don't know: "with insurers"
        is_free = act == "share" and _is_led_to(term, statement) and not any(map(_leads_somewhere, others))
    else:
        is_named = any(kind == term.concept.kind for s in others for kind, _ in s.concepts)
        is_free = _is_of(term, "parties", "purposes") and not is_named
    denied = (t for s in others for t in s.terms if t.kind is TermKind.ACT and t.name == act)
    return is_free and any(t.sign == PROTECTION for t in denied)


def _is_anybody(term: Term) -> bool:
    """Whether whom a promise names limits it to nobody: third parties."""
    return term.concept is not None and term.concept.id in _ANYBODY


def _is_led_to(term: Term, statement: Statement) -> bool:
    """Whether a word stands right behind one that leads to whom something goes: "to brokers", "with our insurers"."""
    before = statement.words[max(0, term.index - 2) : term.index]
    return any(word.text in statement.grammar.towards for word in before)


def _leads_somewhere(statement: Statement) -> bool:
    return any(word.text in statement.grammar.towards for word in statement.words)


def _is_let_through(term: Term, comparison: PassageComparison) -> bool:
    """Whether a thing is one of those that an "only with" lets through: one more of them lets more be done."""
    if not term.is_limit or not _is_of(term, *_THINGS) or not (comparison.before and comparison.after):
        return False
    statement = comparison.statement_of(term)
    limits = [limit for clause in statement.clauses for limit in clause.limits] if statement else []
    return any(start <= term.index < end and cue == _ONLY_CASE for start, end, cue in limits)


def _rule(term: Term, *, is_substance: bool) -> str:
    """Return what reads a word that came or went: a thing the rules know, another word, or mere wording."""
    if not is_substance:
        return "wording"
    return "thing" if _is_of(term, *_THINGS, "requirements") else "words"


def _is_unless(only: Term) -> bool:
    """Whether an "only" is an "unless" that stands with a "not"."""
    return only.concept is not None and only.concept.id == "unless"


def _is_renamed(spots: Sequence[Spot]) -> bool:
    """Whether names stand in the place of names, and no more: a team, a product or a place by another name.

    What is on both sides was turned round: German nouns have capitals, and "Namen" may be excepted now.
    """
    lost = [term for spot in spots for term in spot.lost]
    gained = [term for spot in spots for term in spot.gained]
    if {term.key for term in lost} & {term.key for term in gained}:
        return False
    return bool(lost and gained) and all(map(_is_only_a_name, (*lost, *gained)))


def _is_only_a_name(term: Term) -> bool:
    """Whether a word with a capital is a name: "Posts" are data and "Dritte" third parties in any spelling."""
    return term.is_name and not _is_of(term, "data", "people", "parties", "purposes")


def _find_limit_effects(comparison: PassageComparison) -> None:
    """See an exception come or go; what stands in it has the other sign than its clause."""
    lost, gained = comparison.take(TermKind.LIMIT)
    old, new = (Counter({name: side[name] for name in _LIMITING}) for side in comparison.operators)
    nots, limits = comparison.operators[0]["negation"] - comparison.operators[1]["negation"], sum((new - old).values())
    if comparison.is_paraphrase or (old - new and new - old) or (nots > 0 and limits > 0):
        return  # one kind of limit in the place of another, or of a sentence with a "not"
    cases = _cases(comparison.after) - _cases(comparison.before)
    lost, gained = _without_cases(lost, cases), _without_cases(gained, -cases)
    lost, gained = ([t for t in side if not comparison.is_of_wanting(t)] for side in (lost, gained))
    for term in lost:
        if term.name in _EXCEPTIONS:
            comparison.add("exception_lost", -_EXCEPTION * term.sign, (), [term])
    for term in gained:
        if term.name in _EXCEPTIONS and not _is_of_new_thing(term, comparison):
            comparison.add("exception_gained", _EXCEPTION * term.sign, [term])


def _is_of_new_thing(limit: Term, comparison: PassageComparison) -> bool:
    """Whether a case came between commas with the thing that it is the case of: "and, if you agree, in Lima".

    What was done before is done in every case still.
    """
    statement = comparison.statement_of(limit)
    if statement is None or not is_inserted(statement.words, limit.index, statement.grammar):
        return False
    spot = next((spot for spot in comparison.spots if any(term is limit for term in spot.gained)), None)
    things = [t for t in spot.gained if t.kind in (TermKind.NOUN, TermKind.WORD) and not t.is_limit] if spot else []
    return any(thing.index > limit.index for thing in things)


def _cases(side: Sequence[Statement]) -> int:
    """Return how often words say when something is so, without limiting it: "where", "when"."""
    return sum(cue.concept.id in CASES for statement in side for cue in statement.cues)


def _without_cases(limits: list[Term], cases: int) -> list[Term]:
    """Leave out as many an "if" as have a "where" or "when" in their place: the case is the same."""
    conditions = [term for term in limits if term.name == "condition"]
    replaced = {id(term) for term in conditions[: max(cases, 0)]}
    return [term for term in limits if id(term) not in replaced]


def _weight(term: Term, comparison: PassageComparison, *, has_turned: bool) -> int:
    if is_place_of_data(term, comparison.statement_of(term)):
        return _CONCEPT_WORD
    if _is_of(term, "names") or _is_plain_product(term):
        return 0
    if has_turned and term.is_limit:
        return 0  # the case in which what was excluded is done
    return _CONCEPT_WORD if term.concept and not term.is_example else _WORD


def _is_plain_product(term: Term) -> bool:
    """Whether a product is named whose naming is about nothing that people ask to be told about."""
    return term.concept is not None and _is_of(term, "products") and not term.concept.topics


def _is_of(term: Term, *kinds: str) -> bool:
    return term.concept is not None and term.concept.kind in kinds


def _is_substance(spot: Spot, comparison: PassageComparison) -> bool:
    """Whether a spot adds, takes away or exchanges a thing, and doesn't only put it in other words."""
    terms = [
        t
        for t in (*spot.lost, *spot.gained)
        if not _is_plain_product(t)
        and not any(mark in t.text for mark in _ADDRESSES)
        and (not _is_of(t, "names") or _is_place_alone(t, spot, comparison))
    ]
    if not terms or _is_other_name(spot, terms, comparison.flags):
        return False
    is_known = any(t.concept for t in terms)
    if spot.is_replaced:
        before, after = ({t.concept for t in side if t.concept} for side in (spot.lost, spot.gained))
        if before and after:
            return before != after
        is_new = any(_is_new_data(t, comparison) or _is_new_recipient(t, comparison) for t in spot.gained)
        return is_known and (not comparison.is_paraphrase or is_new)
    if is_known or comparison.is_paraphrase:
        return is_known
    if not spot.is_joined and all(_belongs_to_name(t, comparison) for t in terms):
        return False
    is_named = comparison.is_entry or spot.is_joined or len(terms) > 1 or terms[0].is_listed
    return is_named or _is_of_taking(terms[0], comparison)


def _is_place_alone(term: Term, spot: Spot, comparison: PassageComparison) -> bool:
    """Whether a place that data goes to came or went, and no name took its place: "to the US", "to the next server"."""
    others = spot.gained if any(t is term for t in spot.lost) else spot.lost
    has_name = any(_is_of(t, "names") or (t.is_name and not _has_capital_nouns(comparison)) for t in others)
    return not has_name and is_place_of_data(term, comparison.statement_of(term))


def _has_capital_nouns(comparison: PassageComparison) -> bool:
    return comparison.statements[0].grammar.has_capital_nouns


def _belongs_to_name(term: Term, comparison: PassageComparison) -> bool:
    """Whether a word is part of a name that stands beside it on both sides, or the number of a footnote.

    A company that is called by more of its name is the same; what is counted stands behind its number.
    """
    statement = comparison.statement_of(term)
    if statement is None or not (comparison.before and comparison.after):
        return False
    words, place = statement.words, term.index
    if term.text.isdecimal():
        return place + 1 == len(words) or not words[place + 1].text[0].isalnum()
    if statement.grammar.has_capital_nouns:
        return False
    beside = [i for i in (place - 1, place + 1) if 0 <= i < len(words)]
    changed = {t.index for t in statement.terms if any(t is c for c in (*comparison.lost, *comparison.gained))}
    return term.is_name and any(words[i].is_name and i not in changed for i in beside)


def _is_of_taking(term: Term, comparison: PassageComparison) -> bool:
    """Whether a sentence that came or went whole names something by a single word that is taken or passed on.

    Another sentence says the same act of other things: "We also collect your income" beside "We collect your name".
    """
    if comparison.before and comparison.after:
        return False
    statement = comparison.statement_of(term)
    return statement is not None and any(t.kind is TermKind.ACT and t.name in _TAKING for t in statement.terms)


def _is_new_data(term: Term, comparison: PassageComparison) -> bool:
    """Whether a term names data that people ask to be told about and that the text didn't name in any words."""
    concept = term.concept
    if concept is None or concept.kind != "data" or term.is_example:
        return False
    if not concept.topics and concept.id not in ASKED_DATA:  # "information" and its like
        return False
    return all((concept.kind, concept.id) not in statement.concepts for statement in comparison.before)


def _is_new_recipient(term: Term, comparison: PassageComparison) -> bool:
    """Whether somebody else is named in a text that passed the same on before, and named nobody whom the rules know.

    "The hotel that you chose" became "selected third parties".
    """
    concept = term.concept
    if concept is None or concept.kind != "parties" or term.is_example or comparison.speaks_before_of("parties"):
        return False
    return all(any(t.key == _SHARING for s in side for t in s.terms) for side in (comparison.before, comparison.after))


def _is_other_name(spot: Spot, terms: Sequence[Term], flags: frozenset[str]) -> bool:
    """Whether a spot only gives a product, an office or an address another name."""
    has_address = any(t.is_name or any(c.isdigit() for c in t.text) for t in terms)
    if "contact" in flags and has_address and not any(t.concept for t in terms):
        return True
    if "renamed" in flags and all(t.concept is None or _is_of(t, "products", "purposes") for t in terms):
        return True
    return spot.is_replaced and all(_is_only_a_name(t) or _is_of(t, "products") for t in terms)
