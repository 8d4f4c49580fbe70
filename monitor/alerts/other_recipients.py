"""Sees one company in the place of another among those who get data: in a list, a row or a sentence that says so.

A name in another's place is mostly the same thing renamed, and no news. Where the text says who gets data it is
somebody else, unless the two names share a word: "Harbour Ltd" and "Harbour Europe" are one house.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.comparison import PassageComparison
from monitor.alerts.edits import Spot
from monitor.reading.statements import Statement, Term, TermKind

OTHER_RECIPIENT = "other_recipient"
_PROVIDERS, _USE = ("parties", "providers"), "use"
_NAMED = 4  # words of a name at most; what is longer says more than a name


def find_other_recipient(comparison: PassageComparison, spots: Sequence[Spot], *, is_recipient: bool) -> bool:
    """See that names alone took the place of names where it is said who gets data, and say whether that is so.

    `is_recipient` says that the passage is an entry of a list or a column of those who get data.
    """
    spots = [spot for spot in spots if spot.lost or spot.gained]
    if not spots or not all(0 < len(side) <= _NAMED for spot in spots for side in (spot.lost, spot.gained)):
        return False
    lost, gained = [t for spot in spots for t in spot.lost], [t for spot in spots for t in spot.gained]
    terms = (*lost, *gained)
    is_told = is_recipient or all(map(_says_who, (*comparison.before, *comparison.after)))
    if not (is_told or all(_is_used(term, comparison) for term in (lost[0], gained[0]))):
        return False
    if not all(_may_be_named(term, is_recipient=is_recipient) for term in terms):
        return False
    if not all(_begins_a_name(term, comparison, is_recipient=is_recipient) for term in (lost[0], gained[0])):
        return False
    comparison.add(OTHER_RECIPIENT, 0, gained, lost)
    return True


def _may_be_named(term: Term, *, is_recipient: bool) -> bool:
    """Whether a word is a name that no rule knows; the first word of an entry may be one, whatever its capital."""
    is_name = term.is_name or (is_recipient and not term.index)
    return is_name and term.concept is None and term.kind is TermKind.WORD and term.text.isalpha()


def _says_who(statement: Statement) -> bool:
    """Whether a sentence names providers, and only tells who they are: nothing is kept from being done in it."""
    return _PROVIDERS in statement.concepts and not statement.denies and "contact" not in statement.flags


def _is_used(term: Term, comparison: PassageComparison) -> bool:
    """Whether a name follows the company's "we use" right away: a tool of somebody's, for what stands behind it."""
    statement = comparison.statement_of(term)
    uses = [m for m in statement.mentions if m.concept.id == _USE] if statement else []
    return not (statement and statement.denies) and any(m.end == term.index for m in uses)


def _begins_a_name(term: Term, comparison: PassageComparison, *, is_recipient: bool) -> bool:
    """Whether no name stands right before a word: what follows "Harbour" is of the same house."""
    statement = comparison.statement_of(term)
    if statement is None or term.index < 0:
        return False
    before = statement.words[term.index - 1] if term.index else None
    if before is None:
        return True
    if not before.is_name:
        return not (is_recipient and term.index == 1)  # the first word of an entry has a capital anyway
    known = {place for m in statement.mentions for place in m.places}
    return term.index - 1 in known  # "our processor Harbour Ltd", in a language whose nouns have capitals
