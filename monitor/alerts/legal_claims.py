"""Whether a sentence is on a dispute, on liability or on indemnity: on who meets and owes whom. Weighs nothing."""

from __future__ import annotations

from monitor.alerts.lines_above import stands_under
from monitor.alerts.passages import ReadPassage
from monitor.reading.statements import Statement

_SUITS = frozenset(["lawsuit", "takedown"])  # before whom people and the company meet, or how a copy is reported
_CLAIMS = _SUITS | {"liability"}  # and who pays for what
_DISCLAIMER = ("acts", "disclaim")


def stands_under_suits(passage: ReadPassage) -> bool:
    """Whether a passage stands under a heading on disputes: "Arbitration", "Copyright complaints"."""
    return stands_under(passage, _SUITS)


def is_on_claims(statement: Statement) -> bool:
    """Whether a sentence says before whom people meet the company, who pays, or what nobody answers for."""
    return bool(statement.flags & _CLAIMS) or _DISCLAIMER in statement.concepts
