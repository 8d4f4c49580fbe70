"""Whether a change puts much in other words and says the same: a polished translation, a style edit. Rates nothing.

In a change whose rewordings mostly say nothing new, a word that no rule knows is more likely another word for the same
than it is in a single edit. What came or went whole is none of a polish's doing.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.passage_meaning import Meaning
from monitor.alerts.passages import ReadPassage
from monitor.alerts.sureness import slot_of

_LEAST = 3  # sentences that say the same in other words
_SHARE = 0.6  # of all that changed


def is_polish(passages: Sequence[ReadPassage], meanings: Sequence[Meaning | None]) -> bool:
    """Whether most of what changed says the same as before, as far as the rules know its words."""
    light = sum(
        max(len(passage.before), len(passage.after))
        for passage, meaning in zip(passages, meanings, strict=True)
        if passage.is_reworded and (meaning is None or slot_of(meaning) == "word")
    )
    changed = sum(max(len(passage.before), len(passage.after)) for passage in passages)
    return light >= _LEAST and light >= _SHARE * changed
