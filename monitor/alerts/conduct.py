"""Whether all that changed is what people may not do, in which the company does nothing. Weighs nothing."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.lines_above import forbids, stands_under
from monitor.alerts.news import LISTED
from monitor.alerts.passages import ReadPassage
from monitor.alerts.personal_data import handles_data, has_company, names_data, own_data
from monitor.reading.statements import Statement, TermKind

RULED_OUT = frozenset(["conduct", "misconduct"])
"""The cues of what people may not do, and of what breaks the rules."""


def rules_people(passage: ReadPassage, changed: Sequence[Statement]) -> bool:
    """Whether all that changed is what people may not do, with whatever data: the company does nothing in it.

    From which age on they may is no rule of conduct, though it says what the younger may not; to whom those who book
    ads may show them is. Under a heading on what breaks the rules it may be said, outside a list, what is done with
    the data of whoever does.
    """
    if all(map(_rules_advertisers, changed)):
        return True
    if any(has_company(s) or any(term.kind is TermKind.AGE for term in s.terms) for s in changed):
        return False
    if all(map(is_ruled_out, changed)):
        return True
    is_listed = all(item.hunk.segment_kind in LISTED for item in passage.news)
    above, reader = passage.news[0].hunk.context[-1:], passage.statements[0].reader
    if is_listed and above and forbids(above[0], reader):
        return True
    return stands_under(passage, RULED_OUT) and (is_listed or not any(map(handles_data, changed)))


def _rules_advertisers(statement: Statement) -> bool:
    """Whether a sentence tells those who book ads what these may show, or whom, and names nobody's data."""
    is_rule = "advertiser_rule" in statement.flags
    return is_rule and not has_company(statement) and not names_data(statement) and not own_data(statement)


def is_ruled_out(statement: Statement) -> bool:
    """Whether a sentence forbids, or says what breaks rules; data that is handled to find that out is handled."""
    if has_company(statement):
        return False
    return "conduct" in statement.flags or ("misconduct" in statement.flags and not handles_data(statement))
