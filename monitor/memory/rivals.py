"""How often a text has taken the place of the one that it may be the change of. Knows no text."""

from __future__ import annotations

from datetime import datetime

from monitor.memory.recollection import Recollection


def after_turn(memory: Recollection, rival: Recollection, at: datetime, attempt: int) -> Recollection:
    """Return the memory after its text was shown: each time that its rival was shown in between is a turn."""
    if memory.turn_since is not None and not came_back(memory, rival):
        return memory
    return memory.with_turn(at, attempt)


def came_back(memory: Recollection, rival: Recollection) -> bool:
    """Whether the rival of a text was shown since the text last took its place."""
    return bool(memory.turn_since and rival.last_at and rival.last_at > memory.turn_since)
