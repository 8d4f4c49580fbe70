"""Decides what a capture is to its document: news, noise, half a page, or the wrong page. Touches nothing."""

from monitor.decide.candidate import Candidate
from monitor.decide.decider import decide, take_over, upgrade
from monitor.decide.decision import (
    Decision,
    FirstVersion,
    Incomplete,
    NewVersion,
    NotThePage,
    Returned,
    Unchanged,
)
from monitor.decide.placing import Placement, place

__all__ = [
    "Candidate",
    "Decision",
    "FirstVersion",
    "Incomplete",
    "NewVersion",
    "NotThePage",
    "Placement",
    "Returned",
    "Unchanged",
    "decide",
    "place",
    "take_over",
    "upgrade",
]  # fmt: skip
