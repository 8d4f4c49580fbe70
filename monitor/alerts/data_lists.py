"""Lists that say for what data is used or who gets it: by the line or the heading over their entries. Rates nothing.

An entry of such a list says what is done though no rule knows a word of it: "We use your data for: … the upkeep of our
archive", "Our service providers: … Harbour Ltd".
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import Statement, TermKind

_HANDLING = frozenset(["use", "share"])
_HEADING = 10  # words of a heading over a list
_LEAD = 40  # words of a sentence before one
_RECIPIENTS, _SHARED = "recipient_heading", "share"
_HEADS = frozenset(["purpose_heading", _RECIPIENTS])
_CHOOSING = frozenset([TermKind.RIGHT, TermKind.REQUIREMENT, TermKind.OPT_OUT])


def is_of_data_list(context: Sequence[str], reader: Reader) -> bool:
    """Whether what stands under `context`, outermost first, is an entry of a list of purposes or of recipients."""
    if not context:
        return False
    lead = read_sentence(context[-1], reader)
    if lead.is_excluding or any(term.kind in _CHOOSING for term in lead.terms):
        return False  # what is not done, and what people may do
    if len(lead.words) <= _HEADING and lead.flags & _HEADS:
        return True
    return len(lead.words) <= _LEAD and _handles_data(lead)


def is_of_recipients(context: Sequence[str], reader: Reader) -> bool:
    """Whether what stands under `context` is an entry of a list, or a cell of a column, of those who get data."""
    if not context:
        return False
    lead = read_sentence(context[-1], reader)
    if lead.is_excluding or any(term.kind in _CHOOSING for term in lead.terms):
        return False
    is_headed = len(lead.words) <= _HEADING and _RECIPIENTS in lead.flags
    return is_headed or (len(lead.words) <= _LEAD and _SHARED in {t.name for t in lead.terms if t.kind is TermKind.ACT})


def _handles_data(lead: Statement) -> bool:
    acts = {term.name for term in lead.terms if term.kind is TermKind.ACT}
    names_data = any(word.text in lead.grammar.of_people for word in lead.words)
    return bool(acts & _HANDLING) and (names_data or any(kind == "data" for kind, _ in lead.concepts))
