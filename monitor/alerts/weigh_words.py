"""Weighs nouns and words that came and went, spot by spot, with the "only" and the exceptions about them.

Tells a thing that was added from another wording; knows no act, basis or number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.alerts.comparison import Sides
from monitor.alerts.edits import Spot
from monitor.reading.statements import Term, TermKind

_ONLY = 2
_EXCEPTION = 2
_FIRST_EXCEPTION = 3  # what was excluded without one
_CONCEPT_WORD, _WORD = 2, 1  # a thing the rules know, and one they don't
_EXCEPTIONS = frozenset(["exception", "unless", "condition"])
_LIMITING = _EXCEPTIONS | {"opt_in", "opt_out", "only", "restriction"}


def weigh_words(sides: Sides) -> None:
    """See exceptions, nouns, words and an "only" come or go; of another name alone, nothing."""
    only_lost, only_gained = sides.take(TermKind.ONLY)
    _weigh_limits(sides)
    spots = [spot.where(lambda term: term.kind in (TermKind.NOUN, TermKind.WORD)) for spot in sides.spots]
    if _is_renamed(spots):
        return
    has_turned = any(step.rule == "turned_round" for step in sides.steps) or any(_is_unless(t) for t in only_gained)
    for spot in spots:
        rule = "words" if _is_substance(spot, sides) else "wording"
        for term in spot.lost:
            sides.add(f"{rule}_lost", -term.sign * _weight(term, has_turned=has_turned), (), [term])
        for term in spot.gained:
            sides.add(f"{rule}_gained", term.sign * _weight(term, has_turned=has_turned), [term])
    for term in only_lost:
        sides.add("only_lost", -term.sign * _ONLY, (), [term])
    for term in only_gained:
        if _is_unless(term) and sides.was_protective:
            sides.add("exception_gained", _FIRST_EXCEPTION, [term])
        else:
            sides.add("only_gained", term.sign * _ONLY, [term])


def _is_unless(only: Term) -> bool:
    """Whether an "only" is an "unless" that stands with a "not"."""
    return only.concept is not None and only.concept.id == "unless"


def _is_renamed(spots: Sequence[Spot]) -> bool:
    """Whether names stand in the place of names, and no more: a team, a product or a place by another name."""
    lost = [term for spot in spots for term in spot.lost]
    gained = [term for spot in spots for term in spot.gained]
    return bool(lost and gained) and all(term.is_name for term in (*lost, *gained))


def _weigh_limits(sides: Sides) -> None:
    """See an exception come or go; what stands in it has the other sign than its clause."""
    lost, gained = sides.take(TermKind.LIMIT)
    old, new = (Counter({name: side[name] for name in _LIMITING}) for side in sides.operators)
    nots, limits = sides.operators[0]["negation"] - sides.operators[1]["negation"], sum((new - old).values())
    if sides.is_paraphrase or (old - new and new - old) or (nots > 0 and limits > 0):
        return  # one kind of limit in the place of another, or of a sentence with a "not"
    for term in lost:
        if term.name in _EXCEPTIONS:
            sides.add("exception_lost", -_EXCEPTION * term.sign, (), [term])
    for term in gained:
        if term.name in _EXCEPTIONS:
            sides.add("exception_gained", _EXCEPTION * term.sign, [term])


def _weight(term: Term, *, has_turned: bool) -> int:
    if _is_of(term, "names"):
        return 0
    if has_turned and term.is_limit:
        return 0  # the case in which what was excluded is done
    return _CONCEPT_WORD if term.concept else _WORD


def _is_of(term: Term, *kinds: str) -> bool:
    return term.concept is not None and term.concept.kind in kinds


def _is_substance(spot: Spot, sides: Sides) -> bool:
    """Whether a spot adds, takes away or exchanges a thing, and doesn't only put it in other words."""
    terms = [t for t in (*spot.lost, *spot.gained) if not _is_of(t, "names")]
    if not terms or _is_other_name(spot, terms, sides.flags):
        return False
    is_known = any(t.concept for t in terms)
    if spot.is_replaced:
        before, after = ({t.concept for t in side if t.concept} for side in (spot.lost, spot.gained))
        if before and after:
            return before != after
        return is_known and not sides.is_paraphrase
    if is_known or sides.is_paraphrase:
        return is_known
    return sides.is_entry or spot.is_joined or len(terms) > 1 or terms[0].is_listed


def _is_other_name(spot: Spot, terms: Sequence[Term], flags: frozenset[str]) -> bool:
    """Whether a spot only gives a product, an office or an address another name."""
    has_address = any(t.is_name or any(c.isdigit() for c in t.text) for t in terms)
    if "contact" in flags and has_address and not any(t.concept for t in terms):
        return True
    if "renamed" in flags and all(t.concept is None or _is_of(t, "products", "purposes") for t in terms):
        return True
    return spot.is_replaced and all(t.is_name or _is_of(t, "products") for t in terms)
