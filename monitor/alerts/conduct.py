"""Whether all that changed is what people may not do, in which the company does nothing. Weighs nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.alerts.lines_above import forbids, stands_under
from monitor.alerts.news import LISTED
from monitor.alerts.passages import ReadPassage
from monitor.alerts.personal_data import handles_data, has_company, names_data, own_data
from monitor.reading.statements import Statement, TermKind
from snapshots.records import SegmentKind

_NUMBERED = re.compile(r"\(?(?:[ivx]+|[a-z]|\d{1,2})[.)]\s")  # a paragraph that is an entry: "(iv) copy the site"
# Kinds of data that are what somebody says of others: "no threats against people for their religion".
_SAID = frozenset(["voice", "content", "public_content", "photos", "sensitive"])
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
    if any(_acts_itself(s) or any(term.kind is TermKind.AGE for term in s.terms) for s in changed):
        return False
    if all(map(is_ruled_out, changed)):
        return True
    said = [item for item in passage.news if item.hunk.segment_kind is not SegmentKind.HEADING]
    is_listed = all(item.hunk.segment_kind in LISTED or _NUMBERED.match(item.text) for item in said)
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
    if _only_forbids(statement):
        return True
    if has_company(statement):
        return False
    return (
        "conduct" in statement.flags
        or _bids_not_to(statement)
        or ("misconduct" in statement.flags and not handles_data(statement))
    )


def _bids_not_to(statement: Statement) -> bool:
    """Whether a sentence opens by telling people not to: "Do not reveal where somebody lives"."""
    is_bidden = bool(statement.words) and statement.words[0].text in statement.grammar.bidding
    return is_bidden and any(cue.concept.id == "negation" and cue.start <= 1 for cue in statement.cues)


def _acts_itself(statement: Statement) -> bool:
    return has_company(statement) and not _only_forbids(statement)


def _only_forbids(statement: Statement) -> bool:
    """Whether the company says what it does not allow: "We tolerate no threats".

    What it allows no other firm to do, or nobody to do with data of people, is a promise.
    """
    is_promise = any(kind == "parties" for kind, _ in statement.concepts) or names_data(statement, beside=_SAID)
    return "disallowed" in statement.flags and not is_promise and not own_data(statement) - _SAID
