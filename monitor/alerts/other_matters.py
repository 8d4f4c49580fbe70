"""What a passage may be on that says nothing of people's data: disputes, prices, offices, goods. Weighs nothing."""

from __future__ import annotations

from monitor.alerts.news import LISTED, News
from monitor.alerts.passages import ReadPassage
from monitor.alerts.roles import STATED, Role, role_of
from monitor.reading.reader import Reader
from monitor.reading.statements import Statement, TermKind

_TO_COMPLAIN = (TermKind.RIGHT, "access")
_NAMING = frozenset([TermKind.WORD, TermKind.NOUN])
_SLOTS = frozenset(["data", "purposes", "parties", "people", "bases", "rights", "requirements"])
_OF_DATA = frozenset(["data", "purposes", "people", "bases", "rights"])
_COMMERCE = frozenset(["offer", "price", "commerce"])
_BESIDE_COMMERCE = frozenset(["stake", "bound", "dispute", "lawsuit", "conduct", "other_text", "assurance"])
_OF_PEOPLE = frozenset(  # what is more than commerce, wherever goods are spoken of
    [
        *(TermKind.PRACTICE, TermKind.RIGHT, TermKind.OPT_IN, TermKind.OPT_OUT, TermKind.UNASKED, TermKind.BASIS),
        *(TermKind.REQUIREMENT, TermKind.AGE),
    ]
)
_ENDS = (".", "!")
_DEALING = frozenset(["notify", "show"])  # acts of a shop that handle nothing: it tells of offers, and shows them


def changed_statements(passage: ReadPassage) -> list[Statement]:
    """Return the sentences that hold what came or went."""
    told = {id(d.term) for d in passage.differences}
    return [s for s in passage.statements if any(id(t) in told for t in s.terms)] or list(passage.statements)


def is_on_disputes(passage: ReadPassage) -> bool:
    """Whether both sides say nothing but who settles a dispute: to whom a complaint goes then is an address.

    That people may complain is a right, and what binds them, or by when, is none.
    """
    sides = (passage.before, passage.after)
    if not all(any("dispute" in s.flags for s in side) for side in sides):
        return False
    others = [s for s in passage.statements if not s.flags & {"dispute", "pointer"}]
    if any(role_of(s, passage.news) is Role.STATEMENT for s in others):
        return False
    stated = [d.term for d in passage.differences if d.term.kind in STATED]
    return all((term.kind, term.name) == _TO_COMPLAIN for term in stated)


def is_on_prices(passage: ReadPassage) -> bool:
    """Whether a sentence on what something costs was put in other words, and no thing, act, right or limit changed."""
    sides = (passage.before, passage.after)
    if not all(sides) or not all("price" in s.flags for s in passage.statements):
        return False
    return not any(
        d.term.kind not in _NAMING or (d.term.concept and d.term.concept.kind in _SLOTS) for d in passage.differences
    )


def is_on_offices(passage: ReadPassage) -> bool:
    """Whether one firm that represents the company, or an officer, took the place of another, in any words."""
    if not passage.before or not passage.after or not all("office" in s.flags for s in changed_statements(passage)):
        return False
    terms = [d.term for d in passage.differences]
    return all(
        (term.kind in _NAMING or term.kind is TermKind.RESIDENTS)  # "in the EU", where the firm is
        and not (term.concept and term.concept.kind in _SLOTS)
        for term in terms
    )


def is_on_courts(passage: ReadPassage) -> bool:
    """Whether all that changed is on what a court decides of the text itself, and nothing is done with anybody's data.

    "If a court finds a clause invalid, the others stay in force."
    """
    return all(
        "lawsuit" in s.flags
        and not any(kind in _OF_DATA for kind, _ in s.concepts)
        and not any(t.kind is TermKind.ACT or t.kind in _OF_PEOPLE for t in s.terms)
        for s in changed_statements(passage)
    )


def is_on_goods(passage: ReadPassage) -> bool:
    """Whether all that changed is on what people buy, and on nothing of them: no data, content, account or right."""
    if not all(map(_is_of_goods, changed_statements(passage))):
        return False
    is_more = any(statement.flags & _BESIDE_COMMERCE for statement in passage.statements)
    return not is_more and not any(_is_of_taking(item, passage.statements[0].reader) for item in passage.news)


def _is_of_taking(item: News, reader: Reader) -> bool:
    """Whether an entry of a list or a table is no sentence, or stands under what names data or an act: it is data."""
    if item.hunk.segment_kind not in LISTED:
        return False
    above = " ".join(item.hunk.context[-1:])
    is_named = any(m.concept.kind in ("acts", "data") for m in reader.mentions(reader.words_of(above)))
    return is_named or not item.text.rstrip().endswith(_ENDS)


def _is_of_goods(statement: Statement) -> bool:
    if not statement.flags & _COMMERCE or names_slot(statement):
        return False
    return not any(
        term.kind in _OF_PEOPLE or (term.kind is TermKind.ACT and term.name not in _DEALING) for term in statement.terms
    )


def names_slot(statement: Statement) -> bool:
    """Whether a sentence names data, a purpose, a recipient, people, a basis, a right or a demand."""
    return any(kind in _SLOTS for kind, _ in statement.concepts)
