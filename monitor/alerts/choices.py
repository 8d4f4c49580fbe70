"""Whether a sentence of a contract gives a choice over data, and not over what is bought. Weighs nothing."""

from __future__ import annotations

from monitor.alerts.licences import BROAD_LICENCE
from monitor.alerts.personal_data import names_data, speaks_of_people
from monitor.reading.statements import Statement, Term, TermKind

APPEAL = "appeal"
"""The cue of an appeal against what was removed."""

_CONTROL = "control"
_ON_DATA = frozenset(  # practices that are some of anything: "in all countries where the shop is open"
    [
        *("transfers_anywhere", "background_collection", "unlimited_retention", "kept_after_deletion"),
        *("bought_data", "inferred_traits", "counts_alone"),
    ]
)
_OF_ANY_CONTRACT = frozenset(  # rights and practices: to withdraw from a purchase, to access the service
    [
        *("withdraw", "object", "access", "form", "own_discretion", "notice_by_posting", "set_courts", "own_courts"),
        *("court_order", "transfer_on_sale", "open_purposes", "priced_refusal", "implied_consent", BROAD_LICENCE),
    ]
)


def names_choice(statement: Statement, kinds: frozenset[TermKind]) -> bool:
    """Whether a sentence names a term of some kinds, or a practice, that is no matter of the contract."""
    return any(
        (term.kind in kinds or term.kind is TermKind.PRACTICE)
        and term.name not in _OF_ANY_CONTRACT
        and not _is_of_company_alone(term, statement)
        for term in statement.terms
    )


def _is_of_company_alone(term: Term, statement: Statement) -> bool:
    """Whether a choice is nobody's, as people are not spoken of, or a consent is to nothing that is done with data.

    To appeal a removal, or to act against a copy, is no choice over data, and no more is a switch for what is no data.
    """
    if term.name in _ON_DATA:
        return not names_data(statement)
    if term.kind is TermKind.RIGHT:
        is_idle = term.name == _CONTROL and not _is_over_data(statement)
        return is_idle or APPEAL in statement.flags or not speaks_of_people(statement)
    return term.kind is TermKind.BASIS and not names_data(statement)


def _is_over_data(statement: Statement) -> bool:
    """Whether a sentence on a choice names data, a purpose, a setting or to whom something is shown."""
    return names_data(statement) or any(kind in ("purposes", "parties", "people") for kind, _ in statement.concepts)
