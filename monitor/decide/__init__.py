"""Decides what a capture is to its document: news, noise, half a page, or the wrong page. Touches nothing."""

from monitor.decide.decision import (
    Adopted,
    Decision,
    FirstVersion,
    Incomplete,
    NewVersion,
    NotThePage,
    Returned,
    Shown,
    Unchanged,
    decide,
    upgrade,
)
from monitor.decide.recollection import Recollection

__all__ = [
    "Adopted", "Decision", "FirstVersion", "Incomplete", "NewVersion", "NotThePage", "Recollection", "Returned",
    "Shown", "Unchanged", "decide", "upgrade",
]  # fmt: skip
