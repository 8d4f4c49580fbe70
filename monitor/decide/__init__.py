"""Decides what a capture is to its document: news, noise, half a page, or the wrong page. Touches nothing."""

from monitor.decide.decision import (
    Adopted,
    Candidate,
    Decision,
    FirstVersion,
    Incomplete,
    NewVersion,
    NotThePage,
    Returned,
    Unchanged,
    decide,
    upgrade,
)
from monitor.decide.recollection import Recollection

__all__ = [
    "Adopted",
    "Candidate",
    "Decision",
    "FirstVersion",
    "Incomplete",
    "NewVersion",
    "NotThePage",
    "Recollection",
    "Returned",
    "Unchanged",
    "decide",
    "upgrade",
]  # fmt: skip
